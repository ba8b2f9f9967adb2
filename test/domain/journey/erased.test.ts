import { describe, expect, test } from 'vitest';
import type { Cause } from '../../../src/domain/journey/commands.js';
import type { Phase } from '../../../src/domain/journey/state.js';
import { aWalk, type Walk } from '../../support/walk.js';

const BODY = `
  enter: { on: lead.created }
  steps:
    - id: call
      task: { kind: call, title: Call, due: 2 days, outcomes: [reached] }
    - end: done`;
const AT = '2027-01-05T09:00:00Z';

const begun = (): Walk => aWalk(BODY).start();

function erased(walk: Walk, cause: Cause = { type: 'wake' }): Walk {
  walk.facts = { ...walk.facts, erased: true };
  return walk.at(AT, cause);
}

describe('a journey whose contact was erased', () => {
  const phases: readonly Phase[] = [
    { type: 'active' },
    { type: 'paused', since: 0 },
    { type: 'paused', since: 0, why: 'exclusive' },
    { type: 'held', code: 'planner-defect' },
  ];
  test.each(phases)('ends at its next look, also one that is $type', (phase) => {
    const walk = begun();
    if (walk.state === null) throw new Error('not begun');
    walk.state = { ...walk.state, phase };
    erased(walk);
    expect(walk.state?.phase).toEqual({ type: 'ended', outcome: 'erased' });
    expect(walk.did('withdrawTasks')).toMatchObject([{ stepIds: 'all', reason: 'erased' }]);
    expect(walk.due).toBeNull();
  });

  test('ends once, and a command that ended it otherwise stands', () => {
    const walk = erased(begun(), { type: 'exit', outcome: 'by-hand' });
    expect(walk.state?.phase).toEqual({ type: 'ended', outcome: 'by-hand' });
    erased(walk);
    expect(walk.linesOf('exit')).toHaveLength(1);
  });

  test('does nothing, though it begins only now', () => {
    const walk = aWalk(BODY, { facts: { erased: true } }).start();
    expect(walk.state?.phase).toEqual({ type: 'ended', outcome: 'erased' });
    expect(walk.tasks).toEqual([]);
  });
});

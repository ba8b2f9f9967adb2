import { expect, test } from 'vitest';
import type { FactEvent } from '../../../src/domain/journey/facts.js';
import { lookupIn } from '../../../src/domain/journey/lookup.js';
import { aWalk } from '../../support/walk.js';

test('a path into what an event carries is missing where there is nothing to go into', () => {
  const walk = aWalk('steps: [ { wait: 1 days } ]').start();
  const event: FactEvent = {
    id: 'evt_1',
    seq: 1,
    type: 'task.completed',
    at: walk.now,
    fields: { outcome: 'reached', answers: { budget: 100, when: null }, note: null },
  };
  const look = lookupIn(walk.program, walk.state, walk.facts, event);
  expect(look('event.type')).toBe('task.completed');
  expect(look('event.outcome')).toBe('reached');
  expect(look('event.answers.budget')).toBe(100);
  for (const path of ['event.note', 'event.answers.when']) expect(look(path)).toBeNull();
  for (const path of ['event.note.text', 'event.outcome.text', 'event.other', 'event.other.text', 'nothing.at'])
    expect(look(path), path).toBeUndefined();
  expect(lookupIn(walk.program, walk.state, walk.facts, null)('event.type')).toBeUndefined();
});

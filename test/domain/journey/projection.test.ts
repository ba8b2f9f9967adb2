import { describe, expect, test } from 'vitest';
import { projectionOf } from '../../../src/domain/journey/projection.js';
import type { JourneyState } from '../../../src/domain/journey/state.js';
import { aWalk, type Walk } from '../../support/walk.js';

const EMAIL = '{ id: hello, email: { template: a/b, from: care, purpose: service } }';
const rowOf = (walk: Walk) =>
  projectionOf({ state: walk.state as JourneyState, number: 4 }, ['email.replied'], { at: walk.now, due: walk.due });

describe('the row of a journey', () => {
  test('says where it is, for what it waits, and when something is due', () => {
    const walk = aWalk('steps: [ { id: rest, wait: 2 days } ]').start();
    expect(rowOf(walk)).toMatchObject({
      status: 'open',
      phase: 'active',
      outcome: null,
      stage: 'main',
      stageSince: walk.now,
      goalAt: null,
      attention: null,
      advance: 4,
      interests: ['email.replied'],
      nextAt: walk.now + 2 * 86_400_000,
      endedAt: null,
      lastAdvanceAt: walk.now,
    });
    expect(rowOf(walk).waits).toMatchObject([{ track: 'main', step: 'rest', wait: { type: 'timer' } }]);
  });

  test('asks for a person while a mail is in doubt, and while the journey is held', () => {
    const walk = aWalk(`steps: [ ${EMAIL}, { wait: 1 days } ]`);
    walk.onMessage = () => ({ type: 'uncertain' });
    expect(rowOf(walk.start()).attention).toBe('uncertain');
    expect(rowOf(walk.decide({ type: 'retry' })).attention).toBe('uncertain');
    walk.onMessage = () => ({ type: 'sent' });
    expect(rowOf(walk.decide({ type: 'retry' })).attention).toBeNull();
    const state: JourneyState = { ...(walk.state as JourneyState), phase: { type: 'held', code: 'too-many-steps' } };
    expect(projectionOf({ state, number: 5 }, null, null)).toMatchObject({
      phase: 'held',
      attention: 'too-many-steps',
    });
  });

  test('has its first goal’s instant, and its end', () => {
    const walk = aWalk(
      'goal: [ { on: deal.won, stay: true }, { on: order.placed } ]\nsteps: [ { wait: 9 days } ]',
    ).start();
    const won = walk.until('2027-01-05T09:00:00Z').tell('deal.won').decide({ type: 'wake' }).now;
    expect(rowOf(walk)).toMatchObject({ status: 'open', goalAt: won, endedAt: null });
    const ended = walk.until('2027-01-06T09:00:00Z').tell('order.placed').decide({ type: 'wake' }).now;
    expect(rowOf(walk)).toMatchObject({ status: 'ended', outcome: 'goal', goalAt: won, endedAt: ended, nextAt: null });
  });

  test('keeps what is not known: the interests of an unknown version, the instants of a decision without any', () => {
    const row = projectionOf({ state: aWalk('steps: []').start().state as JourneyState, number: 1 }, null, null);
    for (const column of ['interests', 'nextAt', 'endedAt', 'lastAdvanceAt', 'definitionVersion'])
      expect(row).not.toHaveProperty(column);
  });
});

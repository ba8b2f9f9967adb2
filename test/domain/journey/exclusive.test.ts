import { describe, expect, test } from 'vitest';
import { interestsOf } from '../../../src/domain/journey/interests.js';
import { aWalk, type Walk } from '../../support/walk.js';

const BODY =
  'exclusive: { group: selling, priority: 5 }\nsteps: [ { wait: 2 days }, { id: hello, email: { template: a/b, from: owner, purpose: service } }, { end: over } ]';
const turn = (walk: Walk, when: string, others: boolean) => {
  walk.until(when).facts = { ...walk.facts, othersTurn: others };
  return walk.decide({ type: 'wake' });
};

describe('a journey of an exclusive group', () => {
  test('rests while another of the group goes first, and goes on after it with what was left of its waits', () => {
    const walk = turn(aWalk(BODY).start(), '2027-01-05T09:00:00Z', true);
    expect([walk.phase, walk.due]).toEqual(['paused', null]);
    turn(walk, '2027-01-08T09:00:00Z', false).until('2027-01-12T00:00:00Z');
    expect(walk.lines.slice(2)).toEqual([
      '2027-01-05T09:00:00Z main pause done exclusive',
      '2027-01-08T09:00:00Z main resume done exclusive',
      '2027-01-09T09:00:00Z main main wait done due',
      '2027-01-09T09:00:00Z main main hello email send',
      '2027-01-09T09:00:00Z main main end done over',
    ]);
  });

  test('sends nothing in another’s turn, however much is due', () => {
    const walk = aWalk(BODY).start().until('2027-01-06T08:59:00Z');
    walk.facts = { ...walk.facts, othersTurn: true };
    expect(walk.until('2027-02-01T00:00:00Z').sent).toEqual([]);
  });

  test('goes on by itself only: a person can pause it for good, not resume it', () => {
    const walk = turn(aWalk(BODY).start(), '2027-01-05T09:00:00Z', true);
    expect(walk.decide({ type: 'resume' }).refused).toBe('waits-turn');
    expect(walk.decide({ type: 'pause' }).refused).toBeNull();
    expect(turn(walk, '2027-01-06T09:00:00Z', false).phase).toBe('paused');
    expect(walk.decide({ type: 'resume' }).phase).toBe('active');
    expect(walk.due).toBe(Date.parse('2027-01-07T09:00:00Z'));
  });

  test('that a person resumes in another’s turn rests on', () => {
    const walk = aWalk(BODY).start().at('2027-01-05T09:00:00Z', { type: 'pause' });
    walk.facts = { ...walk.facts, othersTurn: true };
    expect(walk.at('2027-01-05T10:00:00Z', { type: 'resume' }).state?.phase).toMatchObject({ why: 'exclusive' });
  });

  test('still ends by an exit, and is woken when the turn changes', () => {
    const walk = turn(
      aWalk(`exit: [ { on: contact.unsubscribed, as: gone } ]\n${BODY}`).start(),
      '2027-01-05T09:00:00Z',
      true,
    );
    expect(walk.state === null ? [] : interestsOf(walk.program, walk.state)).toContain('turn:selling');
    expect(walk.event('2027-01-05T10:00:00Z', 'contact.unsubscribed').phase).toBe('ended');
  });
});

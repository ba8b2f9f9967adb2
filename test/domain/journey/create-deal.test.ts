import { describe, expect, test } from 'vitest';
import { aWalk } from '../../support/walk.js';

describe('`create` deal', () => {
  const CREATE =
    '{ id: open, create: { deal: { stage: new, amount: 500, channel: { from: contact.channel }, expectedCloseAt: { now: true } } } }';

  test('makes a deal with what the step says, named after the contact if it says no name', () => {
    const walk = aWalk(`steps: [ ${CREATE}, { wait: 1 days } ]`, { contact: { channel: 'fair' } }).start();
    expect(walk.did('createDeal')).toEqual([
      {
        type: 'createDeal',
        id: expect.stringMatching(/^dea_[0-9a-z]{26}$/),
        set: { name: 'Ada', stage: 'new', amount: 500, channel: 'fair', expectedCloseAt: '2027-01-04T09:00:00Z' },
        at: walk.now,
      },
    ]);
    expect(walk.linesOf('create')).toEqual(['2027-01-04T09:00:00Z main main open create done']);
  });

  test('makes it the journey’s deal for what comes after, in this advance and later', () => {
    const walk = aWalk(
      `steps: [ ${CREATE}, { choose: [ { if: { deal.amount: 500 }, steps: [ { update: { deal.stage: seen } } ] } ] }, { wait: 1 days } ]`,
      { facts: { deal: { id: 'dea_old', amount: 1 } } },
    ).start();
    expect(walk.did('update')).toEqual([{ type: 'update', object: 'deal', set: { stage: 'seen' } }]);
    expect(walk.facts.deal).toMatchObject({ id: walk.state?.deal, stage: 'seen' });
  });

  test('gives every pass a deal of its own, and the same one on every attempt', () => {
    const ids = () => {
      const walk = aWalk(`steps: [ { id: r, repeat: { every: 1 days, atMost: 2, steps: [ ${CREATE} ] } } ]`);
      return walk
        .start()
        .until('2027-01-09T00:00:00Z')
        .did('createDeal')
        .map(({ id }) => id);
    };
    expect(new Set(ids()).size).toBe(2);
    expect(ids()).toEqual(ids());
  });

  test('is heard by the waits of other tracks', () => {
    const walk = aWalk(`stages:
        - id: a
          steps: [ { wait: 1 hours }, ${CREATE}, { wait: 9 days } ]
          alongside: [ { id: x, steps: [ { wait: { for: { if: { deal.stage: new } } } }, { end: heard } ] } ]`);
    expect(walk.start().until('2027-01-04T10:00:00Z').linesOf('deal.created')).toEqual([
      '2027-01-04T10:00:00Z a x wait done deal.created',
    ]);
  });
});

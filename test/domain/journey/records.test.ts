import { describe, expect, test } from 'vitest';
import type { Fields, TeamMember } from '../../../src/domain/journey/facts.js';
import { aWalk, type WalkOptions } from '../../support/walk.js';

const setOf = (update: string, contact: Fields = {}, more: WalkOptions = {}) => {
  const walk = aWalk(`steps: [ { id: change, update: ${update} } ]`, { contact, ...more }).start();
  return walk.commands.flatMap((command) => (command.type === 'update' ? [[command.object, command.set]] : []));
};

describe('`update`', () => {
  test.each<[string, Fields, Fields]>([
    ['{ contact.status: hot }', {}, { status: 'hot' }],
    ['{ contact.tags: [a, b] }', { tags: ['c'] }, { tags: ['a', 'b'] }],
    ['{ contact.score: { add: 5 } }', { score: 2 }, { score: 7 }],
    ['{ contact.score: { add: -5 } }', {}, { score: -5 }],
    ['{ contact.tags: { addTo: vip } }', { tags: ['a'] }, { tags: ['a', 'vip'] }],
    ['{ contact.tags: { addTo: a } }', { tags: ['a'] }, { tags: ['a'] }],
    ['{ contact.tags: { addTo: vip } }', { tags: null }, { tags: ['vip'] }],
    ['{ contact.tags: { removeFrom: a } }', { tags: ['a', 'b'] }, { tags: ['b'] }],
    ['{ contact.city: { from: contact.region } }', { region: 'Ulm' }, { city: 'Ulm' }],
    ['{ contact.city: { from: contact.region } }', { city: 'Ulm' }, { city: null }],
    ['{ contact.lastContactAt: { now: true } }', {}, { lastContactAt: '2027-01-04T09:00:00Z' }],
    ['{ contact.status: { clear: true } }', { status: 'x' }, { status: null }],
    ['{ contact.status: a, contact.score: { add: 1 } }', {}, { status: 'a', score: 1 }],
  ])('%s of %j sets %j', (update, contact, set) => {
    expect(setOf(update, contact)).toEqual([['contact', set]]);
  });

  test('of several objects is one command each; that of a record which isn’t there is left out', () => {
    const update = '{ deal.stage: won, contact.status: customer, account.size: 5 }';
    expect(setOf(update, {}, { facts: { deal: { id: 'deal_1' } } })).toEqual([
      ['deal', { stage: 'won' }],
      ['contact', { status: 'customer' }],
    ]);
  });

  test('of a record that isn’t there is a recorded skip', () => {
    const walk = aWalk(
      'steps: [ { id: change, update: { deal.stage: won } }, { choose: [ { if: { steps.change.decision: skip }, steps: [ { end: knew } ] } ] } ]',
    ).start();
    expect(walk.linesOf('update')).toEqual(['2027-01-04T09:00:00Z main main change update skip no-record']);
    expect(walk.lines.at(-1)).toContain('knew');
  });

  test('reads all values before it writes any', () => {
    expect(
      setOf('{ contact.city: { from: contact.region }, contact.region: { from: contact.city } }', {
        city: 'a',
        region: 'b',
      }),
    ).toEqual([['contact', { city: 'b', region: 'a' }]]);
  });
});

describe('`score`', () => {
  test('counts from nothing where a contact has none', () => {
    const walk = aWalk('steps: [ { score: { add: 10, reason: opened } } ]', { contact: { score: null } }).start();
    expect(walk.facts.contact['score']).toBe(10);
  });

  test('adds to the contact’s score and journals the reason', () => {
    const walk = aWalk('steps: [ { score: { add: 10, reason: opened } }, { score: { add: 5, reason: clicked } } ]', {
      contact: { score: 1 },
    }).start();
    expect(walk.facts.contact['score']).toBe(16);
    expect(walk.linesOf('score').map((line) => line.split(' ').at(-1))).toEqual(['opened', 'clicked']);
  });
});

describe('`assign`', () => {
  const member = (userId: string, open: number, last: number): TeamMember => ({
    userId,
    open,
    last,
    fields: { id: userId, name: userId },
  });
  const teams = { sales: [member('usr_a', 1, 7), member('usr_b', 9, 3), member('usr_c', 4, 5)] };
  const assign = (by: string, more: WalkOptions = {}) =>
    aWalk(
      `steps: [ { id: give, assign: { team: sales, ${by} } }, { choose: [ { if: { owner.id: usr_b }, steps: [ { end: b } ] } ] } ]`,
      { ...more, facts: { teams, ...more.facts } },
    ).start();

  test('in turn takes whose turn it is, and what follows sees the new owner', () => {
    const walk = assign('by: roundRobin');
    expect(walk.commands[0]).toEqual({ type: 'assign', teamId: 'sales', userId: 'usr_b', by: 'roundRobin' });
    expect(walk.lines.at(-1)).toContain('end done b');
  });

  test('by load takes who has least, wherever they stand in the team; of two alike, whose turn it is', () => {
    const taken = (...members: TeamMember[]) =>
      assign('by: leastLoaded', { facts: { teams: { sales: members } } }).commands[0];
    expect(assign('by: leastLoaded').commands[0]).toMatchObject({ userId: 'usr_a' });
    const [most, least, some] = [member('usr_most', 9, 1), member('usr_least', 2, 9), member('usr_some', 4, 5)];
    for (const members of [
      [most, least, some],
      [least, most, some],
      [some, most, least],
    ])
      expect(taken(...members)).toMatchObject({ userId: 'usr_least' });
    expect(taken(least, member('usr_alike', 2, 3), most)).toMatchObject({ userId: 'usr_alike' });
  });

  test('with `keepExisting` leaves an owner, and takes one where there is none', () => {
    expect(assign('by: roundRobin, keepExisting: true').linesOf('assign')[0]).toContain('skip has-owner');
    expect(assign('by: roundRobin, keepExisting: true', { facts: { owner: null } }).commands[0]).toMatchObject({
      userId: 'usr_b',
    });
  });

  test('to a team without anybody present is a recorded skip', () => {
    expect(assign('by: roundRobin', { facts: { teams: {} } }).linesOf('assign')[0]).toContain('skip nobody-available');
  });
});

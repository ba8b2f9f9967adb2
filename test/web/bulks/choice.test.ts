import { describe, expect, test } from 'vitest';
import { commandOf, FIRST_CHOICE, filterOf, kindsFor } from '../../../src/web/bulks/choice.js';
import { type Asked, SHAPE } from '../../../src/web/journeys/address.js';

const NOTHING = Object.fromEntries(Object.entries(SHAPE).map(([name, { initial }]) => [name, initial])) as Asked;

describe('whom a bulk of the list is for', () => {
  test('is what the filters say, without order and columns', () => {
    expect(filterOf(NOTHING, 'usr_me')).toEqual({});
    expect(
      filterOf(
        { ...NOTHING, q: ' ada ', definition: 'd', stage: 's', owner: 'me', late: true, sort: 'nextAt' },
        'usr_me',
      ),
    ).toEqual({ q: 'ada', definition: 'd', stage: ['s'], owner: 'usr_me', late: true });
  });

  test('is nobody where the list shows what has ended', () => {
    expect(filterOf({ ...NOTHING, status: 'ended' }, 'usr_me')).toEqual({ phase: ['ended'] });
    expect(filterOf({ ...NOTHING, status: 'open' }, 'usr_me')).toEqual({});
  });
});

describe('what a bulk does', () => {
  test.each([
    [{}, 'commandMissing'],
    [{ kind: 'pause' }, { kind: 'pause' }],
    [{ kind: 'pause', rate: '0' }, 'rateWrong'],
    [{ kind: 'pause', rate: '6001' }, 'rateWrong'],
    [{ kind: 'pause', rate: '1.5' }, 'rateWrong'],
    [
      { kind: 'resume', missed: 'skip' },
      { kind: 'resume', missed: 'skip' },
    ],
    [{ kind: 'exit', outcome: 'two words' }, 'outcomeWrong'],
    [
      { kind: 'exit', outcome: ' lost ' },
      { kind: 'exit', outcome: 'lost' },
    ],
    [{ kind: 'move' }, 'stageMissing'],
    [
      { kind: 'move', stage: 'won' },
      { kind: 'move', stage: 'won' },
    ],
    [{ kind: 'reassign' }, 'ownerMissing'],
    [
      { kind: 'reassign', ownerId: 'usr_a' },
      { kind: 'reassign', ownerId: 'usr_a' },
    ],
  ] as const)('of %j is %j', (choice, expected) => {
    expect(commandOf({ ...FIRST_CHOICE, ...choice })).toEqual(expected);
  });

  test('is offered by role as the API takes it', () => {
    expect(kindsFor('manager')).toContain('reassign');
    expect(kindsFor('rep')).not.toContain('reassign');
    expect(kindsFor('rep')).toContain('pause');
    expect([kindsFor('viewer'), kindsFor('marketing')]).toEqual([[], []]);
  });
});

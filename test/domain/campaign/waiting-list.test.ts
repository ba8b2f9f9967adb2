import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  movingUp,
  partyOf,
  type Reply,
  type Room,
  type Standing,
  standingAfter,
} from '../../../src/domain/campaign/waiting-list.js';
import { eventModel } from '../../support/event-model.js';

const yes = (companions = 0): Reply => ({ answer: 'yes', companions });
const NO: Reply = { answer: 'no', companions: 0 };
const comes = (companions = 0): Standing => ({ answer: 'yes', companions });
const waits = (companions = 0): Standing => ({ answer: 'waiting', companions });
const ROOM: Room = { free: 3, isLine: false };

describe('an answer to an invitation with places', () => {
  it.each<[what: string, Reply, Standing | null, Room, ReturnType<typeof standingAfter>]>([
    ['a first yes waits until the line was looked at', yes(2), null, ROOM, waits(2)],
    ['a yes after a no is a first yes', yes(), { answer: 'no', companions: 0 }, ROOM, waits()],
    ['a no gives everything back', NO, comes(2), ROOM, { answer: 'no', companions: 0 }],
    ['a no of who waits is a no', NO, waits(2), ROOM, { answer: 'no', companions: 0 }],
    ['the same again is nothing new', yes(1), comes(1), ROOM, 'same'],
    ['the same again while waiting is nothing new', yes(1), waits(1), ROOM, 'same'],
    ['fewer come at any time', yes(1), comes(3), { free: 0, isLine: true }, comes(1)],
    ['more come as long as there is room', yes(3), comes(0), ROOM, comes(3)],
    ['more than there is room for do not', yes(3), comes(0), { free: 2, isLine: false }, 'no-room'],
    ['nor while others wait', yes(1), comes(0), { free: 1, isLine: true }, 'no-room'],
    ['who waits may say another number', yes(4), waits(1), { free: 0, isLine: true }, waits(4)],
  ])('%s', (_, reply, before, room, after) => expect(standingAfter(reply, before, room)).toEqual(after));
});

describe('the line', () => {
  const line = [2, 0, 1].map((companions, n) => ({ contactId: `con_${n}`, companions }));
  it.each([
    [-1, 0],
    [0, 0],
    [2, 0],
    [3, 1],
    [4, 2],
    [5, 2],
    [6, 3],
    [Number.POSITIVE_INFINITY, 3],
  ])('with %s free places lets %s of it in, and nobody past a party that is too large', (free, n) =>
    expect(movingUp(free, line)).toEqual(line.slice(0, n)),
  );
});

it('never gives more places than there are, leaves none to who could have it, and keeps the order, whatever is answered', () => {
  const reply = fc.record({
    guest: fc.constantFrom(...'abcdefghij'),
    answer: fc.constantFrom('yes' as const, 'yes' as const, 'no' as const),
    companions: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.array(reply, { maxLength: 60 }), (places, replies) => {
      const event = eventModel(places);
      for (const { guest, ...said } of replies) {
        const before = event.line();
        const moved = event.reply(guest, said) ?? [];
        expect(event.taken()).toBeLessThanOrEqual(places);
        const [next] = event.line();
        if (next !== undefined) expect(event.taken() + partyOf(event.companionsOf(next))).toBeGreaterThan(places);
        expect(before.filter((each) => moved.includes(each))).toEqual(moved);
      }
    }),
  );
});

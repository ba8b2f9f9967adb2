import type { GuestAnswer } from './guest.js';

/*
 * Who has a place at an event, and who waits for one (docs/decisions/0019-waiting-lists.md). A guest and those who come
 * along are one party: it has places together or waits together, and nobody goes before who waits already.
 */

/** What somebody says by the link of an invitation. */
export interface Reply {
  readonly answer: 'yes' | 'no';
  readonly companions: number;
}

/** What stands of a guest. */
export interface Standing {
  readonly answer: Extract<GuestAnswer, 'yes' | 'waiting' | 'no'>;
  readonly companions: number;
}

/** Somebody in the line. */
export interface Waiting {
  readonly contactId: string;
  readonly companions: number;
}

/** What there is for the others than the one who answers. */
export interface Room {
  /** Places without a guest, the ones of who answers counted as theirs. */
  readonly free: number;
  readonly isLine: boolean;
}

/**
 * What a reply makes of a guest: their new standing, in which a new yes waits until `movingUp` has looked. `same`: they said
 * so before; `no-room`: they come already, and more than come now there is no room for, so that what stands stays.
 */
export function standingAfter(reply: Reply, before: Standing | null, room: Room): Standing | 'same' | 'no-room' {
  const { answer } = reply;
  if (answer === 'no') return before?.answer === 'no' ? 'same' : { answer, companions: 0 };
  const { companions } = reply;
  if (before === null || before.answer === 'no') return { answer: 'waiting', companions };
  if (before.companions === companions) return 'same';
  const more = companions - before.companions;
  if (before.answer === 'yes' && more > 0 && (room.isLine || more > room.free)) return 'no-room';
  return { answer: before.answer, companions };
}

/** Who of the line has a place now, in its order. The first party that is too large keeps the rest waiting. */
export function movingUp<W extends Waiting>(free: number, line: readonly W[]): readonly W[] {
  let left = free;
  const stays = line.findIndex(({ companions }) => {
    left -= partyOf(companions);
    return left < 0;
  });
  return stays < 0 ? line : line.slice(0, stays);
}

/** How many places a guest takes with those who come along. */
export const partyOf = (companions: number): number => 1 + companions;

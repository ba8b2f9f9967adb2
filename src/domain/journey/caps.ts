import type { Instant } from '../instant.js';
import type { Cap } from '../policy.js';
import type { Program } from './program.js';

/** A message to the same contact, at the instant at which it went or has its turn. */
export interface Counted {
  readonly at: Instant;
  readonly topic: string | null;
}

/** Another marketing message of the contact, as the ledger has it. */
export interface OtherMessage extends Counted {
  /** It is put off until `at`, and goes before this one. */
  readonly waits: boolean;
}

/** Of messages whose definition gives none: those of journeys. Campaigns may have 1 to 9. */
export const ORDINARY = 5;

/** How a definition's messages stand to others of the same contact where not all may go: the higher goes first. */
export const priorityOf = ({ definition }: Program): number => definition.campaign?.priority ?? ORDINARY;

/** How far back, and ahead, the longest of the caps on messages of a topic looks; 0: none holds for it. */
export const reachOf = (caps: readonly Cap[], topic: string | null): number =>
  Math.max(0, ...capsOn(caps, topic).map(({ perMs }) => perMs));

const capsOn = (caps: readonly Cap[], topic: string | null): readonly Cap[] =>
  caps.filter((cap) => cap.topic === undefined || cap.topic === topic);

export interface CapQuestion {
  readonly caps: readonly Cap[];
  readonly topic: string | null;
  readonly now: Instant;
  /** For how long one that waits may be late before it no longer keeps others waiting. */
  readonly catchUp: number;
  readonly others: readonly OtherMessage[];
}

/** When the caps let a message go; undefined: now. What goes before it counts as if it went when its turn comes. */
export function cappedUntil({ caps, topic, now, catchUp, others }: CapQuestion): Instant | undefined {
  if (reachOf(caps, topic) === 0) return undefined;
  const counted = others
    .filter(({ waits, at }) => !waits || at >= now - catchUp)
    .map(({ waits, at, ...other }) => ({ ...other, at: waits ? Math.max(at, now) : at }));
  const free = freeAt(now, topic, caps, counted);
  return free > now ? free : undefined;
}

/**
 * The earliest instant from `now` on at which one more message leaves every cap kept: in no stretch of a cap's length
 * there are more than it allows, counted with the others, also those whose turn is still to come. A stretch has its
 * beginning and not its end, so that what is a day apart does not meet in a day.
 */
export function freeAt(now: Instant, topic: string | null, caps: readonly Cap[], others: readonly Counted[]): Instant {
  const rules = capsOn(caps, topic).map((cap) => ({
    cap,
    at: others
      .filter((other) => cap.topic === undefined || cap.topic === other.topic)
      .map((other) => other.at)
      .sort((a, b) => a - b),
  }));
  // Whatever holds a message back, it does so until one that was counted leaves the stretch.
  const instants = rules.flatMap(({ cap, at }) => at.map((each) => each + cap.perMs)).filter((each) => each > now);
  const candidates = [now, ...instants.sort((a, b) => a - b)];
  // At the last of them no other is left in any stretch.
  return candidates.find((candidate) => rules.every(({ cap, at }) => fits(candidate, cap, at))) ?? now;
}

/** Whether a message at this instant fits: every stretch that has it begins with it, or with one that lies before it. */
function fits(instant: Instant, { most, perMs }: Cap, at: readonly Instant[]): boolean {
  const beginnings = [instant, ...at.filter((each) => each <= instant && instant < each + perMs)];
  return beginnings.every((from) => at.filter((each) => from <= each && each < from + perMs).length < most);
}

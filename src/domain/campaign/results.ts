import { isValidZone, toLocal } from '../calendar/zone.js';
import { HOUR, type Instant, MINUTE } from '../instant.js';
import { type Estimate, estimateDifference, estimateOf, isClear, type Share } from './share.js';

/** What can be counted of some of a campaign's recipients; each is in a figure once. */
export const RESULT_FIGURES = [
  'recipients',
  /** A server has accepted their message, or their journey began. */
  'sent',
  'delivered',
  /** A person opened it. */
  'opened',
  'clicked',
  'replied',
  'away',
  'unsubscribed',
  'bounced',
  'bouncedForGood',
  'complained',
  /** Of the two sides that are compared. */
  'assigned',
  'assignedConverted',
  'heldOut',
  'heldOutConverted',
] as const;
export type ResultFigure = (typeof RESULT_FIGURES)[number];
export type ResultCounts = { readonly [figure in ResultFigure]: number };

/** Adds up groups of recipients that have nobody in common. */
export const addCounts = (groups: readonly ResultCounts[]): ResultCounts =>
  Object.fromEntries(
    RESULT_FIGURES.map((figure) => [figure, groups.reduce((sum, group) => sum + group[figure], 0)]),
  ) as ResultCounts;

/** So many people, of whom so many converted. */
export interface Side {
  readonly people: number;
  readonly converted: number;
  readonly share: Estimate | null;
}

/**
 * What a campaign brought against nothing. Its side has everybody whom chance did not hold out, as far as it has come, also
 * those whom the gate left out or put off: among the held-out nobody can tell them, and sides that differ in them can't be compared.
 */
export interface ResultComparison {
  readonly assigned: Side;
  readonly heldOut: Side;
  /** Of the shares. Null: one side is empty. */
  readonly difference: Estimate | null;
  /** So many more of the assigned converted than would have without it. */
  readonly more: Estimate | null;
  /** Whether the difference can be told from chance. */
  readonly isClear: boolean;
}

export function compareResults(counts: ResultCounts): ResultComparison {
  const assigned: Share = { count: counts.assignedConverted, of: counts.assigned };
  const heldOut: Share = { count: counts.heldOutConverted, of: counts.heldOut };
  const difference = estimateDifference(assigned, heldOut);
  return {
    assigned: sideOf(assigned),
    heldOut: sideOf(heldOut),
    difference,
    more: difference === null ? null : times(difference, assigned.of),
    isClear: difference !== null && isClear(difference),
  };
}

const sideOf = (share: Share): Side => ({ people: share.of, converted: share.count, share: estimateOf(share) });

const times = ({ value, low, high }: Estimate, n: number): Estimate => ({
  value: value * n,
  low: low * n,
  high: high * n,
});

/** Zones differ by quarters of an hour: of people of one zone, those of one such stretch have one hour on their clocks. */
export const HOUR_STRETCH = 15 * MINUTE;

/** Recipients of one zone whose message went, or would have gone, within one stretch that begins at `at`. */
export interface ZonedGroup {
  readonly zone: string | null;
  readonly at: Instant;
  readonly counts: ResultCounts;
}

/** By the hour on the recipients' own clocks, `0` to `23`; who has no zone, or none that is known, goes by `zone`. */
export function byLocalHour(
  groups: readonly ZonedGroup[],
  zone: string,
): readonly { readonly key: string; readonly counts: ResultCounts }[] {
  const hours = new Map<number, ResultCounts[]>();
  for (const group of groups) {
    const own = group.zone !== null && isValidZone(group.zone) ? group.zone : zone;
    const hour = Math.floor((toLocal(group.at, own) % (24 * HOUR)) / HOUR);
    const known = hours.get(hour);
    if (known === undefined) hours.set(hour, [group.counts]);
    else known.push(group.counts);
  }
  return [...hours]
    .sort(([a], [b]) => a - b)
    .map(([hour, counts]) => ({ key: String(hour), counts: addCounts(counts) }));
}

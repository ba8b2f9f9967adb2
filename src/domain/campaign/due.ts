import { parseLocalTime } from '../calendar/date-value.js';
import { isValidZone } from '../calendar/zone.js';
import type { LocalMoment } from '../definition/definition.js';
import type { Instant } from '../instant.js';

/** When a campaign's time comes, by the zone of the one who gets it. */
export interface DueTimes {
  /** Of whoever has no zone, or one that nobody knows. */
  readonly otherwise: Instant;
  /** Only zones in which it isn't `otherwise`. */
  readonly byZone: ReadonlyMap<string, Instant>;
}

/**
 * When a campaign goes out to those who live in each of the zones. Without a time of its own it does so when it starts; a
 * time in a zone that the definition names is one instant for all. `zone`: the deployment's, for who has none (as of journeys).
 */
export function dueTimes(
  at: LocalMoment | undefined,
  zones: readonly string[],
  { zone, start }: { readonly zone: string; readonly start: Instant },
): DueTimes {
  if (at === undefined) return { otherwise: start, byZone: new Map() };
  const { time, timezone } = at;
  if (timezone !== 'contact') return { otherwise: instantIn(time, timezone), byZone: new Map() };
  const otherwise = instantIn(time, zone);
  const known = zones.filter((each) => isValidZone(each)).map((each) => [each, instantIn(time, each)] as const);
  return { otherwise, byZone: new Map(known.filter(([, due]) => due !== otherwise)) };
}

/** When the first of its recipients can be due. */
export const earliestOf = ({ otherwise, byZone }: DueTimes): Instant => Math.min(otherwise, ...byZone.values());

function instantIn(time: string, zone: string): Instant {
  const at = parseLocalTime(time, zone);
  if (at === undefined) throw new Error(`${time} is no local time; a published definition has one`);
  return at;
}

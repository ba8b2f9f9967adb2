import { Temporal } from 'temporal-polyfill/implementation';
import { clockText, DAY, type Instant } from '../instant.js';

/*
 * Wall clocks. The zone table is asked through Temporal once for a stretch of about a year and then kept: planning asks
 * thousands of times a second. The `implementation` entry is meant: the plain one hands over to the runtime's own
 * Temporal where there is one, so that two machines could answer differently.
 */

/** A stretch of time in which a zone's offset from UTC stays the same. */
export interface ZoneSegment {
  readonly start: number;
  /** The first millisecond after it. */
  readonly end: number;
  /** Local time minus UTC, in milliseconds. */
  readonly offset: number;
}

const BLOCK = 2 ** 35; // about 398 days

interface Zone {
  readonly id: string;
  readonly blocks: Map<number, readonly ZoneSegment[]>;
  recent: ZoneSegment;
}

const NOTHING: ZoneSegment = { start: 0, end: 0, offset: 0 };
const zones = new Map<string, Zone>();

function zoneOf(id: string): Zone {
  const known = zones.get(id);
  if (known) return known;
  if (!isValidZone(id)) throw new RangeError(`"${id}" is no IANA time zone; expected one like "Asia/Shanghai"`);
  const zone: Zone = { id, blocks: new Map(), recent: NOTHING };
  zones.set(id, zone);
  return zone;
}

function readBlock(zone: Zone, index: number): readonly ZoneSegment[] {
  const end = (index + 1) * BLOCK;
  const segments: ZoneSegment[] = [];
  let moment: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(index * BLOCK).toZonedDateTimeISO(
    zone.id,
  );
  while (moment && moment.epochMilliseconds < end) {
    const next: Temporal.ZonedDateTime | null = moment.getTimeZoneTransition('next');
    segments.push({
      start: moment.epochMilliseconds,
      end: Math.min(next?.epochMilliseconds ?? end, end),
      offset: moment.offsetNanoseconds / 1e6,
    });
    moment = next;
  }
  zone.blocks.set(index, segments);
  return segments;
}

function findSegment(zone: Zone, at: number): ZoneSegment {
  if (at >= zone.recent.start && at < zone.recent.end) return zone.recent;
  const index = Math.floor(at / BLOCK);
  for (const segment of zone.blocks.get(index) ?? readBlock(zone, index)) {
    if (at < segment.end) {
      zone.recent = segment;
      return segment;
    }
  }
  throw new RangeError(`${at} is outside the time a zone can be asked for; expected an instant in milliseconds`);
}

/** The stretch of unchanged offset that `at` (epoch ms) lies in. It may be cut where no change is: neighbours can agree. */
export const segmentAt = (at: number, zone: string): ZoneSegment => findSegment(zoneOf(zone), at);

/** Local time minus UTC at an instant, in milliseconds. Throws RangeError on an unknown zone. */
export const offsetAt = (at: number, zone: string): number => findSegment(zoneOf(zone), at).offset;

/** The wall clock of a zone at an instant, as milliseconds since 1970-01-01T00:00 on that clock. */
export const toLocal = (at: number, zone: string): number => at + offsetAt(at, zone);

/**
 * The instant at which a zone's wall clock shows `local` (ms since 1970-01-01T00:00 on that clock). A time that doesn't
 * exist moves forward by the gap; of one that occurs twice it is the first occurrence.
 */
export function fromLocal(local: number, zone: string): number {
  const table = zoneOf(zone);
  // Offsets are less than a day, so a day before and a day after are surely on the two sides of a change.
  const before = findSegment(table, local - DAY);
  if (local + DAY < before.end) return local - before.offset;
  const after = findSegment(table, local + DAY);
  const early = local - before.offset;
  if (before.offset === after.offset) return early;
  const late = local - after.offset;
  const earlyHolds = findSegment(table, early).offset === before.offset;
  const lateHolds = findSegment(table, late).offset === after.offset;
  // Neither holds in a gap: reckoned with the offset before it, the time lands as far behind the gap as it was inside.
  return lateHolds && !(earlyHolds && early < late) ? late : early;
}

/** `2027-01-04T09:00:00+08:00`: the wall clock of `zone` with its offset, in whole seconds. */
export function formatLocal(at: Instant, zone: string): string {
  const offset = offsetAt(at, zone);
  return clockText(at + offset) + offsetText(offset);
}

/** The few offsets that there are, as they are written. */
const offsetTexts = new Map<number, string>();

function offsetText(offset: number): string {
  const known = offsetTexts.get(offset);
  if (known !== undefined) return known;
  // Before standard time, offsets had seconds: they are shown, so that the text still names the instant.
  const size = new Date(Math.abs(offset)).toISOString().slice(11, -5);
  const text = `${offset < 0 ? '-' : '+'}${size.endsWith(':00') ? size.slice(0, -3) : size}`;
  offsetTexts.set(offset, text);
  return text;
}

const validity = new Map<string, boolean>();

/** True for an IANA zone id ("Asia/Shanghai", "UTC"); false for offsets ("+08:00"), cities ("Beijing") and abbreviations of no standing. */
export function isValidZone(zone: string): boolean {
  const known = validity.get(zone);
  if (known !== undefined) return known;
  let valid = /^[A-Za-z][\w+/-]*$/.test(zone);
  if (valid) {
    try {
      Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    } catch {
      valid = false;
    }
  }
  // Made-up names come from outside without end; only what exists is kept.
  if (valid) validity.set(zone, true);
  return valid;
}

import type { Instant } from '../instant.js';

/*
 * A calendar entry as mail carries it (RFC 5545, 5546). Times are in UTC: an entry that doesn't recur needs no zone to be at
 * one instant everywhere, and no program has to trust a table of ours (docs/decisions/0013-invitations.md).
 */

export interface Person {
  readonly name: string;
  /** One addr-spec, as `parseEmailAddress` has checked it. */
  readonly address: string;
}

export interface CalendarEntry {
  /** `REQUEST`: the entry is as it stands here. `CANCEL`: it is no more. */
  readonly method: 'REQUEST' | 'CANCEL';
  /** The same for as long as the entry lives; ASCII without spaces. */
  readonly uid: string;
  readonly sequence: number;
  /** When this was written. */
  readonly stamp: Instant;
  readonly begins: Instant;
  readonly ends: Instant;
  readonly organiser: Person;
  /** `isAsked`: whether an answer is wanted; who isn't asked takes part. */
  readonly attendee: Person & { readonly isAsked: boolean };
  readonly summary: string;
  readonly place: string | null;
  readonly description: string | null;
  /** `zh-CN`: of the texts. */
  readonly language: string;
}

/** The whole calendar object, with CRLF, each line of at most 75 octets. Whatever the texts are, they are values. */
export function writeCalendar(entry: CalendarEntry): string {
  const { method, organiser, attendee, language } = entry;
  const isCancelled = method === 'CANCEL';
  const written: readonly (readonly [string, string] | null)[] = [
    ['BEGIN', 'VCALENDAR'],
    ['PRODID', '-//Followthrough//Followthrough//EN'],
    ['VERSION', '2.0'],
    ['CALSCALE', 'GREGORIAN'],
    ['METHOD', method],
    ['BEGIN', 'VEVENT'],
    ['UID', textValue(entry.uid)],
    ['DTSTAMP', utc(entry.stamp)],
    ['DTSTART', utc(entry.begins)],
    ['DTEND', utc(entry.ends)],
    ['SEQUENCE', String(entry.sequence)],
    ['STATUS', isCancelled ? 'CANCELLED' : 'CONFIRMED'],
    [`ORGANIZER${commonName(organiser)}`, mailto(organiser.address)],
    [attendeeName(attendee, isCancelled), mailto(attendee.address)],
    [`SUMMARY;LANGUAGE=${language}`, textValue(entry.summary)],
    entry.place === null ? null : [`LOCATION;LANGUAGE=${language}`, textValue(entry.place)],
    entry.description === null ? null : [`DESCRIPTION;LANGUAGE=${language}`, textValue(entry.description)],
    ['CLASS', 'PUBLIC'],
    ['TRANSP', isCancelled ? 'TRANSPARENT' : 'OPAQUE'],
    ['END', 'VEVENT'],
    ['END', 'VCALENDAR'],
  ];
  return written.flatMap((line) => (line === null ? [] : [`${folded(`${line[0]}:${line[1]}`)}\r\n`])).join('');
}

function attendeeName(attendee: CalendarEntry['attendee'], isCancelled: boolean): string {
  const asked = attendee.isAsked
    ? `;PARTSTAT=NEEDS-ACTION${isCancelled ? '' : ';RSVP=TRUE'}`
    : ';PARTSTAT=ACCEPTED;RSVP=FALSE';
  return `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT${asked}${commonName(attendee)}`;
}

/** `20270105T020000Z` */
const utc = (at: Instant): string => `${new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')}`;

/**
 * A parameter's value in quotes. There is no way to write a quote in it that all programs read (RFC 6868 is younger than most),
 * so it is written as an apostrophe.
 */
function commonName({ name }: Person): string {
  const shown = oneLine(name).replace(/"/g, "'");
  return shown === '' ? '' : `;CN="${shown}"`;
}

/** Only what an address in a URI may have by itself; the rest as octets. */
const mailto = (address: string): string =>
  `mailto:${address.replace(/[^A-Za-z0-9@._~!$'*+-]/gu, (char) =>
    [...new TextEncoder().encode(char)]
      .map((octet) => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  )}`;

/** RFC 5545, 3.3.11: a line break is `\n`; other control characters have no place in a text. */
export const textValue = (text: string): string =>
  withoutControls(text.replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, '\n'))
    .replace(/[\\;,]/g, (char) => `\\${char}`)
    .replace(/\n/g, '\\n');

const oneLine = (text: string): string =>
  withoutControls(text.replace(/[\s\u0085\u2028\u2029]+/g, ' '))
    .replace(/\n/g, ' ')
    .trim();

/** Halves of characters can't be written in UTF-8, and what turns the direction of letters round could hide where one text ends. */
const withoutControls = (text: string): string =>
  text.replace(/(?![\n\t])[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');

const LONGEST_LINE = 75;

/** RFC 5545, 3.1: continued lines begin with a space, and no character is cut. */
function folded(line: string): string {
  const lines: string[] = [];
  let current = '';
  let octets = 0;
  for (const char of line) {
    const size = octetsOf(char);
    if (octets + size > LONGEST_LINE) {
      lines.push(current);
      [current, octets] = [' ', 1];
    }
    current += char;
    octets += size;
  }
  return [...lines, current].join('\r\n');
}

function octetsOf(char: string): number {
  const point = char.codePointAt(0) ?? 0;
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

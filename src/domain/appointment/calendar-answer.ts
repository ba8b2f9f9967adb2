import { type Instant, parseInstant } from '../instant.js';
import { addressKey } from '../mail-address.js';
import { type Property, readProperties, readText } from './read-calendar.js';

/*
 * What a calendar program answers to an invitation (RFC 5546, 3.2.3): whose entry, which of its states, and who says what.
 * All of it can be forged; `acceptedAnswer` says what of it counts.
 */

export const ANSWERS = ['accepted', 'declined', 'tentative'] as const;
export type Answer = (typeof ANSWERS)[number];

export interface CalendarAnswer {
  readonly uid: string;
  /** Of the entry that was answered; 0 if the program names none (RFC 5545, 3.8.7.4). */
  readonly sequence: number;
  /** When that began; null: not said, or by a zone of the program's own. */
  readonly begins: Instant | null;
  /** A reply has its writer alone; programs that send all of them along are known. */
  readonly attendees: readonly { readonly address: string; readonly answer: Answer }[];
}

/** Null: it is no answer to an invitation. */
export function readAnswer(calendar: string): CalendarAnswer | null {
  const properties = readProperties(calendar);
  const first = (list: readonly Property[], name: string) => list.find((property) => property.name === name);
  if (first(properties, 'METHOD')?.value.trim().toUpperCase() !== 'REPLY') return null;
  const event = firstEvent(properties);
  const uid = readText(first(event, 'UID')?.value ?? '').trim();
  const sequence = Number(first(event, 'SEQUENCE')?.value.trim() ?? '0');
  if (uid === '' || !Number.isSafeInteger(sequence) || sequence < 0) return null;
  const attendees = event.flatMap((property) => (property.name === 'ATTENDEE' ? (answerOf(property) ?? []) : []));
  return attendees.length === 0 ? null : { uid, sequence, begins: utcOf(first(event, 'DTSTART')), attendees };
}

/** The properties of the first event, without those of its alarms. */
function firstEvent(properties: readonly Property[]): readonly Property[] {
  const within: string[] = [];
  const found: Property[] = [];
  for (const property of properties) {
    const component = property.value.trim().toUpperCase();
    if (property.name === 'BEGIN') within.push(component);
    else if (property.name === 'END') {
      if (within.pop() === 'VEVENT' && found.length > 0) return found;
    } else if (within.at(-1) === 'VEVENT') found.push(property);
  }
  return found;
}

function answerOf({ parameters, value }: Property): CalendarAnswer['attendees'][number] | null {
  const said = parameters.get('PARTSTAT')?.trim().toLowerCase();
  const answer = ANSWERS.find((known) => known === said);
  const address = /^\s*mailto:(.+)$/i.exec(value)?.[1]?.trim();
  return answer === undefined || address === undefined ? null : { address: decoded(address), answer };
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

/** `20270105T020000Z`; a time on a wall clock is none of an instant. */
function utcOf(property: Property | undefined): Instant | null {
  const [, year, month, day, hour, minute, second] =
    /^\s*(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\s*$/.exec(property?.value ?? '') ?? [];
  return year === undefined ? null : (parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) ?? null);
}

/** What of an appointment an answer is held against. */
export interface Answerable {
  readonly state: 'standing' | 'cancelled';
  readonly sequence: number;
  readonly begins: Instant;
  readonly answer: Answer | null;
  /** The state of the entry that was answered last. */
  readonly answerTo: number | null;
}

/** An answer of whoever was invited, to which state of the entry. */
export interface GivenAnswer extends Pick<CalendarAnswer, 'sequence' | 'begins'> {
  readonly answer: Answer;
}

/** What one of the addresses that were invited says; null: nothing is said by any of them. */
export function answerOfInvited({ sequence, begins, attendees }: CalendarAnswer, invited: readonly string[]) {
  const keys = new Set(invited.map(addressKey));
  const theirs = attendees.find(({ address }) => keys.has(addressKey(address)));
  return theirs === undefined ? null : ({ sequence, begins, answer: theirs.answer } satisfies GivenAnswer);
}

/**
 * Whether it changes what is known. One to an older state counts only if it says the time that holds: who has said yes to one
 * time has not said it to another. One to a state that never was is forged.
 */
export function changesAnswer(now: Answerable, given: GivenAnswer): boolean {
  if (now.state === 'cancelled' || given.sequence > now.sequence) return false;
  if (now.answerTo !== null && given.sequence < now.answerTo) return false;
  if (given.sequence < now.sequence && given.begins !== now.begins) return false;
  return now.answer !== given.answer || now.answerTo !== given.sequence;
}

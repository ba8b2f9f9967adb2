import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { type CalendarEntry, writeCalendar } from '../../../src/domain/appointment/calendar-entry.js';
import { readProperties, readText } from '../../../src/domain/appointment/read-calendar.js';
import { composeMail } from '../../../src/mail/compose.js';

const ENTRY: CalendarEntry = {
  method: 'REQUEST',
  uid: 'apt_1@sender.example',
  sequence: 2,
  stamp: Date.UTC(2027, 0, 1),
  begins: Date.UTC(2027, 0, 4, 9),
  ends: Date.UTC(2027, 0, 4, 10, 30),
  organiser: { name: 'Rita Rep', address: 'rita@sender.example' },
  attendee: { name: 'Ada', address: 'ada@customer.example', isAsked: true },
  summary: 'Visit by Rita Rep',
  place: null,
  description: null,
  language: 'en',
};

const DIRTY = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        ';',
        ':',
        ',',
        '\\',
        '\\n',
        '"',
        '\u2028',
        '\0',
        '南京西路',
        '👩‍👩‍👧',
        'END:VEVENT',
        'ATTENDEE:mailto:eve@x.example',
        ' ',
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join('')),
);

/** What of a text can be kept at all: without controls, and with one kind of line break. */
const kept = (text: string): string =>
  text
    .replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, '\n')
    .replace(/(?![\n\t])[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');

describe('a calendar entry', () => {
  it('holds whatever texts it is given as values, in lines that every program reads', () => {
    const names = readProperties(writeCalendar({ ...ENTRY, place: 'x', description: 'y' })).map(({ name }) => name);
    fc.assert(
      fc.property(DIRTY, DIRTY, DIRTY, DIRTY, (summary, place, description, name) => {
        const text = writeCalendar({ ...ENTRY, summary, place, description, attendee: { ...ENTRY.attendee, name } });
        expect(text.endsWith('\r\n')).toBe(true);
        const lines = text.slice(0, -2).split('\r\n');
        for (const line of lines) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(/(?!\t)\p{Cc}/u.test(line)).toBe(false);
          // A character that was cut comes back as another.
          expect(Buffer.from(line).toString()).toBe(line);
        }
        const properties = readProperties(text);
        expect(properties.map((property) => property.name)).toEqual(names);
        const valueIn = (wanted: string) => properties.find((property) => property.name === wanted)?.value ?? '';
        expect(readText(valueIn('SUMMARY'))).toBe(kept(summary));
        expect(readText(valueIn('LOCATION'))).toBe(kept(place));
        expect(readText(valueIn('DESCRIPTION'))).toBe(kept(description));
        expect(valueIn('ATTENDEE')).toBe('mailto:ada@customer.example');
      }),
      { numRuns: 500 },
    );
  });

  it('that is cancelled says so, under the same UID', () => {
    const lines = writeCalendar({ ...ENTRY, method: 'CANCEL' }).split('\r\n');
    expect(lines).toEqual(
      expect.arrayContaining(['METHOD:CANCEL', 'STATUS:CANCELLED', 'UID:apt_1@sender.example', 'SEQUENCE:2']),
    );
  });

  it('names its instants in UTC, whatever the zone of the appointment', () => {
    expect(writeCalendar(ENTRY)).toContain('DTSTART:20270104T090000Z\r\nDTEND:20270104T103000Z\r\n');
  });

  it('goes with a mail as an alternative that calendars read and once more as a file', async () => {
    const text = writeCalendar({
      ...ENTRY,
      place: '上海市静安区南京西路1266号',
      attendee: { ...ENTRY.attendee, name: '王伟' },
    });
    const raw = await composeMail({
      ...{ messageId: '<a@sender.example>', date: ENTRY.stamp, references: [], calendar: { method: 'REQUEST', text } },
      ...{
        from: ENTRY.organiser,
        to: ENTRY.attendee,
        subject: 'Invitation',
        html: '<p>You are invited.</p>',
        text: 'You are invited.',
      },
    });
    const { attachments } = await simpleParser(Buffer.from(raw));
    expect(attachments.map(({ contentType }) => contentType)).toEqual(['text/calendar', 'application/ics']);
    for (const { content } of attachments) expect(content.toString().replace(/\r?\n/g, '\r\n')).toBe(text);
    expect(Buffer.from(raw).toString()).toContain('Content-Type: text/calendar; charset=utf-8; method=REQUEST');
  });
});

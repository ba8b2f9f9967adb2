import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ANSWERS,
  type Answerable,
  answerOfInvited,
  changesAnswer,
  type GivenAnswer,
  readAnswer,
} from '../../../src/domain/appointment/calendar-answer.js';

const reply = (event: string, method = 'REPLY') =>
  `BEGIN:VCALENDAR\r\nMETHOD:${method}\r\nBEGIN:VEVENT\r\n${event}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
const ADA = 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@customer.example';

const given = fc.record<GivenAnswer>({
  sequence: fc.nat(5),
  begins: fc.constantFrom(null, 1000, 2000),
  answer: fc.constantFrom(...ANSWERS),
});
const fresh = fc.record<Answerable>({
  state: fc.constant('standing'),
  sequence: fc.nat(5),
  begins: fc.constantFrom(1000, 2000),
  answer: fc.constant(null),
  answerTo: fc.constant(null),
});
const take = (now: Answerable, { answer, sequence, begins }: GivenAnswer): Answerable =>
  changesAnswer(now, { answer, sequence, begins }) ? { ...now, answer, answerTo: sequence } : now;

describe('an answer of a calendar', () => {
  it('says whose entry it answers, in which state, and what each attendee says', () => {
    expect(readAnswer(reply(`UID:apt_1@h\r\nSEQUENCE:2\r\nDTSTART:20310106T090000Z\r\n${ADA}`))).toEqual({
      ...{ uid: 'apt_1@h', sequence: 2, begins: Date.UTC(2031, 0, 6, 9) },
      attendees: [{ address: 'ada@customer.example', answer: 'accepted' }],
    });
  });

  it('without a sequence answers the first state, and one on a wall clock says no instant', () => {
    const read = readAnswer(reply(`UID:apt_1@h\r\nDTSTART;TZID=Europe/Berlin:20310106T100000\r\n${ADA}`));
    expect(read).toMatchObject({ sequence: 0, begins: null });
  });

  it.each([
    ['another method', reply(`UID:a\r\n${ADA}`, 'REQUEST')],
    ['no UID', reply(ADA)],
    ['no attendee who has answered', reply('UID:a\r\nATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ada@customer.example')],
    ['an attendee without an address', reply('UID:a\r\nATTENDEE;PARTSTAT=ACCEPTED:urn:x')],
    ['a sequence that is none', reply(`UID:a\r\nSEQUENCE:-1\r\n${ADA}`)],
    ['attendees of its alarm alone', reply(`UID:a\r\nBEGIN:VALARM\r\n${ADA}\r\nEND:VALARM`)],
  ])('is none with %s', (_, text) => {
    expect(readAnswer(text)).toBeNull();
  });

  it('is read from whatever text without an error', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readAnswer(reply(text))));
  });

  it('is that of the invited address, however it is written', () => {
    const read = readAnswer(
      reply(
        `UID:a\r\nATTENDEE;PARTSTAT=DECLINED:mailto:bob@b.example\r\n${ADA.replace('ada@customer', 'ada@CUSTOMER')}`,
      ),
    );
    expect(read).not.toBeNull();
    if (read === null) return;
    expect(answerOfInvited(read, ['Ada@customer.example'])?.answer).toBe('accepted');
    expect(answerOfInvited(read, ['eve@customer.example'])).toBeNull();
  });

  it('said again changes nothing, and none to an older state overwrites one to a newer', () => {
    fc.assert(
      fc.property(fresh, fc.array(given), (start, answers) => {
        let now = start;
        for (const answer of answers) {
          const next = take(now, answer);
          expect(next.answerTo ?? -1).toBeGreaterThanOrEqual(now.answerTo ?? -1);
          expect(take(next, answer)).toEqual(next);
          now = next;
        }
      }),
    );
  });

  it('counts only for a state that was, and an older one only for the time that holds', () => {
    fc.assert(
      fc.property(fresh, given, (now, answer) => {
        const isNow = answer.sequence === now.sequence;
        const isOfItsTime = answer.sequence < now.sequence && answer.begins === now.begins;
        expect(changesAnswer(now, answer)).toBe(isNow || isOfItsTime);
        expect(changesAnswer({ ...now, state: 'cancelled' }, answer)).toBe(false);
      }),
    );
  });
});

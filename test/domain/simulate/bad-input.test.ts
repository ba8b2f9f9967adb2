import { describe, expect, test } from 'vitest';
import { BUILT_IN_EVENTS } from '../../../src/domain/events.js';
import { BUILT_IN_FIELDS } from '../../../src/domain/fields.js';
import { compileProgram } from '../../../src/domain/journey/program.js';
import { parseEvents } from '../../../src/domain/simulate/events.js';
import { parseSubject } from '../../../src/domain/simulate/subject.js';
import { parseSubjects } from '../../../src/domain/simulate/subjects.js';
import { aJourney, at } from '../../support/walk.js';

interface Place {
  readonly line: number;
  readonly column: number;
  readonly code: string;
}
const short = ({ line, column, code }: Place): string => `${line}:${column} ${code}`;

const faultsOf = (text: string): string[] => {
  const read = parseSubject({ file: 'contact.json', text }, BUILT_IN_FIELDS);
  return read.ok ? [] : read.error.map(short);
};

describe('a contact’s file', () => {
  test.each<[text: string, faults: string[]]>([
    ['{"contact":{"email":"ada@example.com"},}', ['1:40 bad-json']],
    ['{\n  "contact": {\n', ['3:1 bad-json']],
    ['contact: { email: ada@example.com }', ['1:1 bad-json']],
    ['[]', ['1:1 wrong-type']],
    ['{"contact":{"firstOrderAt":7}}', ['1:28 wrong-type']],
    ['{"contact":{"firstOrderAt":"2027-13-01T00:00:00Z"}}', ['1:28 wrong-type']],
    ['{"contact":{"firstOrderAt":"2027-01-01T00:00:00Z"}}', []],
    ['{"contact":{"scroe":1,"email":5,"tags":"vip"}}', ['1:21 unknown-path', '1:31 wrong-type', '1:40 wrong-type']],
    [
      '{"contact":{"consent":"news","suppressed":"yes"},"own":{}}',
      ['1:50 unknown-key', '1:23 wrong-type', '1:43 wrong-type'],
    ],
    ['{"contact":{"createdAt":"yesterday"},"deal":{"amount":"12"}}', ['1:25 wrong-type', '1:55 wrong-type']],
  ])('%j has all its faults at once', (text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  test.each([
    '{"contact":{}}',
    '{"contact":{"email":"no address","birthday":{"lunar":{"month":8,"day":15,"leap":false}},"city":null}}',
    '{"contact":{"consent":true,"unsubscribed":["news"]},"account":null,"owner":{"name":"Rita","country":"DE"}}',
  ])('%j is taken', (text) => {
    expect(faultsOf(text)).toEqual([]);
  });
});

describe('an events’ file', () => {
  const program = compileProgram(
    aJourney(`
      steps:
        - { id: hello, email: { template: a/b, from: owner, purpose: service } }
        - { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [reached] } }
    `),
  );
  const read = (...lines: string[]) => {
    const world = { program, eventTypes: BUILT_IN_EVENTS, fields: BUILT_IN_FIELDS, start: at('2027-01-04T09:00:00Z') };
    const events = parseEvents({ file: 'events.jsonl', text: lines.join('\n') }, world);
    return events.ok ? [] : events.error.map(short);
  };
  const anEvent = (when: string, type: string, more = '') => `{"at":"2027-01-${when}Z","type":"${type}"${more}}`;

  test('has all its faults told at once, each at its line', () => {
    expect(
      read(
        anEvent('03T00:00:00', 'lead.created'),
        anEvent('06T00:00:00', 'form.submited'),
        anEvent('05T00:00:00', 'email.replied', ',"step":"helo"'),
        '{"at":"2027-01-07T00:00:00Z"',
        '',
        anEvent('08T00:00:00', 'task.completed', ',"step":"call","outcome":"gone"'),
        anEvent('08T00:00:00', 'task.completed', ',"step":"hello","outcome":"gone"'),
        '{"at":"2027-01-09","type":"deal.won"}',
        anEvent('09T00:00:00', 'order.placed', ',"amount":"much"'),
        anEvent('09T00:00:00', 'contact.changed', ',"set":{"scroe":1,"doNotContact":"no"}'),
        anEvent('09T00:00:00', 'journey.resumed'),
      ),
    ).toEqual([
      '1:7 event-too-early',
      '2:37 unknown-event',
      '3:60 unknown-step',
      '3:7 event-out-of-order',
      '4:1 bad-line',
      '6:78 unknown-outcome',
      '7:61 unknown-step',
      '8:7 bad-instant',
      '9:61 wrong-type',
      '10:70 unknown-path',
      '10:87 wrong-type',
      '11:37 misplaced-pause',
    ]);
  });

  test('may have events at the start, several at one instant, and fields that nobody declared', () => {
    expect(
      read(
        anEvent('04T09:00:00', 'lead.created', ',"from":"fair"'),
        anEvent('04T09:00:00', 'journey.paused'),
        anEvent('04T09:00:00', 'journey.resumed'),
      ),
    ).toEqual([]);
  });
});

describe('a table of people', () => {
  const read = (header: string[], ...rows: string[][]) =>
    parseSubjects('fair.csv', { header, rows: rows.map((fields, i) => ({ line: i + 2, fields })) }, BUILT_IN_FIELDS);

  test('has every bad cell told at once', () => {
    const people = read(
      ['email', 'score', 'owner.name'],
      ['a@b.example', 'x', ''],
      ['b@b.example', '1', ''],
      ['', '2x', ''],
    );
    expect(people.ok ? [] : people.error.map(short)).toEqual(['2:2 wrong-type', '4:2 wrong-type']);
  });

  test('of nobody is a fault', () => {
    expect(read(['email']).ok).toBe(false);
  });

  test('gives records, wishes and lists', () => {
    const people = read(
      ['email', 'tags', 'account.size', 'owner.name', 'consent', 'doNotContact', 'shoe size'],
      ['a@b.example', 'vip; fair', '50', '王伟', 'news;sales', 'yes', '42'],
    );
    expect(people).toMatchObject({
      ok: true,
      value: {
        subjects: [
          {
            contact: { email: 'a@b.example', tags: ['vip', 'fair'], doNotContact: true },
            account: { size: 50 },
            deal: null,
            owner: { name: '王伟' },
            consents: ['news', 'sales'],
          },
        ],
        warnings: [{ line: 1, column: 7, code: 'unknown-path' }],
      },
    });
  });
});

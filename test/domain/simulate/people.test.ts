import { describe, expect, test } from 'vitest';
import { BUILT_IN_FIELDS, type FieldCatalogue } from '../../../src/domain/fields.js';
import { parseSubject } from '../../../src/domain/simulate/subject.js';
import { parseSubjects } from '../../../src/domain/simulate/subjects.js';
import { simulation } from './support.js';

const FIELDS: FieldCatalogue = {
  ...BUILT_IN_FIELDS,
  contact: new Map([...BUILT_IN_FIELDS.contact, ['contractEnd', { type: 'date', custom: true }]]),
};

const said = (contact: unknown, more: object = {}): string[] => {
  const read = parseSubject({ file: 'c.json', text: JSON.stringify({ contact, ...more }) }, FIELDS);
  return read.ok ? [] : read.error.map(({ message }) => message);
};

describe('what is said of a contact’s value that does not fit', () => {
  test.each([
    [{ email: 5 }, 'contact.email is a text, not a number'],
    [{ email: ['a'] }, 'contact.email is a text, not a list'],
    [{ score: '5' }, 'contact.score is a number, not a string'],
    [{ doNotContact: 'no' }, 'contact.doNotContact is true or false, not a string'],
    [{ lastOrderAt: true }, 'contact.lastOrderAt is an instant like "2027-01-31T09:00:00Z", not a boolean'],
    [{ contractEnd: 'soon' }, 'contact.contractEnd is a date like "1990-05-17", not a string'],
    [
      { birthday: { lunar: 5 } },
      'contact.birthday is a birthday like "1990-05-17", "--05-17" or { "lunar": { "month": 8, "day": 15 } }, not a object',
    ],
    [{ tags: 'vip' }, 'contact.tags is a list of texts, not a string'],
    [{ tags: ['vip', 5] }, 'contact.tags is a list of texts, not a list'],
    [{ emial: 'a' }, 'contact.emial is no field of this deployment; did you mean "email"?'],
    [{ xyzzy: 'a' }, 'contact.xyzzy is no field of this deployment'],
    [{ consent: 'news' }, 'consent is true or a list of topics, not a string'],
    [{ unsubscribed: ['news', 5] }, 'unsubscribed is true or a list of topics, not a list'],
    [{ suppressed: 1 }, 'suppressed is true or false, not a number'],
  ])('%j', (contact, message) => expect(said(contact)).toEqual([message]));

  test('never repeats the value', () => {
    expect(said({ email: 5, score: 'secret' }).join()).not.toContain('secret');
  });

  test('is nothing for what fits, or is missing', () => {
    expect(
      said({
        email: null,
        score: 0,
        doNotContact: false,
        lastOrderAt: '2027-01-31',
        contractEnd: '2027-01-31',
        birthday: '--05-17',
        tags: [],
        consent: false,
        unsubscribed: null,
        suppressed: null,
      }),
    ).toEqual([]);
  });

  test('is nothing for the country of an owner, which must be a text', () => {
    expect(said({}, { owner: { country: 'DE' } })).toEqual([]);
    expect(said({}, { owner: { country: null } })).toEqual([]);
    expect(said({}, { owner: { country: 5 } })).toEqual(['owner.country is no field of this deployment']);
    expect(said({}, { deal: { country: 'DE' } })).toHaveLength(1);
    expect(said({}, { owner: { name: 5 } })).toEqual(['owner.name is a text, not a number']);
  });

  test('is the same of account and deal, where wishes are no fields', () => {
    expect(said({}, { account: { size: 'x', consent: true } })).toEqual([
      'account.size is a number, not a string',
      'account.consent is no field of this deployment',
    ]);
    expect(said({}, { user: {} })).toEqual(['unknown key "user"; expected contact, account, deal, owner']);
  });
});

describe('the wishes of a contact', () => {
  const wishes = (contact: object) => {
    const read = parseSubject({ file: 'c.json', text: JSON.stringify({ contact }) }, FIELDS);
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    const { consents, optOuts, suppressed, contact: kept } = read.value;
    return { consents, optOuts, suppressed, kept };
  };

  test('are topics, or all with true, and are no fields', () => {
    expect(wishes({ consent: true, unsubscribed: ['news'], suppressed: true, email: 'a@b.example' })).toEqual({
      consents: ['*'],
      optOuts: ['news'],
      suppressed: true,
      kept: { email: 'a@b.example' },
    });
    expect(wishes({ consent: false, suppressed: false })).toEqual({
      consents: [],
      optOuts: [],
      suppressed: false,
      kept: {},
    });
  });
});

describe('a table of people', () => {
  const read = (header: string[], ...rows: string[][]) =>
    parseSubjects('fair.csv', { header, rows: rows.map((fields, i) => ({ line: i + 2, fields })) }, FIELDS);
  const first = (header: string[], row: string[]) => {
    const people = read(header, row);
    if (!people.ok) throw new Error(JSON.stringify(people.error));
    return people.value.subjects[0];
  };

  test('has columns of the contact with and without its name before them, and of its records', () => {
    expect(
      first(
        ['contact.email', 'firstName', 'account.industry', 'deal.amount', 'owner.email'],
        ['a@b.example', 'Ada', 'Steel', '12.5', 'rita@example.com'],
      ),
    ).toEqual({
      contact: { email: 'a@b.example', firstName: 'Ada' },
      account: { industry: 'Steel' },
      deal: { amount: 12.5 },
      owner: { email: 'rita@example.com' },
      consents: [],
      optOuts: [],
      suppressed: false,
    });
  });

  test('has empty cells for what is missing', () => {
    expect(first(['email', 'score', 'account.size', 'consent'], ['a@b.example', '  ', ''])).toMatchObject({
      contact: { email: 'a@b.example' },
      account: null,
      consents: [],
    });
  });

  test.each([
    ['yes', ['*']],
    ['TRUE', ['*']],
    ['1', ['*']],
    ['no', []],
    ['False', []],
    ['0', []],
    ['news; sales ;;', ['news', 'sales']],
    ['yesterday', ['yesterday']],
    ['10', ['10']],
  ])('reads the wish "%s"', (cell, topics) => {
    expect(first(['consent', 'unsubscribed', 'suppressed'], [cell, cell, cell])).toMatchObject({
      consents: topics,
      optOuts: topics,
      suppressed: topics.length > 0,
    });
  });

  test.each([
    ['yes', true],
    ['1', true],
    ['True', true],
    ['no', false],
    ['0', false],
  ])('reads "%s" as %s', (cell, value) => {
    expect(first(['doNotContact'], [cell])?.contact).toEqual({ doNotContact: value });
  });

  test('says of a bad cell where it is and what it should be', () => {
    const people = read(['email', 'doNotContact', 'score', 'lastOrderAt', 'birthday'], ['a', 'maybe', '1x', 'x', 'x']);
    expect(people.ok ? [] : people.error.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
      "2:2 contact.doNotContact can't be read as boolean",
      "2:3 contact.score can't be read as number",
      "2:4 contact.lastOrderAt can't be read as instant",
      "2:5 contact.birthday can't be read as birthday",
    ]);
  });

  test('warns of columns that are left out, with the name that was meant', () => {
    const people = read(['emial', 'shoe size', 'account.email'], ['a', 'b', 'c']);
    expect(people.ok && people.value.warnings).toMatchObject([
      {
        file: 'fair.csv',
        line: 1,
        column: 1,
        severity: 'warning',
        message: 'the column 1 is named like no field, and is left out; did you mean "email"?',
      },
      { column: 2, message: 'the column 2 is named like no field, and is left out' },
      { column: 3 },
    ]);
  });

  test('of nobody says so at its head', () => {
    const people = read(['email']);
    expect(people.ok ? [] : people.error).toEqual([
      {
        file: 'fair.csv',
        line: 1,
        column: 1,
        severity: 'error',
        code: 'bad-line',
        message: 'there is nobody in this file',
      },
    ]);
  });
});

describe('the records of a simulated contact', () => {
  const outcomeAfter = async (contact: { readonly [field: string]: unknown }, ...events: string[]) => {
    const path = (name: string, value: string | number) =>
      `{ if: { contact.${name}: ${value} }, end: ${name.toLowerCase()} }`;
    const { state } = await simulation({
      journey: `steps: [ { wait: 5 days }, ${path('totalSpent', 0.3)}, ${path('orderCount', 5)}, { end: other } ]`,
      contact,
      events,
    });
    return state.phase.type === 'ended' ? state.phase.outcome : 'open';
  };

  test('have a tenth and two tenths for three tenths', async () => {
    const orders = [0.1, 0.2].map((amount, i) => `2027-01-05T1${i}:00:00Z order.placed {"amount":${amount}}`);
    expect(await outcomeAfter({}, ...orders)).toBe('totalspent');
    expect(await outcomeAfter({ totalSpent: 0.1 }, '2027-01-05T10:00:00Z order.placed {"amount":0.2}')).toBe(
      'totalspent',
    );
  });

  test('count the orders on from those that were', async () => {
    expect(await outcomeAfter({ orderCount: 4 }, '2027-01-05T10:00:00Z order.placed')).toBe('ordercount');
    expect(await outcomeAfter({ orderCount: 5 }, '2027-01-05T10:00:00Z order.placed')).toBe('other');
  });
});

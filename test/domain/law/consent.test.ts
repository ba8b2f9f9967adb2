import { describe, expect, test } from 'vitest';
import { ALWAYS } from '../../../src/domain/calendar/calendar.js';
import { DAY } from '../../../src/domain/instant.js';
import type { Facts } from '../../../src/domain/journey/facts.js';
import {
  type ConsentQuestion,
  LAW,
  relationOf,
  ruleOf,
  smsHours,
  wantsConsent,
} from '../../../src/domain/law/consent.js';
import { at } from '../../support/walk.js';

const NOW = at('2027-03-01T09:00:00Z');
const FORMAT = { world: false, existingCustomers: false };

/** docs/cadence-format.md: "the EU or EEA, GB, CH, CA or CN". */
const PROMISED =
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO GB CH CA CN'.split(' ');

const wants = (country: string | null, changes: Partial<ConsentQuestion> = {}): string | null =>
  wantsConsent({
    country,
    channel: 'email',
    policy: FORMAT,
    relation: { lastOrderAt: null, lastInquiryAt: null },
    now: NOW,
    place: { zone: 'UTC', calendar: ALWAYS, calendarNamed: false },
    ...changes,
  })?.country ?? null;

const ordered = (text: string) => ({ relation: { lastOrderAt: at(text), lastInquiryAt: null } });
const asked = (text: string) => ({ relation: { lastOrderAt: null, lastInquiryAt: at(text) } });
const customers = { policy: { world: false, existingCustomers: true } };
const world = { policy: { world: true, existingCustomers: true } };

describe('the table of the law', () => {
  test('has one row for each of its countries, each with its source', () => {
    expect(
      [...LAW.values()]
        .filter((rule) => rule.always)
        .map((rule) => rule.country)
        .sort(),
    ).toEqual([...PROMISED].sort());
    for (const [country, rule] of LAW) {
      expect(country).toMatch(/^[A-Z]{2}$/);
      expect(rule.law.length).toBeGreaterThan(5);
    }
  });
});

describe('out of the box', () => {
  test.each(PROMISED)('%s wants consent, also of a customer: the format says so', (country) => {
    expect(wants(country, ordered('2027-02-01T09:00:00Z'))).toBe(country);
  });

  test.each(['US', 'AU', 'JP', 'KR', 'SG', 'BR', 'XX', null])('%s wants none', (country) => {
    expect(wants(country)).toBeNull();
  });
});

describe('where customers gave their address with an order', () => {
  test.each<[string, string, Partial<ConsentQuestion>, boolean]>([
    ['an order of long ago in Germany', 'DE', ordered('2019-01-01T00:00:00Z'), true],
    ['no order in Germany', 'DE', {}, false],
    ['an order in China, whose rules have no such exception', 'CN', ordered('2027-02-01T09:00:00Z'), false],
    ['an order in Hungary, whose act has none', 'HU', ordered('2027-02-01T09:00:00Z'), false],
    ['the last instant of two years in Canada', 'CA', ordered('2025-03-01T09:00:00Z'), true],
    ['a second more than two years', 'CA', ordered('2025-03-01T08:59:59Z'), false],
    ['an inquiry of six months ago in Canada', 'CA', asked('2026-09-01T09:00:00Z'), true],
    ['a second more than six months', 'CA', asked('2026-09-01T08:59:59Z'), false],
    ['an inquiry in Germany', 'DE', asked('2027-02-28T09:00:00Z'), false],
    ['an order that lies ahead', 'CA', ordered('2027-03-01T09:00:01Z'), false],
  ])('%s', (_, country, relation, stands) => {
    expect(wants(country, { ...customers, ...relation })).toBe(stands ? null : country);
  });
});

describe('where the whole table holds', () => {
  test.each<[string | null, string | null]>([
    ['AU', 'AU'],
    ['KR', 'KR'],
    ['US', null],
    ['SG', null],
    ['XX', 'unknown'],
    [null, 'unknown'],
  ])('%s', (country, wanted) => expect(wants(country, world)).toBe(wanted));

  test('an order counts for six months in Korea', () => {
    expect(wants('KR', { ...world, ...ordered('2026-09-02T00:00:00Z') })).toBeNull();
    expect(wants('KR', { ...world, ...ordered('2026-08-01T00:00:00Z') })).toBe('KR');
  });

  test('an SMS to the US needs what a mail does not, and has its hours', () => {
    expect(wants('US', { ...world, channel: 'sms' })).toBe('US');
    expect(smsHours('US', world.policy)).toEqual({ from: '08:00', to: '21:00' });
    expect(smsHours('US', FORMAT)).toBeUndefined();
    expect(smsHours(null, world.policy)).toBeUndefined();
  });
});

test('a country in small letters is the same country', () => expect(ruleOf('de').country).toBe('DE'));

test('what the records know: the last order, and what the person asked of their own will', () => {
  const event = (type: string, days: number, more = {}) => ({
    id: type,
    seq: 1,
    type,
    at: NOW - days * DAY,
    fields: {},
    ...more,
  });
  const facts = {
    contact: { lastOrderAt: '2027-02-01T09:00:00Z' },
    events: [
      event('form.submitted', 40, { fields: { form: 'contact-us', inquiry: true } }),
      event('case.opened', 30),
      // None of these asks us anything expressly: a form for news, a no to an invitation, an answer.
      event('form.submitted', 5, { fields: { form: 'news' } }),
      event('form.submitted', 4, { fields: { form: 'fair', answer: 'no' } }),
      event('email.replied', 3),
      event('sms.replied', 2),
      event('task.completed', 1),
      event('case.opened', -1),
      event('case.opened', 0, { ofAccount: true }),
    ],
  } as unknown as Facts;
  expect(relationOf(facts, NOW)).toEqual({ lastOrderAt: at('2027-02-01T09:00:00Z'), lastInquiryAt: NOW - 30 * DAY });
  expect(relationOf({ ...facts, contact: {}, events: [] }, NOW)).toEqual({ lastOrderAt: null, lastInquiryAt: null });
});

import { describe, expect, it } from 'vitest';
import { newPlan, nextMonday, type Plan, requestOf, withEvent } from '../../../src/web/simulation/plan.js';

const SOURCE = { text: 'kind: journey', file: 'a.yaml' };
const aPlan = (part: Partial<Plan> = {}): Plan => ({ ...newPlan(Date.parse('2027-01-06T12:00:00')), ...part });

describe('a plan as a request', () => {
  it('leaves out what was left empty, and lets the fields in JSON win', () => {
    const body = requestOf(aPlan({ lastName: ' ', more: '{ "score": 3, "firstName": "Eve" }' }), SOURCE);
    expect(body).toMatchObject({
      ...SOURCE,
      days: 90,
      subject: { contact: { language: 'en', firstName: 'Eve', email: 'ada@example.com', score: 3 } },
    });
    expect(JSON.stringify(body)).not.toMatch(/lastName|country/);
  });

  it('names a contact by its id alone', () => {
    expect(requestOf(aPlan({ who: 'known', known: { id: 'con_1', name: 'Ada' } }), SOURCE)).toMatchObject({
      subject: { contactId: 'con_1' },
    });
  });

  it.each([
    ['nobody', { who: 'known' }],
    ['badMore', { more: '[1]' }],
    ['badMore', { more: '{' }],
    ['badStart', { start: '' }],
    ['badDays', { days: '' }],
    ['badDays', { days: '-1' }],
    ['badDays', { days: '4000' }],
    ['badDays', { days: 'ten' }],
  ] as const)('is refused as %s for %j', (fault, part) => {
    expect(requestOf(aPlan(part), SOURCE)).toBe(fault);
  });
});

it('keeps events in the order of time, and those of one instant as they were added', () => {
  const at = (hour: number, type: string) => ({ at: `2027-01-04T0${hour}:00:00Z`, type, fields: {} });
  const events = [at(2, 'a'), at(1, 'b'), at(2, 'c')].reduce(withEvent, [] as ReturnType<typeof withEvent>);
  expect(events.map(({ type }) => type)).toEqual(['b', 'a', 'c']);
});

it.each([
  ['2027-01-03T23:00:00', '2027-01-04T09:00'],
  ['2027-01-04T08:00:00', '2027-01-11T09:00'],
  ['2027-12-30T08:00:00', '2028-01-03T09:00'],
])('begins on the Monday after %s', (now, monday) => {
  expect(nextMonday(Date.parse(now))).toBe(monday);
});

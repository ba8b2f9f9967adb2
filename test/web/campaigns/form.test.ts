import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDefinition } from '../../../src/domain/definition/parse.js';
import { rewritten, valuesOf } from '../../../src/domain/definition/rewrite.js';
import { changesOf, type Form, formOf, UNITS, WEEKDAYS } from '../../../src/web/campaigns/form.js';

const TEXT = `# For those who buy.
kind: campaign
id: mid-autumn-2027
name: { en: Mid-Autumn 2027, zh-CN: 2027年中秋, de: Mittherbst 2027 }
audience: { segment: active-customers }
exclude: { segment: greeted-in-person }
at: { time: "2027-09-14T10:00", timezone: contact }
send:
  email: { template: care/mid-autumn, from: marketing, purpose: marketing, topic: greetings, usefulFor: 1 days, attach: [a.pdf] }
rate: { perMinute: 3000 }
holdOut: 5
priority: 3
goal: { on: order.placed, if: { event.amount: { gt: 5 } }, within: 14 days }
variables: { company: Example Co. }
`;

const saved = (text: string, part: Partial<Form>): string => {
  const values = valuesOf(text) ?? {};
  const before = formOf(values);
  return rewritten(text, changesOf(before, { ...before, ...part }, values)) ?? '';
};

describe('the fields of a campaign', () => {
  test('are what its text says', () => {
    expect(formOf(valuesOf(TEXT) ?? {})).toMatchObject({
      name: 'Mid-Autumn 2027',
      nameInChinese: '2027年中秋',
      whom: 'segment',
      segment: 'active-customers',
      without: 'segment',
      withoutSegment: 'greeted-in-person',
      holdOut: '5',
      way: 'email',
      template: 'care/mid-autumn',
      usefulFor: { n: '1', unit: 'days' },
      start: 'at',
      day: '2027-09-14',
      hour: '10:00',
      clock: 'contact',
      perMinute: '3000',
      priority: '3',
      goal: 'order.placed',
      within: { n: '14', unit: 'days' },
    });
  });

  test('of a draft that says nothing yet can all be filled in, and then it has no fault of shape', () => {
    const text = saved('kind: campaign\nid: spring\nname: Spring\n', {
      segment: 'active-customers',
      template: 'care/season',
      from: 'owner',
      purpose: 'marketing',
      start: 'at',
      day: '2027-03-01',
      hour: '09:30',
      hasWindow: true,
      spread: '30',
      perMinute: '600',
      holdOut: '2.5',
      priority: '9',
    });
    expect(parseDefinition({ file: 'spring.yaml', text }).findings).toEqual([]);
    expect(formOf(valuesOf(text) ?? {})).toMatchObject({ day: '2027-03-01', spread: '30', holdOut: '2.5' });
  });

  test('of a new draft can send SMS, which has no mailbox, and mail again', () => {
    const draft = 'kind: campaign\nid: spring\nname: Spring\naudience: { segment: active-customers }\n';
    const mail = { template: 'care/season', from: 'owner', purpose: 'service' } as const;
    const sms = saved(saved(draft, mail), { way: 'sms' });
    expect(valuesOf(sms)?.['send']).toEqual({ sms: { template: 'care/season', purpose: 'service' } });
    expect(parseDefinition({ file: 'spring.yaml', text: sms }).findings).toEqual([]);
    expect(valuesOf(saved(sms, { way: 'email', from: 'owner' }))?.['send']).toEqual({ email: mail });
  });

  test('that nobody changed set nothing', () => {
    const values = valuesOf(TEXT) ?? {};
    expect(changesOf(formOf(values), formOf(values), values)).toEqual({});
  });

  test('that are changed leave alone what they have no place for', () => {
    const text = saved(TEXT, { topic: 'events', within: { n: '7', unit: 'days' }, name: 'Autumn' });
    expect(text).toContain('# For those who buy.');
    expect(valuesOf(text)).toEqual({
      ...valuesOf(TEXT),
      name: { en: 'Autumn', 'zh-CN': '2027年中秋', de: 'Mittherbst 2027' },
      send: {
        email: {
          template: 'care/mid-autumn',
          from: 'marketing',
          purpose: 'marketing',
          topic: 'events',
          usefulFor: '1 days',
          attach: ['a.pdf'],
        },
      },
      goal: { on: 'order.placed', if: { 'event.amount': { gt: 5 } }, within: '7 days' },
    });
  });

  test('that are emptied take their keys out', () => {
    const text = saved(TEXT, {
      start: 'at-once',
      without: 'nobody',
      holdOut: '',
      priority: ' ',
      perMinute: '',
      goal: '',
    });
    expect(Object.keys(valuesOf(text) ?? {})).toEqual(['kind', 'id', 'name', 'audience', 'send', 'variables']);
  });

  test('keep a condition and a journey that only the text has', () => {
    const text =
      'kind: campaign\nid: a\nname: A\naudience: { if: { contact.tags: { has: vip } } }\nsteps: [{ end: done }]\n';
    expect(formOf(valuesOf(text) ?? {})).toMatchObject({ whom: 'condition', way: 'steps' });
    const after = saved(text, { whom: 'file', file: 'vip.csv', topic: 'ignored' });
    expect(valuesOf(after)).toMatchObject({ audience: { file: 'vip.csv' }, steps: [{ end: 'done' }] });
    expect(valuesOf(after)).not.toHaveProperty('send');
  });

  test('say after a save what was typed, whatever it was', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const typed: fc.Arbitrary<Partial<Form>> = fc.record(
      {
        name: word,
        segment: word,
        holdOut: fc.integer({ min: 1, max: 100 }).map(String),
        topic: word,
        template: word,
        usefulFor: fc.record({ n: fc.integer({ min: 1, max: 99 }).map(String), unit: fc.constantFrom(...UNITS) }),
        days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
        hasWindow: fc.constant(true),
        perMinute: fc.integer({ min: 1, max: 1_000_000 }).map(String),
        calendar: word,
      },
      { requiredKeys: ['hasWindow'] },
    );
    fc.assert(
      fc.property(typed, (part) => {
        expect(formOf(valuesOf(saved(TEXT, part)) ?? {})).toMatchObject(part);
      }),
      { numRuns: 50 },
    );
  });
});

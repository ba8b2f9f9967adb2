import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesOf, type EditForm, formOf, isZone, merge } from '../../../src/web/contacts/edit.js';

const base: EditForm = {
  ownerId: 'usr_1',
  phone: '+1 212 555 0134',
  language: 'en',
  timezone: 'America/New_York',
  doNotContact: false,
};

describe('what an edit sends', () => {
  test('is what differs, an emptied field as null', () => {
    expect(changesOf(base, { ...base, phone: ' ', doNotContact: true })).toEqual({ phone: null, doNotContact: true });
  });

  test('is nothing when only spaces were added', () => {
    expect(changesOf(base, { ...base, phone: `${base.phone} ` })).toEqual({});
  });

  test('is nothing for what was only read', () => {
    const contact = { ownerId: null, phone: null, language: 'de', timezone: null, doNotContact: false };
    expect(changesOf(formOf(contact), formOf(contact))).toEqual({});
  });
});

describe('an edit that met another', () => {
  test('keeps what was typed and follows the other elsewhere', () => {
    const mine = { ...base, phone: '+49 30 1234' };
    const theirs = { ...base, timezone: 'Europe/Berlin' };
    expect(merge(base, mine, theirs)).toEqual({
      form: { ...base, phone: '+49 30 1234', timezone: 'Europe/Berlin' },
      clashes: [],
    });
  });

  test('tells the fields that both changed', () => {
    const mine = { ...base, phone: '+49 30 1234', language: 'zh-CN' };
    const theirs = { ...base, phone: '+49 30 9999', language: 'zh-CN' };
    expect(merge(base, mine, theirs)).toEqual({ form: mine, clashes: ['phone'] });
  });

  test('saves, tried again, what the person typed and nothing else', () => {
    const text = fc.constantFrom('', 'a', 'b', 'c');
    const form = fc.record({
      ownerId: text,
      phone: text,
      language: text,
      timezone: text,
      doNotContact: fc.boolean(),
    });
    fc.assert(
      fc.property(form, form, form, (read, mine, theirs) => {
        const typed = changesOf(read, mine);
        const sent = changesOf(theirs, merge(read, mine, theirs).form);
        for (const [field, value] of Object.entries(sent)) expect(typed).toHaveProperty(field, value);
      }),
    );
  });
});

describe('a time zone', () => {
  test.each(['', 'Europe/Berlin', ' Asia/Shanghai '])('may be %j', (zone) => expect(isZone(zone)).toBe(true));
  test.each(['Berlin', '+08:00', 'Europe/Nowhere'])('may not be %j', (zone) => expect(isZone(zone)).toBe(false));
});

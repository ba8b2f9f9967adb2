import { describe, expect, test } from 'vitest';
import { BUILT_IN_EVENTS, parseEventTypes } from '../../src/domain/events.js';
import { BUILT_IN_FIELDS, parseFields } from '../../src/domain/fields.js';

const codes = (result: ReturnType<typeof parseFields> | ReturnType<typeof parseEventTypes>) =>
  result.ok ? [] : result.error.map(({ code, line }) => `${code}:${line}`);

describe('fields.yaml', () => {
  const read = (text: string) => parseFields({ file: 'fields.yaml', text });

  test('adds fields to those that every deployment has', () => {
    const result = read(
      '- { on: contact, name: budget, type: number, label: { en: Budget } }\n- { on: deal, name: renewalOn, type: date }\n',
    );
    if (!result.ok) throw new Error('expected it to be read');
    expect(result.value.contact.get('budget')).toEqual({ type: 'number', custom: true, label: { en: 'Budget' } });
    expect(result.value.deal.get('renewalOn')).toEqual({ type: 'date', custom: true });
    expect(result.value.contact.get('score')).toEqual({ type: 'number', custom: false });
    expect(BUILT_IN_FIELDS.contact.has('budget')).toBe(false);
  });

  test.each([
    ['- { on: contact, name: score, type: number }', 'duplicate-id:1'],
    ['- { on: deal, name: a, type: text }\n- { on: deal, name: a, type: text }', 'duplicate-id:2'],
    ['- { on: owner, name: a, type: text }', 'wrong-type:1'],
    ['- { on: deal, name: a b, type: text }', 'wrong-type:1'],
    ['- { on: deal, name: a, type: money }', 'wrong-type:1'],
    ['- { on: deal, name: a, type: text, lable: x }', 'unknown-key:1'],
    ['- { on: deal, name: a', 'yaml-syntax:1'],
  ])('%j is refused', (text, code) => expect(codes(read(text))[0]).toBe(code));
});

describe('events.yaml', () => {
  const read = (text: string) => parseEventTypes({ file: 'events.yaml', text });

  test('adds types, by name alone or with their fields', () => {
    const result = read(
      'events:\n  - webinar.attended\n  - { type: warranty.ended, fields: { product: text } }\n  - { type: trial.ended, fields: [plan] }\n',
    );
    if (!result.ok) throw new Error('expected it to be read');
    expect(result.value.get('webinar.attended')?.open).toBe(true);
    expect([...(result.value.get('warranty.ended')?.fields ?? [])]).toEqual([['product', 'text']]);
    expect(result.value.get('trial.ended')?.fields.get('plan')).toBe('any');
    expect(result.value.size).toBe(BUILT_IN_EVENTS.size + 3);
  });

  test.each([
    ['- deal.won', 'duplicate-id:1'],
    ['- webinar', 'wrong-type:1'],
    ['- { typ: a.b }', 'unknown-key:1'],
  ])('%j is refused', (text, code) => expect(codes(read(text))).toContain(code));
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FormField } from '../../../src/api/contracts/tasks.js';
import { readForm } from '../../../src/web/tasks/form.js';

const field = (type: FormField['type'], more: Partial<FormField> = {}): FormField => ({
  field: 'f',
  type,
  label: null,
  required: false,
  value: null,
  ...more,
});

const readOne = (of: FormField, typed: string | boolean) => readForm([of], { f: typed });

describe('a form', () => {
  test.each([
    ['number', '12', 12],
    ['number', '12,5', 12.5],
    ['number', '-3.25', -3.25],
    ['number', '12 400', 12_400],
    ['number', '12,400', 12_400],
    ['number', '1,234,567.5', 1_234_567.5],
    ['text', '  spaces around ', 'spaces around'],
    ['date', '2027-05-17', '2027-05-17'],
    ['birthday', '1990-05-17', '1990-05-17'],
    ['birthday', '--02-29', '--02-29'],
    ['tags', 'one, two，三', ['one', 'two', '三']],
    ['boolean', false, false],
  ] as const)('reads %s %j as %j', (type, typed, value) => {
    expect(readOne(field(type), typed)).toEqual({ answers: { f: value }, faults: {} });
  });

  test.each([
    ['number', 'twelve'],
    ['number', '1.2.3'],
    ['date', '2027-02-30'],
    ['date', '17.05.2027'],
    ['birthday', '--13-01'],
    ['instant', 'soon'],
  ] as const)('says that %s cannot be %j', (type, typed) => {
    expect(readOne(field(type), typed)).toEqual({ answers: {}, faults: { f: type } });
  });

  test('asks for what is required, spaces or not', () => {
    const required = field('text', { required: true });
    expect(readForm([required], {}).faults).toEqual({ f: 'required' });
    expect(readOne(required, '   ').faults).toEqual({ f: 'required' });
  });

  test('says nothing of what was left empty', () => {
    expect(readForm([field('text'), field('boolean', { field: 'g' })], {})).toEqual({ answers: {}, faults: {} });
  });

  test('answers with what the record has when nobody changed it', () => {
    expect(readForm([field('number', { value: 4, required: true })], {})).toEqual({ answers: { f: 4 }, faults: {} });
    const lunar = { lunar: { month: 8, day: 15, leap: false } };
    expect(readForm([field('birthday', { value: lunar, required: true })], {}).answers).toEqual({ f: lunar });
  });

  test('takes a required box that nobody touched as no', () => {
    expect(readForm([field('boolean', { required: true })], {})).toEqual({ answers: { f: false }, faults: {} });
  });

  test('reads every number that it takes back as it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), (n) => {
        expect(readOne(field('number'), String(n)).answers).toEqual({ f: n });
      }),
    );
  });
});

import type { FormField } from '../../api/contracts/tasks.js';

/*
 * The form of a step: what a person typed, as the catalogue's types want it. Text comes as text, and so it stays while
 * it is being typed; it is read when an outcome is chosen.
 */

/** What stands in a field: text, or yes and no. undefined: untouched. */
export type Typed = string | boolean;
export type TypedForm = Readonly<Record<string, Typed>>;

export type FieldFault = 'required' | 'number' | 'date' | 'instant' | 'birthday';

export interface ReadForm {
  readonly answers: Readonly<Record<string, unknown>>;
  readonly faults: Readonly<Record<string, FieldFault>>;
}

/** What a field shows before anybody touches it: what the record has now. */
export function initialTyped({ type, value }: FormField): Typed {
  if (type === 'boolean') return value === true;
  if (value === null || value === undefined) return '';
  if (type === 'tags' && Array.isArray(value)) return value.map(String).join(', ');
  if (type === 'instant' && typeof value === 'string') return value.slice(0, 16);
  return typeof value === 'object' ? '' : String(value);
}

/** Reads the whole form. A field left empty is no answer; an empty required one is a fault. */
export function readForm(fields: readonly FormField[], typed: TypedForm): ReadForm {
  const answers: Record<string, unknown> = {};
  const faults: Record<string, FieldFault> = {};
  for (const field of fields) {
    const value = typed[field.field] ?? initialTyped(field);
    const touched = typed[field.field] !== undefined;
    // What no text can say, such as a lunar birthday, stays as the record has it.
    if (!touched && field.type === 'birthday' && typeof field.value === 'object' && field.value !== null) {
      answers[field.field] = field.value;
      continue;
    }
    if (typeof value === 'string' && value.trim() === '') {
      if (field.required) faults[field.field] = 'required';
      continue;
    }
    // A box that nobody touched says nothing, unless an answer is wanted.
    if (field.type === 'boolean' && !touched && !field.required && field.value === null) continue;
    const read = readValue(field, value);
    if (read.ok) answers[field.field] = read.value;
    else faults[field.field] = read.fault;
  }
  return { answers, faults };
}

type Read = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: FieldFault };

const read = (value: unknown): Read => ({ ok: true, value });
const fault = (why: FieldFault): Read => ({ ok: false, fault: why });

function readValue({ type }: FormField, value: Typed): Read {
  if (typeof value === 'boolean') return read(value);
  const text = value.trim();
  switch (type) {
    case 'text':
      return read(text);
    case 'number':
      return readNumber(text);
    case 'boolean':
      return read(text === 'true');
    case 'date':
      return isDay(text) ? read(text) : fault('date');
    case 'birthday':
      return isBirthday(text) ? read(text) : fault('birthday');
    case 'instant':
      return Number.isNaN(Date.parse(text)) ? fault('instant') : read(new Date(text).toISOString());
    case 'tags':
      return read(
        text
          .split(/[,，、]/)
          .map((tag) => tag.trim())
          .filter((tag) => tag !== ''),
      );
  }
}

/** A decimal comma is a decimal point, and spaces and apostrophes may group thousands. */
function readNumber(text: string): Read {
  const plain = text.replaceAll(/[\s'’]/g, '');
  const grouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain.replace(',', '.');
  return /^[+-]?\d+(\.\d+)?$/.test(grouped) ? read(Number(grouped)) : fault('number');
}

const isDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

/** With a year, or without one: `--05-17`. A leap year's 29 February is a birthday of any year. */
const isBirthday = (text: string): boolean => isDay(text) || (text.startsWith('--') && isDay(`2000-${text.slice(2)}`));

import { parseDay } from '../calendar/civil.js';
import { parseDateValue } from '../calendar/date-value.js';
import { isValidZone } from '../calendar/zone.js';
import type { FormDefinition, FormField, Text } from '../definition/definition.js';
import type { FieldCatalogue } from '../fields.js';
import { parseEmailAddress } from '../mail-address.js';
import { parsePhone } from '../phone.js';
import { err, ok, type Result } from '../result.js';
import { COUNTRIES } from './countries.js';
import { hasLink, namesLink, oneLine, prose } from './written.js';

export type Answer = string | number | boolean;

/** What somebody sent, read. */
export interface Submission {
  readonly email: string;
  /** Values of the contact's fields by their names, the address among them. */
  readonly contact: { readonly [field: string]: Answer };
  /** All answers by the ids of their fields. */
  readonly answers: { readonly [id: string]: Answer };
  /** Whether the form's consent was given. */
  readonly agrees: boolean;
}

/** What is wrong with an answer; `consent` stands for the box below. */
export type AnswerFault = 'missing' | 'address' | 'phone' | 'number' | 'choice' | 'date' | 'link' | 'long';
export type Faults = { readonly [id: string]: AnswerFault };

/** The name of the consent's box, and of what no field of a form may be called. */
export const CONSENT_FIELD = '_consent';

const LONGEST_LINE = 200;
const LONGEST_TEXT = 4_000;

/** The names that mails greet somebody by. */
const NAMES: ReadonlySet<string> = new Set(['contact.firstName', 'contact.lastName', 'contact.name', 'contact.title']);

/** What an option is kept as, whatever language it was chosen in. */
export const valueOfOption = (option: Text): string =>
  typeof option === 'string' ? option : (option['en'] ?? Object.values(option)[0] ?? '');

/** The values that a field offers; undefined: it takes any. */
export function choicesOf(field: FormField): readonly string[] | undefined {
  if (field.options !== undefined) return field.options.map(valueOfOption);
  return field.to === 'contact.country' ? COUNTRIES : undefined;
}

/** Reads what was sent against the form. Everything wrong comes at once, by field. */
export function readSubmission(
  form: FormDefinition,
  sent: { readonly [name: string]: unknown },
  fields: FieldCatalogue,
): Result<Submission, Faults> {
  const faults: { [id: string]: AnswerFault } = {};
  const contact: { [field: string]: Answer } = {};
  const answers: { [id: string]: Answer } = {};
  for (const field of form.fields) {
    const read = readAnswer(field, sent[field.id], fields);
    if (!read.ok) faults[field.id] = read.error;
    else if (read.value === null) {
      if (field.required) faults[field.id] = 'missing';
    } else {
      answers[field.id] = read.value;
      if (field.to !== undefined) contact[field.to.slice('contact.'.length)] = read.value;
    }
  }
  const agrees = form.consent !== undefined && isChecked(sent[CONSENT_FIELD]);
  if (form.consent?.required === true && !agrees) faults[CONSENT_FIELD] = 'missing';
  const { email } = contact;
  if (Object.keys(faults).length > 0 || typeof email !== 'string') return err(faults);
  return ok({ email, contact, answers, agrees });
}

/** As a browser sends a ticked box, or a program says yes; what else is sent is no agreement. */
export const isChecked = (value: unknown): boolean =>
  value === true || (typeof value === 'string' && /^(yes|on|true|1)$/i.test(value));

function readAnswer(field: FormField, value: unknown, fields: FieldCatalogue): Result<Answer | null, AnswerFault> {
  if (field.type === 'check') return ok(isChecked(value) ? true : null);
  const written = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  const isProse = field.type === 'text' && !isReadStrictly(field.to);
  const text = isProse ? prose(written) : oneLine(written);
  if (text === '') return ok(null);
  if (text.length > (isProse ? LONGEST_TEXT : LONGEST_LINE)) return err('long');
  const choices = choicesOf(field);
  if (choices !== undefined) return choices.includes(text) ? ok(text) : err('choice');
  if (field.type === 'number') return readNumber(text);
  if (isProse || field.to === undefined) return ok(text);
  return readForContact(field.to, text, fields);
}

/** Whether mails are addressed, or somebody is called, by it: then it is one line, whatever field it is written in. */
const isReadStrictly = (to: string | undefined): boolean =>
  to !== undefined && (NAMES.has(to) || /^contact\.(email|phone|timezone)$/.test(to));

/** `1,000` is a thousand or one, by the country: nobody guesses. */
function readNumber(text: string): Result<number, AnswerFault> {
  if (/^[+-]?\d{1,3}([.,]\d{3})+$/.test(text)) return err('number');
  const number = Number(text.replace(',', '.'));
  return Number.isFinite(number) && Math.abs(number) < 1e15 ? ok(number) : err('number');
}

function readForContact(to: string, text: string, fields: FieldCatalogue): Result<Answer, AnswerFault> {
  switch (to) {
    case 'contact.email': {
      const address = parseEmailAddress(text);
      return address.ok ? ok(address.value.address) : err('address');
    }
    case 'contact.phone': {
      const phone = parsePhone(text);
      return phone === undefined ? err('phone') : ok(phone);
    }
    case 'contact.timezone':
      return isValidZone(text) ? ok(text) : err('choice');
    default:
      break;
  }
  if (NAMES.has(to) ? namesLink(text) : hasLink(text)) return err('link');
  const type = fields.contact.get(to.slice('contact.'.length))?.type;
  if (type === 'date' && parseDay(text) === undefined) return err('date');
  if (type === 'birthday' && parseDateValue(text) === undefined) return err('date');
  return ok(text);
}

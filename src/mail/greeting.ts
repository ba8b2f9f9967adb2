/*
 * How a mail begins. Many records have only a last name, and whether it is Mr or Ms nobody knows: then the greeting
 * goes without a name, which reads well, rather than with one that doesn't ("Hello Denson,", "Dear Mr/Ms Denson").
 */

const HAN = /\p{Script=Han}/u;
const HAN_FULL_NAME = /^\p{Script=Han}{2,4}$/u;
/** What people type into a field that a form insists on. */
const PLACEHOLDERS = new Set([
  '-',
  '--',
  '.',
  'n/a',
  'na',
  'none',
  'null',
  'unknown',
  'test',
  'x',
  'xx',
  '无',
  '未知',
  '先生',
  '女士',
]);
const MAX_LENGTH = 40;

/** The first line of a mail to this person, with its punctuation. `record` is a contact's or owner's fields. */
export function greeting(record: unknown, locale: string): string {
  const first = nameOf(record, 'firstName');
  const last = nameOf(record, 'lastName');
  const chinese = locale.toLowerCase().startsWith('zh');
  const name = chinese ? chineseName(first, last, nameOf(record, 'name')) : westernName(first);
  if (chinese) return name === null ? '您好：' : `${name}，您好：`;
  return name === null ? 'Hello,' : `Hello ${name},`;
}

function westernName(first: string | null): string | null {
  // A given name in Chinese writing would stand oddly in an English line.
  if (first === null || HAN.test(first)) return null;
  return inSentenceCase(first);
}

function chineseName(first: string | null, last: string | null, whole: string | null): string | null {
  // Between people who do business the whole name is the polite one; a given name alone is for friends.
  if (first !== null && HAN.test(first)) return last !== null && HAN.test(last) ? `${last}${first}` : first;
  if (first !== null) return inSentenceCase(first);
  // A record with one name field only, as many Chinese forms have it.
  return last === null && whole !== null && HAN_FULL_NAME.test(whole) ? whole : null;
}

/** "GARY" and "gary" were typed in a hurry; "McKenzie" and "Jean-Luc" were not. */
function inSentenceCase(name: string): string {
  const shouted = name === name.toUpperCase() || name === name.toLowerCase();
  if (!shouted || name.length < 2) return name;
  return name
    .toLowerCase()
    .replace(/(^|[\s'-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}

function nameOf(record: unknown, field: string): string | null {
  if (typeof record !== 'object' || record === null || !Object.hasOwn(record, field)) return null;
  const value: unknown = Reflect.get(record, field);
  if (typeof value !== 'string') return null;
  const name = value.trim().replace(/\s+/g, ' ');
  if (name === '' || name.length > MAX_LENGTH || PLACEHOLDERS.has(name.toLowerCase())) return null;
  // A digit, an @ or a bracket means that something else got into the field.
  return /[\d@<>{}[\]/\\|]/.test(name) ? null : name;
}

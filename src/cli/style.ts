/** Marks for the eye; each is the identity where there are no colours. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
}

const code =
  (open: number, close: number) =>
  (text: string): string =>
    text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`;

const same = (text: string): string => text;

const COLOURED: Style = {
  bold: code(1, 22),
  dim: code(2, 22),
  red: code(31, 39),
  green: code(32, 39),
  yellow: code(33, 39),
};
const PLAIN: Style = { bold: same, dim: same, red: same, green: same, yellow: same };

export const styleOf = (coloured: boolean): Style => (coloured ? COLOURED : PLAIN);

/** Whether to use colours: on a terminal that has them, unless NO_COLOR is set to anything (https://no-color.org). */
export const wantsColour = (env: { readonly [name: string]: string | undefined }, isTerminal: boolean): boolean =>
  isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';

// Names come from other people: a terminal must not obey what they wrote, nor turn a line's direction.
const COMMANDS = /(?![\n\t])[\p{Cc}\p{Bidi_Control}]/gu;

/** The text without anything that a terminal would act on; line breaks and tabs stay. */
export const plain = (text: string): string => text.replace(COMMANDS, '');

/** The value with every text in it made plain. */
export function plainValue<T>(value: T): T {
  if (typeof value === 'string') return plain(value) as T;
  if (Array.isArray(value)) return value.map(plainValue) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [plain(key), plainValue(inner)])) as T;
}

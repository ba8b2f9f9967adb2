import type { Instant } from '../../../domain/instant.js';
import { parseDateText } from '../date-text.js';
import { oneLine } from '../one-line.js';
import { type Note, reject } from '../tally.js';
import type { Wish } from '../wishes.js';
import type { CsvMap, CsvTarget } from './csv-map.js';

/** What a row gives of a target, and in which column. */
export interface Given {
  raw(to: CsvTarget): string;
  columnOf(to: CsvTarget): string | null;
}

interface WishContext {
  readonly map: CsvMap;
  readonly timezone: string;
  /** Where the list comes from, for rows that don't say where the consent was given. */
  readonly source: string;
  /** Business time: nobody has agreed after it. */
  readonly now: Instant;
}

const YES: ReadonlySet<string> = new Set(
  'yes y true 1 x granted agreed opt-in optin subscribed ja oui sí si 是 同意 已同意 订阅 ✓ ✔'.split(' '),
);
const NO: ReadonlySet<string> = new Set(
  'no n false 0 refused withdrawn opt-out optout unsubscribed nein non 否 不同意 拒绝 退订 ✗ ✘'.split(' '),
);

const ABOUT: ReadonlySet<string> = new Set(['consent.source', 'consent.at', 'consent.text']);

/** The topics of which a map has columns or constants. */
const topicsIn = ({ columns, constants }: CsvMap): string[] => [
  ...new Set(
    [...columns, ...constants]
      .map(({ to }) => to)
      .filter((to) => to.startsWith('consent.') && !ABOUT.has(to))
      .map((to) => to.slice('consent.'.length)),
  ),
];

/**
 * What a row says of wishes; an empty cell says nothing. A consent is only one with its time and its words (GDPR art. 7 (1),
 * CASL s. 13 have who sends prove it), so a row that has a yes without them is at fault. A no needs neither.
 */
export function readWishes(given: Given, context: WishContext, notes: Note[]): readonly Wish[] {
  const topics = topicsIn(context.map);
  if (topics.length === 0) return [];
  const at = readTime(given, context, notes);
  const text = wordsIn(given.raw('consent.text'));
  const source = oneLine(given.raw('consent.source')) ?? oneLine(given.raw('source')) ?? context.source;
  return topics.flatMap((topic) => {
    const to: CsvTarget = `consent.${topic}`;
    const granted = answerIn(given.raw(to));
    if (granted === null) return [];
    if (granted === undefined) {
      notes.push(reject('bad-flag', given.columnOf(to), 'expected yes or no, or nothing'));
      return [];
    }
    if (granted && (at === null || text === null)) {
      const lacking = at === null ? 'consent.at' : 'consent.text';
      const what = at === null ? 'when it was given' : 'the words that were agreed to';
      notes.push(
        reject('missing-value', given.columnOf(lacking) ?? given.columnOf(to), `a consent needs ${what} (${lacking})`),
      );
      return [];
    }
    return [{ topic, granted, source, text, at }];
  });
}

/** Null: there are none, though there may be signs that nobody sees. */
function wordsIn(text: string): string | null {
  return /[\p{L}\p{N}]/u.test(text) ? oneLine(text) : null;
}

/** Null: nothing is said. Undefined: it is neither yes nor no. */
function answerIn(text: string): boolean | null | undefined {
  const word = (oneLine(text) ?? '').toLowerCase();
  if (word === '') return null;
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}

function readTime(given: Given, { timezone, map, now }: WishContext, notes: Note[]): string | null {
  const text = oneLine(given.raw('consent.at'));
  if (text === null) return null;
  const at = parseDateText(text, timezone, map.dates ?? undefined);
  if (at !== undefined && at <= now) return new Date(at).toISOString();
  const message =
    at === undefined
      ? 'expected a date like 2021-04-15 or 15 Apr, 2021 (for 15/04/2021 the map says `dates: day-first`)'
      : 'a consent or refusal is of the past; this date is still to come';
  notes.push(reject('bad-date', given.columnOf('consent.at'), message));
  return null;
}

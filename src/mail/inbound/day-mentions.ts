import { type CalendarDay, dateOf, dayOf, monthOf, weekdayOf, yearOf } from './calendar-day.js';
import { MONTH_PATTERN, MONTHS, WEEKDAY_PATTERN, WEEKDAYS } from './month-names.js';

/** A day that a text names. */
export interface DayMention {
  readonly start: number;
  readonly end: number;
  readonly day: CalendarDay;
  /** Written as the end of a span in one piece: `21-28 December`. */
  readonly closesSpan: boolean;
}

/** When and where the text was written; `dayFirst`: 4/5 is the fourth of May there. */
export interface Writing {
  readonly sentOn: CalendarDay | null;
  readonly dayFirst: boolean;
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly day: CalendarDay | null;
  readonly closesSpan?: boolean;
}

const MOST = 60;
const SPAN =
  '\\s*(?:-|–|—|~|〜|～|to|and|bis(?: zum)?|au|al|e|y|a|ao|tot(?: en met)?|t/m|till?(?: och med)?|til|do|по|through|thru|至|到|から)\\s*';
const ORDINAL = '(?:st|nd|rd|th|er|eme|\\.|º|ª|°|de)?';
const YEAR = '(?:(?:\\s*,)?\\s*(?:de |del |of |r\\. )?((?:19|20)\\d\\d)(?!\\d))?';

const wordDay = new RegExp(
  `(?<![\\d.:])(?:(\\d{1,2})${ORDINAL}${SPAN})?(\\d{1,2})${ORDINAL}(?:\\s+day)?\\s*[.\\s-]?\\s*(?:of |de |d'|en )?(${MONTH_PATTERN})(?![a-zа-я])(?:\\.(?=,?\\s*(?:20)?\\d))?-?${YEAR}`,
  'g',
);
const dayWord = new RegExp(
  `(?<![a-zа-я])(${MONTH_PATTERN})\\.?\\s+(?:the )?(\\d{1,2})(?![\\d:.]\\d)(?:st|nd|rd|th)?(?!\\d)(?:${SPAN}(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:]))?(?!\\s*(?:am|pm|uhr)\\b)${YEAR}`,
  'g',
);
const cjk =
  /(?:(20\d\d|\d\d)\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]?(?:\s*[（(][^（）()]{1,6}[)）])?(?:\s*(?:至|到|-|–|—|~|〜|～|から|부터)\s*(\d{1,2})\s*[日号號일](?:\s*[（(][^（）()]{1,6}[)）])?)?/g;
const isoForm = /(?<!\d)(20\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/g;
const dotted =
  /(?<![\d.])(?:(\d{1,2})\.\s?(?:-|–|bis(?: zum)?)\s?)?(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(20\d\d|\d\d)(?![\d:]))?/g;
const slashed = /(?<![\d/.-])(\d{1,2})([/-])(\d{1,2})(?:\2(20\d\d|\d\d))?(?![\d/]|-\d|[月년日])/g;
const dottedUs = /(?<![\d.])(\d{1,2})\.(\d{1,2})\.(20\d\d)(?!\d)/g;
const weekday = new RegExp(
  `(?<![a-zа-я])(next |nachsten |kommenden |prochain |proximo |proxima |prossimo |volgende |aanstaande |this |nasta |следующий |przyszly )?(${WEEKDAY_PATTERN})(?![a-zа-я-])( prochain| que viene| prossimo)?`,
  'g',
);
const cjkWeekday =
  /(下下|下个?|這|这|本|来|来週の?|今週の?|다음 ?주 ?)?(?:周|星期|礼拜|週|禮拜)([一二三四五六日天])|(来週の?|今週の?)?([月火水木金土日])曜日?|(다음 ?주 ?|이번 ?주 ?)?([월화수목금토일])요일/g;
const relative =
  /(?<![a-z])(day after tomorrow|tomorrow|ubermorgen|morgen(?! (?:fruh )?(?:um|ab))|apres-demain|demain|pasado manana|manana(?! por)|depois de amanha|amanha|dopodomani|domani|overmorgen|i morgon|imorgon|jutro|pojutrze|завтра|послезавтра|next week|nachste woche|nachster woche|la semaine prochaine|semaine prochaine|la proxima semana|proxima semana|semana que vem|la prossima settimana|prossima settimana|volgende week|nasta vecka|today|heute|aujourd'hui|hoy|hoje|oggi|vandaag|idag|i dag|dzisiaj|dzis|сегодня)(?![a-z])|(后天|後天|明后天|明天|明日|今天|本日|今日|下周|下星期|来週|明後日|내일|모레|오늘|다음 ?주)(?![一二三四五六日天月火水木金土]|の?[月火水木金土日]曜)/g;
const inDays =
  /(?<![a-z])(?:in|after|within|innerhalb von|dans|en|em|tra|fra|over|om|через) (?:a |an |one |1 |ein(?:er|em)? |une? |una? |un |(\d{1,2}|two|three|zwei|drei|deux|trois|dos|tres|due|twee) )(day|days|tag|tagen|jour|jours|dias?|giorn[oi]|dag|dagen|week|weeks|wochen?|semaines?|semanas?|settiman[ae]|weken|vecka|veckor)(?![a-z])/g;
const monthAlone = new RegExp(
  `(?<![a-zа-я])(?:in|im|en|em|a|au|w|we|в|i|during|anfang|early|beginning of|start of|debut|principios de|begin)\\s+(${MONTH_PATTERN})(?![a-zа-я])(?:,?\\s*(?:de |del |of )?((?:20)\\d\\d))?(?!\\s*\\d)`,
  'g',
);
const onDay =
  /(?<![a-z])(?:on|from|until|till|through|by|since) the (\d{1,2})(?:st|nd|rd|th)(?! (?:of|floor))(?![a-z])|(?<![月월\d\-/.年])(\d{1,2})\s*(?:日|号|號|일)(?![間间本])/g;

/** Every day that the text names, in its order. `text` is in plain letters. */
export function dayMentions(text: string, writing: Writing): DayMention[] {
  const found: Found[] = [
    ...all(text, isoForm, (m) => ({ day: dayOf(Number(m[1]), Number(m[3]), Number(m[4])) })),
    ...all(text, cjk, (m) => ({
      day: monthDay(Number(m[2]), Number(m[4] ?? m[3]), m[1], writing),
      closesSpan: m[4] !== undefined,
    })),
    ...all(text, wordDay, (m) => ({
      day: monthDay(MONTHS.get(m[3] ?? '') ?? 0, Number(m[2]), m[4], writing),
      closesSpan: m[1] !== undefined,
    })),
    ...all(text, dayWord, (m) => ({
      day: monthDay(MONTHS.get(m[1] ?? '') ?? 0, Number(m[3] ?? m[2]), m[4], writing),
      closesSpan: m[3] !== undefined,
    })),
    ...all(text, dottedUs, (m) => ({
      day: dayOf(Number(m[3]), Number(m[2]), Number(m[1])) ?? dayOf(Number(m[3]), Number(m[1]), Number(m[2])),
    })),
    ...all(text, dotted, (m) => ({
      day: monthDay(Number(m[3]), Number(m[2]), m[4], writing),
      closesSpan: m[1] !== undefined,
    })),
    ...all(text, slashed, (m) => ({ day: slashedDay(m, writing) })),
    ...all(text, inDays, (m) => ({ day: later(writing, spanOf(m)) })),
    ...all(text, cjkWeekday, (m) => ({ day: cjkWeekdayOf(m, writing) })),
    ...all(text, weekday, (m) => ({
      day: weekdayAfter(
        WEEKDAYS.get(m[2] ?? '') ?? 0,
        /next|nach|kommend|prochain|proxim|prossim|volgend|nasta|следу|przysz|viene/.test(`${m[1] ?? ''}${m[3] ?? ''}`),
        writing,
      ),
    })),
    ...all(text, relative, (m) => ({ day: relativeDay(m[0], writing) })),
    ...all(text, monthAlone, (m) => ({ day: monthDay(MONTHS.get(m[1] ?? '') ?? 0, 1, m[2], writing) })),
    ...all(text, onDay, (m) => ({ day: dayAlone(Number(m[1] ?? m[2]), writing) })),
  ];
  return settled(found, text);
}

/** Of overlapping ones the first form wins; a weekday that a date explains is part of the date. */
function settled(found: readonly Found[], text: string): DayMention[] {
  const kept: DayMention[] = [];
  for (const { start, end, day, closesSpan = false } of found) {
    if (day === null || kept.some((other) => start < other.end && end > other.start)) continue;
    kept.push({ start, end, day, closesSpan });
  }
  kept.sort((a, b) => a.start - b.start);
  return kept
    .filter((mention, nth) => {
      const next = kept[nth + 1];
      const last = kept[nth - 1];
      const isName = !/\d/.test(text.slice(mention.start, mention.end));
      if (!isName) return true;
      const isExplained =
        next !== undefined &&
        /\d/.test(text.slice(next.start, next.end)) &&
        /^[\s,.(（]*(?:the |den |dem |le |el |il |de |dia |d\. |dnia )?$/.test(text.slice(mention.end, next.start));
      const isRepeated =
        last !== undefined &&
        /^[\s,(（]*$/.test(text.slice(last.end, mention.start)) &&
        /\d/.test(text.slice(last.start, last.end));
      return !isExplained && !isRepeated;
    })
    .slice(0, MOST);
}

function all(
  text: string,
  pattern: RegExp,
  read: (match: RegExpExecArray) => { day: CalendarDay | null; closesSpan?: boolean },
): Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(pattern)) {
    found.push({ start: match.index, end: match.index + match[0].length, ...read(match) });
    if (found.length >= MOST) break;
  }
  return found;
}

/** Without a year: the year that brings it nearest, rather ahead than behind. */
function monthDay(month: number, day: number, year: string | undefined, { sentOn }: Writing): CalendarDay | null {
  if (year !== undefined && year !== '')
    return dayOf(year.length === 2 ? 2000 + Number(year) : Number(year), month, day);
  if (sentOn === null) return null;
  const years = [yearOf(sentOn), yearOf(sentOn) + 1, yearOf(sentOn) - 1];
  return (
    years.map((at) => dayOf(at, month, day)).find((at) => at !== null && at >= sentOn - 60 && at < sentOn + 306) ?? null
  );
}

const PLAUSIBLE_DAYS = 120;

function slashedDay(match: RegExpExecArray, writing: Writing): CalendarDay | null {
  const [first, second, year] = [Number(match[1]), Number(match[3]), match[4]];
  // `9-5` is an hour's span, `1/2` half of something, unless it has a year.
  if (year === undefined && match[2] === '-') return null;
  const dayFirst = monthDay(second, first, year, writing);
  const monthFirst = monthDay(first, second, year, writing);
  if (dayFirst === null || monthFirst === null) return dayFirst ?? monthFirst;
  const [usual, other] = writing.dayFirst || match[2] === '-' ? [dayFirst, monthFirst] : [monthFirst, dayFirst];
  const { sentOn } = writing;
  const isLikely = (day: CalendarDay) => sentOn === null || (day >= sentOn - 1 && day <= sentOn + PLAUSIBLE_DAYS);
  return !isLikely(usual) && isLikely(other) ? other : usual;
}

const later = ({ sentOn }: Writing, days: number): CalendarDay | null => (sentOn === null ? null : sentOn + days);

const COUNTS: { readonly [word: string]: number } = {
  two: 2,
  zwei: 2,
  deux: 2,
  dos: 2,
  due: 2,
  twee: 2,
  three: 3,
  drei: 3,
  trois: 3,
  tres: 3,
};
function spanOf(match: RegExpExecArray): number {
  const count = match[1] === undefined ? 1 : (COUNTS[match[1]] ?? Number(match[1]));
  return count * (/^(w|sem|set|v)/.test(match[2] ?? '') ? 7 : 1);
}

function weekdayAfter(nth: number, isNextWeek: boolean, { sentOn }: Writing): CalendarDay | null {
  if (sentOn === null || nth < 1) return null;
  const today = weekdayOf(sentOn);
  if (isNextWeek) return sentOn - today + 7 + nth;
  return sentOn + (((nth - today + 6) % 7) + 1);
}

function cjkWeekdayOf(match: RegExpExecArray, writing: Writing): CalendarDay | null {
  const letter = match[2] ?? match[4] ?? match[6] ?? '';
  const nth =
    [...['一月월', '二火화', '三水수', '四木목', '五金금', '六土토', '日天일']].findIndex((letters) =>
      letters.includes(letter),
    ) + 1;
  const word = match[1] ?? match[3] ?? match[5] ?? '';
  const after = weekdayAfter(nth, /下|来|다음/.test(word), writing);
  return after !== null && word.startsWith('下下') ? after + 7 : after;
}

function relativeDay(word: string, writing: Writing): CalendarDay | null {
  if (/today|heute|aujourd|^hoy|hoje|oggi|vandaag|i ?dag|dzis|сегодня|今天|本日|今日|오늘/.test(word))
    return later(writing, 0);
  if (/after tomorrow|uber|apres|pasado|depois|dopo|over|pojutrze|после|后天|後天|明後日|모레/.test(word))
    return later(writing, 2);
  if (/week|woche|semaine|semana|settimana|vecka|周|星期|週|주/.test(word)) return weekdayAfter(1, true, writing);
  return later(writing, 1);
}

/** `on the 5th`: the next such day. */
function dayAlone(date: number, writing: Writing): CalendarDay | null {
  const { sentOn } = writing;
  if (sentOn === null) return null;
  const [year, month] = [yearOf(sentOn), monthOf(sentOn)];
  return date >= dateOf(sentOn)
    ? dayOf(year, month, date)
    : dayOf(month === 12 ? year + 1 : year, (month % 12) + 1, date);
}

import { toLocal } from '../calendar/zone.js';
import { clockText, DAY, type Instant } from '../instant.js';
import type { Arrangement } from './appointment.js';

/* What the mails say that an entry comes with, in the languages that the page speaks. They say no more than the entry does. */

export type Language = 'en' | 'zh-CN';

export const languageOf = (language: string | null): Language =>
  language !== null && /^zh\b/i.test(language) ? 'zh-CN' : 'en';

export interface Letter {
  /** `invitation`: of something new. `change`: of what was told before. `cancellation`: it is no more. */
  readonly what: 'invitation' | 'change' | 'cancellation';
  /** `contact`: to the customer. `owner`: to whose appointment it is. */
  readonly to: 'contact' | 'owner';
  readonly kind: string;
  readonly arrangement: Arrangement;
  readonly organiser: string;
  readonly contact: string;
  /** Of the task; only to the owner. */
  readonly task: string;
  readonly language: Language;
}

export interface LetterText {
  /** What the calendar calls it. */
  readonly summary: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Words {
  readonly kinds: { readonly [kind: string]: string };
  readonly withWhom: (kind: string, who: string) => string;
  readonly at: (kind: string, who: string) => string;
  readonly subject: { readonly [what in Letter['what']]: (summary: string, when: string) => string };
  readonly first: { readonly [what in Letter['what']]: string };
  readonly ownerFirst: { readonly [what in Letter['what']]: string };
  readonly when: string;
  readonly place: string;
  readonly who: string;
  readonly task: string;
  readonly answer: string;
  readonly weekdays: readonly string[];
  readonly day: (year: number, month: number, day: number, weekday: string) => string;
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October'];

const EN: Words = {
  kinds: { visit: 'Visit', meeting: 'Meeting', call: 'Call' },
  withWhom: (kind, who) => (kind === 'Visit' ? `Visit by ${who}` : `${kind} with ${who}`),
  at: (kind, who) => `${kind}: ${who}`,
  subject: {
    invitation: (summary, when) => `Invitation: ${summary}, ${when}`,
    change: (summary, when) => `Changed: ${summary}, ${when}`,
    cancellation: (summary, when) => `Cancelled: ${summary}, ${when}`,
  },
  first: {
    invitation: 'You are invited.',
    change: 'This appointment has changed. It is now as follows.',
    cancellation: 'This appointment is cancelled. It does not take place.',
  },
  ownerFirst: {
    invitation: 'An appointment of yours, for your calendar.',
    change: 'An appointment of yours has changed. It is now as follows.',
    cancellation: 'An appointment of yours is cancelled.',
  },
  when: 'When',
  place: 'Where',
  who: 'With',
  task: 'Task',
  answer: 'You can accept or decline in your calendar, or simply reply to this mail.',
  weekdays: ['Thursday', 'Friday', 'Saturday', 'Sunday', 'Monday', 'Tuesday', 'Wednesday'],
  day: (year, month, day, weekday) =>
    `${weekday} ${day} ${[...MONTHS, 'November', 'December'][month - 1] ?? ''} ${year}`,
};

const ZH: Words = {
  kinds: { visit: '拜访', meeting: '会面', call: '电话' },
  withWhom: (kind, who) => (kind === '拜访' ? `${who}来访` : `与${who}的${kind}`),
  at: (kind, who) => `${kind}：${who}`,
  subject: {
    invitation: (summary, when) => `邀请：${summary}，${when}`,
    change: (summary, when) => `变更：${summary}，${when}`,
    cancellation: (summary, when) => `取消：${summary}，${when}`,
  },
  first: {
    invitation: '诚邀您参加。',
    change: '此次安排有变更，现更新如下。',
    cancellation: '此次安排已取消，不再进行。',
  },
  ownerFirst: {
    invitation: '您有一项日程，请加入日历。',
    change: '您的日程有变更，现更新如下。',
    cancellation: '您的日程已取消。',
  },
  when: '时间',
  place: '地点',
  who: '人员',
  task: '任务',
  answer: '您可以在日历中接受或拒绝，也可以直接回复本邮件。',
  weekdays: ['星期四', '星期五', '星期六', '星期日', '星期一', '星期二', '星期三'],
  day: (year, month, day, weekday) => `${year}年${month}月${day}日${weekday}`,
};

/** The words of one mail. `html` has every value escaped. */
export function writeLetter(letter: Letter): LetterText {
  const words = letter.language === 'zh-CN' ? ZH : EN;
  const { arrangement, what, to } = letter;
  const summary = summaryOf(letter, words);
  const rows: readonly (readonly [string, string])[] = [
    [words.when, spanText(arrangement, words)],
    ...(arrangement.place === null ? [] : [[words.place, arrangement.place] as const]),
    [words.who, to === 'contact' ? letter.organiser : letter.contact],
    ...(to === 'owner' ? [[words.task, letter.task] as const] : []),
  ];
  const first = (to === 'contact' ? words.first : words.ownerFirst)[what];
  const own = what === 'cancellation' ? null : arrangement.words;
  const last = to === 'contact' && what !== 'cancellation' ? words.answer : null;
  return {
    summary,
    subject: words.subject[what](summary, momentText(arrangement.begins, arrangement.zone, words)),
    text: [first, summary, rows.map(([name, value]) => `${name}: ${value}`).join('\n'), own, last]
      .filter((part) => part !== null)
      .join('\n\n')
      .concat('\n'),
    html: htmlOf({ first, summary, rows, own, last, language: letter.language }),
  };
}

/** A task's title is our own affair: the customer reads the kind and who comes. */
function summaryOf({ arrangement, kind, to, organiser, contact }: Letter, words: Words): string {
  const name = words.kinds[kind] ?? words.kinds['meeting'] ?? '';
  return arrangement.title ?? (to === 'contact' ? words.withWhom(name, organiser) : words.at(name, contact));
}

const clock = (local: number): string => clockText(local).slice(11, 16);

function dayText(local: number, words: Words): string {
  const [year = 0, month = 0, day = 0] = clockText(local).slice(0, 10).split('-').map(Number);
  // 1 January 1970 was a Thursday.
  return words.day(year, month, day, words.weekdays[((Math.floor(local / DAY) % 7) + 7) % 7] ?? '');
}

function momentText(at: Instant, zone: string, words: Words): string {
  const local = toLocal(at, zone);
  return `${dayText(local, words)} ${clock(local)}`;
}

/** `Monday 4 January 2027 10:00 – 11:30 (Asia/Shanghai)`; a span over midnight names both days. */
function spanText({ begins, ends, zone }: Arrangement, words: Words): string {
  const [from, to] = [toLocal(begins, zone), toLocal(ends, zone)];
  const isSameDay = Math.floor(from / DAY) === Math.floor(to / DAY);
  return `${dayText(from, words)} ${clock(from)} – ${isSameDay ? '' : `${dayText(to, words)} `}${clock(to)} (${zone})`;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => `&#${char.codePointAt(0) ?? 0};`).replace(/\r?\n/g, '<br>');

interface Page {
  readonly first: string;
  readonly summary: string;
  readonly rows: readonly (readonly [string, string])[];
  readonly own: string | null;
  readonly last: string | null;
  readonly language: Language;
}

function htmlOf({ first, summary, rows, own, last, language }: Page): string {
  const cells = rows
    .map(
      ([name, value]) =>
        `<tr><td style="padding:2px 16px 2px 0;color:#555555;vertical-align:top">${escaped(name)}</td><td style="padding:2px 0">${escaped(value)}</td></tr>`,
    )
    .join('');
  const paragraph = (text: string | null) => (text === null ? '' : `<p>${escaped(text)}</p>`);
  return `<!DOCTYPE html><html lang="${language}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head><body style="font-family:sans-serif;font-size:15px;line-height:1.5;margin:24px">${paragraph(first)}<p style="font-size:18px;font-weight:bold">${escaped(summary)}</p><table role="presentation" cellpadding="0" cellspacing="0">${cells}</table>${paragraph(own)}${paragraph(last)}</body></html>`;
}

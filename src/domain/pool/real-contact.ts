import type { Instant } from '../instant.js';

/*
 * What counts as a first real contact, which stops a lead's clock: somebody of ours and the customer have spoken or
 * written to one another, or the customer has bought. What goes out by itself is none, however personal it looks: a
 * journey's mails, surveys, reminders; nor is an attempt that reached nobody.
 */

/** Something that was done about a contact, as the records have it. */
export type Sign =
  | {
      readonly type: 'task';
      readonly id: string;
      readonly at: Instant;
      readonly kind: string;
      readonly outcome: string | null;
    }
  | { readonly type: 'call'; readonly id: string; readonly at: Instant; readonly outcome: string | null }
  | { readonly type: 'event'; readonly id: string; readonly at: Instant; readonly name: string };

/** Kinds of task in which the customer is spoken or written to. */
export const TALKS: readonly string[] = ['call', 'visit', 'meeting', 'message'];

/** Events in which the customer turns to us or buys. An automatic answer is another event. */
export const TURNS_TO_US: readonly string[] = [
  'email.replied',
  'sms.replied',
  'quote.accepted',
  'deal.won',
  'order.placed',
];

/** Events after which a clock may have to stop. */
export const MAY_STOP_CLOCKS: ReadonlySet<string> = new Set(['task.completed', 'call.logged', ...TURNS_TO_US]);

/** Outcomes that say that nobody was reached, in the words of reps and CRMs; case, hyphens and spaces don't matter. */
const MISSED: ReadonlySet<string> = new Set(
  [
    'no answer, not answered, no response, no response/busy, not reached, unreachable, busy, engaged, voicemail',
    'left voicemail, voice mail, left message, wrong number, invalid number, number invalid, wrong person',
    'no show, not home, not there, nobody there, cancelled, canceled, postponed, rescheduled, not done, skipped, failed',
    'not sent, not delivered, attempted, tried, attempted to contact',
    '未接通, 未接, 无人接听, 无人应答, 未联系上, 联系不上, 未打通, 占线, 忙线, 关机, 停机, 空号, 拒接, 号码错误, 错号, 不在, 已取消, 取消, 改期, 未完成',
  ]
    .join(',')
    .split(',')
    .map(plain),
);

function plain(outcome: string): string {
  return outcome.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Whether an outcome says that nobody was reached. `more`: what a pool counts so besides. */
export const isMissed = (outcome: string, more: readonly string[] = []): boolean =>
  MISSED.has(plain(outcome)) || more.some((each) => plain(each) === plain(outcome));

/** Whether a sign is a real contact. A call or task without an outcome was done, so somebody was spoken to. */
export function isRealContact(sign: Sign, missed: readonly string[] = []): boolean {
  switch (sign.type) {
    case 'task':
      return TALKS.includes(sign.kind) && !isMissed(sign.outcome ?? '', missed);
    case 'call':
      return !isMissed(sign.outcome ?? '', missed);
    case 'event':
      return TURNS_TO_US.includes(sign.name);
  }
}

/** The first real contact at or after an instant; of several at once the one with the lowest id. */
export function firstRealContact(signs: readonly Sign[], from: Instant, missed: readonly string[] = []): Sign | null {
  let first: Sign | null = null;
  for (const sign of signs) {
    if (sign.at < from || !isRealContact(sign, missed)) continue;
    if (first === null || sign.at < first.at || (sign.at === first.at && sign.id < first.id)) first = sign;
  }
  return first;
}

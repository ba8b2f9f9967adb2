import { NOTICE_KINDS, type NoticeKind } from './notices.js';

/*
 * What a notice says where only words can be said, and to whoever reads the room: no names of customers. The page says more.
 */

type Words = { readonly [kind in NoticeKind]: string };

const EN: Words = {
  message: 'You have a message.',
  'task-reminder': 'A task of yours is not done yet.',
  'task-overdue': 'A task is overdue, and has been passed on to you.',
  'sla-broken': 'A journey has not left its stage in time.',
  'nobody-available': 'Nobody was there to take a lead.',
  'lead-given': 'You have been given a lead.',
  'lead-claimed': 'A lead was claimed.',
  'lead-unworked': 'A lead of yours has not been worked yet, and will be taken back.',
  'lead-taken-back': 'A lead was taken back.',
  'appointment-declined': 'An appointment of yours was declined.',
};

const ZH: Words = {
  message: '您有一条消息。',
  'task-reminder': '您有一项任务尚未完成。',
  'task-overdue': '有一项任务已逾期，上报给您。',
  'sla-broken': '有一个旅程未按时推进。',
  'nobody-available': '有一条线索无人可以接手。',
  'lead-given': '您分到一条线索。',
  'lead-claimed': '有一条线索被领取。',
  'lead-unworked': '您有一条线索尚未跟进，即将收回。',
  'lead-taken-back': '有一条线索已收回。',
  'appointment-declined': '您的一次预约被客户谢绝。',
};

/** `language`: of who reads it; English for whoever has another one. */
export function noticeWords(kind: string, language: string): string {
  const words = language.startsWith('zh') ? ZH : EN;
  return words[NOTICE_KINDS.find((known) => known === kind) ?? 'message'];
}

import { ruleOf } from './consent.js';

/** What is asked of a subject that may need a mark. */
export interface MarkedMail {
  readonly country: string | null;
  readonly purpose: 'marketing' | 'service';
  /** The mail's own language. */
  readonly locale: string;
  /** Its receiver has agreed to mail of this kind. */
  readonly agreed: boolean;
}

/** The subject with the mark that the receiver's country wants of advertising; one that has it already stays as it is. */
export function markedSubject(subject: string, { country, purpose, locale, agreed }: MarkedMail): string {
  const { mark } = ruleOf(country);
  if (mark === undefined || purpose !== 'marketing' || (agreed && mark.onlyUnasked === true)) return subject;
  if (mark.written.test(subject)) return subject;
  const isChinese = locale.toLowerCase().split('-')[0] === 'zh';
  return `${isChinese ? (mark.inChinese ?? mark.text) : mark.text}${subject}`;
}

/** A subject as its writer wrote it: for an answer in its thread, which is marked anew, in front of its `Re:`. */
export function withoutMark(subject: string, country: string | null): string {
  const { mark } = ruleOf(country);
  const put = [mark?.text, mark?.inChinese].find((text) => text !== undefined && subject.startsWith(text));
  return put === undefined ? subject : subject.slice(put.length);
}

import type { FormRefusal } from '../../../domain/form/refusal.js';
import { HOUR, type Instant, MINUTE } from '../../../domain/instant.js';
import { RateCounter } from '../../http/rate-limit.js';

/**
 * How many submissions of a form are taken. Some of each sender, since a trade show's stand is one too; and of all senders
 * together only as many as a sales team could look at, since a flood comes from many addresses, and each may have a mail sent
 * to an address that somebody typed.
 */
export const FORM_RATES = {
  perSenderMinute: 10,
  perSenderHour: 100,
  perFormMinute: 120,
  perFormHour: 1_200,
};
export type FormRates = Readonly<typeof FORM_RATES>;

/** Who sends, as far as one is told apart: of an IPv6 address the network, of which a single customer has the rest. */
export function senderOf(ip: string): string {
  if (!ip.includes(':')) return ip;
  if (/^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(ip)) return ip.slice('::ffff:'.length);
  const [head = '', tail = ''] = ip.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const groups = ip.includes('::')
    ? [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
    : left;
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** Of this process: with several behind a proxy each takes its share. */
export class FloodGuard {
  private readonly minutes = new RateCounter(MINUTE);
  private readonly hours = new RateCounter(HOUR);

  constructor(private readonly rates: FormRates = FORM_RATES) {}

  /** Counts one that a sender sends; the answer is why it is one too many, or null. */
  sends(ip: string, now: Instant): FormRefusal | null {
    const sender = senderOf(ip);
    const isOver =
      this.minutes.take(`sender ${sender}`, this.rates.perSenderMinute, now).isOver ||
      this.hours.take(`sender ${sender}`, this.rates.perSenderHour, now).isOver;
    return isOver ? 'sender-rate' : null;
  }

  /** Counts one that is about to be kept. */
  keeps(formId: string, now: Instant): FormRefusal | null {
    const isOver =
      this.minutes.take(`form ${formId}`, this.rates.perFormMinute, now).isOver ||
      this.hours.take(`form ${formId}`, this.rates.perFormHour, now).isOver;
    return isOver ? 'form-rate' : null;
  }
}

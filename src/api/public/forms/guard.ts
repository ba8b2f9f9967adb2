import type { FormRefusal } from '../../../domain/form/refusal.js';
import { HOUR, type Instant, MINUTE } from '../../../domain/instant.js';
import { RateCounter } from '../../http/rate-limit.js';

/**
 * How many submissions of a form are taken. Some of each sender, since a trade show's stand is one too; and of all senders
 * together only as many as a sales team could look at, since a flood comes from many addresses, and each may have a mail sent
 * to an address that somebody typed. Whoever rents addresses has them side by side: of one network no more than a quarter is
 * taken, so that such a flood leaves the rest to others.
 */
export const FORM_RATES = {
  perSenderMinute: 10,
  perSenderHour: 100,
  perNetworkMinute: 30,
  perNetworkHour: 300,
  perFormMinute: 120,
  perFormHour: 1_200,
};
export type FormRates = Readonly<typeof FORM_RATES>;

/** Who sends, as far as one is told apart: of an IPv6 address the /64, of which a single customer has the rest. */
export function senderOf(ip: string): string {
  const v4 = v4Of(ip);
  return v4 ?? `${groupsOf(ip).slice(0, 4).join(':')}::/64`;
}

/** Whose the address is: about what one provider gives out. */
export function networkOf(ip: string): string {
  const v4 = v4Of(ip);
  return v4 === null ? `${groupsOf(ip).slice(0, 2).join(':')}::/32` : `${v4.split('.').slice(0, 2).join('.')}/16`;
}

function v4Of(ip: string): string | null {
  if (!ip.includes(':')) return ip;
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(ip) ? ip.slice('::ffff:'.length) : null;
}

/** The eight groups of an IPv6 address. */
function groupsOf(ip: string): readonly string[] {
  const [head = '', tail = ''] = ip.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  return ip.includes('::') ? [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right] : left;
}

/** Of this process: with several behind a proxy each takes its share. */
export class FloodGuard {
  private readonly minutes = new RateCounter(MINUTE);
  private readonly hours = new RateCounter(HOUR);

  constructor(private readonly rates: FormRates = FORM_RATES) {}

  /** Counts one that a sender sends; the answer is why it is one too many, or null. */
  sends(ip: string, now: Instant): FormRefusal | null {
    const { perSenderMinute, perSenderHour } = this.rates;
    return this.isOver(`sender ${senderOf(ip)}`, perSenderMinute, perSenderHour, now) ? 'sender-rate' : null;
  }

  /** Counts one that is about to be kept. What a network has too much takes nothing from the others. */
  keeps(formId: string, ip: string, now: Instant): FormRefusal | null {
    const { perNetworkMinute, perNetworkHour, perFormMinute, perFormHour } = this.rates;
    const network = `network ${networkOf(ip)} ${formId}`;
    if (this.isOver(network, perNetworkMinute, perNetworkHour, now)) return 'network-rate';
    return this.isOver(`form ${formId}`, perFormMinute, perFormHour, now) ? 'form-rate' : null;
  }

  private isOver(who: string, aMinute: number, anHour: number, now: Instant): boolean {
    return this.minutes.take(who, aMinute, now).isOver || this.hours.take(who, anHour, now).isOver;
  }
}

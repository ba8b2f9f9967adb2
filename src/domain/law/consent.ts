import { addDuration } from '../calendar/add-duration.js';
import type { WindowPlace } from '../calendar/window.js';
import { type Instant, parseInstant } from '../instant.js';
import type { FactEvent, Facts } from '../journey/facts.js';
import { EUROPE } from './europe.js';
import type { ConsentRule, LawRule } from './rule.js';
import { WORLD } from './world.js';

/** Every row of the table, by country. */
export const LAW: ReadonlyMap<string, LawRule> = new Map([...EUROPE, ...WORLD].map((rule) => [rule.country, rule]));

/**
 * Who lives in no country that the table knows, or in none that we know. The format lets marketing go; a deployment that
 * wants the law of the whole world wants agreement here, because any of it may hold.
 */
export const UNKNOWN: LawRule = {
  country: 'unknown',
  law: 'no rule is known, so agreement is asked for',
  consent: { type: 'express' },
  always: false,
};

export const ruleOf = (country: string | null): LawRule =>
  (country === null ? undefined : LAW.get(country.toUpperCase())) ?? UNKNOWN;

/** What the deployment has settled about the law (`policy.yaml`). */
export interface LawPolicy {
  /** The whole table holds, not only what the format promises. */
  readonly world: boolean;
  /** The deployment's word that its customers gave their address with an order and could refuse marketing then. */
  readonly existingCustomers: boolean;
}

/** What our records know of a relation that may stand for consent. */
export interface Relation {
  readonly lastOrderAt: Instant | null;
  readonly lastInquiryAt: Instant | null;
}

/**
 * Whether it is an inquiry of the person's own (CASL, s. 10 (9) (b)): expressly one. A form says so of itself, since most ask
 * for something else; an answer to a mail may as well be a no.
 */
export const isInquiry = ({ type, fields }: Pick<FactEvent, 'type' | 'fields'>): boolean =>
  type === 'case.opened' || (type === 'form.submitted' && fields['inquiry'] === true);

export function relationOf({ contact, events }: Facts, now: Instant): Relation {
  const { lastOrderAt } = contact;
  const inquiries = events.filter((event) => isInquiry(event) && event.at <= now && event.ofAccount !== true);
  return {
    lastOrderAt: typeof lastOrderAt === 'string' ? (parseInstant(lastOrderAt) ?? null) : null,
    lastInquiryAt: inquiries.length === 0 ? null : Math.max(...inquiries.map(({ at }) => at)),
  };
}

export interface ConsentQuestion {
  readonly country: string | null;
  readonly channel: 'email' | 'sms';
  readonly policy: LawPolicy;
  readonly relation: Relation;
  readonly now: Instant;
  readonly place: WindowPlace;
}

/** The law that wants a consent which nobody has given and nothing stands for; null: none does. */
export function wantsConsent(question: ConsentQuestion): LawRule | null {
  const { country, channel, policy } = question;
  const rule = ruleOf(country);
  if (!rule.always && !policy.world) return null;
  const consent = (channel === 'sms' && policy.world ? rule.sms?.consent : undefined) ?? rule.consent;
  switch (consent.type) {
    case 'opt-out':
      return null;
    case 'express':
      return rule;
    case 'customers':
      return policy.existingCustomers && isCustomer(consent, question) ? null : rule;
  }
}

function isCustomer(
  { monthsAfterOrder, monthsAfterInquiry }: Extract<ConsentRule, { type: 'customers' }>,
  { relation, now, place }: ConsentQuestion,
): boolean {
  const within = (at: Instant | null, months: number): boolean =>
    at !== null && at <= now && now <= addDuration(at, { n: months, unit: 'months' }, place);
  const { lastOrderAt, lastInquiryAt } = relation;
  if (monthsAfterOrder === undefined ? lastOrderAt !== null : within(lastOrderAt, monthsAfterOrder)) return true;
  return monthsAfterInquiry !== undefined && within(lastInquiryAt, monthsAfterInquiry);
}

/** The hours in which marketing by SMS may come, on the receiver's clock; undefined: any. */
export const smsHours = (country: string | null, { world }: LawPolicy): { from: string; to: string } | undefined =>
  world ? ruleOf(country).sms?.hours : undefined;

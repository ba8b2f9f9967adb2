import type { MessageView } from '../../api/contracts/messages.js';
import { HOUR, type Instant } from '../../domain/instant.js';
import { type Chance, pickWeighted } from './chance.js';
import { AWAKE, intoHours } from './hours.js';

/** What a customer does about a mail; a bounce is what the customer's server does. */
export type CustomerAct = 'reply' | 'accept-quote' | 'refuse-quote' | 'unsubscribe' | 'bounce';

export interface MailPlan {
  readonly at: Instant;
  readonly act: CustomerAct;
}

type Weights = { readonly [act in CustomerAct | 'nothing']?: number };

const OFTEN: Weights = { reply: 25, unsubscribe: 3, bounce: 4, nothing: 68 };
const SELDOM: Weights = { reply: 8, unsubscribe: 2, nothing: 90 };
/** By step of the shipped journey. More answer than in life: a visitor wants to see one within a minute. */
const ACTS: { readonly [step: string]: Weights } = {
  hello: OFTEN,
  'follow-up': OFTEN,
  'quote-cover': { 'accept-quote': 25, 'refuse-quote': 8, reply: 20, nothing: 47 },
  'better-quote-cover': { 'accept-quote': 45, nothing: 55 },
  'closing-file': { reply: 20, nothing: 80 },
};

/** Null: nothing. A service mail has no link to unsubscribe by. */
export function planOfMail(
  { step, purpose, acceptedAt }: Pick<MessageView, 'step' | 'purpose' | 'acceptedAt'>,
  customer: { readonly email: string; readonly zone: string },
  chance: Chance,
): MailPlan | null {
  if (acceptedAt === null) return null;
  const about = `${customer.email}/${step}`;
  const act = pickWeighted({ ...(ACTS[step] ?? SELDOM) }, chance(`act/${about}`)) as CustomerAct | 'nothing';
  if (act === 'nothing' || (act === 'unsubscribe' && purpose !== 'marketing')) return null;
  const read = Date.parse(acceptedAt) + HOUR + chance(`reads/${about}`) * 20 * HOUR;
  return { act, at: intoHours(read, AWAKE, customer.zone, chance(`wakes/${about}`)) };
}

import { addDuration } from '../calendar/add-duration.js';
import { ALWAYS } from '../calendar/calendar.js';
import type { WindowPlace } from '../calendar/window.js';
import { isTakenOut } from '../care/taken-out.js';
import type { EmailStep, SmsStep } from '../definition/definition.js';
import type { Instant } from '../instant.js';
import { relationOf, smsHours } from '../law/consent.js';
import { parseEmailAddress } from '../mail-address.js';
import { parsePhone } from '../phone.js';
import { stableFraction } from '../stable-hash.js';
import { cappedUntil, type OtherMessage } from './caps.js';
import { contentOf, type MessageIntent } from './commands.js';
import type { Facts } from './facts.js';
import { type GateAnswer, type GateInput, gate, opening } from './gate.js';
import { type Deployment, placeOf, windowFor, zoneOfContact } from './place.js';
import type { Program } from './program.js';
import { type Counted, nextSlot, type Quotas, type SlotQuestion } from './quota.js';

/** What is known of a message beside the journey's facts: its sender, its receiver's wishes, its text. */
export type Standing = Pick<
  GateInput,
  | 'sender'
  | 'suppressed'
  | 'optOuts'
  | 'consents'
  | 'rendered'
  | 'duplicateAddress'
  | 'pausedUntil'
  | 'campaignUntil'
  | 'quotaUntil'
  | 'domainUntil'
> & {
  /** The contact's other marketing messages, as far as caps count them. */
  readonly others: readonly OtherMessage[];
};

/** What a mailbox may send, and what it does. */
export interface Quota {
  readonly quotas: Quotas;
  readonly counted: Counted;
}

export interface GateQuestion {
  readonly program: Program;
  readonly facts: Facts;
  readonly deployment: Deployment;
  readonly subjectId: string;
  readonly intent: MessageIntent;
  readonly now: Instant;
  readonly standing: Standing;
  /** Of the mailbox that it goes out from; absent: nothing is to be counted. */
  readonly quota?: Quota;
  /** Something has ended the journey or its stage since the message was planned; absent: nothing has. */
  readonly exited?: boolean;
}

/** Asks the gate about a message of a journey. Live engine and simulate ask here. */
export function askGate(question: GateQuestion): GateAnswer {
  const input = gateInput(question);
  const answer = gate(input);
  // Only what may go otherwise takes a place in the quota.
  if (answer.type !== 'send' || question.quota === undefined) return answer;
  const { now, fraction } = input;
  const slot = nextSlot({ ...question.quota, now, fraction, opensAt: openingOf(input) });
  return slot > now ? gate({ ...input, quotaUntil: slot }) : answer;
}

/** What a message needs to ask for a place in a quota itself. */
export function slotNeeds(question: GateQuestion): Pick<SlotQuestion, 'fraction' | 'opensAt'> {
  const input = gateInput(question);
  return { fraction: input.fraction, opensAt: openingOf(input) };
}

const openingOf =
  (input: GateInput) =>
  (at: Instant): Instant | null =>
    opening({ ...input, now: at });

/** Every field, so that none is forgotten. */
type Whole<T> = { [Field in keyof Required<T>]: T[Field] };

function gateInput(question: GateQuestion): Whole<GateInput> {
  const { program, facts, deployment, subjectId, intent, now, standing, exited = false } = question;
  const content = contentOf(intent);
  const place = placeOf(program.definition, facts, deployment);
  const instant = gateInstant(intent, now, deployment.catchUp);
  const country = text(facts.contact['country']);
  const topic = content.topic ?? null;
  const { caps, law } = deployment.policy;
  const { others, sender, suppressed, optOuts, consents, rendered } = standing;
  const { duplicateAddress, pausedUntil, campaignUntil, quotaUntil, domainUntil } = standing;
  // Asked for each of a million: one literal, for a spread among so many fields takes longer than the gate itself.
  return {
    now: instant,
    exited,
    pausedUntil,
    staleAt: usefulUntil(content, intent.reachedAt, place),
    doNotContact: facts.contact['doNotContact'] === true,
    takenOut: isTakenOut(facts.takenOut, intent.stepId, intent.reachedAt),
    sender,
    address: addressOf(intent, facts),
    suppressed,
    purpose: content.purpose,
    topic,
    optOuts,
    consents,
    country,
    channel: intent.email === undefined ? 'sms' : 'email',
    law,
    relation: relationOf(facts, instant),
    rendered,
    duplicateAddress,
    window: intent.hurried === true ? undefined : windowFor(program.definition, content.window),
    place,
    lawHours: lawHoursFor(question, country),
    fraction: stableFraction(`${subjectId}/${intent.stepId}`),
    cappedUntil: cappedUntil({ caps, topic, now: instant, catchUp: deployment.catchUp, others }),
    campaignUntil,
    quotaUntil,
    domainUntil,
  };
}

function lawHoursFor({ facts, deployment, intent }: GateQuestion, country: string | null): GateInput['lawHours'] {
  if (intent.sms?.purpose !== 'marketing') return undefined;
  const window = smsHours(country, deployment.policy.law);
  if (window === undefined) return undefined;
  return { window, place: { zone: zoneOfContact(facts, deployment), calendar: ALWAYS, calendarNamed: false } };
}

/** The end of a message's usefulness, counted from when its step was reached; null: it has none. */
export const usefulUntil = (
  { usefulFor }: EmailStep | SmsStep,
  reachedAt: Instant,
  place: WindowPlace,
): Instant | null => (usefulFor === undefined ? null : addDuration(reachedAt, usefulFor, place));

/** Work that lags a little still counts from when it was due: under a quick clock it would else never meet its window. */
export const gateInstant = (intent: MessageIntent, now: Instant, catchUp: number): Instant =>
  now - intent.at > catchUp ? now : intent.at;

/** A mail goes to the contact's address, an SMS to their phone. */
function addressOf(intent: MessageIntent, { contact }: Facts): GateInput['address'] {
  const written = text(contact[intent.email === undefined ? 'phone' : 'email']);
  if (written === null) return 'missing';
  const usable = intent.email === undefined ? parsePhone(written) !== undefined : parseEmailAddress(written).ok;
  return usable ? 'ok' : 'invalid';
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

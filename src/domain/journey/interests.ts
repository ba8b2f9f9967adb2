import { pathsOf } from '../condition/paths.js';
import type { Until, WaitStep } from '../definition/definition.js';
import { untilOf } from './begin-wait.js';
import type { FactEvent } from './facts.js';
import { nodeOf, type Program, stageOf } from './program.js';
import { isInDoubt, type JourneyState, type TrackState, type Wait, withAsides } from './state.js';

/**
 * What must wake a journey that waits: event types, and fields of records whose change it depends on
 * (`contact.doNotContact`). An event that is none of these doesn't concern it now.
 */
export function interestsOf(program: Program, state: JourneyState): string[] {
  if (state.phase.type === 'ended') return [];
  const { exit, goal, moves } = program.definition;
  const matches = [...exit, ...goal, ...moves, ...stageOf(program, state.stage).stage.moves];
  const wanted = new Set(matches.flatMap(interestsIn));
  if (program.definition.exclusive !== undefined) wanted.add(turnOf(program.definition.exclusive.group));
  for (const standing of exit.filter((each) => each.on.length === 0))
    if (standing.if !== undefined) for (const path of pathsOf(standing.if)) addPath(wanted, path);
  for (const track of withAsides(state.tracks)) addTrack(wanted, program, track);
  return [...wanted].sort();
}

function addTrack(wanted: Set<string>, program: Program, { at, wait }: TrackState): void {
  if (at === null || wait === null) return;
  const { step } = nodeOf(program, at);
  if (wait.type === 'task') wanted.add('task.completed');
  if (isMovedByAbsence(wait) && program.eventTypes.has(AWAY_EVENT)) wanted.add(AWAY_EVENT);
  if (isInDoubt(wait)) for (const type of step.action === 'sms' ? RECEIPTS : ANSWERS) wanted.add(type);
  if (step.action === 'wait') addWait(wanted, program, step.wait);
}

function addWait(wanted: Set<string>, program: Program, wait: WaitStep): void {
  if (wait.type === 'event') for (const type of interestsIn(wait.event)) wanted.add(type);
  if (wait.type === 'condition') for (const path of pathsOf(wait.if)) addPath(wanted, path);
  const until = untilOf(wait);
  if (until !== undefined) for (const interest of dateInterests(program, until)) wanted.add(interest);
}

/** Says that the contact is away; `returnsAt` until when, if it is known. */
export const AWAY_EVENT = 'email.autoReplied';

const isMovedByAbsence = (wait: Wait): boolean =>
  wait.type === 'message' ? wait.due !== null : (wait.type === 'timer' || wait.type === 'event') && wait.moves;

/** What tells that the instant of a wait may be another one: its date, or the zone it is read in. A duration stands. */
export function dateInterests(program: Program, until: Until): readonly string[] {
  if (until.type === 'duration') return [];
  const zone = isReadInContactsZone(program) ? ['contact.timezone'] : [];
  return until.type === 'date' ? [...pathInterests(until.path), ...zone] : zone;
}

const isReadInContactsZone = ({ definition: { timezone, campaign } }: Program): boolean =>
  timezone === undefined || timezone === 'contact' || campaign?.at?.timezone === 'contact';

/** The interest in whose turn it is in a group of journeys that exclude each other. */
export const turnOf = (group: string): string => `turn:${group}`;

/** The interest in an event of any contact of the account, beside those of the journey's own. */
export const ofAccount = (interest: string): string => `account:${interest}`;

/** Of a trigger: what it listens to. */
export const interestsIn = ({ on, of }: { readonly on: readonly string[]; readonly of?: 'account' }): string[] =>
  of === 'account' ? [...on, ...on.map(ofAccount)] : [...on];

/** What shows that a message in doubt did arrive; one that came back was taken too. */
const ANSWERS = ['email.delivered', 'email.bounced', 'email.replied', 'email.opened', 'email.clicked'];

/** Of an SMS the operator's receipt, or its answer. */
const RECEIPTS = ['sms.delivered', 'sms.bounced', 'sms.replied'];

export const showsArrival = (eventType: string): boolean => ANSWERS.includes(eventType) || RECEIPTS.includes(eventType);

function addPath(wanted: Set<string>, path: string): void {
  for (const interest of pathInterests(path)) wanted.add(interest);
}

/**
 * What tells of a change at a path: its field, the record becoming another one, or the event that flags a step. What else
 * a path can lead to changes in the journey's own advances only.
 */
export function pathInterests(path: string): readonly string[] {
  const [root = ''] = path.split('.', 1);
  switch (root) {
    case 'contact':
      return [path];
    case 'account':
      return [path, ofAccount(path), 'contact.accountId'];
    case 'deal':
      return [path, 'deal.created'];
    case 'owner':
      return ['contact.ownerId', 'contact.owner'];
    case 'steps': {
      const field = /^steps\.[^.]+\.(.+)$/.exec(path)?.[1] ?? '';
      if (field === 'bounced' || field === 'replied') return [`email.${field}`, `sms.${field}`];
      if (FLAGS.has(field)) return [`email.${field}`];
      return field === 'outcome' || field.startsWith('answer.') ? ['task.completed'] : [];
    }
    default:
      return [];
  }
}

const FLAGS = new Set(['opened', 'clicked']);

/** Fields that the engine keeps, by the events that it keeps them from. */
const KEPT: { readonly [type: string]: readonly string[] } = {
  'contact.tagged': ['contact.tags'],
  'order.placed': ['contact.orderCount', 'contact.totalSpent', 'contact.lastOrderAt', 'contact.firstOrderAt'],
  'email.replied': ['contact.lastContactAt'],
  'sms.replied': ['contact.lastContactAt'],
  'task.completed': ['contact.lastContactAt'],
};

/** What an event offers to the interests of a journey: its type, and each field of a record that changes with it. */
export const offersTo = (event: FactEvent): readonly string[] => {
  const offers = offersOf(event.type, event.fields);
  return event.ofAccount === true ? offers.map(ofAccount) : offers;
};

/** The same of an event of the journey's own contact. */
export function offersOf(type: string, fields: { readonly [name: string]: unknown }): string[] {
  const record = /^(contact|account|deal)\.changed$/.exec(type)?.[1];
  const set = fields['set'];
  const changed =
    record !== undefined && typeof set === 'object' && set !== null
      ? Object.keys(set).map((field) => `${record}.${field}`)
      : [];
  return [type, ...changed, ...(KEPT[type] ?? [])];
}

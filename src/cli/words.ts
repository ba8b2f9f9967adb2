import type { StoryLine } from '../api/contracts/journeys.js';
import { explainCode } from '../domain/errors.js';
import { shortTime } from './local-time.js';

/*
 * The journal in English, one line for each entry. Whoever adds an action to the planner adds its words here; one that
 * has none is told by its codes, so nothing is ever left out.
 */

/** What a reason is about, beyond its line. */
export interface Surroundings {
  /** The contact's country, two letters. */
  readonly country: string | null;
  /** The law by which a message was held back, with its country. */
  readonly law?: string | null;
}

type Words = (line: StoryLine, around: Surroundings) => string;

/** What happened, in words: `mail hello sent`, `mail hello skipped: no-consent (marketing needs consent in DE)`. */
export function wordsOf(line: StoryLine, around: Surroundings): string {
  if (line.decision === 'skip' && line.reason === 'condition')
    return `${thing(line)} skipped: condition (its \`if\` does not hold)`;
  return (WORDS[line.action] ?? anything)(line, around);
}

const WORDS: { readonly [action: string]: Words } = {
  enter: (line) =>
    `entered the journey${line.stage === null || line.stage === 'main' ? '' : ` in stage ${line.stage}`}`,
  stage: (line) => `moved to stage ${line.stage ?? '?'}${because(line)}`,
  sla: (line) => `stage ${line.stage ?? '?'} took too long: the person in charge was told, with a task`,
  goal: (line) => `goal reached${because(line)}`,
  exit: (line) => `left the journey: ${line.reason ?? 'exit'}`,
  end: (line) => `journey ended: ${line.reason ?? 'completed'}`,
  pause: () => 'paused by a person',
  resume: () => 'resumed by a person',
  retry: () => 'tried again by a person',
  version: (line) =>
    `goes on in version ${line.reason?.split('-')[1] ?? '?'}, no longer in ${line.reason?.split('-')[0] ?? '?'}`,
  email: (line, around) => message('mail', line, around),
  sms: (line, around) => message('SMS', line, around),
  notify: (line, around) => message('notice', line, around),
  appointment: appointment,
  task: task,
  wait: wait,
  choose: (line) => (line.decision === 'skip' ? `${thing(line)}: no branch fits` : `${thing(line)}: took a branch`),
  split: (line) => `${thing(line)}: arm ${line.reason ?? '?'}`,
  repeat: repeat,
  update: (line, around) => (line.decision === 'skip' ? skipped(line, around) : 'record updated'),
  score: (line) => `score changed${because(line)}`,
  assign: (line, around) => assigned(line, around),
  moveTo: () => 'moves to another stage',
  goTo: () => 'goes on at another step',
};

function message(kind: string, line: StoryLine, around: Surroundings): string {
  const what = `${kind}${named(line)}`;
  switch (line.decision) {
    case 'send':
      return line.reason === null ? `${what} sent` : `${what} counted as sent: ${reason(line, around)}`;
    case 'defer':
      return `${what} put off until ${until(line)}: ${reason(line, around)}`;
    case 'uncertain':
      return line.reason === null
        ? `${what} in doubt: the server may or may not have taken it, so it is looked for before anything else is done`
        : `${what} in doubt: ${reason(line, around)}`;
    case 'skip':
      return skipped(line, around);
    default:
      return anything(line, around);
  }
}

/** What a mail about an appointment tells, by the reason of a line about one that went out. */
const TOLD: { readonly [reason: string]: string | undefined } = {
  invitation: 'of an appointment',
  change: 'of a change of the appointment',
  cancellation: 'that the appointment is off',
};

/** What the contact's calendar answered. */
const ANSWERED: { readonly [reason: string]: string | undefined } = {
  accepted: 'the contact will come to the appointment',
  tentative: 'the contact may come to the appointment',
  declined: 'the contact declined the appointment',
};

/** Its step is the appointment's id, which tells a reader nothing. */
function appointment(line: StoryLine, around: Surroundings): string {
  const told = TOLD[line.reason ?? ''];
  if (told !== undefined && line.decision === 'send') return `the contact was told ${told}`;
  const answered = ANSWERED[line.reason ?? ''];
  if (answered !== undefined && line.decision === 'done') return answered;
  return message(
    'mail about the appointment',
    { ...line, step: null, reason: told === undefined ? line.reason : null },
    around,
  );
}

function task(line: StoryLine, around: Surroundings): string {
  const what = `task${named(line)}`;
  if (line.decision === 'skip') return skipped(line, around);
  if (line.decision === 'wait') return `${what} now due ${until(line)}`;
  if (line.reason === null) return `${what} put on the desk`;
  if (line.reason === 'overdue') return `${what} is overdue`;
  if (line.reason === 'escalated') return `${what} is overdue: escalated`;
  return `${what} done: ${line.reason}`;
}

function wait(line: StoryLine, around: Surroundings): string {
  const what = `wait${named(line)}`;
  if (line.decision === 'skip') return skipped(line, around);
  if (line.decision === 'wait') {
    const end = line.until === null ? 'for an event' : `until ${until(line)}`;
    return line.reason === 'changed' || line.reason === 'new-version'
      ? `${what} re-aimed, now ${end}`
      : `${what} ${end}`;
  }
  if (line.reason === 'due') return `${what} over: its time has come`;
  if (line.reason === 'no-value') return `${what} over: its date has no value`;
  if (line.reason === 'condition') return `${what} over: its condition holds`;
  return `${what} over: ${line.reason ?? 'done'} came`;
}

function repeat(line: StoryLine, around: Surroundings): string {
  const what = `repeat${named(line)}`;
  if (line.decision === 'skip') return skipped(line, around);
  if (line.decision === 'wait') return `${what}: next round at ${until(line)}`;
  return line.reason === 'due' ? `${what}: the next round begins` : `${what}: no more rounds`;
}

const assigned: Words = (line, around) => {
  if (line.decision !== 'skip') return 'owner assigned';
  return `${line.reason === 'has-owner' ? 'owner kept' : 'no owner assigned'}: ${reason(line, around)}`;
};

const skipped: Words = (line, around) => `${thing(line)} skipped: ${reason(line, around)}`;

const anything: Words = (line, around) =>
  `${thing(line)} ${line.decision}${line.reason === null ? '' : `: ${reason(line, around)}`}${line.until === null ? '' : ` until ${until(line)}`}`;

const NOUNS: { readonly [action: string]: string } = {
  email: 'mail',
  sms: 'SMS',
  notify: 'notice',
  appointment: 'mail about the appointment',
};
const thing = (line: StoryLine): string => `${NOUNS[line.action] ?? line.action}${named(line)}`;
const named = (line: StoryLine): string => (line.step === null ? '' : ` ${line.step}`);
const because = (line: StoryLine): string => (line.reason === null ? '' : ` (${line.reason})`);
const until = (line: StoryLine): string => shortTime(line.untilLocal ?? line.until ?? '?');

/** A reason's code with what it means: `no-consent (marketing needs consent in DE)`. */
export function reasonWords(code: string, around: Surroundings): string {
  const words = REASONS[code]?.(around) ?? lowerFirst(explainCode(code)?.title);
  return words === undefined ? code : `${code} (${words})`;
}

const reason = (line: StoryLine, around: Surroundings): string =>
  line.reason === null ? 'no reason is known' : reasonWords(line.reason, { ...around, law: line.law });

const REASONS: { readonly [code: string]: ((around: Surroundings) => string) | undefined } = {
  'no-consent': ({ country, law = null }) =>
    `marketing needs consent${law !== null ? ` in ${law}` : country === null ? ' there' : ` in ${country}`}`,
  refused: () => "the receiver's server refused it for good",
  'no-record': () => 'there is no such record to update',
  overtaken: () => 'the appointment was changed or called off before it went out',
  'has-owner': () => 'the contact has one already',
  'nobody-available': () => 'nobody of the team is available',
  'by-hand': () => 'a person said so',
  found: () => 'a copy of it was found',
  'not-found': () => 'it was looked for and is not there; marketing is not sent again by itself',
  'no-evidence': () => 'there is nobody to ask whether it arrived; marketing is not sent again by itself',
  'not-found-again': () => 'it was looked for and is not there; service mail goes out again by itself, once',
  'no-evidence-again': () => 'there is nobody to ask whether it arrived; service mail goes out again by itself, once',
  'by-person': () => 'a person decided so',
  'new-version': () => 'the new version says so',
  'step-removed': () => 'the new version has no such step',
  'done-before': () => 'it was done already, in an earlier version',
  'email.replied': () => 'the contact answered it',
  'email.delivered': () => "the receiver's side has reported its arrival",
  'email.bounced': () => 'it came back',
  'sms.replied': () => 'the contact answered it',
  'sms.delivered': () => 'the operator has reported its arrival',
  'sms.bounced': () => 'the operator could not deliver it',
  'email.opened': () => 'the contact opened it',
  'email.clicked': () => 'the contact followed its link',
};

function lowerFirst(text: string | undefined): string | undefined {
  return text === undefined ? undefined : text.charAt(0).toLowerCase() + text.slice(1);
}

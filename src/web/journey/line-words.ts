import type { StoryLine } from '../../api/contracts/journeys.js';
import type { Tone } from '../kit/status.js';
import type { LineTexts } from './line-texts.js';
import { type ReasonWords, reasonWords } from './reason-texts.js';

/*
 * A line of a story in words: what happened, and why. Pure. Whoever adds an action to the planner adds its words here; one
 * that has none is told by its codes, so that nothing is ever left out.
 */

export interface LineWords {
  readonly what: string;
  /** A sentence, or its beginning when there is a `code` to end it. */
  readonly why: string;
  /** An outcome in words, which ends the sentence. */
  readonly outcome: string | null;
  /** A name that the definition or another system gave, which ends the sentence: an arm, an event. */
  readonly code: string | null;
  readonly tone: Tone;
}

/** What a line does not say itself. */
export interface Around {
  readonly t: LineTexts;
  readonly reasons: ReasonWords;
  readonly stageName: (id: string) => string;
  readonly outcomeName: (id: string) => string;
  /** Who started the journey; null: an event did. */
  readonly startedBy: string | null;
}

type Line = Pick<StoryLine, 'action' | 'decision' | 'reason' | 'stage' | 'until' | 'person'>;

export function lineWords(line: Line, around: Around): LineWords {
  return { what: whatOf(line, around), ...whyOf(line, around), tone: toneOf(line) };
}

function toneOf({ action, decision, reason }: Line): Tone {
  if (decision === 'uncertain' || action === 'sla' || reason === 'overdue' || reason === 'escalated') return 'bad';
  if (decision === 'skip') return reason === 'refused' ? 'bad' : 'neutral';
  if (decision === 'defer' || action === 'pause' || (action === 'appointment' && reason === 'declined')) return 'warn';
  if (decision === 'send' || action === 'goal' || (action === 'task' && reason !== null)) return 'good';
  return action === 'stage' || action === 'enter' || action === 'task' ? 'info' : 'neutral';
}

const MESSAGES: ReadonlySet<string> = new Set(['email', 'sms', 'notify', 'appointment']);

function whatOf(line: Line, around: Around): string {
  const { t } = around;
  const { action, decision, reason } = line;
  const done = decision === 'done' ? doneWhat(line, around) : null;
  if (done !== null) return done;
  if (decision === 'wait' && reason === 'new-version') return action === 'task' ? t.taskAimed : t.waitAimed;
  if (action === 'wait' && decision === 'wait') return reason === 'changed' ? t.waitAimed : t.waitBegan;
  if (action === 'choose' && decision === 'skip' && reason === null) return t.noBranch;
  if (action === 'assign' && decision === 'skip' && reason === 'has-owner') return t.ownerKept;
  if (action === 'assign' && decision === 'skip' && reason === 'nobody-available') return t.noOwner;
  if (action === 'email' && decision === 'send' && reason !== null) return t.countedAsSent;
  return generalWhat(action, decision, t);
}

/** null: no words of its own. */
function doneWhat({ action, reason, stage }: Line, { t, stageName }: Around): string | null {
  switch (action) {
    case 'enter':
      return t.entered;
    case 'stage':
      return t.moved(stage === null ? t.unknown : stageName(stage));
    case 'goal':
      return t.reachedGoal;
    case 'exit':
      return t.left;
    case 'end':
      return t.ended;
    case 'sla':
      return t.slaBroke;
    case 'pause':
      return t.wasPaused;
    case 'resume':
      return t.wasResumed;
    case 'retry':
      return t.wasRetried;
    case 'version':
      return t.newVersion(...versionsIn(reason));
    case 'task':
      return taskWhat(reason, t);
    case 'wait':
      return t.waitOver;
    case 'choose':
      return t.branchTaken;
    case 'split':
      return t.armTaken;
    case 'repeat':
      return reason === 'at-most' || reason === 'until' ? t.roundsOver : t.roundBegan;
    case 'update':
      return t.recordChanged;
    case 'score':
      return t.scoreChanged;
    case 'assign':
      return t.ownerAssigned;
    case 'appointment':
      return reason === 'declined' ? t.saidNo : reason === 'tentative' ? t.saidMaybe : t.saidYes;
    default:
      return null;
  }
}

/** `1-2`: from version 1 to version 2. */
function versionsIn(reason: string | null): [from: string, to: string] {
  const [from = '?', to = '?'] = (reason ?? '').split('-');
  return [from, to];
}

function taskWhat(reason: string | null, t: Around['t']): string {
  if (reason === null) return t.taskAppeared;
  if (reason === 'overdue') return t.taskOverdue;
  return reason === 'escalated' ? t.taskEscalated : t.taskDone;
}

const ACTIONS = [
  'email',
  'sms',
  'notify',
  'task',
  'wait',
  'choose',
  'split',
  'repeat',
  'update',
  'create',
  'score',
  'assign',
  'webhook',
  'start',
  'stop',
  'moveTo',
  'goTo',
  'end',
  'enter',
  'stage',
  'goal',
  'exit',
  'sla',
  'pause',
  'resume',
  'retry',
  'version',
  'appointment',
] as const satisfies (keyof LineTexts)[];

function generalWhat(action: string, decision: string, t: Around['t']): string {
  const known = ACTIONS.find((each) => each === action);
  const noun = known === undefined ? action : t[known];
  switch (decision) {
    case 'done':
      return t.isDone(noun);
    case 'send':
      return t.isSend(noun);
    case 'skip':
      return t.isSkip(noun);
    case 'wait':
      return t.isWait(noun);
    case 'defer':
      return t.isDefer(noun);
    case 'uncertain':
      return t.isUncertain(noun);
    default:
      return t.isOther(noun, decision);
  }
}

type Why = Pick<LineWords, 'why' | 'outcome' | 'code'>;
const plain = (why: string): Why => ({ why, outcome: null, code: null });
const named = (why: string, code: string): Why => ({ why, outcome: null, code });

function whyOf(line: Line, around: Around): Why {
  const { action, decision, reason } = line;
  if (reason === null) return plain(unsaid(line, around));
  if (action === 'start' && decision === 'skip' && (reason === 'busy' || reason === 'condition'))
    return plain(reason === 'busy' ? around.t.whyBusy : around.t.whyNoEntry);
  if (action === 'resume' && reason === 'exclusive') return plain(around.t.whyItsTurn);
  if (decision !== 'skip') {
    const special = specialWhy(line, reason, around);
    if (special !== null) return special;
  }
  const known = reasonWords(around.reasons, reason);
  if (known !== undefined) return plain(known);
  const { t } = around;
  const byEvent = (action === 'wait' || action === 'stage' || action === 'goal') && decision === 'done';
  return named(byEvent || MESSAGES.has(action) ? t.whyEvent : t.whyOther, reason);
}

/** Reasons that mean another thing for this action, or are a definition's own words there. */
function specialWhy({ action, decision, person }: Line, reason: string, { t, outcomeName }: Around): Why | null {
  const ended = (why: string): Why => ({ why, outcome: outcomeName(reason), code: null });
  switch (action) {
    case 'sla':
      return plain(t.whySla);
    case 'version':
      return plain(t.whyVersion);
    case 'exit':
      return ended(person === null ? t.whyExitRule : t.whyExitPerson);
    case 'end':
      return reason === 'completed' || reason === 'goal' ? null : ended(t.whyEnd);
    case 'appointment':
      return appointmentWhy(decision, reason, t);
    case 'repeat':
      return reason === 'due' ? plain(t.whyRound) : null;
    case 'wait':
      return reason === 'condition' ? plain(t.whyHolds) : null;
    case 'split':
      return named(t.whyArm, reason);
    case 'score':
      return named(t.whyScore, reason);
    case 'task':
      // An outcome may be called as one of our codes is.
      return decision !== 'done' || reason === 'overdue' || reason === 'escalated' ? null : ended(t.whyOutcome);
    default:
      return null;
  }
}

/** Of what a mail about an appointment tells; null: why it is put off, which its code says. */
function appointmentWhy(decision: string, reason: string, t: Around['t']): Why | null {
  if (decision === 'uncertain') return plain(t.whyUncertain);
  if (decision === 'done') return plain(t.whyCalendar);
  switch (reason) {
    case 'invitation':
      return plain(t.whyInvitation);
    case 'change':
      return plain(t.whyMoved);
    case 'cancellation':
      return plain(t.whyCalledOff);
    default:
      return null;
  }
}

/** Why, of a line that gives no reason: what its action and decision mean. */
function unsaid({ action, decision, until }: Line, { t, startedBy }: Around): string {
  if (decision === 'uncertain') return t.whyUncertain;
  if (decision === 'send') return t.whyNothingInWay;
  if (decision === 'wait') return until === null ? t.whyWaitEvent : t.whyWaitTime;
  switch (action) {
    case 'enter':
      return startedBy === null ? t.whyByEvent : t.whyBy(startedBy);
    case 'stage':
      return t.whyStep;
    case 'task':
      return decision === 'done' ? t.whyTask : t.whyDefinition;
    case 'choose':
      return decision === 'done' ? t.whyBranch : t.whyNoBranch;
    case 'pause':
    case 'resume':
    case 'retry':
    case 'exit':
      return t.whyPerson;
    default:
      return t.whyDefinition;
  }
}

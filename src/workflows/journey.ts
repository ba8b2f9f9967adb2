import {
  type ActivityInterfaceFor,
  allHandlersFinished,
  type ContinueAsNewOptions,
  condition,
  isCancellation,
  makeContinueAsNewFunc,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import type { AdvanceCause, AdvanceResult } from '../domain/journey/advance.js';
import type { Shown } from '../domain/journey/shown.js';
import type { JourneyState } from '../domain/journey/state.js';
import { ADVANCE_TIMEOUT } from './limits.js';
import { type CommandAnswer, commandUpdate, pokeSignal } from './messages.js';

/*
 * One subject's way through one definition. Decides nothing: it holds the state and the race between the due instant,
 * events and commands (law 2), so that it almost never has to change.
 *
 * W1 Every wait is this one race; nothing sleeps any other way, but for the pause before a decision that failed.
 * W2 Every advance has the next number; a number is never used for two decisions. A workflow task that is lost runs its
 *    advance again, which answers what was decided before: not what has come since, nor another command.
 * W3 A run never continues as new with a command unanswered or a poke unheard; but one whose history is long, if the
 *    decision says that another poke waits in the outbox: under a storm of events no moment is without one.
 * W4 A wait longer than the threshold is slept through as a new run, so history does not grow (law 6).
 * W5 A run that was woken before its time rolls to no earlier time. The server makes the next run of an id sleep until
 *    the last one was to begin (ContinueAsNewMinBackoff in its mutable state, which takes the time since then for
 *    a lifetime, here a negative one); so such a run waits with a timer until then.
 */

export interface JourneyInput {
  readonly journeyId: string;
  /** Decides within workflow tasks (decision 16). Absent in runs that were begun before there was that. */
  readonly local?: true;
  /** Absent in the first run. */
  readonly carried?: { readonly last: AdvanceResult };
}

interface PendingCommand {
  readonly requestId: string;
  answer?: CommandAnswer;
}

const { advance } = proxyActivities<ActivityInterfaceFor<Activities>>({
  startToCloseTimeout: ADVANCE_TIMEOUT,
  // For lost infrastructure only: trouble with mail or people is a value (law 13).
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/**
 * The same without a task of its own: three of the server's transactions and six events less. Tried once; what fails is
 * the activity's to try again, which waits without keeping a workflow task.
 */
const { advance: advanceLocally } = proxyLocalActivities<ActivityInterfaceFor<Activities>>({
  startToCloseTimeout: ADVANCE_TIMEOUT,
  retry: { maximumAttempts: 1 },
});

/** As long as the activity's own first retry would wait. */
const BEFORE_ASKING_AGAIN = '1 second';

const MOST_EVENTS = 500;
/** Near the server's limit of 51,200 a run rolls in any case: late by the clock, but events still wake the next one. */
const TOO_MANY_EVENTS = 30_000;

export async function journey(input: JourneyInput): Promise<string> {
  const unheard = listen();
  let last = input.carried?.last ?? null;
  for (;;) {
    if (last !== null) await waitFor(last, unheard);
    const command = last === null ? undefined : unheard.commands.shift();
    // Cleared before the facts are read: a poke during the advance is heard by the next one.
    unheard.poked = false;
    last = await decide(input, {
      journeyId: input.journeyId,
      number: (last?.number ?? 0) + 1,
      state: last?.state ?? null,
      cause: causeOf(last, command),
      shows: true,
      ...(isLong() ? { rolls: true as const } : {}),
    });
    if (command !== undefined) settle(command, last, unheard);
    if (last.unheard === true) unheard.poked = true;
    if (last.ended) {
      show(last.shown);
      return await close(last.state, unheard);
    }
    if (shouldRoll(last) && mayRoll(last, input.carried?.last)) await rollUnlessDisturbed(input, last, unheard);
    show(last.shown);
  }
}

async function decide({ local }: JourneyInput, asked: Parameters<typeof advance>[0]): Promise<AdvanceResult> {
  if (local !== true) return await advance(asked);
  try {
    // What a local activity knows of when it was asked for is the worker's clock, not the server's.
    return await advanceLocally({ ...asked, askedAt: Date.now() });
  } catch (failure) {
    if (isCancellation(failure)) throw failure;
    // One that took too long is often just at its end.
    await sleep(BEFORE_ASKING_AGAIN);
    return await advance(asked);
  }
}

/** A decision that was made before the command came doesn't answer it: it is asked again. */
function settle(command: PendingCommand, { answer, answers, state }: AdvanceResult, unheard: Unheard): void {
  if (answer === undefined || (answers !== undefined && answers !== command.requestId))
    unheard.commands.unshift(command);
  else command.answer = { code: answer, phase: state.phase.type, stage: state.stage };
}

/** W3 */
async function rollUnlessDisturbed(input: JourneyInput, last: AdvanceResult, unheard: Unheard): Promise<void> {
  // Of two commands at once the second is still in its handler: it is answered first, by the next advance.
  await condition(() => allHandlersFinished() || isDisturbed(unheard));
  // Asked for again it may have been poked meanwhile by what lay in the outbox: nothing lies there any more.
  const isPokedLater = last.rolls === true && last.unheard !== true;
  const isFree = isPokedLater ? unheard.commands.length === 0 && allHandlersFinished() : !isDisturbed(unheard);
  if (isFree) await roll(input, last);
}

/** What events and people have said and no advance has heard. */
interface Unheard {
  poked: boolean;
  readonly commands: PendingCommand[];
}

const isDisturbed = ({ poked, commands }: Unheard): boolean => poked || commands.length > 0;

function listen(): Unheard {
  const unheard: Unheard = { poked: false, commands: [] };
  setHandler(pokeSignal, () => {
    unheard.poked = true;
  });
  setHandler(commandUpdate, async ({ requestId }) => {
    const pending: PendingCommand = { requestId };
    unheard.commands.push(pending);
    await condition(() => pending.answer !== undefined);
    return pending.answer as CommandAnswer;
  });
  return unheard;
}

function causeOf(last: AdvanceResult | null, command: PendingCommand | undefined): AdvanceCause {
  if (last === null) return { type: 'start' };
  return command === undefined ? { type: 'wake' } : { type: 'command', requestId: command.requestId };
}

/**
 * What Temporal's UI shows of a run that is awake. It costs one event of the history when an attribute has changed. A run
 * that sleeps has its attributes from its start; what it was begun with asks for nothing, as a build may have begun it that
 * shows nothing.
 */
function show(shown: Shown | undefined): void {
  if (shown === undefined) return;
  setCurrentDetails(shown.next);
  const known = new Map(
    workflowInfo()
      .typedSearchAttributes.getAll()
      .map(({ key, value }) => [key.name, value]),
  );
  const changed = attributesOf(shown).filter(({ key, value }) => !isSame(known.get(key.name), value));
  if (changed.length > 0) upsertSearchAttributes(changed);
}

type Attribute = Extract<Parameters<typeof upsertSearchAttributes>[0], readonly unknown[]>[number];
type SetAttribute = Extract<ContinueAsNewOptions['typedSearchAttributes'], readonly unknown[]>[number];

const attributesOf = ({ keywords, instants }: Shown): Attribute[] => [
  ...Object.entries(keywords ?? {}).map(([name, value]): Attribute => ({ key: { name, type: 'KEYWORD' }, value })),
  ...Object.entries(instants ?? {}).map(
    ([name, value]): Attribute => ({ key: { name, type: 'DATETIME' }, value: value === null ? null : new Date(value) }),
  ),
];

const isSet = (attribute: Attribute): attribute is SetAttribute => attribute.value !== null;

const isSame = (known: unknown, value: Attribute['value']): boolean =>
  known instanceof Date && value instanceof Date
    ? known.getTime() === value.getTime()
    : (known ?? null) === (value ?? null);

async function waitFor(last: AdvanceResult, unheard: Unheard): Promise<void> {
  const ms = last.next.wakeAt - Date.now();
  if (ms > 0) await condition(() => isDisturbed(unheard), ms);
}

/** Commands that came too late are answered, not dropped. */
async function close(state: JourneyState, { commands }: Unheard): Promise<string> {
  while (!allHandlersFinished()) {
    for (const pending of commands.splice(0))
      pending.answer = { code: 'journey-ended', phase: 'ended', stage: state.stage };
    await condition(() => allHandlersFinished() || commands.length > 0);
  }
  return state.phase.type === 'ended' ? state.phase.outcome : 'ended';
}

function isLong(): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength > MOST_EVENTS;
}

const shouldRoll = ({ next }: AdvanceResult): boolean =>
  next.hibernate || isLong() || workflowInfo().targetWorkerDeploymentVersionChanged === true;

/** W5. `slept`: what this run was begun with, and the time it was to begin at. */
function mayRoll({ next }: AdvanceResult, slept: AdvanceResult | undefined): boolean {
  const begins = slept?.next.hibernate === true ? slept.next.wakeAt : 0;
  const rollsTo = next.hibernate ? next.wakeAt : Date.now();
  return Date.now() >= begins || rollsTo >= begins || workflowInfo().historyLength > TOO_MANY_EVENTS;
}

/** What the next run is shown with from its start. Without a word of it Temporal carries on what this one has. */
function shownAs(shown: Shown | undefined): Partial<Pick<ContinueAsNewOptions, 'memo' | 'typedSearchAttributes'>> {
  if (shown === undefined) return {};
  const attributes = attributesOf(shown).filter(isSet);
  return { memo: { next: shown.next }, ...(shown.keywords === undefined ? {} : { typedSearchAttributes: attributes }) };
}

async function roll({ journeyId, local }: JourneyInput, last: AdvanceResult): Promise<never> {
  const { wakeAt, hibernate } = last.next;
  const sleep = wakeAt - Date.now();
  const next = makeContinueAsNewFunc<typeof journey>({
    ...(hibernate && sleep > 0 ? { backoffStartInterval: sleep } : {}),
    initialVersioningBehavior: 'AUTO_UPGRADE',
    ...shownAs(last.shown),
  });
  return await next({ journeyId, ...(local === true ? { local } : {}), carried: { last } });
}

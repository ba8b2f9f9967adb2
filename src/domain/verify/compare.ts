import type { Instant } from '../instant.js';
import { MINUTE } from '../instant.js';
import { openWaits } from '../journey/plan.js';
import type { JourneyState } from '../journey/state.js';
import { careDifference } from './compare-care.js';
import type { Difference } from './difference.js';
import { expectedRow, isHeldOutOfStep, wrongColumns } from './expected-row.js';
import { sameJson } from './same.js';
import type { JourneyRecord, RunSight } from './sights.js';

/** Longer than an attempt of a decision takes, with a retry: who had it is gone, or is about to come back. */
const UNFINISHED_AFTER = 5 * MINUTE;

const MESSAGE_STATES: ReadonlySet<string> = new Set([
  'intended',
  'claimed',
  'handed-over',
  'accepted',
  'refused',
  'bounced',
  'skipped',
  'uncertain',
]);
const DELIVERED: ReadonlySet<string> = new Set(['accepted', 'bounced']);
/** The journal may say `send` of it, once somebody knew better. */
const DOUBTFUL: ReadonlySet<string> = new Set(['handed-over', 'uncertain']);
const UNDER_WAY: ReadonlySet<string> = new Set(['claimed', 'handed-over']);

/**
 * Compares what Postgres has of a journey with itself and with its run. `run` null: it was not looked at, as of one that
 * has ended. `real`: now, epoch ms. What is merely in motion shows up too: look twice.
 */
export function compareJourney(record: JourneyRecord, run: RunSight | null, real: Instant): Difference[] {
  const { id } = record.row;
  const about = (code: Difference['code'], of: { id?: string; detail?: string } = {}): Difference => ({
    code,
    journeyId: id,
    id: of.id ?? null,
    detail: of.detail ?? null,
  });
  return [
    ...ofRow(record, run, about),
    ...(run === null ? [] : ofRun(record, run, about)),
    ...ofDecisions(record, real, about),
    ...ofMessages(record, real, about),
    ...ofTasks(record, about),
    ...ofCare(record, about),
  ];
}

type About = (code: Difference['code'], of?: { id?: string; detail?: string }) => Difference;

function ofRow({ row, last, contactOwnerId }: JourneyRecord, run: RunSight | null, about: About): Difference[] {
  const wrong = wrongColumns(row, expectedRow(last, run));
  return [
    ...(last !== null && last.interests === null ? [about('definition-missing')] : []),
    ...(wrong.length === 0 ? [] : [about('projection-differs', { detail: wrong.join(', ') })]),
    ...(row.status === 'open' && row.ownerId !== contactOwnerId ? [about('owner-differs')] : []),
  ];
}

function ofRun({ row, last }: JourneyRecord, run: RunSight, about: About): Difference[] {
  if (row.status !== 'open') return [];
  if (run.type === 'none') return [about('run-missing', { id: row.workflowId })];
  if (run.type === 'closed') return [about('run-closed', { id: row.workflowId, detail: run.how })];
  if (isHeldOutOfStep(run)) return [about('held-out-of-step')];
  const ours = last?.result.number ?? 0;
  const theirs = run.last?.number ?? 0;
  const detail = `records ${ours}, run ${theirs}`;
  if (theirs < ours) return [about('temporal-behind', { detail })];
  if (theirs > ours) return [about('records-behind', { detail })];
  if (last === null || run.last === null) return [];
  const same = sameJson(run.last.state, last.result.state) && sameJson(run.last.next, last.result.next);
  return same ? [] : [about('carried-state-differs', { detail: `decision ${ours}` })];
}

function ofDecisions({ missing, frozen }: JourneyRecord, real: Instant, about: About): Difference[] {
  return [
    ...missing.map((number) => about('decision-missing', { detail: String(number) })),
    ...frozen
      .filter(({ realAt }) => real - realAt > UNFINISHED_AFTER)
      .map(({ number }) => about('decision-unfinished', { detail: String(number) })),
  ];
}

function ofMessages(record: JourneyRecord, real: Instant, about: About): Difference[] {
  const { messages, frozen } = record;
  const isOld = (at: Instant | null) => at === null || real - at > UNFINISHED_AFTER;
  return [
    ...messages
      .filter(({ state }) => !MESSAGE_STATES.has(state))
      .map(({ id, state }) => about('message-state-unknown', { id, detail: state })),
    ...messages
      .filter(({ state, claimedAt }) => UNDER_WAY.has(state) && frozen.length === 0 && isOld(claimedAt))
      .map(({ id, state }) => about('message-adrift', { id, detail: state })),
    ...messages.filter(({ state }) => state === 'uncertain').map(({ id }) => about('arrival-unknown', { id })),
    ...compareSends(record, about),
  ];
}

/** Journal and ledger, step by step; steps without an id of their own all together, since the journal doesn't tell them apart. */
function compareSends({ sends, messages }: JourneyRecord, about: About): Difference[] {
  const named = new Map(sends.flatMap(({ step, count }) => (step === null ? [] : [[step, count] as const])));
  const unnamed = sends.find(({ step }) => step === null)?.count ?? 0;
  const differences: Difference[] = [];
  const compare = (step: string | null, lines: number, of: JourneyRecord['messages']): void => {
    const delivered = of.filter(({ state }) => DELIVERED.has(state));
    const doubtful = of.filter(({ state }) => DOUBTFUL.has(state)).length;
    const detail = `${step ?? 'steps without an id'}: ${lines} in the journal, ${delivered.length} in the ledger`;
    if (lines > delivered.length + doubtful) differences.push(about('send-without-message', { detail }));
    const extra = lines < delivered.length ? delivered.slice(lines) : [];
    for (const { id } of extra) differences.push(about('message-without-line', { id, detail }));
  };
  for (const [step, lines] of named)
    compare(
      step,
      lines,
      messages.filter(({ stepId }) => stepId === step),
    );
  compare(
    null,
    unnamed,
    messages.filter(({ stepId }) => !named.has(stepId)),
  );
  return differences;
}

/** While a journey rests, an outcome is kept for its resume: its task is done, and it waits for it still. */
function ofTasks({ row, last, tasks }: JourneyRecord, about: About): Difference[] {
  const state = last?.result.state ?? null;
  const awaited = state === null ? [] : tasksOf(state);
  const isAwaited = (task: { stepId: string; occurrence: number }) =>
    awaited.some(({ stepId, occurrence }) => stepId === task.stepId && occurrence === task.occurrence);
  const adrift = tasks
    .filter((task) => task.status === 'open' && !isAwaited(task))
    .map(({ id, stepId }) => about('task-adrift', { id, detail: stepId }));
  const rests = row.phase === 'paused' || row.phase === 'held';
  const gone = awaited
    .filter(({ stepId, occurrence }) => {
      const task = tasks.find((each) => each.stepId === stepId && each.occurrence === occurrence);
      return task === undefined || (task.status !== 'open' && !(rests && task.status === 'done'));
    })
    .map(({ stepId, occurrence }) => about('task-missing', { detail: `${stepId} ${occurrence}` }));
  return [...adrift, ...gone];
}

function ofCare({ care }: JourneyRecord, about: About): Difference[] {
  const detail = care === null ? null : careDifference(care);
  return detail === null ? [] : [about('care-differs', { detail })];
}

function tasksOf(state: JourneyState): { stepId: string; occurrence: number }[] {
  if (state.phase.type === 'ended') return [];
  return openWaits(state).flatMap(({ step, wait }) =>
    wait.type === 'task' ? [{ stepId: wait.step ?? step, occurrence: wait.occurrence }] : [],
  );
}

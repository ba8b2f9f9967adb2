import type { StoryLine } from '../../api/contracts/journeys.js';
import type { MessageView } from '../../api/contracts/messages.js';
import type { TaskView } from '../../api/contracts/tasks.js';

/*
 * Which message or task a line tells of. Lines name their step, and a step can have several passes: of these, the one whose
 * instant is nearest to the line's. Pure.
 */

const MAILS: ReadonlySet<string> = new Set(['email', 'sms', 'notify', 'appointment']);

/** The message that a line tells of; undefined: none is known (yet). */
export function messageOf(line: StoryLine, messages: readonly MessageView[]): MessageView | undefined {
  if (!MAILS.has(line.action)) return undefined;
  const sent = line.decision === 'send' || line.decision === 'uncertain';
  return nearest(
    messages.filter(({ step }) => isOfStep(line, step)),
    line.at,
    (message) => (sent ? (message.acceptedAt ?? message.claimedAt ?? message.intendedAt) : message.intendedAt),
  );
}

/** The task that a line tells of. */
export function taskOf(line: StoryLine, tasks: readonly TaskView[]): TaskView | undefined {
  if (line.action === 'sla') {
    const own = tasks.filter(({ step }) => step?.startsWith(`sla:${line.stage ?? ''}:`));
    return nearest(own, line.at, ({ createdAt }) => createdAt);
  }
  if (line.action !== 'task' || line.decision !== 'done') return undefined;
  const own = tasks.filter(({ step }) => step !== null && isOfStep(line, step));
  if (line.reason === null) return nearest(own, line.at, ({ createdAt }) => createdAt);
  if (line.reason === 'overdue' || line.reason === 'escalated')
    return nearest(
      own.filter(({ createdAt }) => createdAt <= line.at),
      line.at,
      ({ createdAt }) => createdAt,
    );
  return nearest(
    own.filter(({ outcome }) => outcome === line.reason),
    line.at,
    ({ doneAt, createdAt }) => doneAt ?? createdAt,
  );
}

/** A step without an id is known by its place in the definition, which has dots; its lines name no step. */
const isOfStep = (line: Pick<StoryLine, 'step'>, step: string): boolean =>
  line.step === null ? step.includes('.') && !step.startsWith('sla:') : line.step === step;

function nearest<T>(items: readonly T[], at: string, instantOf: (item: T) => string): T | undefined {
  const target = Date.parse(at);
  let best: T | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const distance = Math.abs(Date.parse(instantOf(item)) - target);
    if (distance < least) [best, least] = [item, distance];
  }
  return best;
}

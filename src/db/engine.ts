import type { Clock, Programs } from '../activities/ports.js';
import type { CommandRefusal, Engine, ErasureRequest, JourneyCommand, NewEvent } from '../api/ports.js';
import type { Deployment } from '../domain/journey/place.js';
import { ERASED } from '../domain/journey/transitions.js';
import { err, ok, type Result } from '../domain/result.js';
import type { Db, Tx } from './client.js';
import { completeTaskRow, taskRefusal, wasClosedBy } from './complete-task.js';
import { correlationId } from './correlation.js';
import { eraseContact } from './erase/erase-contact.js';
import { previewErasure } from './erase/preview.js';
import { Prisma, type Task } from './generated/client.js';
import { moveUpAfterErasure } from './guests/guest-book.js';
import { receiveEvent } from './intake.js';
import { lockContact } from './journey/lock.js';
import { columnsOf, isSameCommand } from './journey/stored-command.js';
import { moveLead } from './pools/move-lead.js';
import { reassignContact } from './reassign.js';
import { insertJourney } from './starts.js';
import { transaction } from './statement.js';
import { createContact } from './told-contact.js';
import { changeDeal, createDeal, logCall } from './told-deals.js';

export interface EngineDeps {
  readonly db: Db;
  readonly programs: Programs;
  readonly deployment: Deployment;
  readonly clock: Clock;
  /** Tells Temporal what the outbox holds; a failure is taken up by the worker's relay. */
  readonly tell: (outbox: readonly bigint[]) => Promise<void>;
  /** Sends a command to a journey's run and waits until a real instant; null: there is none any more, or no answer by then. */
  readonly send: (
    workflowId: string,
    requestId: string,
    until?: number,
  ) => Promise<{ readonly code: string | null; readonly phase: string; readonly stage: string } | null>;
}

/** What moves journeys, behind the API's port: rows first, then Temporal. */
export function createEngine(deps: EngineDeps): Engine {
  const now = () => deps.clock.now(0);
  return {
    now: async () => now().virtual,

    async receive(told) {
      const event = await aboutMessage(deps.db, told);
      if (event === null)
        return refuse('unknown-message', 'no mail has this Message-ID, or this is no event of a mail');
      if (event.type === 'task.completed')
        return refuse('unknown-event', 'an outcome is recorded on its task, not sent as an event');
      if (
        event.contactId !== undefined &&
        (await deps.db.contact.findUnique({ where: { id: event.contactId, erasedAt: null }, select: { id: true } })) ===
          null
      ) {
        return refuse('unknown-contact', 'no contact has this id');
      }
      const at = now();
      const received = await receiveEvent(deps, { ...event, at: event.at ?? at.virtual, now: at });
      await deps.tell(received.outbox);
      return ok({
        eventId: received.eventId ?? '',
        duplicate: received.eventId === null,
        woken: received.woken,
        started: received.started,
      });
    },

    async createContact(fields, by) {
      const made = await createContact(deps, fields, by, now());
      if (!made.ok) return made;
      const { contact, received } = made.value;
      await deps.tell(received.outbox);
      return ok({ contact, eventId: received.eventId ?? '', started: received.started });
    },

    async createDeal(contactId, fields, by) {
      const { deal, received } = await createDeal(deps, contactId, fields, by, now());
      await deps.tell(received.outbox);
      return { deal, eventId: received.eventId ?? '' };
    },

    async changeDeal(id, { reason, ...fields }, by, unchangedSince) {
      const changed = await changeDeal(deps, id, { fields, reason, unchangedSince }, by, now());
      if (changed === null) return null;
      const { deal, told } = changed;
      await deps.tell(told.flatMap(({ received }) => received.outbox));
      return { deal, events: told.map(({ type, received }) => ({ type, eventId: received.eventId ?? '' })) };
    },

    async logCall(call, by) {
      const { callId, received } = await logCall(deps, call, by, now());
      await deps.tell(received.outbox);
      return { callId, eventId: received.eventId ?? '', woken: received.woken };
    },

    async start({ definitionId, contactId, actorId, stage }) {
      const started = await transaction(deps.db, async (tx) => {
        if (!(await lockContact(tx, contactId))) return err('unknown-contact' as const);
        return await insertJourney(tx, deps.programs, deps.deployment, {
          definitionId,
          contactId,
          by: actorId,
          eventId: null,
          stage: stage ?? null,
          now: now(),
        });
      });
      if (!started.ok) return err({ code: started.error, detail: REFUSALS[started.error] });
      await deps.tell(started.value.outbox);
      return ok({ journeyId: started.value.journeyId });
    },

    command: (journeyId, command, who, until) => runCommand(deps, journeyId, command, who, until),

    async reassign(change) {
      const { answer, outbox } = await reassignContact(deps, change, now());
      await deps.tell(outbox);
      return answer;
    },

    async moveLead(move) {
      const contact = await deps.db.contact.findUnique({
        where: { id: move.contactId, erasedAt: null },
        select: { id: true },
      });
      if (contact === null) return refuse('unknown-contact', 'no contact has this id');
      const { answer, outbox } = await moveLead(deps, move, now());
      await deps.tell(outbox);
      return answer;
    },

    previewErasure: (contactId) => previewErasure(deps.db, contactId),

    async erase(request) {
      const erased = await eraseContact(deps, request);
      if (erased.ok) {
        await endHeld(deps, request);
        await moveUpAfterErasure(deps, request.contactId);
      }
      return erased;
    },

    async completeTask(request) {
      const task = await deps.db.task.findUnique({ where: { id: request.taskId } });
      if (task !== null && wasClosedBy(task, request)) return ok({ taskId: task.id });
      const refusal = taskRefusal(task, request);
      if (task === null || refusal !== null)
        return err(refusal ?? { code: 'not-found', detail: 'no task has this id' });
      const at = now();
      // Two people at once: the first to write wins, and the second's answers are not taken for the first's.
      const complete = async (tx: Tx) => {
        if (!(await completeTaskRow(tx, task, request, at))) throw new ClosedMeanwhile();
      };
      try {
        return await recordOutcome(deps, task, request, complete, at);
      } catch (error) {
        if (!(error instanceof ClosedMeanwhile)) throw error;
        const closed = await deps.db.task.findUnique({ where: { id: task.id } });
        return wasClosedBy(closed, request)
          ? ok({ taskId: task.id })
          : refuse('task-closed', 'the task was closed meanwhile');
      }
    },
  };
}

/** A journey that Postgres and Temporal disagree about hears nothing but a person's command. */
async function endHeld(deps: EngineDeps, { contactId, actorId }: ErasureRequest): Promise<void> {
  const held = await deps.db.journey.findMany({
    where: { contactId, status: 'open', attention: 'out-of-step' },
    select: { id: true },
  });
  for (const { id } of held)
    await runCommand(
      deps,
      id,
      { kind: 'exit', outcome: ERASED },
      { requestId: `erased/${id}`, actorId, reason: ERASED },
    );
}

/** An event that names a mail is about its contact, journey and step; null: there is no such mail. */
async function aboutMessage(
  db: Db,
  { messageId, ...event }: NewEvent,
): Promise<(NewEvent & { readonly journeyId?: string }) | null> {
  if (messageId === undefined) return event;
  if (!/^(email|sms)\./.test(event.type)) return null;
  // Some servers give a mail an id of their own; a gateway names an SMS by ours.
  const message = await db.message.findFirst({
    where: { OR: [{ messageId }, { serverMessageId: messageId }, { id: messageId, channel: 'sms' }] },
    select: { contactId: true, journeyId: true, stepId: true },
  });
  if (message === null || (event.contactId ?? message.contactId) !== message.contactId) return null;
  const { contactId, journeyId, stepId } = message;
  return { ...event, contactId, journeyId, fields: { ...event.fields, step: stepId } };
}

class ClosedMeanwhile extends Error {}

async function recordOutcome(
  deps: EngineDeps,
  task: Task,
  { outcome, answers }: { readonly outcome: string; readonly answers?: { readonly [field: string]: unknown } },
  complete: (tx: Tx) => Promise<void>,
  at: { readonly virtual: number; readonly real: number },
): Promise<Result<{ taskId: string }, CommandRefusal>> {
  if (task.contactId === null) {
    await deps.db.$transaction(complete);
    return ok({ taskId: task.id });
  }
  const received = await receiveEvent(
    deps,
    {
      type: 'task.completed',
      at: at.virtual,
      contactId: task.contactId,
      journeyId: task.journeyId,
      fields: {
        step: task.stepId,
        occurrence: task.occurrence,
        outcome,
        taskId: task.id,
        ...(answers === undefined ? {} : { answers }),
      },
      source: 'task',
      externalId: task.id,
      now: at,
    },
    complete,
  );
  await deps.tell(received.outbox);
  return ok({ taskId: task.id });
}

const REFUSALS = {
  'unknown-contact': 'no contact has this id',
  'already-open': 'the contact is in this journey already',
  again: 'the definition does not let the contact in again (yet)',
  condition: 'the contact does not fit the condition of `enter`',
  busy: 'another journey of its group goes first; it enters when that one has ended',
  'of-campaign': 'a campaign begins its recipients itself',
  'unknown-definition': 'no journey definition has this id',
} as const;

const refuse = (code: string, detail: string): Result<never, CommandRefusal> => err({ code, detail });

/** Stores a command before it is sent, so that Temporal carries its id only, and answers a repeated one as before. */
async function runCommand(
  deps: EngineDeps,
  journeyId: string,
  command: JourneyCommand,
  who: { requestId: string; actorId: string; reason: string },
  until?: number,
): Promise<Result<{ phase: string; stage: string | null }, CommandRefusal>> {
  const { db } = deps;
  const journey = await db.journey.findUnique({ where: { id: journeyId }, select: { workflowId: true, status: true } });
  if (journey === null) return refuse('not-found', 'no journey has this id');
  const at = deps.clock.now(0);
  const stored = await storeCommand(db, journeyId, command, who, new Date(at.virtual));
  if (!isSameCommand(stored, command) || stored.journeyId !== journeyId)
    return refuse('idempotency-mismatch', 'this request id belongs to another command');
  const answer =
    answerIn(stored) ?? (await sendUntilAnswered(deps, { id: journeyId, ...journey }, who.requestId, until));
  if (answer === null) return await withoutAnswer(db, journeyId);
  if (answer.code !== null) return refuse(answer.code, 'the journey is in no state for this');
  return ok({ phase: answer.phase, stage: answer.stage });
}

type Answer = Awaited<ReturnType<EngineDeps['send']>>;

const answerIn = ({ answer }: { readonly answer: Prisma.JsonValue }): Answer => answer as Answer;

const SENDS = 3;
const BETWEEN_SENDS_MS = 200;

/**
 * A run that continues as new while its answer is on the way can be gone when Temporal is asked for it, although the
 * command took effect or is still to reach the next run. So the stored answer is looked for, and the command sent again.
 */
async function sendUntilAnswered(
  { db, send }: EngineDeps,
  journey: { readonly id: string; readonly workflowId: string; readonly status: string },
  requestId: string,
  until?: number,
): Promise<Answer> {
  let { status } = journey;
  for (let sent = 0; status === 'open' && sent < SENDS; sent++) {
    if (sent > 0) await new Promise((resolve) => setTimeout(resolve, BETWEEN_SENDS_MS));
    const heard = await send(journey.workflowId, requestId, until);
    // What took effect stands there: a run that lost that decision says only that it is over.
    const answer = answerIn(await db.command.findUniqueOrThrow({ where: { requestId } })) ?? heard;
    if (answer !== null) return answer;
    ({ status } = await db.journey.findUniqueOrThrow({ where: { id: journey.id }, select: { status: true } }));
  }
  return null;
}

/** Over, or not begun yet: of a start that is still to be relayed Temporal knows nothing. */
async function withoutAnswer(db: Db, journeyId: string): Promise<Result<never, CommandRefusal>> {
  const { status } = await db.journey.findUniqueOrThrow({ where: { id: journeyId }, select: { status: true } });
  return status === 'open'
    ? refuse('engine-unreachable', 'no run of the journey answers yet; ask again with the same request id')
    : refuse('journey-ended', 'the journey is over');
}

async function storeCommand(
  db: Db,
  journeyId: string,
  command: JourneyCommand,
  who: { requestId: string; actorId: string; reason: string },
  at: Date,
) {
  const { requestId, actorId, reason } = who;
  await db.command.createMany({
    data: [
      {
        requestId,
        journeyId,
        actorId,
        reason,
        ...columnsOf(command),
        answer: Prisma.DbNull,
        correlationId: correlationId(),
        at,
      },
    ],
    skipDuplicates: true,
  });
  return await db.command.findUniqueOrThrow({ where: { requestId } });
}

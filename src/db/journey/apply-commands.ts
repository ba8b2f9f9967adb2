import type { Text } from '../../domain/definition/definition.js';
import type { Command } from '../../domain/journey/commands.js';
import type { Facts } from '../../domain/journey/facts.js';
import { listenerOf } from '../../domain/people/receivers.js';
import { assertNever } from '../../domain/result.js';
import { pickText } from '../../domain/text.js';
import { insertEvent, wakeJourneys } from '../event-rows.js';
import { newId } from '../new-id.js';
import { readPeople } from '../people/read-people.js';
import { createNotice } from '../robots/create-notice.js';
import { enterByEvent } from '../starts.js';
import { type ApplyContext, idIn, renderLine } from './apply-context.js';
import { markArrived } from './arrived.js';
import { assignOwner } from './assign-owner.js';
import { addCustom } from './custom-fields.js';
import { notifyStaff, startOther, stopOther, writeWebhook } from './outward-commands.js';
import { assigneeOf } from './people.js';
import { columnsOf } from './records.js';

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

/** Carries out what a plan decided about our own records, in its order and in its transaction. */
export async function applyCommands(context: ApplyContext, commands: readonly Command[]): Promise<void> {
  let current = context;
  for (const command of commands) current = { ...current, facts: await applyCommand(current, command) };
}

/** Answers the facts as they are afterwards, as far as later commands of the same plan ask for them. */
async function applyCommand(context: ApplyContext, command: Command): Promise<Facts> {
  switch (command.type) {
    case 'assign':
      return await assignOwner(context, command);
    case 'createDeal':
      return await createDeal(context, command);
    case 'update':
      await update(context, command);
      return context.facts;
    case 'createTask':
      await createTask(context, command);
      return context.facts;
    case 'withdrawTasks':
      await withdrawTasks(context, command);
      return context.facts;
    case 'reviseTask':
      await reviseTask(context, command);
      return context.facts;
    case 'messageArrived':
      await messageArrived(context, command);
      return context.facts;
    case 'dropMessage':
      await dropMessage(context, command);
      return context.facts;
    case 'notice':
      await notice(context, command);
      return context.facts;
    case 'notify':
      await notifyStaff(context, command);
      return context.facts;
    case 'webhook':
      await writeWebhook(context, command);
      return context.facts;
    case 'start':
      await startOther(context, command);
      return context.facts;
    case 'stop':
      await stopOther(context, command);
      return context.facts;
    default:
      return assertNever(command);
  }
}

async function update(
  { tx, journeyId, contactId, facts, now }: ApplyContext,
  { object, set }: CommandOf<'update'>,
): Promise<void> {
  const id = object === 'contact' ? contactId : idIn(facts[object]);
  if (id === null) return;
  const { columns, custom } = columnsOf(object, set);
  const table = { contact: tx.contact, account: tx.account, deal: tx.deal }[object] as typeof tx.contact;
  // updateMany: nothing is read back.
  await table.updateMany({
    where: { id },
    data: {
      ...columns,
      ...(object === 'account' || object === 'contact' || object === 'deal'
        ? { updatedAt: new Date(now.virtual) }
        : {}),
    },
  });
  await addCustom(tx, object, id, custom);
  const event = await insertEvent(tx, {
    type: `${object}.changed`,
    at: now.virtual,
    contactId,
    fields: { set, byJourney: journeyId },
    source: `journey:${journeyId}`,
    now,
  });
  if (event !== null) await wakeJourneys(tx, event, { except: journeyId, now });
}

/** The deal's id is the decision's: a second attempt at it makes no second deal. */
async function createDeal(context: ApplyContext, { id, set, at }: CommandOf<'createDeal'>): Promise<Facts> {
  const { tx, parts, journeyId, contactId, program, facts, now } = context;
  const { columns, custom } = columnsOf('deal', set);
  const instants = { createdAt: new Date(at), updatedAt: new Date(now.virtual) };
  const name = typeof set['name'] === 'string' ? set['name'] : '';
  await tx.deal.createMany({
    data: [
      {
        ...columns,
        id,
        name,
        contactId,
        accountId: idIn(facts.account),
        ownerId: idIn(facts.owner),
        custom: custom as object,
        ...instants,
      },
    ],
    skipDuplicates: true,
  });
  const event = await insertEvent(tx, {
    type: 'deal.created',
    at: now.virtual,
    contactId,
    dealId: id,
    fields: { byJourney: journeyId },
    source: `journey:${journeyId}`,
    externalId: id,
    now,
  });
  if (event !== null) {
    await wakeJourneys(tx, event, { except: journeyId, now });
    // Its own definition isn't entered by what it makes: that would begin without end.
    await enterByEvent(tx, parts.programs, parts.deployment, event, { now, except: program.definition.id });
  }
  return { ...facts, deal: { ...set, id } };
}

async function createTask(context: ApplyContext, task: CommandOf<'createTask'>): Promise<void> {
  const { tx, journeyId, contactId, facts, now } = context;
  await tx.task.create({
    data: {
      id: newId('task'),
      journeyId,
      contactId,
      accountId: idIn(facts.account),
      dealId: idIn(facts.deal),
      stepId: task.stepId,
      occurrence: task.occurrence,
      kind: task.kind,
      title: await titleOf(context, task.title),
      ...(await assigneeOf(tx, task, idIn(facts.owner), now.virtual)),
      assign: task.assign,
      status: 'open',
      outcomes: [...task.outcomes],
      form: task.form.map((field) => ({ ...field })),
      dueAt: new Date(task.due),
      createdAt: new Date(task.at),
      updatedAt: new Date(now.virtual),
      origin: task.origin,
    },
    select: { id: true },
  });
}

/** In the owner's language. */
function titleOf(context: ApplyContext, title: Text): Promise<string> {
  const language = context.facts.owner?.['language'];
  return renderLine(context, pickText(title, typeof language === 'string' ? language : null));
}

/** One that was done meanwhile stays as it was done. */
async function reviseTask(context: ApplyContext, task: CommandOf<'reviseTask'>): Promise<void> {
  const { tx, journeyId, now } = context;
  const { stepId, occurrence, kind, outcomes, form, due } = task;
  await tx.task.updateMany({
    where: { journeyId, stepId, occurrence, status: 'open' },
    data: {
      kind,
      title: await titleOf(context, task.title),
      outcomes: [...outcomes],
      form: form.map((field) => ({ ...field })),
      dueAt: new Date(due),
      updatedAt: new Date(now.virtual),
    },
  });
}

/** One that came back stays so. */
async function messageArrived(
  { tx, journeyId, contactId, now }: ApplyContext,
  { stepId, occurrence }: CommandOf<'messageArrived'>,
): Promise<void> {
  await markArrived(tx, contactId, { journeyId, stepId, occurrence, state: { in: ['uncertain', 'handed-over'] } }, now);
}

/** Only what was never handed to anybody can be dropped. */
async function dropMessage(
  { tx, journeyId }: ApplyContext,
  { stepId, occurrence, reason }: CommandOf<'dropMessage'>,
): Promise<void> {
  await tx.message.updateMany({
    where: { journeyId, stepId, occurrence, state: 'intended' },
    data: { state: 'skipped', reason, countsAt: null },
  });
}

async function withdrawTasks(
  { tx, journeyId, now }: ApplyContext,
  { stepIds, reason, at }: CommandOf<'withdrawTasks'>,
): Promise<void> {
  await tx.task.updateMany({
    where: { journeyId, status: 'open', ...(stepIds === 'all' ? {} : { stepId: { in: [...stepIds] } }) },
    data: { status: 'withdrawn', reason, doneAt: new Date(at), updatedAt: new Date(now.virtual) },
  });
}

async function notice(
  { tx, journeyId, facts, now }: ApplyContext,
  { to, kind, stepId, at }: CommandOf<'notice'>,
): Promise<void> {
  const who = /^(team|pool):/.test(to) ? 'manager' : to;
  const userId = listenerOf(await readPeople(tx), who, idIn(facts.owner), now.virtual);
  if (userId === null) return;
  const task =
    stepId === null
      ? null
      : await tx.task.findFirst({ where: { journeyId, stepId, status: 'open' }, select: { id: true } });
  await createNotice(tx, { userId, kind, journeyId, taskId: task?.id ?? null, at });
}

import type { Instant } from '../../domain/instant.js';
import type { Command } from '../../domain/journey/commands.js';
import type { Facts } from '../../domain/journey/facts.js';
import { assertNever } from '../../domain/result.js';
import { pickText } from '../../domain/text.js';
import type { Tx } from '../client.js';
import { insertEvent, wakeJourneys } from '../event-rows.js';
import { newId } from '../new-id.js';
import { changeOwner } from '../owner.js';
import { personFor } from './people.js';
import { columnsOf } from './records.js';

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

export interface ApplyContext {
  readonly tx: Tx;
  readonly journeyId: string;
  readonly contactId: string;
  readonly facts: Facts;
  readonly now: { readonly virtual: Instant; readonly real: Instant };
  renderTitle(source: string): Promise<string>;
}

/** Carries out what a plan decided about our own records, in its order and in its transaction. */
export async function applyCommands(context: ApplyContext, commands: readonly Command[]): Promise<void> {
  for (const command of commands) await applyCommand(context, command);
}

async function applyCommand(context: ApplyContext, command: Command): Promise<void> {
  switch (command.type) {
    case 'update':
      return await update(context, command);
    case 'assign':
      return await assign(context, command);
    case 'createTask':
      return await createTask(context, command);
    case 'withdrawTasks':
      return await withdrawTasks(context, command);
    case 'notice':
      return await notice(context, command);
    case 'createDeal':
    case 'notify':
    case 'webhook':
    case 'start':
    case 'stop':
      throw new Error(`${command.type} can't be carried out; expected publish to have refused it`);
    default:
      return assertNever(command);
  }
}

const idIn = (fields: Facts['deal']): string | null => (typeof fields?.['id'] === 'string' ? fields['id'] : null);

async function update(
  { tx, journeyId, contactId, facts, now }: ApplyContext,
  { object, set }: CommandOf<'update'>,
): Promise<void> {
  const id = object === 'contact' ? contactId : idIn(facts[object]);
  if (id === null) return;
  const { columns, custom } = columnsOf(object, set);
  const table = { contact: tx.contact, account: tx.account, deal: tx.deal }[object] as typeof tx.contact;
  const before =
    Object.keys(custom).length === 0
      ? null
      : await table.findUniqueOrThrow({ where: { id }, select: { custom: true } });
  await table.update({
    where: { id },
    data: {
      ...columns,
      ...(object === 'account' || object === 'contact' || object === 'deal'
        ? { updatedAt: new Date(now.virtual) }
        : {}),
      ...(before === null ? {} : { custom: { ...(before.custom as object), ...custom } as object }),
    },
  });
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

async function assign(
  { tx, journeyId, contactId, now }: ApplyContext,
  { teamId, userId }: CommandOf<'assign'>,
): Promise<void> {
  const last = await tx.teamMember.aggregate({ where: { teamId }, _max: { lastTurn: true } });
  await tx.teamMember.update({
    where: { teamId_userId: { teamId, userId } },
    data: { lastTurn: (last._max.lastTurn ?? 0) + 1 },
  });
  await changeOwner(tx, contactId, userId, now.virtual);
  const event = await insertEvent(tx, {
    type: 'contact.changed',
    at: now.virtual,
    contactId,
    fields: { set: { owner: userId }, byJourney: journeyId },
    source: `journey:${journeyId}`,
    now,
  });
  if (event !== null) await wakeJourneys(tx, event, { except: journeyId, now });
}

async function createTask(
  { tx, journeyId, contactId, facts, now, renderTitle }: ApplyContext,
  task: CommandOf<'createTask'>,
): Promise<void> {
  const ownerId = idIn(facts.owner);
  const team = /^team:(.+)$/.exec(task.assign)?.[1] ?? null;
  const assigneeId = team === null ? await personFor(tx, task.assign, ownerId, new Date(now.virtual)) : null;
  const language = facts.owner?.['language'];
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
      title: await renderTitle(pickText(task.title, typeof language === 'string' ? language : null)),
      assigneeId,
      teamId: team,
      status: 'open',
      outcomes: [...task.outcomes],
      form: task.form.map((field) => ({ ...field })),
      dueAt: new Date(task.due),
      createdAt: new Date(task.at),
      updatedAt: new Date(now.virtual),
      origin: task.origin,
    },
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
  const userId = await personFor(tx, to.startsWith('team:') ? 'manager' : to, idIn(facts.owner), new Date(now.virtual));
  if (userId === null) return;
  const task =
    stepId === null
      ? null
      : await tx.task.findFirst({ where: { journeyId, stepId, status: 'open' }, select: { id: true } });
  await tx.notice.create({
    data: { id: newId('notice'), userId, kind, journeyId, taskId: task?.id ?? null, at: new Date(at) },
  });
}

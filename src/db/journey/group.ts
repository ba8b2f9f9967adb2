import type { Programs } from '../../activities/ports.js';
import type { JourneyDefinition } from '../../domain/definition/definition.js';
import { turnOf } from '../../domain/journey/interests.js';
import type { Tx } from '../client.js';
import { correlationId } from '../correlation.js';

/*
 * Journeys that exclude each other: of a group one at a time runs for a contact, that of the highest priority. The caller
 * holds the contact's lock, so turns change for one journey at a time.
 */

type Exclusive = NonNullable<JourneyDefinition['exclusive']>;

interface Member {
  readonly journeyId: string;
  readonly priority: number;
  readonly startedAt: Date;
}

/** A contact's open journeys of a group. */
async function membersOf(tx: Tx, programs: Programs, contactId: string, group: string): Promise<Member[]> {
  const rows = await tx.journey.findMany({
    where: { contactId, status: 'open' },
    select: { id: true, definitionId: true, definitionVersion: true, startedAt: true },
    orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
  });
  const members: Member[] = [];
  for (const row of rows) {
    const { definition } = await programs.program(row.definitionId, row.definitionVersion);
    if (definition.exclusive?.group !== group) continue;
    members.push({ journeyId: row.id, priority: definition.exclusive.priority, startedAt: row.startedAt });
  }
  return members;
}

/** Whether another journey of the group goes before this one: of a higher priority, or of the same and older. */
export async function isOthersTurn(
  tx: Tx,
  programs: Programs,
  contactId: string,
  journeyId: string,
  { group }: Exclusive,
): Promise<boolean> {
  const members = await membersOf(tx, programs, contactId, group);
  const first = [...members].sort((a, b) => b.priority - a.priority)[0];
  return first !== undefined && first.journeyId !== journeyId;
}

/** Whether an entry has to wait: an open journey of the group has at least its priority. */
export async function isBusy(
  tx: Tx,
  programs: Programs,
  contactId: string,
  { group, priority }: Exclusive,
): Promise<boolean> {
  const members = await membersOf(tx, programs, contactId, group);
  return members.some((member) => member.priority >= priority);
}

/** Wakes the contact's other journeys of a group, whose turn may have changed. Answers the outbox rows. */
export async function tellGroup(
  tx: Tx,
  contactId: string,
  { group }: Pick<Exclusive, 'group'>,
  except: string,
  real: number,
): Promise<bigint[]> {
  const woken = await tx.journey.updateManyAndReturn({
    where: { contactId, status: 'open', poked: false, interests: { has: turnOf(group) }, NOT: { id: except } },
    data: { poked: true, realPokedAt: new Date(real), correlationId: correlationId() },
    select: { id: true, workflowId: true },
  });
  if (woken.length === 0) return [];
  const rows = await tx.outbox.createManyAndReturn({
    data: woken.map(({ id, workflowId }) => ({ kind: 'poke', journeyId: id, workflowId, realAt: new Date(real) })),
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

import type { Prisma } from '../../src/db/generated/client.js';
import { relay } from '../../src/temporal/relay.js';
import type { TestSystem } from './system.js';

/** A pool `inbound` with a rep, `usr_rep`, in its team, and a manager, `usr_boss`, as its admin. */
export async function aPool(
  system: TestSystem,
  settings: Partial<Prisma.PoolUncheckedCreateInput> = {},
): Promise<void> {
  const at = new Date(system.now());
  const people = [
    ['rep', 'rep'],
    ['boss', 'manager'],
  ] as const;
  for (const [who, role] of people)
    await system.db.user.create({
      data: { id: `usr_${who}`, email: `${who}@sender.example`, name: `usr_${who}`, role, createdAt: at },
    });
  await system.db.team.create({
    data: { id: 'sellers', name: 'Sellers', members: { create: { userId: 'usr_rep' } } },
  });
  const pool = { id: 'inbound', name: 'Inbound', teamId: 'sellers', adminId: 'usr_boss', createdAt: at, updatedAt: at };
  await system.db.pool.create({ data: { ...pool, ...settings } });
}

export const claim = (system: TestSystem, contactId: string) =>
  system.engine().moveLead({
    type: 'claim',
    poolId: 'inbound',
    contactId,
    userId: 'usr_rep',
    actorId: 'usr_rep',
    source: 'test',
  });

/** The latest time in which somebody has or had the contact. */
export const ownershipOf = (system: TestSystem, contactId: string) =>
  system.db.ownership.findFirstOrThrow({ where: { contactId }, orderBy: { id: 'desc' } });

/** Tells Temporal of the clocks, as the worker does every second; rows younger than two are their own process's. */
export async function tellClocks(system: TestSystem): Promise<void> {
  const waiting = await system.db.outbox.findMany({ where: { kind: 'clock', doneAt: null }, select: { id: true } });
  if (waiting.length > 0)
    await relay(
      system.tellings,
      system.journeys,
      waiting.map(({ id }) => id),
    );
}

import { isDeepStrictEqual } from 'node:util';
import type { HandoverTarget, LeavingPreview, LeavingView } from '../../api/contracts/leaving.js';
import type { LeavingRefusal, LeavingStore, NewLeaving } from '../../api/people-ports.js';
import type { Writer } from '../../api/store-ports.js';
import type { Instant } from '../../domain/instant.js';
import { isPresent, type People } from '../../domain/people/presence.js';
import { judgeChange } from '../../domain/people/rules.js';
import { err, ok, type Result } from '../../domain/result.js';
import { writeAudit } from '../audit.js';
import type { Db, Tx } from '../client.js';
import type { Handover, Prisma } from '../generated/client.js';
import { userNames } from '../names.js';
import { newId } from '../new-id.js';
import { iso, isoOrNull } from '../paging.js';
import { endAccess } from './end-access.js';
import { leaveCharge, newManagerOf } from './leave-charge.js';
import { type LeavingPlan, planLeaving } from './leaving-plan.js';
import { lockPeople, readPeople } from './read-people.js';
import { workOf } from './work-of.js';

/** What the API needs of leaving; hand-over.ts is the worker's side. */
export function createLeavingStore(db: Db): LeavingStore {
  return {
    async preview(userId, target, now) {
      const people = await readPeople(db);
      if (!people.has(userId)) return null;
      const plan = await planLeaving(db, userId, target, now, false);
      return plan.ok ? ok(await previewOf(db, people, userId, target, plan.value, now)) : plan;
    },
    async begin(userId, leaving, by) {
      const known = await db.handover.findUnique({ where: { requestId: leaving.requestId } });
      if (known !== null)
        return known.userId === userId && isDeepStrictEqual(known.target, leaving.target)
          ? ok(await viewOf(db, known))
          : err('idempotency-mismatch');
      const begun = await db.$transaction((tx) => begin(tx, userId, leaving, by), { timeout: 60_000 });
      return begun === null || !begun.ok ? begun : ok(await viewOf(db, begun.value));
    },
    async get(userId) {
      const row = await db.handover.findFirst({ where: { userId }, orderBy: { id: 'desc' } });
      return row === null ? null : await viewOf(db, row);
    },
  };
}

async function viewOf(db: Db, row: Handover): Promise<LeavingView> {
  const total = await db.handoverItem.count({ where: { handoverId: row.id } });
  const waiting = await db.handoverItem.count({ where: { handoverId: row.id, state: 'waiting' } });
  return {
    id: row.id,
    userId: row.userId,
    to: row.target as unknown as HandoverTarget,
    reason: row.reason,
    actorId: row.actorId,
    state: row.state === 'done' ? 'done' : 'running',
    code: row.code,
    total,
    done: total - waiting,
    left: await workOf(db, row.userId),
    createdAt: iso(row.createdAt),
    finishedAt: isoOrNull(row.finishedAt),
  };
}

async function previewOf(
  db: Db,
  people: People,
  userId: string,
  target: HandoverTarget,
  plan: LeavingPlan,
  now: Instant,
): Promise<LeavingPreview> {
  const managerId = newManagerOf(people, userId, target);
  const reports = [...people.values()].filter((each) => each.managerId === userId).map(({ id }) => id);
  const deputyOf = [...people.values()].filter((each) => each.deputyId === userId).map(({ id }) => id);
  const receivers = [...new Set([...plan.members.map((each) => each.userId), ...plan.items.map(({ toId }) => toId)])];
  const names = await userNames(db, [...receivers, ...reports, ...deputyOf, managerId]);
  const someone = (id: string) => ({ id, name: names.get(id) ?? id });
  const [teams, mailboxes, keys] = await Promise.all([
    db.teamMember.findMany({ where: { userId }, select: { teamId: true }, orderBy: { teamId: 'asc' } }),
    db.mailbox.findMany({ where: { ownerId: userId }, select: { id: true }, orderBy: { id: 'asc' } }),
    db.apiKey.count({ where: { userId, revokedAt: null } }),
  ]);
  return {
    work: await workOf(db, userId),
    gets: receivers.map((id) => {
      const count = (kind: string) => plan.items.filter((item) => item.toId === id && item.kind === kind).length;
      const [contacts, accounts, deals, tasks] = [count('contact'), count('account'), count('deal'), count('task')];
      const person = people.get(id);
      return {
        ...someone(id),
        contacts,
        accounts,
        deals,
        tasks,
        isThere: person !== undefined && isPresent(person, now),
      };
    }),
    reports: reports.map(someone),
    reportsTo: managerId === null ? null : someone(managerId),
    deputyOf: deputyOf.map(someone),
    teams: teams.map(({ teamId }) => teamId),
    mailboxes: mailboxes.map(({ id }) => id),
    keys,
    definitions: await definitionsNaming(db, userId),
  };
}

/** A definition names users by their ids: `assign: usr_…`. */
async function definitionsNaming(db: Db, userId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM definitions d JOIN definition_versions v ON v."definitionId" = d.id AND v.version = d.current
    WHERE position(${userId} in v.text) > 0 ORDER BY d.id`;
  return rows.map(({ id }) => id);
}

/** Access, charge and teams end in the transaction that freezes the items: from its commit on nothing new comes to them. */
async function begin(
  tx: Tx,
  userId: string,
  { target, reason, requestId, source }: NewLeaving,
  by: Writer,
): Promise<Result<Handover, LeavingRefusal> | null> {
  const people = await lockPeople(tx);
  if (!people.has(userId)) return null;
  if ((await tx.handover.count({ where: { userId, state: 'running' } })) > 0) return err('already-leaving');
  const refusal = judgeChange(people, userId, { active: false }, by.actorId);
  if (refusal === 'own-account' || refusal === 'last-ops') return err(refusal);
  const plan = await planLeaving(tx, userId, target, by.at, true);
  if (!plan.ok) return plan;
  if (target.type === 'team')
    for (const { userId: memberId, last } of plan.value.members)
      await tx.teamMember.updateMany({ where: { teamId: target.teamId, userId: memberId }, data: { lastTurn: last } });
  await endAccess(tx, userId, by.at);
  const charge = await leaveCharge(tx, people, userId, target);
  const row = await tx.handover.create({
    data: {
      id: newId('handover'),
      requestId,
      userId,
      target: target as unknown as Prisma.InputJsonObject,
      reason,
      actorId: by.actorId,
      source,
      createdAt: new Date(by.at),
      realNextAt: new Date(),
    },
  });
  const { items } = plan.value;
  await tx.handoverItem.createMany({ data: items.map((item) => ({ ...item, handoverId: row.id })) });
  const detail = { handover: row.id, to: target as unknown as Prisma.InputJsonObject, items: items.length, ...charge };
  await writeAudit(tx, by, { action: 'user.leave', objectType: 'user', objectId: userId, reason, detail });
  return ok(row);
}

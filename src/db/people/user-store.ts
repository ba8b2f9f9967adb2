import type { UserView } from '../../api/contracts/users.js';
import type { PeopleStore } from '../../api/people-ports.js';
import type { Writer } from '../../api/store-ports.js';
import { defined } from '../../domain/defined.js';
import type { Person } from '../../domain/people/presence.js';
import { stoodInFor } from '../../domain/people/presence.js';
import {
  isBelow,
  judgeAbsence,
  judgeChange,
  judgeManager,
  judgeReturn,
  type PeopleRefusal,
} from '../../domain/people/rules.js';
import { err, ok, type Result } from '../../domain/result.js';
import { writeAudit } from '../audit.js';
import type { Db, Tx } from '../client.js';
import type { Prisma } from '../generated/client.js';
import { newId } from '../new-id.js';
import { cutPage, textAt } from '../paging.js';
import { partOf } from '../part-of.js';
import { endAccess } from './end-access.js';
import { lockPeople, readPeople } from './read-people.js';
import { userView, WITH_TEAMS } from './user-view.js';
import { workOf } from './work-of.js';

/** Users in Postgres. Who writes one does so alone, since the rules look at all of them. */
export function createPeopleStore(db: Db): PeopleStore {
  return {
    ...reads(db),
    create: ({ email, ...user }, { hash, until }, by) =>
      db.$transaction(async (tx) => {
        const people = await lockPeople(tx);
        const refusal = (await takenBy(tx, email, null)) ?? judgeManager(people, null, user.managerId);
        if (refusal !== null) return err(refusal);
        const invitation = { inviteHash: hash, inviteUntil: new Date(until) };
        const data = { ...user, ...invitation, id: newId('user'), email: keyOf(email), createdAt: new Date(by.at) };
        const row = await tx.user.create({ data, include: WITH_TEAMS });
        await audit(tx, by, 'user.create', row.id, { role: row.role });
        return ok(userView(row, by.at));
      }),
    update: (id, { email, ...changes }, by) =>
      writing(db, id, by, async (tx, people) => {
        const refusal =
          (email === undefined ? null : await takenBy(tx, email, id)) ?? judgeChange(people, id, changes, by.actorId);
        if (refusal !== null) return err(refusal);
        if (changes.active === true && (await isLeaving(tx, id))) return err('already-leaving');
        if (changes.active === false) await endAccess(tx, id, by.at);
        await audit(tx, by, 'user.update', id, { fields: Object.keys(changes), ...defined({ role: changes.role }) });
        return ok({ ...defined(changes), ...(email === undefined ? {} : { email: keyOf(email) }) });
      }),
    async invite(id, { hash, until }, by) {
      const invited = await writing(db, id, by, async (tx, _people, person) => {
        if (!person.active) return err('user-left');
        await audit(tx, by, 'user.invite', id);
        return ok({ inviteHash: hash, inviteUntil: new Date(until) });
      });
      return invited === null || !invited.ok ? invited : ok(null);
    },
    setAbsence: (id, absence, by) =>
      writing(db, id, by, async (tx, people) => {
        const refusal = judgeAbsence(people, id, absence, by.at);
        if (refusal !== null) return err(refusal);
        const { from, to, deputyId } = absence;
        const instants = { absentFrom: new Date(from), absentTo: to === null ? null : new Date(to) };
        const until = instants.absentTo?.toISOString() ?? null;
        await audit(tx, by, 'user.absence', id, { from: instants.absentFrom.toISOString(), to: until, deputyId });
        return ok({ ...instants, deputyId });
      }),
    endAbsence: (id, by) =>
      writing(db, id, by, async (tx, _people, person) => {
        const refusal = judgeReturn(person, by.at);
        if (refusal !== null) return err(refusal);
        await audit(tx, by, 'user.return', id);
        const begun = person.absentFrom !== null && person.absentFrom < by.at;
        return ok(begun ? { absentTo: new Date(by.at) } : { absentFrom: null, absentTo: null });
      }),
  };
}

function reads(db: Db): Pick<PeopleStore, 'list' | 'get' | 'isBelow' | 'stoodInFor'> {
  return {
    async list({ role, active, q }, { after, limit }, now) {
      const id = textAt(after);
      const part = partOf(q ?? '');
      const where: Prisma.UserWhereInput = {
        ...defined({ role, active }),
        ...(q === undefined ? {} : { OR: [{ name: part }, { email: part }] }),
        ...(id === null ? {} : { id: { gt: id } }),
      };
      const rows = await db.user.findMany({ where, include: WITH_TEAMS, orderBy: { id: 'asc' }, take: limit + 1 });
      return cutPage(
        rows,
        limit,
        (user) => [user.id],
        (user) => userView(user, now),
      );
    },
    async get(id, now) {
      const row = await db.user.findUnique({ where: { id }, include: WITH_TEAMS });
      if (row === null) return null;
      const reports = await db.user.count({ where: { managerId: id, active: true } });
      return { ...userView(row, now), work: await workOf(db, id), reports };
    },
    isBelow: async (id, managerId) => isBelow(await readPeople(db), id, managerId),
    stoodInFor: async (userId, now) => stoodInFor(await readPeople(db), userId, now),
  };
}

type Columns = Prisma.UserUncheckedUpdateInput;

/** Changes one user under the lock of all; null: there is none such. */
function writing(
  db: Db,
  id: string,
  by: Writer,
  judge: (tx: Tx, people: ReadonlyMap<string, Person>, person: Person) => Promise<Result<Columns, PeopleRefusal>>,
): Promise<Result<UserView, PeopleRefusal> | null> {
  return db.$transaction(async (tx) => {
    const people = await lockPeople(tx);
    const person = people.get(id);
    if (person === undefined) return null;
    const data = await judge(tx, people, person);
    if (!data.ok) return data;
    return ok(userView(await tx.user.update({ where: { id }, data: data.value, include: WITH_TEAMS }), by.at));
  });
}

/** What is theirs is on its way to others. */
const isLeaving = async (tx: Tx, userId: string): Promise<boolean> =>
  (await tx.handover.count({ where: { userId, state: 'running' } })) > 0;

/** Two users whose addresses differ in case only would be one to whoever signs in. */
async function takenBy(tx: Tx, email: string, id: string | null): Promise<'user-email-taken' | null> {
  const holder = await tx.user.findFirst({ where: { email: { equals: keyOf(email), mode: 'insensitive' } } });
  return holder === null || holder.id === id ? null : 'user-email-taken';
}

const keyOf = (email: string): string => email.trim().toLowerCase();

const audit = (tx: Tx, by: Writer, action: string, objectId: string, detail?: Prisma.InputJsonObject) =>
  writeAudit(tx, by, { action, objectType: 'user', objectId, ...(detail === undefined ? {} : { detail }) });

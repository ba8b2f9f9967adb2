import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importCsv } from '../../src/db/import/csv/import-csv.js';
import { newId } from '../../src/db/new-id.js';
import { handOver } from '../../src/db/people/hand-over.js';
import { createPrograms } from '../../src/db/programs.js';
import { DAY, HOUR } from '../../src/domain/instant.js';
import { aFile } from '../support/files.js';
import { historiesOf } from '../support/histories.js';
import { aPool, claim, ownershipOf, tellClocks } from '../support/pools.js';
import { CACHES, SkippingWorld } from '../support/skipping.js';
import { eventually, type TestSystem } from '../support/system.js';

const JOURNEY = `
kind: journey
id: lead
name: Lead
enter: { on: manual }
steps:
  - id: call
    task: { kind: call, title: Call, due: 9 days, outcomes: [reached, no-answer] }
  - end: done
`;

let world: SkippingWorld;
let system: TestSystem;

async function begin(worker: (typeof CACHES)[number][1]) {
  world = await SkippingWorld.start(JOURNEY, { worker, hibernateAfter: 30 * DAY });
  ({ system } = world);
  await aPool(system, { followUpWithin: '4 days', remindBefore: '1 day' });
}

afterEach(() => world?.stop());

async function aLead(changes: object = {}): Promise<string> {
  const at = new Date(system.now());
  const id = newId('contact');
  const who = { name: 'Ada Lovelace', email: `${id}@buyer.example`, emailKey: `${id}@buyer.example` };
  await system.db.contact.create({
    data: { id, ...who, poolId: 'inbound', tags: [], createdAt: at, updatedAt: at, ...changes },
  });
  return id;
}

const by = { actorId: 'usr_rep', source: 'test' } as const;
const claimed = (contactId: string) => claim(system, contactId);
const latest = (contactId: string) => ownershipOf(system, contactId);
const tell = () => tellClocks(system);

const reckoned = (contactId: string) =>
  eventually(
    () => latest(contactId),
    ({ dueAt }) => dueAt !== null,
  );
const noticesOf = async (contactId: string) =>
  (await system.db.notice.findMany({ where: { contactId }, orderBy: { at: 'asc' } })).map(
    ({ userId, kind }) => `${userId} ${kind}`,
  );
const statusOf = async (contactId: string) => {
  const { id } = await latest(contactId);
  return (await system.client.workflow.getHandle(`lead-clock/${id}`).describe()).status.name;
};

describe.each(CACHES)('the clock of a claimed lead, %s', (_, worker) => {
  beforeEach(() => begin(worker));

  test('reminds its owner, and takes the lead back when nobody followed up', async () => {
    const contactId = await aLead();
    const { journeyId } = await system.enrol('lead', contactId);
    const began = system.now();
    await claimed(contactId);
    await tell();
    const { clockFrom, dueAt, remindAt } = await reckoned(contactId);
    expect(clockFrom?.getTime()).toBeLessThan(began + HOUR);
    expect([dueAt, remindAt].map((at) => (at?.getTime() ?? 0) - (clockFrom?.getTime() ?? 0))).toEqual([
      4 * DAY,
      3 * DAY,
    ]);
    await eventually(
      () => system.db.task.findFirst({ where: { contactId } }),
      (task) => task?.assigneeId === 'usr_rep',
    );
    await world.pass(3 * DAY - HOUR);
    expect(await noticesOf(contactId)).toEqual(['usr_boss lead-claimed']);
    await world.pass(2 * HOUR);
    await eventually(
      () => noticesOf(contactId),
      (all) => all.includes('usr_rep lead-unworked'),
    );
    expect((await latest(contactId)).until).toBeNull();
    await world.pass(DAY);
    const over = await eventually(
      () => latest(contactId),
      ({ until }) => until !== null,
    );
    expect(over).toMatchObject({ ended: 'reclaim', endedBy: 'pool:inbound', ownerId: 'usr_rep' });
    expect((over.until?.getTime() ?? 0) - (clockFrom?.getTime() ?? 0)).toBeLessThan(4 * DAY + HOUR);
    expect(await system.db.contact.findUnique({ where: { id: contactId } })).toMatchObject({
      ownerId: null,
      poolId: 'inbound',
    });
    expect(await noticesOf(contactId)).toEqual([
      'usr_boss lead-claimed',
      'usr_rep lead-unworked',
      'usr_rep lead-taken-back',
      'usr_boss lead-taken-back',
    ]);
    // The journey goes on, without an owner, and its call waits for whoever claims the lead next.
    expect(await system.row(journeyId)).toMatchObject({ status: 'open', ownerId: null });
    expect(await system.db.task.findFirst({ where: { contactId } })).toMatchObject({
      status: 'open',
      assigneeId: null,
      teamId: 'sellers',
    });
    expect(
      await system.db.event.findMany({ where: { contactId, type: 'contact.changed' }, orderBy: { seq: 'desc' } }),
    ).toMatchObject([{ source: 'pool:inbound', fields: { set: { ownerId: null } } }, {}]);
    expect(await system.db.audit.findFirst({ where: { action: 'pool.reclaim' } })).toMatchObject({
      objectId: contactId,
    });
    await eventually(
      () => statusOf(contactId),
      (status) => status === 'COMPLETED',
    );
  });

  test('stops at the first real contact, and at nothing less', async () => {
    const contactId = await aLead();
    await claimed(contactId);
    await system.enrol('lead', contactId);
    await tell();
    await reckoned(contactId);
    await world.pass(DAY);
    const engine = system.engine();
    await engine.receive({ type: 'email.opened', contactId, fields: { step: 'x' }, source: 'test' });
    await engine.receive({ type: 'email.autoReplied', contactId, fields: { step: 'x' }, source: 'test' });
    expect((await latest(contactId)).workedAt).toBeNull();
    const task = await eventually(
      () => system.db.task.findFirst({ where: { contactId } }),
      (found) => found !== null,
    );
    const at = system.now();
    await engine.completeTask({ taskId: task?.id ?? '', outcome: 'reached', actorId: 'usr_rep' });
    const worked = await latest(contactId);
    expect(worked.workedBy).toBe(task?.id);
    expect(Math.abs((worked.workedAt?.getTime() ?? 0) - at)).toBeLessThan(HOUR);
    // At once, not when it would have been due.
    await eventually(
      () => statusOf(contactId),
      (status) => status === 'COMPLETED',
    );
    await world.pass(30 * DAY);
    expect(await latest(contactId)).toMatchObject({ until: null, ownerId: 'usr_rep' });
    expect(await noticesOf(contactId)).toEqual(['usr_boss lead-claimed']);
  });

  test('is reckoned by a changed rule from its old beginning; without a rule it stands, with one again it goes on', async () => {
    const contactId = await aLead();
    await claimed(contactId);
    await tell();
    const { clockFrom } = await reckoned(contactId);
    await world.pass(DAY);
    const change = async (data: object) => {
      await system.db.pool.update({ where: { id: 'inbound' }, data });
      await tell();
    };
    const due = (n: number) => (row: { dueAt: Date | null }) =>
      row.dueAt?.getTime() === (clockFrom?.getTime() ?? 0) + n * DAY;
    await change({ followUpWithin: '9 days' });
    await eventually(() => latest(contactId), due(9));
    await change({ followUpWithin: null, remindBefore: null });
    await eventually(
      () => latest(contactId),
      ({ dueAt }) => dueAt === null,
    );
    await eventually(
      () => statusOf(contactId),
      (status) => status === 'COMPLETED',
    );
    await world.pass(DAY);
    await change({ followUpWithin: '3 days' });
    await eventually(() => latest(contactId), due(3));
    expect((await latest(contactId)).clockFrom).toEqual(clockFrom);
    await world.pass(DAY + HOUR);
    await eventually(
      () => latest(contactId),
      ({ ended }) => ended === 'reclaim',
    );
  });

  test('stands while its owner is away, and a lead of one who has left is free at once', async () => {
    const contactId = await aLead();
    await claimed(contactId);
    await tell();
    const { dueAt } = await reckoned(contactId);
    const [from, to] = [new Date(system.now()), new Date(system.now() + 10 * DAY)];
    await system.db.user.update({ where: { id: 'usr_rep' }, data: { absentFrom: from, absentTo: to } });
    await tell();
    await eventually(
      () => latest(contactId),
      (row) => (row.dueAt ?? 0) > (dueAt ?? 0),
    );
    await world.pass(10 * DAY);
    expect((await latest(contactId)).until).toBeNull();
    await system.db.user.update({ where: { id: 'usr_rep' }, data: { active: false } });
    await tell();
    await eventually(
      () => latest(contactId),
      ({ ended }) => ended === 'left',
    );
  });

  test('Law 7: Temporal is told ids and instants only', async () => {
    const contactId = await aLead({ name: 'Canaria Namensvogel', email: 'canary@vogelhaus.example' });
    await claimed(contactId);
    await tell();
    await reckoned(contactId);
    await world.pass(5 * DAY);
    const over = await eventually(
      () => latest(contactId),
      ({ until }) => until !== null,
    );
    const text = JSON.stringify(await historiesOf(system.client, `lead-clock/${over.id}`));
    for (const canary of ['Canaria', 'vogelhaus', contactId, 'usr_rep']) expect(text).not.toContain(canary);
  });
});

const ASSIGN = (by: string) => `
kind: journey
id: assign-${by.toLowerCase()}
name: Assign
enter: { on: manual }
steps:
  - assign: { team: sellers, by: ${by} }
  - wait: 20 days
  - end: done
`;

/** Every way in which somebody comes to have a lead of a pool. */
const WAYS: readonly (readonly [string, string, () => Promise<string>])[] = [
  [
    'made with an owner',
    'create',
    async () => {
      const fields = { name: 'Grace', ownerId: 'usr_rep', poolId: 'inbound' };
      const made = await system.engine().createContact(fields, { actorId: 'usr_boss', source: 'test' });
      return made.ok ? made.value.contact.id : '';
    },
  ],
  ['a change of the record', 'edit', () => moved((contactId) => reassign(contactId))],
  [
    'a journey given to another',
    'reassign',
    () =>
      moved((contactId) => reassign(contactId, { requestId: contactId, journeyId: `jrn_${contactId}`, reason: 'ill' })),
  ],
  ['a claim', 'claim', () => moved(claimed)],
  [
    'being given out',
    'give',
    () =>
      moved((contactId) =>
        system.engine().moveLead({ type: 'give', poolId: 'inbound', contactId, userId: 'usr_rep', ...by }),
      ),
  ],
  ['an assignment by turn', 'assign', () => assigned('roundRobin')],
  ['an assignment by load', 'assign', () => assigned('leastLoaded')],
  ['an assignment by territory', 'assign', () => assigned('territory')],
  [
    'an import that gives a known contact an owner',
    'import',
    () =>
      moved(async (contactId) => {
        const csv = await aFile(`email,owner\n${contactId}@buyer.example,usr_rep\n`);
        await importCsv(system.db, csv, { now: system.now(), source: 'Fair' });
      }),
  ],
  [
    'being put into the pool by an import’s owner',
    'import',
    async () => {
      const email = `${newId('contact')}@buyer.example`;
      await importCsv(system.db, await aFile(`email,owner\n${email},usr_rep\n`), { now: system.now(), source: 'Fair' });
      const { id } = await system.db.contact.findUniqueOrThrow({ where: { emailKey: email } });
      await system.db.contact.update({
        where: { id },
        data: { poolId: 'inbound', updatedAt: new Date(system.now()) },
      });
      return id;
    },
  ],
  ['being handed over by somebody who has left', 'handover', () => handedOver()],
  [
    'a statement by hand',
    'record',
    () =>
      moved(async (contactId) => {
        await system.db
          .$executeRaw`UPDATE contacts SET "ownerId" = 'usr_rep', "updatedAt" = ${new Date(system.now())} WHERE id = ${contactId}`;
      }),
  ],
];

async function moved(move: (contactId: string) => Promise<unknown>): Promise<string> {
  const contactId = await aLead();
  await move(contactId);
  return contactId;
}

const reassign = (
  contactId: string,
  request?: { readonly requestId: string; readonly journeyId: string; readonly reason: string },
) => system.engine().reassign({ contactId, ownerId: 'usr_rep', ...by, ...(request === undefined ? {} : { request }) });

const fails = (error: unknown) => expect.fail(String(error));

async function handedOver(): Promise<string> {
  const at = new Date(system.now());
  const gone = { id: 'usr_gone', email: 'gone@sender.example', name: 'Gone', role: 'rep', active: false };
  await system.db.user.create({ data: { ...gone, createdAt: at } });
  const contactId = await aLead({ ownerId: 'usr_gone' });
  const why = { target: {}, reason: 'left', actorId: 'usr_boss', source: 'test', createdAt: at, realNextAt: at };
  const items = { create: { kind: 'contact', objectId: contactId, toId: 'usr_rep' } };
  await system.db.handover.create({ data: { id: 'hnd_1', requestId: 'hnd_1', userId: 'usr_gone', ...why, items } });
  const { db, deployment } = system;
  const now = () => ({ virtual: system.now(), real: system.now() });
  await handOver({ db, programs: createPrograms(db), deployment }, now, fails);
  return contactId;
}

async function assigned(kind: string): Promise<string> {
  await system.publish(ASSIGN(kind));
  const contactId = await aLead();
  await system.enrol(`assign-${kind.toLowerCase()}`, contactId);
  await eventually(
    () => system.db.contact.findUniqueOrThrow({ where: { id: contactId } }),
    ({ ownerId }) => ownerId !== null,
  );
  return contactId;
}

describe('every way a lead gets its owner', () => {
  test('starts its clock, which takes it back, and is kept with how', async () => {
    await begin({});
    const leads = new Map<string, string>();
    for (const [way, , go] of WAYS) leads.set(way, await go());
    await tell();
    for (const contactId of leads.values()) await reckoned(contactId);
    await world.pass(5 * DAY);
    const seen: [string, string, string | null][] = [];
    for (const [way, contactId] of leads) {
      const { how, ended } = await eventually(
        () => latest(contactId),
        ({ until }) => until !== null,
      );
      seen.push([way, how, ended]);
    }
    expect(seen).toEqual(WAYS.map(([way, how]) => [way, how, 'reclaim']));
  });
});

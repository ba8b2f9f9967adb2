import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HandoverTarget } from '../../src/api/contracts/leaving.js';
import type { Tx } from '../../src/db/client.js';
import { askEntry } from '../../src/db/journey/entry.js';
import { lockUser } from '../../src/db/journey/lock.js';
import { newId } from '../../src/db/new-id.js';
import { handOver } from '../../src/db/people/hand-over.js';
import { lockTeam } from '../../src/db/people/team-lock.js';
import { createPrograms } from '../../src/db/programs.js';
import { aContact, aDefinition, aJourney, startTestApi, type TestApi } from '../api/support.js';
import { eventually } from '../support/system.js';
import { aDeployment } from '../support/walk.js';

/* Two transactions of which the second has to wait for the first, and the first then wants more. */

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.ask('ops', 'POST', '/v1/definitions', { text: aDefinition() });
});
afterAll(() => api.stop());

const at = new Date();
async function aUser(changes: object = {}): Promise<string> {
  const id = newId('user');
  const user = { id, email: `${id}@x.example`, name: id, role: 'rep', createdAt: at, ...changes };
  await api.db.user.create({ data: user });
  return id;
}
const leave = (id: string, to: HandoverTarget) =>
  api.ask('ops', 'POST', `/v1/users/${id}/leaving`, { to, reason: 'a new job' });

const isWaitedFor = async () => {
  const [row] = await api.db.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.n === 1;
};

/** What the second answers, which is begun after the first step of the other and waits for it before its last. */
async function whileHeld<T>(
  first: (tx: Tx) => Promise<unknown>,
  second: () => Promise<T>,
  last: (tx: Tx) => Promise<unknown>,
) {
  const { answer } = await api.db.$transaction(async (tx) => {
    await first(tx);
    const answer = second();
    // Whether it fails is asked by the caller.
    answer.catch(() => {});
    await eventually(isWaitedFor, (waited) => waited);
    await last(tx);
    return { answer };
  });
  return await answer;
}

describe('locks', () => {
  it('of an owner are not taken by who only asks whether a journey may begin', async () => {
    const text = aDefinition('of-owner', 'per: user\n');
    const published = await api.ask('ops', 'POST', '/v1/definitions', { text });
    expect(published.statusCode, published.body).toBeLessThan(300);
    const ownerId = await aUser();
    const contactId = await aContact(api.db, { ownerId });
    const now = { virtual: Date.now(), real: Date.now() };
    const request = { definitionId: 'of-owner', contactId, eventId: null, now };
    const asks = () => api.db.$transaction((tx) => askEntry(tx, createPrograms(api.db), aDeployment(), request));
    const entry = await api.db.$transaction(async (tx) => {
      await lockUser(tx, ownerId);
      return await asks();
    });
    expect(entry).toMatchObject({ type: 'open', subject: { type: 'user', id: ownerId } });
  });

  it('of the people of somebody who leaves are taken in the order of an assignment', async () => {
    const leaver = await aUser();
    const [low, high] = [await aUser(), await aUser()];
    // Read in this order: the one that comes later first.
    await api.db.user.update({ where: { id: high }, data: { managerId: leaver } });
    await api.db.user.update({ where: { id: low }, data: { managerId: leaver } });
    const hold = (id: string) => (tx: Tx) => tx.$queryRaw`SELECT 1 FROM users WHERE id = ${id} FOR SHARE`;
    const left = await whileHeld(hold(low), () => leave(leaver, { type: 'user', userId: api.users.rep }), hold(high));
    expect(left.statusCode, left.body).toBe(201);
  });

  it('of journeys that follow their contacts are not held by who waits for a team', async () => {
    // Others who leave would have their turn first.
    await api.db.handover.updateMany({ data: { state: 'done' } });
    const [leaver, other] = [await aUser(), await aUser()];
    const team = newId('team');
    await api.db.team.create({ data: { id: team, name: team, members: { create: { userId: other } } } });
    await leave(leaver, { type: 'team', teamId: team, by: 'roundRobin' });
    await aContact(api.db, { ownerId: leaver });
    const contact = await aContact(api.db, { ownerId: other });
    const journey = await aJourney(api.db, contact, { ownerId: leaver });
    const deps = { db: api.db, programs: createPrograms(api.db), deployment: aDeployment() };
    const clock = () => ({ virtual: Date.now(), real: Date.now() });
    const moved = await whileHeld(
      (tx) => lockTeam(tx, team),
      () => handOver(deps, clock, (error) => expect.fail(String(error))),
      (tx) => tx.journey.update({ where: { id: journey }, data: { phase: 'waiting' } }),
    );
    expect(moved).toBe(1);
    expect((await api.db.journey.findUniqueOrThrow({ where: { id: journey } })).ownerId).toBe(other);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActivityDeps } from '../../src/activities/index.js';
import { createTeamStore } from '../../src/db/people/team-store.js';
import { attempt, firstAdvance } from '../support/attempts.js';
import { TestSystem } from '../support/system.js';

const journey = (by: string) => `
kind: journey
id: ${by.toLowerCase()}
name: ${by}
enter: { on: nothing.such, again: always }
steps:
  - id: give
    assign: { team: sales, by: ${by} }
  - id: call
    task: { kind: call, title: Call, due: 1 days, outcomes: [ok] }
`;

const MEMBERS = ['usr_a', 'usr_b', 'usr_c'];

/* No Temporal: the attempts of journeys' first advances are run by hand, many at once, as two workers would. */
describe('assignment from a team', () => {
  let system: TestSystem;
  let deps: ActivityDeps;

  beforeAll(async () => {
    system = await TestSystem.start({ address: '127.0.0.1:1', namespace: 'none', skipping: false });
    for (const by of ['roundRobin', 'leastLoaded', 'territory']) await system.publish(journey(by));
    const at = new Date();
    for (const id of ['usr_max', ...MEMBERS, 'usr_gone', 'usr_away']) {
      const role = id === 'usr_max' ? 'manager' : 'rep';
      await system.db.user.create({ data: { id, email: `${id}@x.example`, name: id, role, createdAt: at } });
    }
    await system.db.user.update({ where: { id: 'usr_gone' }, data: { active: false } });
    await system.db.user.update({ where: { id: 'usr_away' }, data: { absentFrom: new Date(0) } });
    await system.db.team.create({ data: { id: 'sales', name: 'Sales' } });
    for (const userId of [...MEMBERS, 'usr_gone', 'usr_away'])
      await system.db.teamMember.create({ data: { teamId: 'sales', userId } });
    deps = system.activityDeps();
  });

  afterAll(() => system?.stop());

  /** So many leads at the same time; who got each of them. */
  async function leads(n: number, by: string, contact: object = {}): Promise<(string | null)[]> {
    const ids: string[] = [];
    const inputs = [];
    for (let i = 0; i < n; i++) {
      const id = await system.contact({ ownerId: null, ...contact });
      ids.push(id);
      inputs.push(firstAdvance((await system.enrol(by.toLowerCase(), id, system.engine({ tells: false }))).journeyId));
    }
    await Promise.all(inputs.map((input) => attempt(deps, input)));
    const owners = await system.db.contact.findMany({ where: { id: { in: ids } }, select: { ownerId: true } });
    return owners.map(({ ownerId }) => ownerId);
  }

  test('is what Temporal’s UI shows from the decision on that made it', async () => {
    const id = await system.contact({ ownerId: null });
    const { journeyId } = await system.enrol('roundrobin', id, system.engine({ tells: false }));
    const first = { ...firstAdvance(journeyId), shows: true as const };
    const { shown } = await attempt({ ...deps, searchAttributes: () => true }, first);
    const { ownerId } = await system.db.contact.findUniqueOrThrow({ where: { id } });
    expect(MEMBERS).toContain(ownerId);
    expect(shown?.keywords?.FtOwner).toBe(ownerId);
  });

  const counts = (owners: readonly (string | null)[]) =>
    MEMBERS.map((id) => owners.filter((owner) => owner === id).length);

  test('by turn gives the same to each, however many leads come at once, and nothing to who is away or gone', async () => {
    expect(counts(await leads(24, 'roundRobin'))).toEqual([8, 8, 8]);
  });

  test('by load gives the same to each, however many leads come at once', async () => {
    expect(counts(await leads(18, 'leastLoaded'))).toEqual([6, 6, 6]);
  });

  test('goes on from where the turn was set', async () => {
    const members = ['usr_c', 'usr_a', 'usr_b'].map((userId) => ({ userId, territories: [] }));
    await createTeamStore(system.db).update('sales', { members }, { actorId: 'test', at: Date.now() });
    expect([await leads(1, 'roundRobin'), await leads(1, 'roundRobin')]).toEqual([['usr_c'], ['usr_a']]);
  });

  test('by territory passes over who looks after it and is away, for who is there', async () => {
    const where = (userId: string) => ({ teamId_userId: { teamId: 'sales', userId } });
    await system.db.teamMember.update({ where: where('usr_a'), data: { territories: ['CN/Zhejiang'] } });
    await system.db.teamMember.update({ where: where('usr_b'), data: { territories: ['CN'] } });
    const place = { country: 'CN', region: 'Zhejiang' };
    expect(counts(await leads(3, 'territory', place))).toEqual([3, 0, 0]);
    await system.db.user.update({ where: { id: 'usr_a' }, data: { absentFrom: new Date(0) } });
    expect(counts(await leads(3, 'territory', place))).toEqual([0, 3, 0]);
    await system.db.user.update({ where: { id: 'usr_a' }, data: { absentFrom: null } });
  });

  test('whoever of the team is away, gives nothing to them; where all are, a manager hears of it and has the task', async () => {
    for (let mask = 0; mask < 2 ** MEMBERS.length; mask++) {
      const there = MEMBERS.filter((_, i) => (mask & (2 ** i)) !== 0);
      await system.db.user.updateMany({ where: { id: { in: MEMBERS } }, data: { absentFrom: new Date(0) } });
      await system.db.user.updateMany({ where: { id: { in: there } }, data: { absentFrom: null } });
      const owners = await leads(4, 'roundRobin');
      for (const owner of owners) expect(there.length === 0 ? [null] : there).toContain(owner);
    }
  });

  test('of nobody who is there leaves the lead with a manager: a notice, and the task', async () => {
    await system.db.user.updateMany({ where: { id: { in: MEMBERS } }, data: { absentFrom: new Date(0) } });
    const contactId = await system.contact({ ownerId: null });
    const { journeyId } = await system.enrol('roundrobin', contactId, system.engine({ tells: false }));
    await attempt(deps, firstAdvance(journeyId));
    expect(await system.story(journeyId)).toContain('give assign skip nobody-available');
    expect(await system.db.task.findFirst({ where: { journeyId } })).toMatchObject({ assigneeId: 'usr_max' });
    const notices = await system.db.notice.findMany({ where: { journeyId } });
    expect(notices).toMatchObject([{ userId: 'usr_max', kind: 'nobody-available' }]);
  });
});

import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OverviewView } from '../../src/api/contracts/overview.js';
import { countStuck } from '../../src/db/stuck.js';
import { MINUTE } from '../../src/domain/instant.js';
import { STUCK_REASONS, type StuckQuestion, stuckReason } from '../../src/domain/stuck.js';
import { aContact, aJourney, startTestApi, type TestApi } from './support.js';

const failing: string[] = [];
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ failingRuns: async () => failing });
});
afterAll(() => api.stop());
beforeEach(async () => {
  failing.length = 0;
  await api.db.outbox.deleteMany();
  await api.db.journey.deleteMany();
});

const ago = (ms: number | null) => (ms === null ? null : new Date(Date.now() - ms));
/** What counts is a quarter of an hour; nothing is drawn near to it. */
const age = fc.constantFrom(-60, 0, 5, 14, 16, 60, 10_000).map((minutes) => minutes * MINUTE);
const drawn = fc.record({
  status: fc.constantFrom('open', 'ended'),
  phase: fc.constantFrom('starting', 'active', 'held'),
  started: age,
  next: fc.option(age),
  poked: fc.boolean(),
  pokedFor: fc.option(age),
  untoldFor: fc.option(age),
  told: fc.boolean(),
  failing: fc.boolean(),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

async function put(of: Drawn, ownerId = api.users.manager): Promise<string> {
  const contactId = await aContact(api.db, { ownerId });
  const id = await aJourney(api.db, contactId, {
    ownerId,
    status: of.status,
    phase: of.phase,
    startedAt: ago(of.started) ?? new Date(),
    nextAt: ago(of.next),
    poked: of.poked,
    realPokedAt: ago(of.pokedFor),
  });
  const { workflowId } = await api.db.journey.findUniqueOrThrow({ where: { id } });
  if (of.failing) failing.push(workflowId);
  if (of.untoldFor !== null)
    await api.db.outbox.create({
      data: {
        kind: 'poke',
        journeyId: id,
        workflowId,
        realAt: ago(of.untoldFor) ?? new Date(),
        doneAt: of.told ? new Date() : null,
      },
    });
  return id;
}

const instantOf = (ms: number | null): number | null => ago(ms)?.getTime() ?? null;
const questionOf = (of: Drawn): StuckQuestion => ({
  status: of.status,
  phase: of.phase,
  startedAt: instantOf(of.started) ?? 0,
  nextAt: instantOf(of.next),
  poked: of.poked,
  realPokedAt: instantOf(of.pokedFor),
  untoldSince: of.told ? null : instantOf(of.untoldFor),
  failing: of.failing,
});

const fresh = {
  status: 'open',
  phase: 'active',
  started: 0,
  next: null,
  poked: false,
  pokedFor: null,
  untoldFor: null,
  told: false,
  failing: false,
} as const;
const listed = async (role: 'manager' | 'rep' = 'manager', query = '') =>
  (await api.ask(role, 'GET', `/v1/stuck-journeys${query}`)).json<{
    data: { id: string; why: string }[];
    nextCursor: string | null;
  }>();

describe('what is stuck', () => {
  it('is in SQL what the rule says, for whatever is drawn', async () => {
    const before = { business: Date.now() - 15 * MINUTE, real: Date.now() - 15 * MINUTE };
    const expected = new Map<string, string>();
    const seen = new Set<string>();
    for (const of of fc.sample(drawn, { numRuns: 300, seed: 6 })) {
      const id = await put(of);
      const reason = stuckReason(questionOf(of), before);
      if (reason !== null) expected.set(id, reason);
      seen.add(String(reason));
    }
    expect(seen).toEqual(new Set([...STUCK_REASONS, 'null']));
    const found = new Map<string, string>();
    let cursor: string | null = null;
    do {
      const page = await listed('manager', `?limit=40${cursor === null ? '' : `&cursor=${cursor}`}`);
      for (const { id, why } of page.data) found.set(id, why);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect([...found].sort()).toEqual([...expected].sort());
    const counts = await countStuck(api.db, { type: 'all' }, { before, failing });
    for (const reason of STUCK_REASONS)
      expect(counts[reason] ?? 0, reason).toBe([...expected.values()].filter((why) => why === reason).length);
  });

  it('is shown first on the home of whoever looks after it, and to a rep of their own only', async () => {
    const mine = await put({ ...fresh, next: 20 * MINUTE }, api.users.rep);
    const theirs = await put({ ...fresh, phase: 'starting', started: 20 * MINUTE });
    await put({ ...fresh, next: 10 * MINUTE });
    const { stuck } = (await api.ask('manager', 'GET', '/v1/overview')).json<OverviewView>();
    expect(stuck.count).toBe(2);
    expect(stuck.first.map(({ id, why }) => [id, why])).toEqual([
      [mine, 'due'],
      [theirs, 'not-begun'],
    ]);
    expect((await listed('rep')).data.map(({ id }) => id)).toEqual([mine]);
  });

  it('is counted for Prometheus by why, with what waits for a person, and how far behind the worst is', async () => {
    await put({ ...fresh, next: 20 * MINUTE });
    await put({ ...fresh, failing: true });
    await put({ ...fresh, phase: 'held' });
    const { body } = await api.ask('ops', 'GET', '/metrics');
    const figure = (name: string) =>
      Number(
        body
          .split('\n')
          .find((line) => line.startsWith(`${name} `))
          ?.split(' ')[1],
      );
    expect(figure('followthrough_journeys_stuck{why="due"}')).toBe(1);
    expect(figure('followthrough_journeys_stuck{why="failing"}')).toBe(1);
    expect(figure('followthrough_journeys_stuck{why="held"}')).toBe(1);
    expect(figure('followthrough_journeys_stuck{why="untold"}')).toBe(0);
    expect(figure('followthrough_furthest_behind_seconds')).toBeGreaterThanOrEqual(1_200);
    expect(figure('followthrough_furthest_behind_seconds')).toBeLessThan(1_300);
  });

  it('is found without reading whole tables', async () => {
    const plan = async (sql: string) =>
      (await api.db.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${sql}`))
        .map((row) => row['QUERY PLAN'])
        .join('\n');
    await api.db.$executeRawUnsafe('SET enable_seqscan = off');
    expect(await plan(`SELECT id FROM journeys WHERE phase = 'starting' AND "startedAt" < now()`)).toContain(
      'journeys_not_begun',
    );
    expect(await plan(`SELECT id FROM journeys WHERE poked AND "realPokedAt" < now()`)).toContain('journeys_poked');
  });
});

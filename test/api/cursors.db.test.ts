import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aContact, aDefinition, aTask, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

interface Listed {
  readonly data: readonly { readonly id: string }[];
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
}

/** Walks a list to its end; `between` happens after each page. */
async function walk(
  url: string,
  limit: number,
  between: () => Promise<unknown> = async () => undefined,
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page: Listed = (
      await api.ask('ops', 'GET', `${url}${url.includes('?') ? '&' : '?'}limit=${limit}${more}`)
    ).json();
    expect(page.data.length).toBeLessThanOrEqual(limit);
    expect(page.hasMore).toBe(page.nextCursor !== null);
    ids.push(...page.data.map((row) => row.id));
    cursor = page.nextCursor;
    await between();
  } while (cursor !== null);
  return ids;
}

describe('pages', () => {
  it('of contacts give each row once, whatever the size of a page and whatever comes in meanwhile', async () => {
    const before: string[] = [];
    for (let i = 0; i < 23; i++) before.push(await aContact(api.db));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async (limit) => {
        const seen = await walk('/v1/contacts', limit, () => aContact(api.db));
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toEqual(expect.arrayContaining(before));
        expect(seen).toEqual([...seen].sort().reverse());
      }),
      { numRuns: 8 },
    );
  });

  it('of tasks go by due time, those of one instant by id, those without one last', async () => {
    const noon = new Date('2027-01-04T12:00:00Z');
    const tasksDue = (dueAt?: Date) =>
      Promise.all([1, 2, 3].map(() => aTask(api.db, dueAt === undefined ? {} : { dueAt })));
    // Ids sort by millisecond only: two of one millisecond are in either order.
    const withoutTime = (await tasksDue()).sort();
    const later = (await tasksDue(new Date('2027-01-05T12:00:00Z'))).sort();
    const atNoon = (await tasksDue(noon)).sort();
    const expected = [...atNoon, ...later, ...withoutTime];
    for (const limit of [1, 2, 3, 4, 8, 9, 100])
      expect(await walk('/v1/tasks', limit), `limit ${limit}`).toEqual(expected);
  });

  it('of journeys go by what is next, and leave out what waits for an event only', async () => {
    await api.ask('ops', 'POST', '/v1/definitions', { text: aDefinition() });
    const ids: string[] = [];
    for (const hour of [3, 1, 1, null, 2]) {
      const { id } = (
        await api.ask('ops', 'POST', '/v1/journeys', { definition: 'nurture', contactId: await aContact(api.db) })
      ).json<{ id: string }>();
      await api.db.journey.update({
        where: { id },
        data: { nextAt: hour === null ? null : new Date(Date.UTC(2027, 0, 4, hour)) },
      });
      ids.push(id);
    }
    const expected = [ids[1], ids[2], ids[4], ids[0]];
    for (const limit of [1, 2, 3, 10]) expect(await walk('/v1/journeys?sort=nextAt', limit)).toEqual(expected);
    expect(await walk('/v1/journeys', 2)).toEqual([...ids].reverse());
  });
});

describe('a cursor', () => {
  it.each([
    ['noise', 'noise'],
    ['JSON of another kind', Buffer.from('{"a":1}').toString('base64url')],
    ['another list’s', Buffer.from('["deals","dea_x"]').toString('base64url')],
    ['one too long', Buffer.from('["contacts","a","b"]').toString('base64url')],
    ['one with a number for an id', Buffer.from('["contacts",7]').toString('base64url')],
    ['one with a NUL', Buffer.from('["contacts","a\\u0000"]').toString('base64url')],
  ])('that is %s is refused', async (_, cursor) => {
    expect(problemOf(await api.ask('ops', 'GET', `/v1/contacts?cursor=${cursor}`))).toMatchObject({
      status: 400,
      code: 'bad-cursor',
      errors: [{ pointer: '/cursor' }],
    });
  });

  it('never makes a fault of ours, whatever it says', async () => {
    const part = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.constant(null), fc.maxSafeInteger());
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('tasks', 'journeys?sort=nextAt', 'messages'),
        fc.array(part, { maxLength: 3 }),
        async (list, parts) => {
          const name = list === 'journeys?sort=nextAt' ? 'journeys:nextAt' : list;
          const cursor = Buffer.from(JSON.stringify([name, ...parts])).toString('base64url');
          const { statusCode } = await api.ask(
            'ops',
            'GET',
            `/v1/${list}${list.includes('?') ? '&' : '?'}cursor=${cursor}`,
          );
          expect([200, 400]).toContain(statusCode);
        },
      ),
      // A year before the first is a date that Postgres doesn't read.
      { numRuns: 100, examples: [['tasks', [-62_135_596_800_001, '']]] },
    );
  });
});

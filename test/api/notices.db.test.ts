import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/api/contracts/common.js';
import type { NoticeView } from '../../src/api/contracts/notices.js';
import { newId } from '../../src/db/new-id.js';
import { MOST_UNREAD, NOTICE_KINDS } from '../../src/domain/notices.js';
import { aContact, aDefinition, aJourney, aNotice, aTask, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.ask('ops', 'POST', '/v1/definitions', { text: aDefinition() });
});
beforeEach(() => api.db.notice.deleteMany());
afterAll(() => api.stop());

interface Listed {
  readonly data: readonly NoticeView[];
  readonly nextCursor: string | null;
  readonly unread: number;
}
const list = async (role: Role, query = ''): Promise<Listed> =>
  (await api.ask(role, 'GET', `/v1/notices${query}`)).json();
const idsOf = ({ data }: Listed) => data.map(({ id }) => id);
/** Newest last: ids of one millisecond are in either order, so each is made in a later one. */
async function some(count: number, userId: string): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const id = `ntc_${String(i).padStart(26, '0')}${userId.slice(-4)}`;
    await api.db.notice.create({ data: { id, userId, kind: 'lead-given', at: new Date() } });
    ids.push(id);
  }
  return ids;
}

describe('the notices', () => {
  it('are those of whoever asks, newest first, also for a role that sees everything', async () => {
    const mine = await some(3, api.users.ops);
    const reps = await some(2, api.users.rep);
    expect(idsOf(await list('ops'))).toEqual([...mine].reverse());
    expect(idsOf(await list('rep'))).toEqual([...reps].reverse());
    expect(await list('viewer')).toMatchObject({ data: [], unread: 0 });
  });

  it('come page by page, each once, while newer ones come in', async () => {
    const ids = await some(7, api.users.rep);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Listed = await list('rep', `?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...idsOf(page));
      cursor = page.nextCursor;
      await aNotice(api.db, { userId: api.users.rep });
    } while (cursor !== null);
    expect(seen).toEqual([...ids].reverse());
  });

  it('say what they are about: journey, definition, contact and task', async () => {
    const contactId = await aContact(api.db, { ownerId: api.users.rep });
    const journeyId = await aJourney(api.db, contactId, { ownerId: api.users.rep });
    const taskId = await aTask(api.db, { assigneeId: api.users.rep });
    const id = await aNotice(api.db, { userId: api.users.rep, kind: 'task-reminder', journeyId, taskId });
    expect((await list('rep')).data).toMatchObject([
      {
        id,
        kind: 'task-reminder',
        contactId,
        contactName: 'Ada Lovelace',
        journeyId,
        definitionId: 'nurture',
        definitionName: 'Nurture',
        taskId,
        taskTitle: 'Call them',
        opens: ['journey', 'task', 'contact'],
        readAt: null,
      },
    ]);
  });

  it('of a lead that was taken back name it still, and say that it can’t be opened', async () => {
    const contactId = await aContact(api.db, { ownerId: api.users.manager });
    for (const role of ['rep', 'manager'] as const)
      await aNotice(api.db, { userId: api.users[role], kind: 'lead-taken-back', contactId });
    const [reps] = (await list('rep')).data;
    expect(reps).toMatchObject({ contactName: 'Ada Lovelace', opens: [] });
    expect((await list('manager')).data).toMatchObject([{ opens: ['contact'] }]);
    expect((await api.ask('rep', 'GET', `/v1/contacts/${reps?.contactId}`)).statusCode).toBe(404);
  });

  it.each([...NOTICE_KINDS])('of the kind %s are read', async (kind) => {
    await aNotice(api.db, { userId: api.users.rep, kind });
    expect((await list('rep')).data).toMatchObject([{ kind }]);
  });

  it('of a kind that a newer build writes are shown without saying which', async () => {
    await aNotice(api.db, { userId: api.users.rep, kind: 'from-the-future' });
    expect((await list('rep')).data).toMatchObject([{ kind: 'other' }]);
  });
});

describe('reading notices', () => {
  it('takes one out of the unread ones, once', async () => {
    const [first = '', second = ''] = await some(2, api.users.rep);
    const read = await api.ask('rep', 'POST', `/v1/notices/${first}/read`);
    const { readAt } = read.json<NoticeView>();
    expect(readAt).not.toBeNull();
    const again = await api.ask('rep', 'POST', `/v1/notices/${first}/read`);
    expect(again.json<NoticeView>().readAt).toBe(readAt);
    const unread = await list('rep', '?unread=true');
    expect([idsOf(unread), unread.unread]).toEqual([[second], 1]);
    expect(idsOf(await list('rep', '?unread=false'))).toEqual([second, first]);
  });

  it('is nobody else’s: a notice of another is not there, and stays unread', async () => {
    const [id = ''] = await some(1, api.users.rep);
    const refused = await api.ask('ops', 'POST', `/v1/notices/${id}/read`);
    expect([refused.statusCode, problemOf(refused).code]).toEqual([404, 'not-found']);
    await api.ask('ops', 'POST', '/v1/notices/read', {});
    expect((await list('rep')).unread).toBe(1);
  });

  it('of all up to the newest that was seen leaves unread what came meanwhile', async () => {
    const [first = '', seen = '', late = ''] = await some(3, api.users.rep);
    await api.ask('rep', 'POST', `/v1/notices/${first}/read`);
    const read = await api.ask('rep', 'POST', '/v1/notices/read', { upTo: seen });
    expect(read.json()).toEqual({ read: 1 });
    expect(idsOf(await list('rep', '?unread=true'))).toEqual([late]);
    expect((await api.ask('rep', 'POST', '/v1/notices/read', {})).json()).toEqual({ read: 1 });
    expect((await list('rep')).unread).toBe(0);
  });

  it('counts no further than it says', async () => {
    const row = { userId: api.users.rep, kind: 'lead-given', at: new Date() };
    const data = Array.from({ length: MOST_UNREAD + 5 }, () => ({ id: newId('notice'), ...row }));
    await api.db.notice.createMany({ data });
    expect((await list('rep', '?limit=1')).unread).toBe(MOST_UNREAD);
  });

  it('of a list and its count goes by an index, however many notices others have', async () => {
    await api.db.$executeRaw`
      INSERT INTO notices (id, "userId", kind, at, "readAt")
      SELECT 'ntc_' || lpad(i::text, 26, '0'), 'usr_' || i % 50, 'lead-given', now(), CASE WHEN i % 3 > 0 THEN now() END
      FROM generate_series(1, 20000) i`;
    await api.db.$executeRaw`ANALYZE notices`;
    for (const unread of ['', 'AND "readAt" IS NULL']) {
      const rows = await api.db.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(
        `EXPLAIN SELECT * FROM notices WHERE "userId" = 'usr_7' ${unread} ORDER BY id DESC LIMIT 51`,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toMatch(unread === '' ? /notices_userId_id_idx/ : /notices_unread/);
      expect(plan).not.toMatch(/Seq Scan|Sort/);
    }
  });
});

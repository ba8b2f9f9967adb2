import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aContact, startTestApi, type TestApi } from './support.js';

/*
 * A record and the event by which journeys hear of it are one: whatever breaks off leaves both or neither.
 */

let api: TestApi;
let contactId: string;

beforeAll(async () => {
  api = await startTestApi();
  contactId = await aContact(api.db);
  await api.db.$executeRaw`
    CREATE FUNCTION break_off() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'the process is gone'; END $$ LANGUAGE plpgsql`;
});
afterAll(() => api.stop());

/** While the work is done nothing can be written to `events`, as if the process died there each time. */
async function breakingOff<T>(work: () => Promise<T>): Promise<T> {
  await api.db.$executeRaw`CREATE TRIGGER breaks BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION break_off()`;
  try {
    return await work();
  } finally {
    await api.db.$executeRaw`DROP TRIGGER breaks ON events`;
  }
}

const rows = async () => ({
  contacts: await api.db.contact.count(),
  deals: await api.db.deal.count(),
  calls: await api.db.call.count(),
  audit: await api.db.audit.count(),
  events: await api.db.event.count(),
});

describe('what breaks off before its event is stored', () => {
  it.each([
    ['contact', 'with an address', '/v1/contacts', () => ({ email: 'grace@customer.example' }), 'lead.created'],
    ['contact', 'without an address', '/v1/contacts', () => ({ name: 'Grace' }), 'lead.created'],
    ['deal', 'of a contact', '/v1/deals', () => ({ contactId, name: 'Pumps' }), 'deal.created'],
    ['call', 'with a contact', '/v1/calls', () => ({ contactId, outcome: 'reached' }), 'call.logged'],
  ] as const)(
    'leaves no %s %s, and the same request again makes one and its event',
    async (what, _, url, body, type) => {
      const headers = { 'idempotency-key': randomUUID() };
      const before = await rows();
      const broken = await breakingOff(() => api.ask('manager', 'POST', url, body(), headers));
      expect(broken.statusCode).toBe(500);
      expect(await rows()).toEqual(before);
      const made = await api.ask('manager', 'POST', url, body(), headers);
      expect(made.statusCode, made.body).toBe(201);
      const after = await rows();
      expect(after).toMatchObject({ [`${what}s`]: before[`${what}s`] + 1, events: before.events + 1 });
      expect(await api.db.event.findFirst({ orderBy: { seq: 'desc' } })).toMatchObject({ type });
    },
  );

  it('leaves a deal undecided, and the same request again decides it and says so', async () => {
    const made = await api.ask('manager', 'POST', '/v1/deals', { contactId });
    const { deal } = made.json<{ deal: { id: string } }>();
    const win = () => api.ask('manager', 'PATCH', `/v1/deals/${deal.id}`, { stage: 'won' });
    expect((await breakingOff(win)).statusCode).toBe(500);
    expect(await api.db.deal.findUnique({ where: { id: deal.id } })).toMatchObject({ status: 'open', stage: null });
    expect((await win()).json()).toMatchObject({ deal: { status: 'won', stage: 'won' } });
    expect(await heardOf(deal.id)).toEqual(['created', 'changed won', 'won']);
  });
});

const heardOf = async (dealId: string): Promise<string[]> =>
  (await api.db.event.findMany({ where: { dealId }, orderBy: { seq: 'asc' } })).map(({ type, fields }) => {
    const { set } = fields as { set?: { stage?: string } };
    return [type.replace('deal.', ''), ...(set?.stage === undefined ? [] : [set.stage])].join(' ');
  });

describe('a deal that two people decide at once', () => {
  it.each([true, false])(
    'ends as its last events say, one decision after the other (of a contact: %s)',
    async (ofContact) => {
      for (let round = 0; round < 10; round++) {
        const made = await api.ask('manager', 'POST', '/v1/deals', { contactId });
        const { id } = made.json<{ deal: { id: string } }>().deal;
        if (!ofContact) await api.db.deal.update({ where: { id }, data: { contactId: null } });
        const decide = (stage: string) => api.ask('manager', 'PATCH', `/v1/deals/${id}`, { stage });
        const answers = await Promise.all([decide('won'), decide('lost')]);
        expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
        const { stage, status } = await api.db.deal.findUniqueOrThrow({ where: { id } });
        const [first, last] = status === 'won' ? ['lost', 'won'] : ['won', 'lost'];
        expect(stage).toBe(status);
        expect(await heardOf(id)).toEqual(['created', `changed ${first}`, first, `changed ${last}`, last]);
      }
    },
  );
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IntakeDeps } from '../../src/db/intake.js';
import { createPrograms } from '../../src/db/programs.js';
import { judgeVisits } from '../../src/db/visits.js';
import { aDeployment } from '../support/walk.js';
import { aContact, aJourney, aMessage, LINKS, startTestApi, type TestApi } from './support.js';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const SHOP = 'https://shop.example/?a=1&b=%20#top';
const HOUR = 3_600_000;

let api: TestApi;
let intake: IntakeDeps;
let message: { contactId: string; journeyId: string; step: string; occurrence: number };
beforeAll(async () => {
  api = await startTestApi();
  intake = { db: api.db, programs: createPrograms(api.db), deployment: aDeployment() };
});
afterAll(() => api.stop());
beforeEach(async () => {
  await api.db.mailVisit.deleteMany();
  const contactId = await aContact(api.db, { ownerId: api.users.rep });
  const journeyId = await aJourney(api.db, contactId, { interests: ['email.clicked', 'email.opened'] });
  await aMessage(api.db, { id: journeyId, contactId }, { realHandedAt: new Date(Date.now() - HOUR) });
  message = { contactId, journeyId, step: 'hello', occurrence: 1 };
});

const pathOf = (url: string | null): string => new URL(url ?? '').pathname;
const follow = (url: string | null, agent = CHROME, method = 'GET') =>
  api.ask(null, method, pathOf(url), undefined, { 'user-agent': agent });
const events = () =>
  api.db.event.findMany({
    where: { contactId: message.contactId, type: { startsWith: 'email.' } },
    orderBy: { seq: 'asc' },
  });
const judge = async (
  later = 60_000,
  notJudged: Parameters<typeof judgeVisits>[2] = (error) => {
    throw error;
  },
) => {
  const real = Date.now() + later;
  return await judgeVisits(intake, { virtual: real, real }, notJudged);
};
/** Meanwhile the database refuses what is to be written of one contact's visits. */
async function withFault(contactId: string, work: () => Promise<unknown>) {
  await api.db.$executeRawUnsafe(`
    CREATE FUNCTION refuse_visit() RETURNS trigger AS $$
    BEGIN IF NEW."contactId" = '${contactId}' THEN RAISE 'refused'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql`);
  await api.db.$executeRaw`
    CREATE TRIGGER refused BEFORE UPDATE OF "byPerson" ON mail_visits FOR EACH ROW EXECUTE FUNCTION refuse_visit()`;
  await work();
  await api.db.$executeRaw`DROP FUNCTION refuse_visit CASCADE`;
}
const shown = async () => (await api.ask('ops', 'GET', `/v1/messages?journey=${message.journeyId}`)).json().data[0];

describe('a link of a mail', () => {
  it('leads on to its address, to the letter, and leaves no trace there', async () => {
    const { statusCode, headers } = await follow(LINKS.click(message, SHOP));
    expect(statusCode).toBe(302);
    expect(headers).toMatchObject({
      location: SHOP,
      'cache-control': 'no-store, private',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    });
    expect(headers).not.toHaveProperty('set-cookie');
  });

  it('leads on however long its address is, up to what mail programs open, and in whatever script', async () => {
    const address = (length: number) => `https://shop.example/?q=${'x'.repeat(length)}`;
    expect((LINKS.click(message, address(1_300)) ?? '').length).toBeGreaterThan(1_850);
    const addresses = [address(100), address(400), address(1_300), 'https://例子.example/产品?型号=“P 4”'];
    for (const url of addresses) {
      const { statusCode, headers } = await follow(LINKS.click(message, url));
      expect([statusCode, headers['location']]).toEqual([302, new URL(url).href]);
    }
    expect(LINKS.click(message, address(2_000))).toBeNull();
  });

  it('is no open redirect: a changed token, or another link’s, leads nowhere', async () => {
    const path = pathOf(LINKS.click(message, SHOP));
    for (const forged of [
      `${path}x`,
      path.slice(0, -1),
      pathOf(LINKS.open(message)).replace('/o/', '/c/'),
      '/c/https:%2F%2Fevil.example',
    ]) {
      const { statusCode, headers } = await api.ask(null, 'GET', forged);
      expect(statusCode).toBe(404);
      expect(headers).not.toHaveProperty('location');
    }
  });

  it('ends nobody’s wait before it is judged, then once for each link', async () => {
    await follow(LINKS.click(message, SHOP));
    await follow(LINKS.click(message, SHOP));
    expect(await events()).toEqual([]);
    const { outbox } = await judge();
    expect(await events()).toMatchObject([
      { type: 'email.clicked', journeyId: message.journeyId, fields: { step: 'hello', link: SHOP } },
    ]);
    expect(outbox).toHaveLength(1);
    expect(await judge()).toEqual({ messages: 0, outbox: [] });
    expect(await shown()).toMatchObject({ clickedAt: expect.any(String), openedAt: null, machineVisits: 0 });
  });

  it('tells nothing by a machine’s visit, and counts it', async () => {
    await follow(LINKS.click(message, SHOP), CHROME, 'HEAD');
    await follow(LINKS.click(message, 'https://shop.example/b'), 'python-requests/2.32');
    await judge();
    expect(await events()).toEqual([]);
    expect(await shown()).toMatchObject({ clickedAt: null, machineVisits: 2 });
  });

  it('leads on even for somebody whose records are gone, and keeps nothing of it', async () => {
    const gone = { ...message, contactId: 'con_gone', journeyId: 'jrn_gone' };
    expect((await follow(LINKS.click(gone, SHOP))).headers['location']).toBe(SHOP);
    expect(await api.db.mailVisit.count({ where: { contactId: 'con_gone' } })).toBe(0);
  });

  it('that can’t be judged holds up none of another mail', async () => {
    await follow(LINKS.click(message, SHOP));
    const faulty = message;
    const contactId = await aContact(api.db);
    const journeyId = await aJourney(api.db, contactId);
    await aMessage(api.db, { id: journeyId, contactId }, { realHandedAt: new Date(Date.now() - HOUR) });
    await follow(LINKS.click({ ...faulty, contactId, journeyId }, SHOP));
    const faults: string[] = [];
    await withFault(faulty.contactId, () => judge(60_000, (_, of) => faults.push(of.journeyId)));
    expect(faults).toEqual([faulty.journeyId]);
    expect(await api.db.event.count({ where: { contactId, type: 'email.clicked' } })).toBe(1);
    expect(await events()).toEqual([]);
    // It was set aside for as long as it had lain.
    await judge(90_000);
    expect(await events()).toEqual([]);
    await judge(150_000);
    expect(await events()).toHaveLength(1);
  });

  it('is judged though more that can’t be lie before it than are judged at once', async () => {
    const [at, realAt] = [new Date(), new Date(Date.now() - HOUR)];
    const contactId = await aContact(api.db);
    const faulty = { contactId, journeyId: 'jrn_faulty', stepId: 'hello', kind: 'click', url: SHOP };
    const rows = Array.from({ length: 60 }, (_, i) => ({ ...faulty, occurrence: i + 1, at, realAt }));
    await api.db.mailVisit.createMany({ data: rows });
    await follow(LINKS.click(message, SHOP));
    const faults: string[] = [];
    await withFault(contactId, async () => {
      for (let round = 0; round < 2; round++) await judge(60_000, (_, of) => faults.push(of.journeyId));
    });
    expect(faults).toHaveLength(60);
    expect(await events()).toHaveLength(1);
  });

  it('of two workers that judge at once one tells', async () => {
    await follow(LINKS.click(message, SHOP));
    await Promise.all([judge(), judge(), judge()]);
    expect(await events()).toHaveLength(1);
  });
});

describe('the picture of a mail', () => {
  it('is one transparent point, for whatever token', async () => {
    for (const url of [LINKS.open(message), `${LINKS.base}/o/none-of-ours`]) {
      const { statusCode, headers, rawPayload } = await follow(url);
      expect([statusCode, headers['content-type'], rawPayload.subarray(0, 6).toString()]).toEqual([
        200,
        'image/gif',
        'GIF89a',
      ]);
    }
  });

  it('tells of an open once, and not by Apple’s proxy', async () => {
    await follow(LINKS.open(message), 'Mozilla/5.0');
    await judge();
    expect(await events()).toEqual([]);
    await follow(LINKS.open(message));
    await follow(LINKS.open(message));
    await judge();
    expect(await events()).toMatchObject([{ type: 'email.opened', fields: { step: 'hello' } }]);
    expect(await shown()).toMatchObject({ openedAt: expect.any(String), clickedAt: null, machineVisits: 1 });
  });
});

describe('the keeping of visits', () => {
  it('ends at a number that no person reaches, and leads on all the same', async () => {
    const row = {
      ...message,
      stepId: message.step,
      kind: 'click',
      url: SHOP,
      at: new Date(),
      realAt: new Date(),
      byPerson: true,
    };
    const { step: _, ...kept } = row;
    await api.db.mailVisit.createMany({ data: Array.from({ length: 200 }, () => kept) });
    expect((await follow(LINKS.click(message, SHOP))).statusCode).toBe(302);
    expect(await api.db.mailVisit.count({ where: { journeyId: message.journeyId } })).toBe(200);
  });
});

describe('the page of choices, where the deployment tracks', () => {
  let tracking: TestApi;
  beforeAll(async () => {
    tracking = await startTestApi({ tracking: 'marketing' });
  });
  afterAll(() => tracking.stop());

  const page = async (contactId: string) =>
    (await tracking.ask(null, 'GET', pathOf(LINKS.preferences(contactId)))).body.replaceAll('&#39;', "'");
  const choose = (contactId: string, action: string) =>
    tracking.ask(null, 'POST', pathOf(LINKS.preferences(contactId)), `action=${action}&topic=tracking`, {
      'content-type': 'application/x-www-form-urlencoded',
    });

  it('lets somebody stop it', async () => {
    const contactId = await aContact(tracking.db, { country: 'US' });
    expect(await page(contactId)).toMatch(/Telling us whether you open a mail.*?<p class="state">On</s);
    expect((await choose(contactId, 'stop')).statusCode).toBe(200);
    expect(await page(contactId)).toMatch(/Telling us whether you open a mail.*?<p class="state">Off</s);
    expect(await tracking.db.optOut.findMany({ where: { contactId } })).toMatchObject([{ topic: 'tracking' }]);
    // No unsubscribe, by which journeys may end.
    const events = await tracking.db.event.findMany({ where: { contactId } });
    expect(events.map(({ type }) => type)).toEqual(['contact.trackingRefused']);
  });

  it('lets another system say so in words of its own, which end no journey that an unsubscribe would', async () => {
    const contactId = await aContact(tracking.db, { country: 'US' });
    const journeyId = await aJourney(tracking.db, contactId, { interests: ['contact.unsubscribed'] });
    const said = { type: 'contact.unsubscribed', contactId, fields: { topic: 'tracking' } };
    expect((await tracking.ask('ops', 'POST', '/v1/events', said)).json()).toMatchObject({ stored: 1 });
    expect(await tracking.db.event.findMany({ where: { contactId } })).toMatchObject([
      { type: 'contact.trackingRefused', fields: {} },
    ]);
    expect(await tracking.db.optOut.findMany({ where: { contactId } })).toMatchObject([{ topic: 'tracking' }]);
    expect(await tracking.db.journey.findUnique({ where: { id: journeyId } })).toMatchObject({ poked: false });
  });

  it('asks first where the law does, and keeps the words agreed to, once', async () => {
    const contactId = await aContact(tracking.db, { country: 'DE' });
    expect(await page(contactId)).toMatch(/Telling us whether you open a mail.*?<p class="state">Off</s);
    for (const _ of [1, 2]) await choose(contactId, 'allow');
    expect(await page(contactId)).toMatch(/Telling us whether you open a mail.*?<p class="state">On</s);
    expect(await tracking.db.consent.findMany({ where: { contactId } })).toMatchObject([
      {
        topic: 'tracking',
        granted: true,
        source: 'preferences',
        text: expect.stringContaining('which links I follow'),
      },
    ]);
  });

  it('says nothing of it where the deployment does not', async () => {
    const { body } = await api.ask(null, 'GET', pathOf(LINKS.preferences(message.contactId)));
    expect(body).not.toContain('which links');
  });
});

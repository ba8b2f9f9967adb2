import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCampaignResults } from '../../src/db/campaign-results/results.js';
import { type Db, openDb } from '../../src/db/client.js';
import { receiveEvent } from '../../src/db/intake.js';
import { createPrograms } from '../../src/db/programs.js';
import { journeyIdOfCampaign } from '../../src/domain/campaign/response.js';
import { parseDefinition } from '../../src/domain/definition/parse.js';
import { DAY, HOUR } from '../../src/domain/instant.js';
import { listening } from '../../src/domain/journey/listening.js';
import { aContact } from '../api/support.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { aDeployment } from '../support/walk.js';

const START = Date.UTC(2027, 5, 1, 8);

const textOf = (id: string, goal: string) => `kind: campaign
id: ${id}
name: ${id}
audience: { segment: everybody }
at: { time: "2027-06-01T10:00", timezone: contact }
send: { email: { template: care/season, from: marketing, purpose: marketing, topic: greetings } }
holdOut: 50
${goal}
`;

describe('what a campaign brought', () => {
  let database: TestDatabase;
  let db: Db;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = openDb(database.url, 4);
  });

  afterAll(async () => {
    await db?.$disconnect();
    await database?.drop();
  });

  const deps = () => ({ db, programs: createPrograms(db), deployment: aDeployment() });
  const results = () => createCampaignResults(deps());

  async function aCampaign(id: string, goal: string): Promise<void> {
    const text = textOf(id, goal);
    const { definition } = parseDefinition({ file: id, text });
    if (definition === null) throw new Error('expected a definition');
    const at = new Date(START);
    const version = { definitionId: id, version: 1, text, textHash: '', publishedAt: at, publishedBy: 'usr_1' };
    const { enterOn, goalOn } = listening(definition);
    await db.definition.create({ data: { id, kind: 'campaign', current: 1 } });
    await db.definitionVersion.create({ data: { ...version, enterOn: [...enterOn], goalOn: [...goalOn] } });
    await db.campaign.create({
      data: {
        ...{ id, state: 'done', name: id, text, definitionVersion: 1, way: 'mail', endedAt: at },
        ...{ createdAt: at, createdBy: 'usr_1', editedAt: at, editedBy: 'usr_1', frozenAt: at },
      },
    });
  }

  /** Somebody in its audience: who was sent to at the start, unless something else is said. */
  async function aRecipient(
    campaignId: string,
    n: number,
    changes: {
      readonly outcome?: 'held-out' | 'skipped' | 'deferred';
      readonly reason?: string;
      readonly contact?: Parameters<typeof aContact>[1];
    } = {},
  ): Promise<string> {
    const contactId = await aContact(db, { email: `${campaignId}-${n}@customer.example`, ...changes.contact });
    const at = new Date(START);
    const { outcome, reason } = changes;
    await db.campaignRecipient.create({
      data: {
        ...{ campaignId, n, contactId, dueAt: at },
        ...(outcome === undefined
          ? { state: 'accepted', handedAt: at, acceptedAt: at }
          : { outcome, reason: reason ?? null }),
      },
    });
    return contactId;
  }

  const happens = (type: string, contactId: string, at: number, fields: { [name: string]: unknown } = {}) =>
    receiveEvent(deps(), { type, contactId, at, fields, source: 'test', now: { virtual: at, real: Date.now() } });

  const comparison = async (id: string) => {
    const total = await results().total(id, START + 30 * DAY);
    if (total === null || typeof total === 'string' || total.comparison === null) throw new Error('expected results');
    const { assigned, heldOut } = total.comparison;
    return `${assigned.converted} of ${assigned.people}, ${heldOut.converted} of ${heldOut.people}`;
  };

  test('counts as converted who did what it is for within its time, once, held out or not', async () => {
    await aCampaign('spring', 'goal: { on: order.placed, within: 14 days }');
    const heldOut = await aRecipient('spring', 1, { outcome: 'held-out' });
    await aRecipient('spring', 2, { outcome: 'held-out' });
    const bought = await aRecipient('spring', 3);
    const late = await aRecipient('spring', 4);
    const before = await aRecipient('spring', 5);
    await happens('order.placed', bought, START + DAY, { amount: 10 });
    await happens('order.placed', bought, START + 2 * DAY, { amount: 10 });
    await happens('order.placed', late, START + 15 * DAY, { amount: 10 });
    await happens('order.placed', before, START - HOUR, { amount: 10 });
    await happens('order.placed', heldOut, START + 13 * DAY, { amount: 10 });
    await happens('call.logged', late, START + DAY);
    expect(await comparison('spring')).toBe('1 of 3, 1 of 2');
  });

  test('the condition of its goal is asked of the event and of the person', async () => {
    const goal = 'goal: { on: order.placed, if: { event.amount: { gte: 100 }, contact.country: DE } }';
    await aCampaign('summer', goal);
    const german = await aRecipient('summer', 1, { contact: { country: 'DE' } });
    const small = await aRecipient('summer', 2, { contact: { country: 'DE' } });
    const french = await aRecipient('summer', 3, { contact: { country: 'FR' } });
    await happens('order.placed', german, START + DAY, { amount: 100 });
    await happens('order.placed', small, START + DAY, { amount: 99 });
    await happens('order.placed', french, START + DAY, { amount: 100 });
    expect(await comparison('summer')).toBe('1 of 3, 0 of 0');
  });

  test('with of: account the order of a colleague counts, else it doesn’t', async () => {
    const account = await db.account.create({
      data: { id: 'acc_1', name: 'Harbour', createdAt: new Date(START), updatedAt: new Date(START) },
    });
    await aCampaign('together', 'goal: { on: order.placed, of: account }');
    await aCampaign('alone', 'goal: { on: order.placed }');
    for (const id of ['together', 'alone']) await aRecipient(id, 1, { contact: { accountId: account.id } });
    const colleague = await aContact(db, { email: 'colleague@customer.example', accountId: account.id });
    await happens('order.placed', colleague, START + DAY, { amount: 10 });
    expect(await comparison('together')).toBe('1 of 1, 0 of 0');
    expect(await comparison('alone')).toBe('0 of 1, 0 of 0');
  });

  test('who was left out or put off is on the campaign’s side, who shares an address isn’t', async () => {
    await aCampaign('autumn', 'goal: { on: order.placed }');
    const skipped = await aRecipient('autumn', 1, { outcome: 'skipped', reason: 'unsubscribed' });
    const twin = await aRecipient('autumn', 2, { outcome: 'skipped', reason: 'duplicate-address' });
    const putOff = await aRecipient('autumn', 3, { outcome: 'deferred', reason: 'window' });
    // Their time is another one by now; it was in June.
    await db.campaignRecipient.updateMany({
      where: { contactId: putOff },
      data: { dueAt: new Date(START + 9 * DAY) },
    });
    for (const contactId of [skipped, twin, putOff]) await happens('order.placed', contactId, START + DAY);
    expect(await comparison('autumn')).toBe('2 of 2, 0 of 0');
  });

  test('of one that was stopped early the held-out are compared whom it had come to', async () => {
    await aCampaign('stopped', 'goal: { on: order.placed }');
    await aRecipient('stopped', 1);
    const reached = await aRecipient('stopped', 2, { outcome: 'held-out' });
    await aRecipient('stopped', 3);
    const beyond = await aRecipient('stopped', 4, { outcome: 'held-out' });
    const waiting = await aRecipient('stopped', 5);
    await db.campaignRecipient.updateMany({
      where: { contactId: waiting },
      data: { state: 'waiting', handedAt: null, acceptedAt: null },
    });
    for (const contactId of [reached, beyond, waiting]) await happens('order.placed', contactId, START + DAY);
    expect(await comparison('stopped')).toBe('0 of 2, 1 of 1');
  });

  test('says what came back in all, of whom only machines, and by language, domain and hour', async () => {
    await aCampaign('winter', '');
    const berlin = { language: 'de', timezone: 'Europe/Berlin', email: 'a@one.example' };
    const kolkata = { language: 'en', timezone: 'Asia/Kolkata', email: 'b@one.example' };
    const reads = await aRecipient('winter', 1, { contact: berlin });
    const clicks = await aRecipient('winter', 2, { contact: kolkata });
    await aRecipient('winter', 3, { outcome: 'held-out', contact: { language: 'en' } });
    const journeyId = journeyIdOfCampaign('winter');
    const back = (type: string, contactId: string, fields: { [name: string]: unknown } = {}) =>
      receiveEvent(deps(), {
        ...{ type, contactId, journeyId, at: START + HOUR, fields: { step: 'send', ...fields }, source: 'test' },
        now: { virtual: START + HOUR, real: Date.now() },
      });
    await back('email.opened', reads);
    for (const link of ['https://shop.example/a', 'https://shop.example/b'])
      await back('email.clicked', clicks, { link });
    await db.mailVisit.createMany({
      data: [reads, clicks].map((contactId, index) => ({
        ...{ contactId, journeyId, stepId: 'send', occurrence: index + 1, kind: 'open', at: new Date(START) },
        ...{ realAt: new Date(START), byPerson: contactId === reads },
      })),
    });
    const total = await results().total('winter', START + DAY);
    expect(total).toMatchObject({
      counts: { recipients: 3, sent: 2, opened: 1, clicked: 1, heldOut: 0 },
      machines: { opened: 1, clicked: 0 },
      links: [
        { link: 'https://shop.example/a', clicked: 1 },
        { link: 'https://shop.example/b', clicked: 1 },
      ],
      goal: null,
      comparison: null,
    });
    const by = async (part: 'language' | 'domain' | 'hour') => {
      const broken = await results().by('winter', { part, segments: [] }, START + DAY);
      if (broken?.type !== 'groups') throw new Error('expected groups');
      return broken.view.groups.map(({ key, counts }) => `${key}: ${counts.recipients}, ${counts.clicked} clicked`);
    };
    expect(await by('language')).toEqual(['en: 2, 1 clicked', 'de: 1, 0 clicked']);
    expect(await by('domain')).toContain('one.example: 2, 1 clicked');
    // 08:00 UTC is ten in Berlin, half past one in Kolkata, and the deployment's own hour for who has no zone.
    expect(await by('hour')).toEqual(expect.arrayContaining(['10: 1, 0 clicked', '13: 1, 1 clicked']));
  });

  test('of a campaign with steps counts what came back for the recipient’s journey', async () => {
    await aCampaign('steps', '');
    const contactId = await aRecipient('steps', 1);
    await db.campaignRecipient.updateMany({ where: { contactId }, data: { state: 'begun', journeyId: 'jrn_steps' } });
    const event = {
      contactId,
      journeyId: 'jrn_steps',
      source: 'test',
      now: { virtual: START + HOUR, real: Date.now() },
    };
    await receiveEvent(deps(), { ...event, type: 'email.replied', at: START + HOUR, fields: { step: 'hello' } });
    await receiveEvent(deps(), {
      ...{ ...event, journeyId: 'jrn_other', externalId: 'other' },
      ...{ type: 'email.clicked', at: START + HOUR, fields: { step: 'hello', link: 'https://shop.example/' } },
    });
    const total = await results().total('steps', START + DAY);
    expect(total).toMatchObject({ counts: { sent: 1, replied: 1, clicked: 0 } });
  });

  test('by segment counts who fits now, and refuses one that is not published', async () => {
    const text = 'kind: segment\nid: germans\nname: Germans\nif: { contact.country: DE }\n';
    await db.definition.create({ data: { id: 'germans', kind: 'segment', current: 1 } });
    await db.definitionVersion.create({
      data: {
        ...{ definitionId: 'germans', version: 1, text, textHash: '', enterOn: [], goalOn: [] },
        ...{ publishedAt: new Date(START), publishedBy: 'usr_1' },
      },
    });
    const broken = await results().by('summer', { part: 'segment', segments: ['germans'] }, START + DAY);
    expect(broken).toMatchObject({ view: { groups: [{ key: 'germans', counts: { recipients: 2 } }] } });
    expect(await results().by('summer', { part: 'segment', segments: ['nobody'] }, START + DAY)).toEqual({
      type: 'unknown-segment',
      segment: 'nobody',
    });
  });

  test('is exported as a row for each recipient, of which none is a formula', async () => {
    await aCampaign('export', '');
    await aRecipient('export', 1, { contact: { name: '=HYPERLINK("http://evil.example")' } });
    await aRecipient('export', 2, { outcome: 'skipped', reason: 'unsubscribed' });
    const stream = await results().export('export');
    const text = Buffer.concat(await (stream as NonNullable<typeof stream>).toArray()).toString();
    const rows = parse(text, { columns: true, bom: true }) as { [column: string]: string }[];
    expect(rows.map(({ n, name, part, reason }) => ({ n, name, part, reason }))).toEqual([
      { n: '1', name: '\'=HYPERLINK("http://evil.example")', part: 'sent', reason: '' },
      { n: '2', name: expect.any(String), part: 'skipped', reason: 'unsubscribed' },
    ]);
    expect(await results().export('nothing')).toBeNull();
  });

  test('an export that fails on its way fails for who reads it, and for nobody else', async () => {
    await aCampaign('broken', '');
    await db.$executeRaw`ALTER TABLE campaign_responses RENAME TO away`;
    try {
      const stream = await results().export('broken');
      await expect((stream as NonNullable<typeof stream>).toArray()).rejects.toThrow();
    } finally {
      await db.$executeRaw`ALTER TABLE away RENAME TO campaign_responses`;
    }
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Db, openDb } from '../../src/db/client.js';
import { createClock, REAL_TIME } from '../../src/db/clock.js';
import { createProviderEventStore } from '../../src/db/inbound/provider-events.js';
import { receiveEvent } from '../../src/db/intake.js';
import { createPrograms } from '../../src/db/programs.js';
import { createVisitStore, judgeVisits } from '../../src/db/visits.js';
import { CAMPAIGN_STEP, journeyIdOfCampaign } from '../../src/domain/campaign/response.js';
import type { ProviderEventKind } from '../../src/domain/inbound/provider-event.js';
import { HOUR, MINUTE } from '../../src/domain/instant.js';
import { aContact } from '../api/support.js';
import { campaignMailIdsAt } from '../support/campaign-mail-ids.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { aDeployment } from '../support/walk.js';

const IDS = campaignMailIdsAt('mail.sender.example');

describe('what comes back for a campaign’s own mail', () => {
  let database: TestDatabase;
  let db: Db;
  let last = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = openDb(database.url, 4);
  });

  afterAll(async () => {
    await db?.$disconnect();
    await database?.drop();
  });

  const intake = () => ({ db, programs: createPrograms(db), deployment: aDeployment() });

  /** Somebody to whom the campaign's mail went an hour ago. */
  async function aRecipient(campaignId: string, changes: { readonly state?: string; readonly outcome?: string } = {}) {
    last += 1;
    const n = last;
    const contactId = await aContact(db, { email: `person-${n}@customer.example` });
    const handedAt = new Date(Date.now() - HOUR);
    await db.campaignRecipient.create({
      data: {
        campaignId,
        n,
        contactId,
        dueAt: handedAt,
        state: 'accepted',
        handedAt,
        acceptedAt: handedAt,
        ...changes,
      },
    });
    return { campaignId, n, contactId, email: `person-${n}@customer.example` };
  }
  type Recipient = Awaited<ReturnType<typeof aRecipient>>;

  async function provider(
    kind: ProviderEventKind,
    { campaignId, n, email }: Recipient,
    messageId = IDS.of(campaignId, n),
  ) {
    const store = createProviderEventStore({
      ...intake(),
      clock: createClock(() => REAL_TIME, Date.now),
      campaignMailIds: IDS,
      tell: async () => {},
    });
    const event = { id: `${kind}-${campaignId}-${n}`, kind, messageId, serverMessageId: null, recipient: email };
    return await store.take('standard', [event]);
  }
  const responses = async ({ campaignId, n }: Recipient) =>
    (
      await db.campaignResponse.findMany({ where: { campaignId, n }, orderBy: [{ kind: 'asc' }, { detail: 'asc' }] })
    ).map(({ kind, detail }) => (detail === '' ? kind : `${kind} ${detail}`));
  const row = ({ campaignId, n }: Recipient) =>
    db.campaignRecipient.findUniqueOrThrow({ where: { campaignId_n: { campaignId, n } } });

  test('a bounce is put down to the recipient once, however often it is told, and a dead address gets no more', async () => {
    const hard = await aRecipient('autumn');
    expect(await provider('hard-bounce', hard)).toMatchObject({ taken: 1 });
    expect(await provider('hard-bounce', hard)).toMatchObject({ taken: 0, repeated: 1 });
    expect(await responses(hard)).toEqual(['bounced hard']);
    const before = await db.suppression.count();
    const soft = await aRecipient('autumn');
    await provider('soft-bounce', soft);
    expect(await responses(soft)).toEqual(['bounced soft']);
    expect(await db.suppression.count()).toBe(before);
  });

  test('who guesses the Message-ID of another recipient, or names another address, changes nothing', async () => {
    const one = await aRecipient('autumn');
    const forged = IDS.of('autumn', one.n).replace(/\.[0-9a-f]{12}@/, '.000000000000@');
    expect(await provider('hard-bounce', one, forged)).toMatchObject({ taken: 0, notOurs: 1 });
    expect(await provider('hard-bounce', { ...one, email: 'somebody@else.example' })).toMatchObject({
      taken: 0,
      notOurs: 1,
    });
    expect(await responses(one)).toEqual([]);
  });

  test('a mail in doubt of which a delivery is told is there: it counts as sent, and its doubt is over', async () => {
    const doubtful = await aRecipient('autumn', { state: 'handed-over', outcome: 'uncertain' });
    await provider('delivered', doubtful);
    expect(await row(doubtful)).toMatchObject({ state: 'accepted', outcome: null, reason: null });
    const bounced = await aRecipient('autumn', { state: 'handed-over', outcome: 'uncertain' });
    await provider('soft-bounce', bounced);
    expect(await row(bounced)).toMatchObject({ outcome: 'uncertain' });
  });

  test('a complaint is one, ends marketing, and counts as an unsubscribe too', async () => {
    const one = await aRecipient('autumn');
    await provider('complaint', one);
    expect(await responses(one)).toEqual(['complained', 'unsubscribed']);
    expect(await db.optOut.count({ where: { contactId: one.contactId, topic: '*' } })).toBe(1);
  });

  test('an unsubscribe is put down to the campaign that wrote last, and to none if a journey wrote since, or long ago', async () => {
    const unsubscribe = async (one: Recipient) =>
      await receiveEvent(intake(), {
        ...{ type: 'contact.unsubscribed', contactId: one.contactId, fields: { topic: '*' }, source: 'link' },
        ...{ at: Date.now(), now: { virtual: Date.now(), real: Date.now() } },
      });
    const first = await aRecipient('spring');
    last += 1;
    const second = { ...first, campaignId: 'summer', n: last };
    const later = new Date(Date.now() - MINUTE);
    await db.campaignRecipient.create({
      data: {
        ...{ campaignId: 'summer', n: last, contactId: first.contactId, dueAt: later },
        state: 'accepted',
        handedAt: later,
      },
    });
    await unsubscribe(first);
    expect([await responses(first), await responses(second)]).toEqual([[], ['unsubscribed']]);

    const old = await aRecipient('winter');
    await db.campaignRecipient.update({
      where: { campaignId_n: { campaignId: 'winter', n: old.n } },
      data: { handedAt: new Date(Date.now() - 30 * 24 * HOUR) },
    });
    await unsubscribe(old);
    expect(await responses(old)).toEqual([]);
  });

  test('a person who opens it and follows a link counts, a scanner that follows all at once does not', async () => {
    const person = await aRecipient('autumn');
    const scanner = await aRecipient('autumn');
    await db.campaignRecipient.updateMany({ where: { n: scanner.n }, data: { handedAt: new Date(Date.now() - 2000) } });
    const store = createVisitStore(db);
    const now = { virtual: Date.now(), real: Date.now() };
    const visit = ({ campaignId, n, contactId }: Recipient, kind: 'open' | 'click', url: string | null) =>
      store.keep(
        {
          ...{ contactId, journeyId: journeyIdOfCampaign(campaignId), step: CAMPAIGN_STEP, occurrence: n },
          ...({ kind, url, sign: null } as Parameters<typeof store.keep>[0]),
        },
        now,
      );
    await visit(person, 'open', null);
    await visit(person, 'click', 'https://shop.example/');
    await visit(scanner, 'click', 'https://shop.example/');
    // A link of an old mail of somebody who never got this one.
    await visit({ ...person, n: scanner.n }, 'click', 'https://shop.example/');
    const then = { virtual: now.virtual + HOUR, real: now.real + HOUR };
    await judgeVisits(intake(), then, (error) => {
      throw error;
    });
    expect(await responses(person)).toEqual(['clicked https://shop.example/', 'opened']);
    expect(await responses(scanner)).toEqual([]);
  });
});

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SendVerdict, WebhookCall } from '../../src/activities/ports.js';
import { type Db, openDb } from '../../src/db/client.js';
import { createDeliveryStore } from '../../src/db/deliveries.js';
import { newId } from '../../src/db/new-id.js';
import { createSmtpMailer, type SmtpMailer } from '../../src/mail/smtp-mailer.js';
import { parseSmtpUrl } from '../../src/mail/smtp-server.js';
import { createWebhookCaller } from '../../src/webhooks/call.js';
import { createDeliverer, type DeliverDeps, deliverWaiting } from '../../src/worker/deliver.js';
import { type Inbox, startInbox } from '../support/inbox.js';
import { NO_ROBOTS } from '../support/no-robots.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

/** Where a worker may die; what it would have done after that it doesn't do. */
const AROUND = [
  'beforeClaim',
  'afterClaim',
  'beforeCall',
  'afterCall',
  'beforeHandOver',
  'afterHandOver',
  'beforeSettle',
  'afterSettle',
] as const;
type Point = (typeof AROUND)[number];
const WEBHOOK_POINTS = AROUND.filter((point) => !point.endsWith('HandOver'));

/** Longer than a claim lasts without its worker. */
const LEASE_OVER_MS = 121_000;

class Died extends Error {}

describe('a delivery', () => {
  let database: TestDatabase;
  let db: Db;
  let inbox: Inbox;
  let mailer: SmtpMailer;
  let receiver: Server;
  /** The ids with which the receiver of webhooks was called. */
  let called: string[] = [];
  let made = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = openDb(database.url, 4);
    inbox = await startInbox();
    mailer = createSmtpMailer({ server: parseSmtpUrl(inbox.url) });
    receiver = createServer((request, response) => {
      called.push(String(request.headers['webhook-id']));
      response.writeHead(204).end();
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
  });

  afterAll(async () => {
    mailer?.close();
    receiver?.close();
    await inbox?.stop();
    await db?.$disconnect();
    await database?.drop();
  });

  beforeEach(async () => {
    await db.delivery.deleteMany();
    inbox.mails.length = 0;
    called = [];
  });

  async function aDelivery(kind: 'webhook' | 'staff-mail', to = receiver): Promise<string> {
    const id = newId('delivery');
    const host = `127.0.0.1:${(to.address() as AddressInfo).port}`;
    const content =
      kind === 'webhook'
        ? { url: `http://${host}/in`, method: 'POST', body: { n: 1 } }
        : { to: 'rep@sender.example', name: 'Rep', subject: 'Look', html: '<p>Look</p>', text: 'Look' };
    const ofHost = { host: kind === 'webhook' ? host : '' };
    const row = {
      ...ofHost,
      id,
      kind,
      content,
      journeyId: 'jrn_1',
      stepId: 'tell',
      occurrence: ++made,
      state: 'waiting',
    };
    await db.delivery.create({ data: { ...row, at: new Date(), realDueAt: new Date() } });
    return id;
  }

  /** A worker's parts; it dies the first time that it comes to a point. `late`: its clock is so much ahead. */
  function aWorker(diesAt: Point | null, late = 0, send = mailer.send): DeliverDeps {
    const at = async (point: Point) => {
      if (point === diesAt) throw new Died(point);
    };
    const within = async <T>(before: Point, work: () => Promise<T>, after: Point): Promise<T> => {
      await at(before);
      const done = await work();
      await at(after);
      return done;
    };
    const store = createDeliveryStore(db);
    const call = createWebhookCaller({ secrets: new Map(), allowPrivate: true, deadlineMs: 600_000 });
    return {
      store: {
        ...store,
        claim: (...args) => within('beforeClaim', () => store.claim(...args), 'afterClaim'),
        handOver: (delivery) => within('beforeHandOver', () => store.handOver(delivery), 'afterHandOver'),
        settle: (...args) => within('beforeSettle', () => store.settle(...args), 'afterSettle'),
      },
      mailer: {
        ...mailer,
        send: (...args) => within('beforeCall', () => send(...args), 'afterCall'),
      },
      ...NO_ROBOTS,
      callWebhook: (webhook) => within('beforeCall', () => call(webhook), 'afterCall'),
      sender: { name: 'Followthrough', address: 'followthrough@mail.example.com' },
      messageHost: 'mail.example.com',
      now: () => Date.now() + late,
      onFailed: () => {},
    };
  }

  /** One worker dies at a point; another comes when the first one's claim is over, and a third that finds nothing to do. */
  async function survives(point: Point, kind: 'webhook' | 'staff-mail'): Promise<void> {
    await expect(deliverWaiting(aWorker(point), kind)).rejects.toThrow(Died);
    await deliverWaiting(aWorker(null, LEASE_OVER_MS), kind);
    expect(await deliverWaiting(aWorker(null, 3 * LEASE_OVER_MS), kind)).toBe(0);
  }

  test.each(WEBHOOK_POINTS)(
    'to a webhook is made also when its worker dies %s, with one id however often',
    async (point) => {
      const id = await aDelivery('webhook');
      await survives(point, 'webhook');
      const wasCalled = ['afterCall', 'beforeSettle'].includes(point);
      expect(called).toEqual(wasCalled ? [id, id] : [id]);
      expect(await db.delivery.findFirst()).toMatchObject({ state: 'done', status: 204, claimedUntil: null });
    },
  );

  test.each(AROUND)('by mail to staff is made once at most when its worker dies %s, and else listed', async (point) => {
    const id = await aDelivery('staff-mail');
    await survives(point, 'staff-mail');
    const inDoubt = ['afterHandOver', 'afterCall', 'beforeSettle'].includes(point);
    // Of a death after the hand-over nobody knows by the records whether the final dot was written.
    expect(inbox.mails.map((mail) => mail.messageId)).toEqual(
      point === 'afterHandOver' ? [] : [`<${id}@mail.example.com>`],
    );
    const end = inDoubt ? { state: 'failed', error: 'uncertain' } : { state: 'done', error: null };
    expect(await db.delivery.findFirst()).toMatchObject(end);
  });

  test("by mail that waits for its domain's turn is given back, and however often, it counts as no attempt", async () => {
    await aDelivery('staff-mail');
    const later: SendVerdict = { type: 'later', cause: 'awaits-turn', reply: '', retryAfterMs: 20_000 };
    for (let time = 0; time < 12; time++) {
      expect(
        await deliverWaiting(
          aWorker(null, time * 20_000, async () => later),
          'staff-mail',
        ),
      ).toBe(1);
      expect(await deliverWaiting(aWorker(null, time * 20_000 + 15_000), 'staff-mail')).toBe(0);
    }
    expect(await db.delivery.findFirst()).toMatchObject({ state: 'waiting', attempts: 0, error: null });
    expect(await deliverWaiting(aWorker(null, 12 * 20_000), 'staff-mail')).toBe(1);
    expect(await db.delivery.findFirst()).toMatchObject({ state: 'done', attempts: 1 });
    expect(inbox.mails).toHaveLength(1);
  });

  test('to an address that is none has failed at once, and one that every attempt dies of after the last', async () => {
    const [never, deadly] = [await aDelivery('webhook'), await aDelivery('webhook')];
    await db.delivery.update({
      where: { id: never },
      data: { content: { url: 'https://a.example:99999', method: 'PUT' } },
    });
    await db.delivery.update({
      where: { id: deadly },
      data: { attempts: 10, state: 'claimed', claimedUntil: new Date(0) },
    });
    expect(await deliverWaiting(aWorker('beforeCall'), 'webhook').catch(() => 'died')).toBe('died');
    expect(await deliverWaiting(aWorker(null, LEASE_OVER_MS), 'webhook')).toBe(1);
    const rows = await db.delivery.findMany({ select: { id: true, state: true, error: true } });
    expect(new Map(rows.map(({ id, state, error }) => [id, `${state} ${error}`]))).toEqual(
      new Map([
        [never, 'failed url-invalid'],
        [deadly, 'failed unanswered'],
      ]),
    );
    expect(called).toEqual([]);
  });

  test('to a silent receiver holds half of the places at most: what is for a quick one goes past a hundred of them', async () => {
    const silent = createServer(() => {});
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const asked: string[] = [];
    const worker = aWorker(null);
    const deps = {
      ...worker,
      callWebhook: (call: WebhookCall) => {
        asked.push(new URL(call.url).host);
        return worker.callWebhook(call);
      },
    };
    const deliverer = createDeliverer(deps, 'webhook', (error) => asked.push(String(error)));
    for (let n = 0; n < 100; n++) await aDelivery('webhook', silent);
    expect(await deliverer.round()).toBe(true);
    const held = asked.length;
    expect(held).toBe(8);
    for (let n = 0; n < 20; n++) await aDelivery('webhook');
    while (called.length < 20) await deliverer.round();
    expect(new Set(called).size).toBe(20);
    const host = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    expect(asked.filter((each) => each === host)).toHaveLength(held);
    expect(await db.delivery.count({ where: { host, state: 'waiting' } })).toBe(100 - held);
    silent.closeAllConnections();
    silent.close();
    await deliverer.settled();
    expect(await db.delivery.count({ where: { host, state: 'claimed' } })).toBe(0);
  });

  test('is found by an index, however many wait for one host', async () => {
    await db.$executeRaw`
      INSERT INTO deliveries (id, kind, "journeyId", "stepId", occurrence, host, state, content, at, "realDueAt")
      SELECT 'dlv_' || i, 'webhook', 'jrn_1', 'many', i, CASE WHEN i % 1000 = 0 THEN 'quick' ELSE 'silent' END,
        'waiting', '{}', now(), now() FROM generate_series(1, 20000) i`;
    await db.$executeRaw`ANALYZE deliveries`;
    const taken = await createDeliveryStore(db).claim('webhook', Date.now() + 1_000, 4, (due) => due);
    expect(taken.map(({ host }) => host).sort()).toEqual([
      ...Array.from({ length: 4 }, () => 'quick'),
      ...Array.from({ length: 4 }, () => 'silent'),
    ]);
    const plan = await db.$queryRaw<{ 'QUERY PLAN': string }[]>`
      EXPLAIN SELECT id FROM deliveries WHERE kind = 'webhook' AND state = 'waiting' AND host = 'silent'
        AND "realDueAt" <= now() ORDER BY "realDueAt" LIMIT 4`;
    expect(plan.map((row) => row['QUERY PLAN']).join()).toMatch(/Index.*deliveries_waiting/);
  });

  test('to a webhook does not keep a mail waiting', async () => {
    for (let n = 0; n < 10; n++) await aDelivery('webhook');
    await aDelivery('staff-mail');
    expect(await deliverWaiting(aWorker(null), 'staff-mail')).toBe(1);
    expect(inbox.mails).toHaveLength(1);
  });
});

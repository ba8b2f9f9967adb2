import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SendVerdict } from '../../src/activities/ports.js';
import type { ProviderEventStore } from '../../src/api/ports.js';
import { createProviderEventStore } from '../../src/db/inbound/provider-events.js';
import { createPrograms } from '../../src/db/programs.js';
import type { ProviderEventKind } from '../../src/domain/inbound/provider-event.js';
import { relay } from '../../src/temporal/relay.js';
import { campaignMailIdsAt } from '../support/campaign-mail-ids.js';
import { aJourney, aMail } from '../support/definitions.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const STEPS = `${aMail('hello')}
  - wait: { for: { on: email.bounced, if: { event.step: hello } }, upTo: 3 days }
    then: [ { end: came-back } ]
    else: [ { end: silent } ]`;

describe('a provider that is quicker than our books', () => {
  let temporal: TestTemporal;
  let system: TestSystem;
  let store: ProviderEventStore;
  /** What the provider tells between its answer and our writing it down, and what that answer was. */
  const told = new Map<string, { kind: ProviderEventKind; verdict?: SendVerdict }>();

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    const { db, deployment, clock } = system;
    store = createProviderEventStore({
      ...{ db, deployment, clock, programs: createPrograms(db) },
      campaignMailIds: campaignMailIdsAt('sender.example'),
      tell: async (ids) => void (await relay(system.tellings, system.journeys, ids)),
    });
    await system.publish(aJourney('talk', STEPS));
    const { mailer } = system.activityDeps();
    await system.work({
      mailer: {
        ...mailer,
        compose: (...given) => mailer.compose(...given),
        send: async (raw, envelope, ...rest) => {
          const verdict = await mailer.send(raw, envelope, ...rest);
          const tells = told.get(envelope.to);
          if (tells === undefined) return verdict;
          const messageId = system.inbox.mails.find(({ to }) => to[0] === envelope.to)?.messageId ?? null;
          const event = { id: `of-${envelope.to}`, messageId, serverMessageId: null, recipient: envelope.to };
          expect(await store.take('standard', [{ ...event, kind: tells.kind }])).toMatchObject({ taken: 1 });
          return tells.verdict ?? verdict;
        },
      },
    });
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  async function greeted(name: string, tells: { kind: ProviderEventKind; verdict?: SendVerdict }) {
    const email = `${name}@customer.example`;
    told.set(email, tells);
    const { journeyId } = await system.enrol('talk', await system.contact({ email }));
    const message = () => system.db.message.findFirst({ where: { journeyId } });
    return { journeyId, email, message };
  }
  const copies = (email: string) => system.inbox.mails.filter(({ to }) => to[0] === email).length;

  test('and tells of a bounce ends the wait for it, and the message stays what it came to', async () => {
    const { journeyId, email, message } = await greeted('dead', { kind: 'hard-bounce' });
    await eventually(
      () => system.row(journeyId),
      ({ outcome }) => outcome === 'came-back',
    );
    expect([(await message())?.state, copies(email)]).toEqual(['bounced', 1]);
    expect(await system.db.suppression.count()).toBe(1);
  });

  test.each([
    ['whose answer came', {}],
    ['whose answer was lost', { verdict: { type: 'uncertain' as const, reply: '' } }],
  ])('and tells of a delivery, %s, leaves no doubt', async (name, verdict) => {
    const { journeyId, email, message } = await greeted(`good-${name.length}`, { kind: 'delivered', ...verdict });
    await eventually(
      () => system.row(journeyId),
      ({ interests }) => interests.includes('email.bounced'),
    );
    const row = await eventually(message, (found) => found?.state === 'accepted');
    expect([row?.state, copies(email)]).toEqual(['accepted', 1]);
    expect((await system.row(journeyId)).phase).not.toBe('held');
  });

  test('and tells of a bounce later, as of another server that refused it, ends the wait for it too', async () => {
    const { journeyId, email, message } = await greeted('late', { kind: 'delivered' });
    const row = await eventually(message, (found) => found?.state === 'accepted');
    const event = { id: 'late-bounce', messageId: row?.messageId ?? null, serverMessageId: null, recipient: email };
    await store.take('standard', [{ ...event, kind: 'soft-bounce' }]);
    await eventually(
      () => system.row(journeyId),
      ({ outcome }) => outcome === 'came-back',
    );
  });
});

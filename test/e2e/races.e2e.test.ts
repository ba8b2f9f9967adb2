import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActivityDeps } from '../../src/activities/index.js';
import { attempt, firstAdvance, withHooks } from '../support/attempts.js';
import { TestSystem } from '../support/system.js';

const OFFER = `
kind: journey
id: offer
name: Offer
variables: { topic: our offer }
enter: { on: nothing.such, again: always }
steps:
  - id: hello
    email: { template: test/hello, from: owner, purpose: marketing }
  - wait: { for: { on: email.replied, if: { event.step: hello } }, upTo: 300 days }
    then: [ { end: answered } ]
    else: [ { end: no-answer } ]
`;

/**
 * The order in which an unsubscribe and a claim of one contact took effect, seen by the database itself: both hold the
 * contact's lock when they write, so the order of their writes is the order of their commits.
 */
const WITNESS = [
  'CREATE TABLE witness (n bigserial PRIMARY KEY, "contactId" text, what text)',
  `CREATE FUNCTION see() RETURNS trigger AS $$
   BEGIN INSERT INTO witness ("contactId", what) VALUES (NEW."contactId", TG_ARGV[0]); RETURN NEW; END $$ LANGUAGE plpgsql`,
  `CREATE TRIGGER seen AFTER INSERT ON opt_outs FOR EACH ROW EXECUTE FUNCTION see('unsubscribe')`,
  `CREATE TRIGGER seen AFTER INSERT OR UPDATE ON messages FOR EACH ROW WHEN (NEW.state = 'claimed')
   EXECUTE FUNCTION see('claim')`,
];

describe('races around the contact', () => {
  let system: TestSystem;
  let deps: ActivityDeps;

  beforeAll(async () => {
    system = await TestSystem.start({ address: '127.0.0.1:1', namespace: 'none', skipping: false });
    await system.publish(OFFER);
    deps = system.activityDeps();
    for (const statement of WITNESS) await system.db.$executeRawUnsafe(statement);
  });

  afterAll(() => system?.stop());

  async function begun() {
    const contactId = await system.contact();
    const { journeyId } = await system.enrol('offer', contactId, system.engine({ tells: false }));
    const { email } = await system.db.contact.findUniqueOrThrow({ where: { id: contactId } });
    return { input: firstAdvance(journeyId), journeyId, contactId, email: email ?? '' };
  }

  test('Law 9: of 200 sends raced by an unsubscribe, none goes out whose claim came after it', async () => {
    const transactions = new Map<string, number>();
    const mailer = {
      ...deps.mailer,
      send: (...[raw, envelope, gate, since]: Parameters<typeof deps.mailer.send>) => {
        transactions.set(envelope.to, (transactions.get(envelope.to) ?? 0) + 1);
        return deps.mailer.send(raw, envelope, gate, since);
      },
    };
    const engine = system.engine({ tells: false });
    const tally = { unsubscribedFirst: 0, claimedFirst: 0 };
    for (let batch = 0; batch < 25; batch++) {
      const journeys = [];
      for (let one = 0; one < 8; one++) journeys.push(await begun());
      // Which of the two is quicker differs from machine to machine: whoever came first too often begins later.
      const ahead = tally.unsubscribedFirst - tally.claimedFirst;
      await Promise.all(
        journeys.map(async ({ input, contactId }) => {
          const send = sleep(Math.random() * 25 + Math.max(0, -ahead)).then(() => attempt({ ...deps, mailer }, input));
          const leave = sleep(Math.random() * 25 + Math.max(0, ahead)).then(() =>
            engine.receive({ type: 'contact.unsubscribed', contactId, fields: {}, source: 'test' }),
          );
          await Promise.all([send, leave]);
        }),
      );
      for (const { contactId, journeyId, email } of journeys) {
        const seen = await system.db.$queryRaw<{ what: string }[]>`
          SELECT what FROM witness WHERE "contactId" = ${contactId} ORDER BY n`;
        const order = seen.map((row) => row.what);
        const { state, reason } = await system.db.message.findFirstOrThrow({ where: { journeyId } });
        const mails = system.inbox.mails.filter((mail) => mail.to.includes(email)).length;
        if (order[0] === 'claim') {
          tally.claimedFirst += 1;
          expect({ order, state, mails }).toEqual({ order: ['claim', 'unsubscribe'], state: 'accepted', mails: 1 });
        } else {
          tally.unsubscribedFirst += 1;
          expect({ order, state, reason, mails }).toEqual({
            order: ['unsubscribe'],
            state: 'skipped',
            reason: 'unsubscribed',
            mails: 0,
          });
          expect(transactions.get(email) ?? 0).toBe(0);
        }
      }
    }
    // The race was one: both came first, and often.
    expect(tally.unsubscribedFirst + tally.claimedFirst).toBe(200);
    expect(Math.min(tally.unsubscribedFirst, tally.claimedFirst)).toBeGreaterThan(20);
  }, 180_000);

  test('a bounce that is quicker than the second transaction stays, also when the attempt dies before it', async () => {
    const engine = system.engine({ tells: false });
    for (const dies of [false, true]) {
      const { input, journeyId, contactId } = await begun();
      const afterAnswer = async () => {
        await engine.receive({ type: 'email.bounced', contactId, fields: { step: 'hello' }, source: 'test' });
        if (dies) throw new Error('the worker has died');
      };
      const first = attempt(withHooks(deps, { afterAnswer }), input);
      expect(await first.then(() => 'ended').catch(() => 'died')).toBe(dies ? 'died' : 'ended');
      await attempt(deps, input);
      expect(await system.db.message.findMany({ where: { journeyId } })).toMatchObject([{ state: 'bounced' }]);
      expect(await system.story(journeyId)).toContain('hello email send');
    }
  });

  test('Law 10: an event stored around the second transaction is heard by it, or pokes the journey; never neither', async () => {
    const engine = system.engine({ tells: false });
    const tally = { heard: 0, poked: 0 };
    const round = async (inside: boolean) => {
      const { input, journeyId, contactId } = await begun();
      let reply: ReturnType<typeof engine.receive> | null = null;
      const answer = async () => {
        reply = engine.receive({ type: 'email.replied', contactId, fields: { step: 'hello' }, source: 'test' });
        await sleep(Math.random() * 10);
      };
      // Before the second transaction, or inside it, when it has read the events and not yet committed.
      const around = inside ? { beforeOutcomeCommits: answer } : { afterAnswer: answer };
      const result = await attempt(withHooks(deps, around), input);
      await reply;
      const { status, poked } = await system.row(journeyId);
      const pokes = await system.db.outbox.count({ where: { journeyId, kind: 'poke' } });
      tally[result.ended ? 'heard' : 'poked'] += 1;
      expect({ status, poked, pokes }).toEqual(
        result.ended ? { status: 'ended', poked: false, pokes: 0 } : { status: 'open', poked: true, pokes: 1 },
      );
    };
    for (let batch = 0; batch < 25; batch++) await Promise.all([true, false, true, false].map(round));
    expect(Math.min(tally.heard, tally.poked)).toBeGreaterThan(10);
  }, 180_000);

  test('Law 11: of starts at once for one contact one begins, and the others are told why not', async () => {
    const contactId = await system.contact();
    const engine = system.engine({ tells: false });
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => engine.start({ definitionId: 'offer', contactId, actorId: 'usr_rep' })),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    for (const answer of answers) if (!answer.ok) expect(answer.error.code).toBe('already-open');
    expect(await system.db.journey.count({ where: { contactId } })).toBe(1);
    expect(await system.db.outbox.count({ where: { kind: 'start', workflowId: { contains: contactId } } })).toBe(1);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { relay } from '../../src/temporal/relay.js';
import { aCampaign, CampaignTester, watchOnce } from '../support/campaigns.js';
import { smtpReply } from '../support/inbox.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

/* Pauses of campaigns with steps. No journey is told of them by its bulk here: what holds is what the messages themselves ask. */

const PATIENT = 240_000;
/** A minute in a second. */
const RATE = 60;

describe('a campaign with steps', () => {
  let temporal: TestTemporal;
  let system: TestSystem;
  let campaigns: CampaignTester;
  let relaying: NodeJS.Timeout;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    const now = Date.now();
    system.reAnchor({ virtualAnchor: now, realAnchor: now, rate: RATE });
    campaigns = new CampaignTester(system);
    await system.work();
    relaying = setInterval(() => void relay(system.tellings, system.journeys).catch(() => undefined), 500);
  }, PATIENT);

  afterEach(() => {
    system.inbox.before = async () => {};
  });

  afterAll(async () => {
    clearInterval(relaying);
    await system?.stop();
    await temporal?.stop();
  });

  async function launched(id: string, people: number, steps: string): Promise<void> {
    await Promise.all(
      Array.from({ length: people }, (_, i) => system.contact({ status: id, email: `ada@${id}-${i}.example` })),
    );
    const text = aCampaign(id, `steps:\n${steps}`).replace('contact.status: customer', `contact.status: ${id}`);
    await campaigns.launch(text);
    await eventually(
      () => system.db.journey.count({ where: { definitionId: id, advance: { gt: 0 } } }),
      (begun) => begun === people,
      60_000,
    );
  }
  const HELLO = '  - { id: hello, email: { template: test/hello, from: owner, purpose: service } }';
  const mailsOf = (id: string) => system.inbox.mails.filter(({ to }) => to.some((each) => each.includes(`@${id}-`)));
  const messages = (id: string, state: string, reason: string | null) =>
    system.db.message.count({ where: { journey: { definitionId: id }, state, reason } });
  const watch = () => watchOnce(system);

  test(
    'that is paused holds at once what its journeys would send, and lets it go at its rate, each once',
    async () => {
      await launched('held', 16, `  - wait: 6 minutes\n${HELLO}`);
      await campaigns.act('held', { type: 'pause', reason: 'by-hand' });
      await eventually(
        () => messages('held', 'intended', 'paused'),
        (held) => held === 16,
        60_000,
      );
      expect(mailsOf('held')).toEqual([]);
      await campaigns.act('held', { type: 'set-rate', perMinute: 120 });
      const resumedAt = Date.now();
      await campaigns.act('held', { type: 'resume' });
      // Nobody had heard of the pause yet, so nobody has to hear that it is over.
      await watchOnce(system);
      expect(await system.db.bulk.count({ where: { source: 'campaign:held' } })).toBe(0);
      await eventually(
        async () => mailsOf('held').length,
        (got) => got === 16,
        60_000,
      );
      // Two a second, so the last of sixteen goes after seven and a half.
      expect(Date.now() - resumedAt).toBeGreaterThan(7_000);
      expect(new Set(mailsOf('held').flatMap(({ to }) => to)).size).toBe(16);
      const journal = await system.db.journalEntry.findMany({
        where: { journey: { definitionId: 'held' }, reason: 'campaign-rate' },
      });
      expect(journal.length).toBeGreaterThan(8);
    },
    PATIENT,
  );

  test(
    'that is stopped sends nothing more, though its journeys have not heard of it',
    async () => {
      await launched('halted', 5, `  - wait: 6 minutes\n${HELLO}`);
      await campaigns.act('halted', { type: 'stop' });
      await eventually(
        () => messages('halted', 'intended', 'paused'),
        (held) => held === 5,
        60_000,
      );
      expect(mailsOf('halted')).toEqual([]);
    },
    PATIENT,
  );

  test(
    'is paused when its provider takes none of its mails, and goes on with the others when a person has seen to it',
    async () => {
      system.inbox.before = async () => {
        throw smtpReply(554, '5.7.1 this message is not taken');
      };
      await launched('failing', 60, `  - wait: 3 minutes\n${HELLO}\n  - wait: 90 days`);
      const paused = await eventually(
        () => campaigns.get('failing'),
        ({ state }) => state === 'paused',
        60_000,
      );
      expect(paused.reason).toBe('provider-failing');
      await eventually(
        async () => (await messages('failing', 'intended', 'paused')) + (await messages('failing', 'refused', '5.7.1')),
        (settled) => settled === 60,
        60_000,
      );
      const refused = await messages('failing', 'refused', '5.7.1');
      // Those that were under way when the twentieth was refused.
      expect(refused).toBeLessThan(50);
      await watchOnce(system);
      const bulk = await system.db.bulk.findFirst({ where: { source: 'campaign:failing' } });
      expect(bulk).toMatchObject({ kind: 'pause', actorId: 'engine', total: 60 });
      system.inbox.before = async () => {};
      await campaigns.act('failing', { type: 'resume' });
      await eventually(
        async () => mailsOf('failing').length,
        (got) => got === 60 - refused,
        60_000,
      );
    },
    PATIENT,
  );

  test(
    'is paused when too many of its mails come back dead, of those alone to whom one went',
    async () => {
      system.inbox.named = async (to) => {
        if (/@dead-\d*[02468]\./.test(to)) throw smtpReply(550, '5.1.1 no such user here');
      };
      await launched('dead', 20, `${HELLO}\n  - wait: 90 days`);
      await eventually(
        async () => mailsOf('dead').length + (await messages('dead', 'refused', '5.1.1')),
        (told) => told === 20,
        60_000,
      );
      system.inbox.named = async () => {};
      expect(await watch()).toEqual([{ campaign: 'dead', reason: 'too-many-bounces' }]);
      expect(await campaigns.get('dead')).toMatchObject({ state: 'paused', reason: 'too-many-bounces' });
    },
    PATIENT,
  );

  test(
    'sends as long as its journeys go on, and is done when the last of them is over',
    async () => {
      await launched('followed-up', 3, `${HELLO}\n  - wait: 10 minutes`);
      expect((await campaigns.get('followed-up')).state).toBe('sending');
      await watch();
      expect((await campaigns.get('followed-up')).state).toBe('sending');
      await eventually(
        () => system.db.journey.count({ where: { definitionId: 'followed-up', status: 'open' } }),
        (open) => open === 0,
        60_000,
      );
      await watch();
      expect((await campaigns.get('followed-up')).state).toBe('done');
    },
    PATIENT,
  );
});

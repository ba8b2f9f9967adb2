import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSmtpMailer } from '../../src/mail/smtp-mailer.js';
import { parseSmtpUrl } from '../../src/mail/smtp-server.js';
import { aJourney, aMail } from '../support/definitions.js';
import { historiesOf } from '../support/histories.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const SLOW = 14;
const OTHERS = 24;
/** Fewer than there are mails to the slow domain: if they waited in them, nobody else would get one. */
const SLOTS = 8;

describe('one slow domain among many', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start(
      { ...temporal, skipping: false },
      { worker: { maxConcurrentActivityTaskExecutions: SLOTS } },
    );
    await system.publish(aJourney('offer', `${aMail('hello')}\n  - wait: 2 days\n  - end: done`));
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  test('journeys of others go on while its own wait, and those are put off: none failed, none in doubt, none twice', async () => {
    let answer = () => {};
    const answering = new Promise<void>((resolve) => {
      answer = resolve;
    });
    system.inbox.before = async (to) => {
      if (to.endsWith('@slow.example')) await answering;
    };
    const slow = await enrolledAt(SLOW, (n) => `c${n}@slow.example`);
    const others = await enrolledAt(OTHERS, (n) => `c${n}@domain${n % 5}.example`);
    const mailer = createSmtpMailer({ server: parseSmtpUrl(system.inbox.url), maxConnections: 4, patienceMs: 3000 });
    await system.work({ mailer });

    await eventually(
      () => statesOf(others),
      (states) => states['accepted'] === OTHERS,
      40_000,
    );
    expect(await system.db.message.count({ where: { journeyId: { in: slow }, state: 'handed-over' } })).toBe(2);
    await eventually(
      () => system.db.journalEntry.count({ where: { journeyId: { in: slow }, reason: 'awaits-turn' } }),
      (n) => n >= SLOW - SLOTS,
    );
    expect(await system.db.journey.count({ where: { attention: { not: null } } })).toBe(0);

    answer();
    // What was put off comes again after a quarter of a minute at the earliest.
    await eventually(
      () => statesOf(slow),
      (states) => states['accepted'] === SLOW,
      40_000,
    );
    const ids = system.inbox.mails.map((mail) => mail.messageId);
    expect([ids.length, new Set(ids).size]).toEqual([SLOW + OTHERS, SLOW + OTHERS]);
    expect(await system.db.journalEntry.count({ where: { decision: { in: ['uncertain', 'skip'] } } })).toBe(0);
    expect(await askedAgain()).toBe(0);
    mailer.close();
  });

  async function enrolledAt(count: number, email: (n: number) => string): Promise<string[]> {
    const ids: string[] = [];
    for (let n = 0; n < count; n++) {
      const contactId = await system.contact({ email: email(n), emailKey: email(n) });
      ids.push((await system.enrol('offer', contactId)).journeyId);
    }
    return ids;
  }

  async function statesOf(journeyIds: readonly string[]): Promise<{ readonly [state: string]: number }> {
    const rows = await system.db.message.groupBy({
      by: ['state'],
      where: { journeyId: { in: [...journeyIds] } },
      _count: true,
    });
    return Object.fromEntries(rows.map(({ state, _count }) => [state, _count]));
  }

  /** How often a decision had to be asked for again, as an activity: never, if none failed. */
  async function askedAgain(): Promise<number> {
    let count = 0;
    for (const { workflowId } of await system.db.journey.findMany())
      for (const run of await historiesOf(system.client, workflowId))
        count += run.events.filter((event) => event.activityTaskScheduledEventAttributes).length;
    return count;
  }
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pokeOverdue, pokeOverdueCampaigns } from '../../src/db/poke-overdue.js';
import { attempt, firstAdvance } from '../support/attempts.js';
import { aJourney } from '../support/definitions.js';
import { beginCampaign, makeContacts } from '../support/mail-campaigns.js';
import { TestSystem } from '../support/system.js';

const HOUR = 3_600_000;

/* No Temporal: nothing moves a journey but the attempts that are run here by hand. */
describe('a journey that should have moved long ago', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.start({ address: '127.0.0.1:1', namespace: 'none', skipping: false });
    await system.publish(aJourney('sleepy', '  - wait: 2 days\n  - end: done'));
  });
  afterAll(() => system?.stop());

  async function asleep(): Promise<string> {
    const engine = system.engine({ tells: false });
    const { journeyId } = await system.enrol('sleepy', await system.contact(), engine);
    await attempt(system.activityDeps(), firstAdvance(journeyId));
    await system.db.outbox.updateMany({ data: { doneAt: new Date() } });
    return journeyId;
  }

  const untold = async () =>
    (await system.db.outbox.findMany({ where: { doneAt: null } })).map(({ kind, journeyId }) => [kind, journeyId]);
  const lookAt = (business: number, real: number, failing: readonly string[] = []) =>
    pokeOverdue(system.db, { business: business - HOUR, real: real - HOUR }, failing, real);

  test('is told to Temporal again, once, and once more when that was not heard for as long', async () => {
    const journeyId = await asleep();
    const { nextAt } = await system.row(journeyId);
    const due = nextAt?.getTime() ?? 0;
    const now = Date.now();
    expect(await lookAt(due + HOUR - 1, now)).toBe(0);
    expect(await lookAt(due + HOUR + 1, now)).toBe(1);
    expect(await untold()).toEqual([['poke', journeyId]]);
    expect(await lookAt(due + 2 * HOUR, now + HOUR - 1)).toBe(0);
    expect(await lookAt(due + 2 * HOUR, now + HOUR + 1)).toBe(1);
    expect(await untold()).toHaveLength(2);
  });

  test('is told again, though it is over, if Temporal says that its run fails', async () => {
    const journeyId = await asleep();
    const { workflowId } = await system.row(journeyId);
    await system.db.journey.update({
      where: { id: journeyId },
      data: { status: 'ended', phase: 'ended', nextAt: null },
    });
    const now = Date.now();
    for (const told of [1, 0]) expect(await lookAt(0, now, [workflowId])).toBe(told);
    expect(await untold()).toContainEqual(['poke', journeyId]);
    expect(await lookAt(0, now + HOUR + 1, [workflowId])).toBe(1);
  });

  test('is left alone while it waits for a person, or is over', async () => {
    const [held, over] = [await asleep(), await asleep()];
    const longAgo = new Date(0);
    await system.db.journey.update({ where: { id: held }, data: { phase: 'held', nextAt: longAgo } });
    await system.db.journey.update({ where: { id: over }, data: { status: 'ended', phase: 'ended', nextAt: longAgo } });
    expect(await lookAt(Date.now(), Date.now())).toBe(0);
  });
});

describe('a campaign that should have gone on long ago', () => {
  const ID = 'spring';
  const now = Date.parse('2027-03-01T09:00:00Z');
  const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000);
  const QUARTER = 15 * 60_000;
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.start({ address: '127.0.0.1:1', namespace: 'none', skipping: false });
    await makeContacts(system.db, 30, minutesAgo(60));
  });
  afterAll(() => system?.stop());
  beforeEach(async () => {
    const { db } = system;
    await db.campaignPace.deleteMany();
    await db.campaignBlock.deleteMany();
    await db.campaignRecipient.deleteMany();
    await db.campaign.deleteMany();
    await db.definitionVersion.deleteMany();
    await db.definition.deleteMany();
    // Three blocks, due for an hour.
    await beginCampaign(db, { id: ID, recipients: 30, at: minutesAgo(60), block: 10 });
  });

  const told = () => pokeOverdueCampaigns(system.db, { business: now - QUARTER, real: now - QUARTER }, now);
  const setBlock = (block: number, data: object) =>
    system.db.campaignBlock.update({ where: { campaignId_block: { campaignId: ID, block } }, data });

  test('is told to Temporal again, also when who had a block is long gone', async () => {
    expect(await told()).toBe(1);
    await setBlock(1, { fence: 'gone', realLeaseUntil: minutesAgo(20) });
    expect(await told()).toBe(1);
    expect(await system.db.outbox.findFirst({ where: { doneAt: null } })).toMatchObject({
      ...{ kind: 'campaign', journeyId: ID },
    });
  });

  test('is left alone while somebody works off its blocks, though the others have been due for an hour', async () => {
    await setBlock(1, { fence: 'mine', realLeaseUntil: new Date(now + 10_000) });
    expect(await told()).toBe(0);
    // Between two blocks.
    await setBlock(1, { realLeaseUntil: null, nextAt: null, doneAt: minutesAgo(1) });
    expect(await told()).toBe(0);
    await setBlock(1, { doneAt: minutesAgo(16) });
    expect(await told()).toBe(1);
  });

  test('is left alone where a person has just let it go on, and where its rate keeps it', async () => {
    await system.db.campaign.update({ where: { id: ID }, data: { resumedAt: minutesAgo(1) } });
    expect(await told()).toBe(0);
    await system.db.campaign.update({ where: { id: ID }, data: { resumedAt: minutesAgo(16) } });
    expect(await told()).toBe(1);
    await system.db.campaignPace.create({ data: { campaignId: ID, realClearAt: new Date(now + 60_000) } });
    expect(await told()).toBe(0);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Prisma } from '../../src/db/generated/client.js';
import { DAY } from '../../src/domain/instant.js';
import { aJourney, aMail } from '../support/definitions.js';
import { type Enrolled, eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';
import { rebuilt, verified } from '../support/verified.js';

/** An hour of business takes a second. */
const RATE = 3600;
const EACH = 6;

const MOVES = Array.from({ length: 40 }, (_, i) => `  - wait: 1 hours\n  - update: { contact.score: ${i} }`);
/** Always between two decisions: a second apart. */
const MOVING = aJourney('moving', [aMail('hello'), ...MOVES, '  - end: moved'].join('\n'));
/** In a long wait, as a sleeping run. */
const ASLEEP = aJourney(
  'asleep',
  `${aMail('hello')}\n  - wait: { for: { on: email.replied }, upTo: 300 days }\n    then: [ { end: woken } ]\n    else: [ { end: slept } ]`,
);
/** In a wait that its run stays awake for, with a task on a desk. */
const AWAKE = aJourney(
  'awake',
  `${aMail('hello')}
  - id: call
    task: { kind: call, title: Call, due: 2 hours, outcomes: [reached], remind: [1 hours] }
  - wait: { for: { on: email.replied }, upTo: 8 hours }
  - end: done`,
);

const CARED = `
kind: journey
id: wishes
name: Wishes
timezone: UTC
variables: { topic: our offer }
enter: { on: manual }
throughout:
  - id: birthday
    steps:
      - { id: comes, wait: { until: { date: contact.birthday, at: "09:00", every: year } } }
      - { id: wish, email: { template: test/hello, from: owner, purpose: service } }
      - { goTo: comes }
steps: [ { wait: { for: { on: order.placed } } } ]
`;

/** What a fault may leave in a row, of all that a decision says. */
const WRONG: readonly (readonly [string, Prisma.JourneyUncheckedUpdateInput])[] = [
  ['phase', { phase: 'paused' }],
  ['stage', { stage: null }],
  ['stageSince', { stageSince: new Date(0) }],
  ['outcome', { outcome: 'nonsense' }],
  ['goalAt', { goalAt: new Date(0) }],
  ['nextAt', { nextAt: new Date(0) }],
  ['waits', { waits: [] }],
  ['attention', { attention: 'uncertain' }],
  ['advance', { advance: 77 }],
  ['state', { state: Prisma.DbNull }],
  ['interests', { interests: [] }],
  ['lastAdvanceAt', { lastAdvanceAt: null }],
  ['ownerId', { ownerId: 'usr_nobody' }],
];

describe('the projection', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    const now = Date.now();
    system = await TestSystem.start(
      { ...temporal, skipping: false },
      { hibernateAfter: 20_000, clockMap: { virtualAnchor: now, realAnchor: now, rate: RATE } },
    );
    for (const text of [MOVING, ASLEEP, AWAKE, CARED]) await system.publish(text);
    await system.work();
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  async function enrolSome(definition: string): Promise<Enrolled[]> {
    const journeys: Enrolled[] = [];
    for (let i = 0; i < EACH; i++) journeys.push(await system.enrol(definition, await system.contact()));
    return journeys;
  }

  /** The same columns every time, of every journey others. */
  function spoil(journey: Enrolled, k: number) {
    const chosen = WRONG.filter((_, i) => (i * 7 + k * 3) % 4 === 0);
    const data = Object.assign({}, ...chosen.map(([, change]) => change)) as Prisma.JourneyUncheckedUpdateInput;
    return system.db.journey.update({ where: { id: journey.journeyId }, data });
  }

  test('is made again while journeys move: nothing differs afterwards, and all of them end as they should', async () => {
    const moving = await enrolSome('moving');
    const asleep = await enrolSome('asleep');
    const awake = await enrolSome('awake');
    const all = [...moving, ...asleep, ...awake];
    await eventually(
      () => system.db.journey.count({ where: { advance: { gte: 1 } } }),
      (count) => count === all.length,
    );
    const records = system.records();
    const before = await verified(records);
    expect(before).toMatchObject({ journeys: all.length, differences: [], doubts: [] });
    expect(before.runs).toBeGreaterThanOrEqual(all.length);

    await Promise.all(all.map(spoil));
    await system.db.journey.updateMany({
      where: { id: { in: asleep.slice(0, 2).map(({ journeyId }) => journeyId) } },
      data: { status: 'ended' },
    });
    // While its interests are gone an event passes a journey by.
    const missed = asleep[2]?.contactId ?? '';
    const passed = asleep[2]?.journeyId ?? '';
    await system.db.journey.update({ where: { id: passed }, data: { interests: [] } });
    await system.engine().receive({ type: 'email.replied', contactId: missed, fields: {}, source: 'test' });
    expect((await verified(records)).differences.map(({ code }) => code)).toContain('projection-differs');

    const told = await rebuilt(records, true);
    expect(told.size).toBeGreaterThan(asleep.length);
    const made = await rebuilt(records);
    for (const { journeyId } of asleep) expect(made.get(journeyId), journeyId).toEqual(told.get(journeyId));
    expect(await verified(records)).toMatchObject({ differences: [] });
    expect(await rebuilt(records)).toEqual(new Map());

    await eventually(
      () => system.row(passed),
      (row) => row.outcome === 'woken',
    );
    for (const { contactId } of asleep.filter(({ journeyId }) => journeyId !== passed))
      await system.engine().receive({ type: 'email.replied', contactId, fields: {}, source: 'test' });
    for (const { journeyId } of awake) {
      const task = await system.db.task.findFirstOrThrow({ where: { journeyId } });
      await system.engine().completeTask({ taskId: task.id, outcome: 'reached', actorId: 'usr_rep' });
    }
    await eventually(
      () =>
        system.db.journey.groupBy({ by: ['definitionId', 'outcome'], _count: true, orderBy: { definitionId: 'asc' } }),
      (groups) => groups.every(({ outcome }) => outcome !== null),
      80_000,
    );
    const ends = await system.db.journey.findMany({ select: { definitionId: true, outcome: true } });
    const ended = (id: string) => ends.filter(({ definitionId }) => definitionId === id).map(({ outcome }) => outcome);
    expect(ended('moving')).toEqual(Array(EACH).fill('moved'));
    expect(ended('asleep')).toEqual(Array(EACH).fill('woken'));
    expect(ended('awake')).toEqual(Array(EACH).fill('done'));
    expect(system.inbox.mails).toHaveLength(all.length);
    for (const { journeyId } of moving)
      expect((await system.story(journeyId)).filter((line) => line.startsWith('update'))).toHaveLength(40);
    await eventually(
      () => verified(records),
      ({ differences }) => differences.length === 0,
    );
  }, 180_000);

  test('of the calendar of care is made again where it is out of step, or was never written', async () => {
    const { db } = system;
    const birthday = new Date(system.now() + 60 * DAY).toISOString().slice(0, 10);
    const begin = async () => (await system.enrol('wishes', await system.contact({ birthday }))).journeyId;
    const [before, moved, more, right] = [await begin(), await begin(), await begin(), await begin()];
    const mine = [before, moved, more, right];
    const rows = () =>
      db.careOccasion.findMany({
        where: { journeyId: { in: mine } },
        orderBy: [{ journeyId: 'asc' }, { ordinal: 'asc' }],
      });
    const written = await eventually(rows, (found) => found.length === 2 * mine.length);
    const records = system.records();
    const differences = async () =>
      (await verified(records)).differences
        .filter(({ journeyId }) => journeyId !== null && mine.includes(journeyId))
        .map(({ code, journeyId, detail }) => [code, journeyId, detail]);
    await eventually(differences, (found) => found.length === 0);

    // As of a journey that was begun before there was a calendar.
    await db.careOccasion.deleteMany({ where: { journeyId: before } });
    const elsewhere = new Date('2090-01-01');
    await db.careOccasion.updateMany({
      where: { journeyId: moved, ordinal: 0 },
      data: { day: elsewhere, at: elsewhere },
    });
    const [row] = written.filter(({ journeyId, ordinal }) => journeyId === more && ordinal === 0);
    if (row === undefined) throw new Error('no row of a journey that waits for a birthday');
    await db.careOccasion.create({ data: { ...row, ordinal: 9 } });
    const planted = [
      ['care-differs', before, '2 missing'],
      ['care-differs', moved, '1 moved'],
      ['care-differs', more, '1 extra'],
    ];
    expect((await differences()).sort()).toEqual(planted.sort());

    const ofMine = (all: ReadonlyMap<string, readonly string[]>) => [...all].filter(([id]) => mine.includes(id)).sort();
    const care = [before, moved, more].map((id) => [id, ['care']]).sort();
    expect(ofMine(await rebuilt(records, true))).toEqual(care);
    expect(await rows()).toHaveLength(written.length - 1);
    expect(ofMine(await rebuilt(records))).toEqual(care);
    expect(await rows()).toEqual(written);
    expect(await differences()).toEqual([]);
    expect(ofMine(await rebuilt(records))).toEqual([]);
    expect(await db.audit.count({ where: { action: 'journey.rebuilt', objectId: { in: mine } } })).toBe(3);
  });

  test('gets a lost decision back from Temporal, if the journal knows of it, and else waits for a person', async () => {
    const [lost, behind] = [
      await system.enrol('asleep', await system.contact()),
      await system.enrol('asleep', await system.contact()),
    ];
    const decisions = (journeyId: string) =>
      system.db.advance.findMany({ where: { journeyId }, orderBy: { number: 'asc' } });
    for (const { journeyId } of [lost, behind])
      await eventually(
        () => system.row(journeyId),
        (row) => row.advance > 0 && row.nextAt !== null,
      );
    const before = await decisions(lost.journeyId);
    await system.db.advance.deleteMany({ where: { journeyId: { in: [lost.journeyId, behind.journeyId] } } });
    await system.db.journalEntry.deleteMany({ where: { journeyId: behind.journeyId } });
    const made = await rebuilt(system.records());
    const after = await decisions(lost.journeyId);
    expect(after.map(({ number, result }) => ({ number, result }))).toEqual(
      before.map(({ number, result }) => ({ number, result })),
    );
    expect(made.get(behind.journeyId)).toBeUndefined();
    const { differences } = await verified(system.records());
    expect(differences.filter(({ journeyId }) => journeyId === lost.journeyId)).toEqual([]);
    expect(differences.filter(({ journeyId }) => journeyId === behind.journeyId).map(({ code }) => code)).toContain(
      'records-behind',
    );
  });
});

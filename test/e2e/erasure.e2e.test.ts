import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashAddressText, hashPhone } from '../../src/db/address-hash.js';
import { importCsv } from '../../src/db/import/csv/import-csv.js';
import { newId } from '../../src/db/new-id.js';
import { aJourney, aMail } from '../support/definitions.js';
import { dumpDatabase, tablesWith, wordsIn } from '../support/dump.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';
import { verified } from '../support/verified.js';
import { scatter, WORDS } from './erasure-words.js';

const LEAD = aJourney(
  'lead',
  `${aMail('hello')}
  - id: call
    task: { kind: call, title: "Call {{contact.name}} of {{contact.company}}", due: 2 days, outcomes: [reached], form: [ { field: budget, required: true } ] }
    onOutcome:
      reached: [ { wait: 1 days } ]
  - end: done`,
);
const SLEEPER = aJourney('sleeper', '  - wait: 200 days\n  - end: done');
const WRITTEN = aJourney('written-and-asleep', `${aMail('hello')}\n  - wait: 200 days\n  - end: done`);
const ONE_MAIL = aJourney('one-mail', `${aMail('hello')}\n  - end: done`);

const RECEIPT = aJourney('receipt', `${aMail('hello').replace('marketing', 'service')}\n  - end: done`);

const words = Object.values(WORDS);

describe('erasing a contact', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    for (const text of [LEAD, SLEEPER, WRITTEN, ONE_MAIL, RECEIPT]) await system.publish(text);
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  const erase = (contactId: string, reason = 'asked for it') =>
    system.engine().erase({ contactId, reason, actorId: 'usr_ops', source: 'api:key_1' });
  const somebody = () => {
    const { name, firstName, email, phone, company, title, city, status, custom, tag, birthday } = WORDS;
    return system.contact({
      ...{ name, firstName, email, phone, company, title, city, status, tags: [tag], lastName: 'Wegmann' },
      ...{ custom: { hint: custom }, birthday: { text: birthday }, orderCount: 3, totalSpent: 80 },
    });
  };

  test('leaves nothing of the person in any table, ends the journeys whatever state they are in, and keeps what is counted', async () => {
    await system.work();
    const contactId = await somebody();
    const engine = system.engine();
    const lead = await system.enrol('lead', contactId, engine);
    const sleeper = await system.enrol('sleeper', contactId, engine);
    await eventually(
      () => system.db.task.count({ where: { contactId, status: 'open' } }),
      (n) => n === 1,
    );
    await eventually(
      () => system.row(sleeper.journeyId),
      (row) => row.nextAt !== null,
    );
    const who = { requestId: 'pause-1', actorId: 'usr_rep', reason: WORDS.why };
    await engine.command(lead.journeyId, { kind: 'pause' }, who);
    await scatter(system.db, contactId, lead.journeyId, 'usr_rep');
    await system.db.message.updateMany({
      where: { contactId },
      data: { reply: WORDS.serverSaid, receiver: WORDS.domain },
    });

    const before = await dumpDatabase(system.db);
    const found = wordsIn(before, words);
    // The control: the search finds every one of them, and something in every table that names contacts.
    for (const word of words) expect(found.filter((line) => line.endsWith(`: ${word}`))).not.toEqual([]);
    for (const table of await tablesWith(system.db, 'contactId'))
      if (table !== 'changes') expect(before.get(table), table).not.toBe('');

    const preview = await engine.previewErasure(contactId);
    expect(preview?.takes).toMatchObject({
      journeys: 2,
      openJourneys: 2,
      openTasks: 1,
      deals: 1,
      messages: 1,
      addresses: 2,
    });
    const erased = await erase(contactId, `${WORDS.name} wrote from ${WORDS.email}`);
    expect(erased).toMatchObject({
      ok: true,
      value: { by: 'usr_ops', reason: '… wrote from …', took: preview?.takes },
    });

    expect(wordsIn(await dumpDatabase(system.db), words)).toEqual([]);
    for (const { journeyId } of [lead, sleeper])
      await eventually(
        () => system.row(journeyId),
        ({ status, outcome }) => status === 'ended' && outcome === 'erased',
      );
    expect(wordsIn(await dumpDatabase(system.db), words)).toEqual([]);
    expect(await system.db.task.groupBy({ by: ['status'], where: { contactId }, _count: true })).toHaveLength(2);
    expect(await system.db.message.count({ where: { contactId, state: 'accepted' } })).toBe(1);
    expect(await system.db.deal.aggregate({ where: { contactId }, _sum: { amount: true } })).toMatchObject({
      _sum: { amount: expect.objectContaining({}) },
    });
    expect(await system.db.contact.findUnique({ where: { id: contactId } })).toMatchObject({
      ...{ name: '(erased)', email: null, orderCount: 3, ownerId: 'usr_rep' },
    });
    const [consent] = await system.db.consent.findMany({ where: { contactId } });
    expect(consent).toMatchObject({ granted: true, text: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
    const hashes = [hashAddressText(WORDS.email), hashPhone(WORDS.phone)];
    expect(await system.db.suppression.findMany({ where: { addressHash: { in: hashes } } })).toMatchObject([
      { reason: 'erased' },
      { reason: 'erased' },
    ]);
    // Whose visit it was still hears that it is off.
    expect(await system.db.appointment.findFirst({ where: { contactId } })).toMatchObject({
      ...{ state: 'cancelled', reason: 'erased', sequence: 1, invites: false, contactHas: false, answer: null },
      realDueAt: expect.any(Date),
    });
    expect((await verified(system.records())).differences).toEqual([]);

    const again = await erase(contactId, 'once more');
    expect(again).toEqual(erased);
    expect(await system.db.event.count({ where: { contactId, type: 'contact.erased' } })).toBe(1);
    expect(await system.db.audit.count({ where: { objectId: contactId, action: 'contact.erased' } })).toBe(1);
  });

  test('of a journey that sleeps leaves no text of its mails, and no run asleep in Temporal', async () => {
    await system.rest();
    await system.work();
    const email = 'asleep@over-winter.example';
    const contactId = await system.contact({ email, name: 'Hibernata Schlafmann' });
    const { journeyId } = await system.enrol('written-and-asleep', contactId);
    const { workflowId } = await system.row(journeyId);
    const run = () => system.client.workflow.getHandle(workflowId).describe();
    const asleep = await eventually(run, ({ startTime, executionTime }) => (executionTime ?? startTime) > startTime);
    const words = [email, 'Hibernata Schlafmann'];
    expect(wordsIn(await dumpDatabase(system.db), words)).not.toEqual([]);
    expect(asleep.status.name).toBe('RUNNING');
    expect((await erase(contactId)).ok).toBe(true);
    expect(wordsIn(await dumpDatabase(system.db), words)).toEqual([]);
    expect(await system.db.message.findFirst({ where: { journeyId } })).toMatchObject({ raw: null, subject: null });
    await eventually(run, ({ status }) => status.name === 'COMPLETED');
    expect(await system.row(journeyId)).toMatchObject({ status: 'ended', outcome: 'erased', nextAt: null });
    expect((await verified(system.records())).differences).toEqual([]);
  });

  test('is not answered while a mail is between its last dot and the answer, and nothing is sent after it', async () => {
    await system.rest();
    await system.work();
    let answer = () => {};
    const answering = new Promise<void>((resolve) => {
      answer = resolve;
    });
    system.inbox.before = () => answering;
    const contactId = await system.contact({ email: 'slow@under-way.example' });
    const { journeyId } = await system.enrol('one-mail', contactId);
    await eventually(
      () => system.db.message.count({ where: { journeyId, state: 'handed-over' } }),
      (n) => n === 1,
    );
    let answered = false;
    const erasing = erase(contactId).then((result) => {
      answered = true;
      return result;
    });
    await eventually(
      () => system.db.contact.findUniqueOrThrow({ where: { id: contactId } }),
      ({ erasedAt }) => erasedAt !== null,
    );
    expect(answered).toBe(false);
    const sent = system.inbox.mails.length;
    answer();
    expect((await erasing).ok).toBe(true);
    expect(system.inbox.mails).toHaveLength(sent + 1);
    expect(wordsIn(await dumpDatabase(system.db), ['slow@under-way.example'])).toEqual([]);
    await eventually(
      () => system.row(journeyId),
      ({ status }) => status === 'ended',
    );
    system.inbox.before = async () => {};
  });

  test('takes the claim from an attempt that has a mail in hand: nothing is sent, and its journey ends', async () => {
    await system.rest();
    const contactId = await system.contact({ email: 'claimed@in-hand.example' });
    const sent = system.inbox.mails.length;
    let erased: Awaited<ReturnType<typeof erase>> | null = null;
    const deps = system.activityDeps();
    await system.work({
      mailer: {
        ...deps.mailer,
        send: async (raw, envelope, beforeWrite, since) => {
          erased ??= await erase(contactId);
          return await deps.mailer.send(raw, envelope, beforeWrite, since);
        },
      },
    });
    const { journeyId } = await system.enrol('one-mail', contactId);
    await eventually(
      () => system.row(journeyId),
      ({ status, outcome }) => status === 'ended' && outcome === 'erased',
    );
    expect(erased).toMatchObject({ ok: true });
    expect(system.inbox.mails).toHaveLength(sent);
    expect(await system.db.message.findFirst({ where: { journeyId } })).toMatchObject({ state: 'skipped' });
    expect(wordsIn(await dumpDatabase(system.db), ['claimed@in-hand.example'])).toEqual([]);
    expect((await verified(system.records())).differences).toEqual([]);
  });

  test('leaves behind that the address gets no advertising: who is imported again gets service mail, and marketing after a new consent', async () => {
    const email = 'again@imported.example';
    const folder = await mkdtemp(join(tmpdir(), 'erasure-'));
    const list = join(folder, 'fair.csv');
    await writeFile(list, `email,name\n${email},Erasa Wiederda\n`);
    const imported = async () => {
      await importCsv(system.db, list, { now: Date.now(), source: 'Fair' });
      const { id } = await system.db.contact.findUniqueOrThrow({ where: { emailKey: email } });
      await system.db.contact.update({ where: { id }, data: { ownerId: 'usr_rep' } });
      return id;
    };
    const first = await imported();
    expect((await erase(first)).ok).toBe(true);
    const contactId = await imported();
    expect(contactId).not.toBe(first);

    const outcomes = async (definitionId: string) => {
      const { journeyId } = await system.enrol(definitionId, contactId);
      await eventually(
        () => system.row(journeyId),
        ({ status }) => status === 'ended',
      );
      return await system.story(journeyId);
    };
    expect(await outcomes('one-mail')).toContain('hello email skip suppressed');
    expect(await outcomes('receipt')).toContain('hello email send');
    const consent = { contactId, topic: '*', granted: true, source: 'form:trial', text: 'Yes', at: new Date() };
    await system.db.consent.create({ data: { id: newId('consent'), ...consent } });
    expect(await outcomes('one-mail')).toContain('hello email send');
    await rm(folder, { recursive: true });
  });

  test('lets nothing come back: no event, no journey, no write of somebody who had the row in hand', async () => {
    const contactId = await system.contact({ email: 'gone@for-good.example' });
    await erase(contactId);
    const engine = system.engine();
    const event = { type: 'form.submitted', contactId, fields: { answer: WORDS.answer }, source: 'test' };
    expect(await engine.receive(event)).toMatchObject({ ok: false, error: { code: 'unknown-contact' } });
    const started = await engine.start({ definitionId: 'one-mail', contactId, actorId: 'usr_rep' });
    expect(started).toMatchObject({ ok: false, error: { code: 'condition' } });
    await system.db.contact.update({ where: { id: contactId }, data: { name: WORDS.name, email: WORDS.email } });
    expect(wordsIn(await dumpDatabase(system.db), [WORDS.name, WORDS.email, WORDS.answer])).toEqual([]);
    expect(await erase('con_nobody')).toMatchObject({ ok: false, error: { code: 'unknown-contact' } });
  });

  // Last: what its journeys lost is a difference in the records from then on.
  test('ends a journey that is out of step too, also one that is held for it already', async () => {
    const contactId = await system.contact({ email: 'restored@out-of-step.example' });
    const journeys = [await system.enrol('sleeper', contactId), await system.enrol('written-and-asleep', contactId)];
    for (const { journeyId } of journeys) {
      await eventually(
        () => system.row(journeyId),
        ({ nextAt }) => nextAt !== null,
      );
      await system.db.advance.deleteMany({ where: { journeyId } });
      await system.db.journey.update({ where: { id: journeyId }, data: { advance: 0, poked: false } });
    }
    // One of them has been found out before.
    const [first] = journeys;
    const { workflowId } = await system.row(first?.journeyId ?? '');
    await system.journeys.poke(workflowId, first?.journeyId ?? '');
    await eventually(
      () => system.row(first?.journeyId ?? ''),
      ({ attention }) => attention === 'out-of-step',
    );
    expect((await erase(contactId)).ok).toBe(true);
    for (const { journeyId } of journeys)
      await eventually(
        () => system.row(journeyId),
        ({ status, outcome, attention }) => status === 'ended' && outcome === 'erased' && attention === null,
      );
    expect(wordsIn(await dumpDatabase(system.db), ['restored@out-of-step.example'])).toEqual([]);
  });
});

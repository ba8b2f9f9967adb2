import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dkimRecord, newDkimKey } from '../../src/db/mailboxes/dkim-keys.js';
import { createSeal } from '../../src/db/seal.js';
import { HOUR } from '../../src/domain/instant.js';
import { hourOf } from '../../src/domain/journey/quota.js';
import { headersOf } from '../../src/mail/compose.js';
import { aJourney } from '../support/definitions.js';
import { type Inbox, startInbox } from '../support/inbox.js';
import { MAILBOX_SECRET } from '../support/mailbox-secret.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const mailFrom = (id: string, from: string, more = '') =>
  `  - id: ${id}\n    email: { template: test/hello, from: ${from}, purpose: marketing${more} }`;

let temporal: TestTemporal;
let own: Inbox;
let another: Inbox | null = null;
beforeAll(async () => {
  temporal = await startTestTemporal();
  own = await startInbox();
});
afterAll(async () => {
  await own?.stop();
  await another?.stop();
  await temporal?.stop();
});

/** Columns of a server of a test: without TLS and login, as it has neither. */
const serverAt = (inbox: Inbox) => ({
  ...{ smtpHost: '127.0.0.1', smtpPort: Number(new URL(inbox.url).port), smtpTls: 'none' },
});

describe('a mailbox of its own', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await TestSystem.start({ ...temporal, skipping: false });
    await system.work();
    await system.work();
  });
  afterAll(() => system?.stop());

  const mailbox = (id: string, more: object = {}) =>
    system.db.mailbox.create({ data: { id, name: `Box ${id}`, address: `${id}@sender.example`, ...more } });
  const sentTo = async (contactId: string, inbox: Inbox) => {
    const { email } = await system.db.contact.findUniqueOrThrow({ where: { id: contactId } });
    return await eventually(
      async () => inbox.mails.filter(({ to }) => to[0] === email),
      (mails) => mails.length > 0,
    );
  };

  test('sends over its own server, signed with its key, with what marketing is to say of itself', async () => {
    const privateKey = await newDkimKey();
    const dkimKey = createSeal(MAILBOX_SECRET).seal(privateKey, 'mailboxes/news/dkim');
    const dkim = { dkimDomain: 'sender.example', dkimSelector: 'ft', dkimKey };
    await mailbox('news', { ...serverAt(own), ...dkim, plusAddresses: true });
    await system.publish(aJourney('signed', `${mailFrom('hello', 'news', ', topic: tips')}\n  - end: done`));
    const contactId = await system.contact();
    await system.enrol('signed', contactId);
    const [mail] = await sentTo(contactId, own);
    const raw = mail?.raw ?? Buffer.alloc(0);
    const resolver = async () => [[dkimRecord(privateKey)]];
    const { results } = await dkimVerify(raw, { resolver });
    expect(results.map(({ signingDomain, status }) => [signingDomain, status.result])).toEqual([
      ['sender.example', 'pass'],
    ]);
    const headers = headersOf(raw);
    expect(headers.get('list-id')).toEqual(['<tips.sender.example>']);
    expect(headers.get('feedback-id')).toEqual(['signed:tips:marketing:sender-example']);
    expect(headers.get('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click']);
    const tag = /^<(.*)@/.exec(headers.get('message-id')?.[0] ?? '')?.[1];
    expect(headers.get('reply-to')?.[0]).toContain(`<news+${tag}@sender.example>`);
    expect(system.inbox.mails).toHaveLength(0);
    const row = await system.db.message.findFirstOrThrow({ where: { contactId } });
    expect(
      Buffer.from(row.raw ?? [])
        .toString('latin1')
        .trimEnd(),
    ).toBe(raw.toString('latin1').trimEnd());
    expect(row).toMatchObject({ mailboxId: 'news', fromAddress: 'news@sender.example' });
  });

  test('is found for its owner; when its settings change the next mail goes by the new ones', async () => {
    const owner = { id: 'usr_own', email: 'own@sender.example', name: 'Olga Own', role: 'rep', createdAt: new Date() };
    await system.db.user.create({ data: owner });
    await mailbox('olga', { ...serverAt(own), kind: 'personal', ownerId: owner.id });
    await system.publish(aJourney('owners', `${mailFrom('hello', 'owner')}\n  - end: done`));
    const first = await system.contact({ ownerId: owner.id });
    await system.enrol('owners', first);
    expect((await sentTo(first, own))[0]).toMatchObject({ from: 'olga@sender.example' });
    another = await startInbox();
    await system.db.mailbox.update({ where: { id: 'olga' }, data: { ...serverAt(another), revision: 1 } });
    const second = await system.contact({ ownerId: owner.id });
    await system.enrol('owners', second);
    expect(await sentTo(second, another)).toHaveLength(1);
    await system.db.mailbox.update({ where: { id: 'olga' }, data: { active: false, revision: 2 } });
    const { journeyId } = await system.enrol('owners', await system.contact({ ownerId: owner.id }));
    await eventually(
      () => system.story(journeyId),
      (story) => story.some((line) => line === 'hello email skip no-sender'),
    );
  });

  test('answers in the thread that its mails are: to the last one that went out, with all before it', async () => {
    await mailbox('talk', serverAt(own));
    const steps = ['', ', thread: one', ', thread: two'].map((more, n) =>
      mailFrom(['one', 'two', 'three'][n] ?? '', 'talk', more),
    );
    await system.publish(aJourney('talks', `${steps.join('\n')}\n  - end: done`));
    const contactId = await system.contact();
    await system.enrol('talks', contactId);
    const mails = await eventually(
      () => sentTo(contactId, own),
      (all) => all.length === 3,
    );
    const ids = mails.map(({ messageId }) => messageId);
    const heads = mails.map(({ raw }) => headersOf(raw));
    expect(heads.map((head) => head.get('in-reply-to')?.[0])).toEqual([undefined, ids[0], ids[1]]);
    expect(heads[2]?.get('references')).toEqual([`${ids[0]} ${ids[1]}`]);
    const [subject = ''] = mails.map((mail) => mail.subject);
    expect(mails.map((mail) => mail.subject)).toEqual([subject, `Re: ${subject}`, `Re: ${subject}`]);
  });

  test('without a server goes out over the configured one', async () => {
    await mailbox('plain');
    await system.publish(aJourney('plainly', `${mailFrom('hello', 'plain')}\n  - end: done`));
    const contactId = await system.contact();
    await system.enrol('plainly', contactId);
    expect((await sentTo(contactId, system.inbox))[0]).toMatchObject({ from: 'plain@sender.example' });
  });

  test('whose password can not be opened sends nothing, fails nothing, and is tried again', async () => {
    const smtpPassword = createSeal('the secret of another deployment').seal('x', 'mailboxes/shut/smtp');
    await mailbox('shut', { ...serverAt(own), smtpUser: 'shut', smtpPassword });
    await system.publish(aJourney('shuts', `${mailFrom('hello', 'shut')}\n  - end: done`));
    const { journeyId } = await system.enrol('shuts', await system.contact());
    const story = await eventually(
      () => system.story(journeyId),
      (lines) => lines.length > 0 && lines.some((line) => line.includes('auth')),
    );
    expect(story).toContain('hello email defer auth');
    expect(await system.db.journey.count({ where: { id: journeyId, attention: { not: null } } })).toBe(0);
  });

  test('Law 9: twenty journeys that come at once send five by a quota of five, and the others wait their turn, spread', async () => {
    await mailbox('small', { ...serverAt(own), dailyQuota: 5 });
    await system.publish(aJourney('many', `${mailFrom('hello', 'small')}\n  - end: done`));
    const contacts = await Promise.all(Array.from({ length: 20 }, () => system.contact()));
    const journeys = await Promise.all(contacts.map((id) => system.enrol('many', id)));
    const journeyId = { in: journeys.map((each) => each.journeyId) };
    const rows = await eventually(
      () => system.db.message.findMany({ where: { journeyId } }),
      (all) => all.length === 20 && all.every(({ state }) => state === 'accepted' || state === 'intended'),
      60_000,
    );
    const waiting = rows.filter(({ state }) => state === 'intended');
    expect(own.mails.filter(({ from }) => from === 'small@sender.example')).toHaveLength(5);
    expect(waiting.map(({ reason }) => reason)).toEqual(Array(15).fill('quota'));
    const slots = waiting.map(({ countsAt }) => countsAt?.getTime() ?? 0).sort((a, b) => a - b);
    expect(new Set(slots).size).toBe(15);
    const perDay = [1, 2, 3].map((day) =>
      slots.filter((slot) => Math.floor((hourOf(slot) - hourOf(Date.now())) / 24) === day),
    );
    expect(perDay.map(({ length }) => length)).toEqual([5, 5, 5]);
    expect(await system.story(waiting[0]?.journeyId ?? '')).toContain('hello email defer quota');
    expect(await system.db.journey.count({ where: { id: journeyId, attention: { not: null } } })).toBe(0);
  }, 90_000);

  test('a place in the quota is free again for the next when the one who waited for it leaves', async () => {
    const counting = () => system.db.message.findMany({ where: { mailboxId: 'small', countsAt: { gt: new Date() } } });
    const [last] = (await counting()).sort((a, b) => (b.countsAt?.getTime() ?? 0) - (a.countsAt?.getTime() ?? 0));
    const by = { requestId: 'leaves-the-line', actorId: 'usr_rep', reason: 'a test' };
    await system.engine().command(last?.journeyId ?? '', { kind: 'exit', outcome: 'by-hand' }, by);
    await eventually(counting, (rows) => rows.length === 14);
    const { journeyId } = await system.enrol('many', await system.contact());
    const row = await eventually(
      () => system.db.message.findFirst({ where: { journeyId } }),
      (message) => message !== null,
    );
    expect(Math.abs((row?.countsAt?.getTime() ?? 0) - (last?.countsAt?.getTime() ?? 0))).toBeLessThan(HOUR);
  });
});

describe('a quota on a quick clock', () => {
  let system: TestSystem;
  beforeAll(async () => {
    const clockMap = { virtualAnchor: Date.now(), realAnchor: Date.now(), rate: HOUR / 1000 };
    system = await TestSystem.start({ ...temporal, skipping: false }, { clockMap });
    await system.work();
  });
  afterAll(() => system?.stop());

  test('lets those who wait go when their turn has come, each once, and no hour has more than it may', async () => {
    const box = { id: 'hourly', name: 'Hourly', address: 'hourly@sender.example', hourlyQuota: 2 };
    await system.db.mailbox.create({ data: box });
    await system.publish(aJourney('hourly', `${mailFrom('hello', 'hourly')}\n  - end: done`));
    const contacts = await Promise.all(Array.from({ length: 8 }, () => system.contact()));
    await Promise.all(contacts.map((id) => system.enrol('hourly', id)));
    const rows = await eventually(
      () => system.db.message.findMany(),
      (all) => all.length === 8 && all.every(({ state }) => state === 'accepted'),
      60_000,
    );
    expect(system.inbox.mails).toHaveLength(8);
    const hours = rows.map(({ countsAt }) => hourOf(countsAt?.getTime() ?? 0));
    for (const hour of hours) expect(hours.filter((each) => each === hour).length).toBeLessThanOrEqual(2);
  }, 90_000);
});

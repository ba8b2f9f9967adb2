import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActivityDeps } from '../../src/activities/index.js';
import type { WebhookAnswer, WebhookCall } from '../../src/activities/ports.js';
import { createDeliveryStore } from '../../src/db/deliveries.js';
import { newId } from '../../src/db/new-id.js';
import type { AdvanceResult } from '../../src/domain/journey/advance.js';
import { deliverWaiting } from '../../src/worker/deliver.js';
import { attempt, firstAdvance, nextAdvance } from '../support/attempts.js';
import { NO_ROBOTS } from '../support/no-robots.js';
import { TestSystem } from '../support/system.js';

const journey = (id: string, body: string): string =>
  `kind: journey\nid: ${id}\nname: Test\nvariables: { topic: ours }\nenter: { on: nothing.such, again: always }\n${body}\n`;

let system: TestSystem;
let deps: ActivityDeps;

beforeAll(async () => {
  // No Temporal: advances are run by hand.
  system = await TestSystem.start({ address: '127.0.0.1:1', namespace: 'none', skipping: false });
  deps = system.activityDeps();
});

afterAll(() => system?.stop());

const silent = () => system.engine({ tells: false });

/** A journey of a new contact that has begun. */
async function begun(id: string, contactId: string): Promise<{ journeyId: string; first: AdvanceResult }> {
  const { journeyId } = await system.enrol(id, contactId, silent());
  return { journeyId, first: await attempt(deps, firstAdvance(journeyId)) };
}

const next = (journeyId: string, last: AdvanceResult) => nextAdvance(firstAdvance(journeyId), last);

describe('an SMS', () => {
  test('goes to the phone, stands in the ledger with its text, and is sent once however often it is tried', async () => {
    await system.publish(
      journey('texts', 'steps: [ { id: text, sms: { template: test/hello, purpose: service } }, { wait: 1 days } ]'),
    );
    const contactId = await system.contact({ phone: '+49 170 1234567' });
    const { journeyId, first } = await begun('texts', contactId);
    expect(await attempt(deps, firstAdvance(journeyId))).toEqual(first);
    expect(await system.story(journeyId)).toEqual(['enter done', 'text sms send', 'wait wait']);
    const [row, ...more] = await system.db.message.findMany({ where: { journeyId } });
    expect(more).toEqual([]);
    expect(row).toMatchObject({ channel: 'sms', state: 'accepted', toAddress: '+491701234567', attempts: 1 });
    expect(new TextDecoder().decode(row?.raw ?? undefined)).toContain('Dear Ada Lovelace');
  });

  test.each([
    [{}, 'no-address'],
    [{ phone: 'none' }, 'invalid-address'],
  ])('to %j is skipped with %s', async (contact, code) => {
    await system.publish(
      journey('texts', 'steps: [ { id: text, sms: { template: test/hello, purpose: service } }, { wait: 1 days } ]'),
    );
    const { journeyId } = await begun('texts', await system.contact(contact));
    expect(await system.story(journeyId)).toContain(`text sms skip ${code}`);
    expect((await system.db.message.findFirstOrThrow({ where: { journeyId } })).state).toBe('skipped');
  });
});

describe('a wait for a condition', () => {
  test('is woken by the change that makes it true', async () => {
    await system.publish(
      journey('lasts', 'steps: [ { wait: { for: { if: { contact.status: hot } } } }, { end: over } ]'),
    );
    const contactId = await system.contact();
    const { journeyId, first } = await begun('lasts', contactId);
    expect((await system.row(journeyId)).interests).toContain('contact.status');
    const change = (set: { [field: string]: unknown }) =>
      silent().receive({ type: 'contact.changed', contactId, fields: { set }, source: 'test' });
    await change({ city: 'Ulm' });
    expect((await system.row(journeyId)).poked).toBe(false);
    await change({ status: 'hot' });
    expect((await system.row(journeyId)).poked).toBe(true);
    await attempt(deps, next(journeyId, first));
    expect(await system.story(journeyId)).toEqual([
      'enter done',
      'wait wait',
      'wait done contact.changed',
      'end done over',
    ]);
  });
});

describe('`create` deal', () => {
  test('makes one deal, the journey’s from then on, and other definitions hear of it', async () => {
    await system.publish(
      journey(
        'deals',
        'steps: [ { create: { deal: { amount: 500, stage: new } } }, { update: { deal.stage: seen } }, { id: call, task: { kind: call, title: "Deal of {{deal.amount}}", due: 1 days, outcomes: [ok] } } ]',
      ),
    );
    await system.publish(journey('on-deal', 'steps: [ { wait: 9 days } ]').replace('nothing.such', 'deal.created'));
    const contactId = await system.contact();
    await system.db.deal.create({
      data: { id: `dea_${contactId}`, name: 'Old', contactId, createdAt: new Date(0), updatedAt: new Date(0) },
    });
    const { journeyId } = await begun('deals', contactId);
    const deals = await system.db.deal.findMany({ where: { contactId }, orderBy: { createdAt: 'desc' } });
    expect(deals.map(({ name, stage }) => [name, stage])).toEqual([
      ['Ada Lovelace', 'seen'],
      ['Old', null],
    ]);
    const task = await system.db.task.findFirstOrThrow({ where: { journeyId } });
    expect([task.dealId, task.title, task.assign]).toEqual([deals[0]?.id, 'Deal of 500', 'owner']);
    expect(await system.db.journey.count({ where: { contactId, definitionId: 'on-deal' } })).toBe(1);
    expect(await system.db.event.count({ where: { contactId, type: 'deal.created' } })).toBe(1);
  });
});

describe('`start` and `stop`', () => {
  test('begin and end another journey of the contact; one that is open is a recorded skip', async () => {
    await system.publish(journey('care', 'steps: [ { wait: 9 days } ]'));
    await system.publish(
      journey(
        'lead',
        'steps: [ { start: care }, { start: care }, { wait: 1 hours }, { stop: care }, { wait: 1 days } ]',
      ),
    );
    const contactId = await system.contact();
    const { journeyId, first } = await begun('lead', contactId);
    expect((await system.story(journeyId)).slice(1, 3)).toEqual(['start done', 'start skip already-open']);
    const care = await system.db.journey.findFirstOrThrow({ where: { contactId, definitionId: 'care' } });
    expect(care).toMatchObject({ status: 'open', enteredBy: `journey:${journeyId}` });
    expect(await system.db.outbox.count({ where: { journeyId: care.id, kind: 'start' } })).toBe(1);
    const begunCare = await attempt(deps, firstAdvance(care.id));
    const later = {
      ...deps,
      clock: { ...deps.clock, now: () => ({ virtual: Date.now() + 3_700_000, real: Date.now() }) },
    };
    await attempt(later, next(journeyId, first));
    expect(await system.story(journeyId)).toContain('stop done');
    expect((await system.row(care.id)).poked).toBe(true);
    await attempt(later, next(care.id, begunCare));
    expect((await system.row(care.id)).outcome).toBe('stopped');
  });

  test('one that is stopped and started in one breath begins anew when its last run has heard of it', async () => {
    await system.publish(journey('tour', 'steps: [ { wait: 9 days } ]'));
    await system.publish(journey('again', 'steps: [ { stop: tour }, { start: tour }, { wait: 1 days } ]'));
    const contactId = await system.contact();
    const { journeyId: firstId, first } = await begun('tour', contactId);
    const { journeyId } = await begun('again', contactId);
    expect((await system.story(journeyId)).slice(1, 3)).toEqual(['stop done', 'start done']);
    const runs = () =>
      system.db.journey.findMany({ where: { contactId, definitionId: 'tour' }, orderBy: { n: 'asc' } });
    expect((await runs()).map(({ status }) => status)).toEqual(['open']);
    await attempt(deps, next(firstId, first));
    expect((await runs()).map(({ n, status, enteredBy }) => ({ n, status, enteredBy }))).toEqual([
      { n: 1, status: 'ended', enteredBy: 'usr_rep' },
      { n: 2, status: 'open', enteredBy: `journey:${journeyId}` },
    ]);
    const [, second] = await runs();
    expect(await system.db.outbox.count({ where: { journeyId: second?.id ?? '', kind: 'start' } })).toBe(1);
  });
});

describe('an exclusive group', () => {
  test('lets one run at a time: a higher one pauses the lower, a lower one waits its turn', async () => {
    const member = (id: string, priority: number) =>
      system.publish(
        journey(
          id,
          `exclusive: { group: selling, priority: ${priority} }\nsteps: [ { wait: { for: { on: form.submitted } } }, { end: over } ]`,
        ),
      );
    await member('low', 1);
    await member('mid', 5);
    await member('high', 9);
    const contactId = await system.contact();
    const mid = await begun('mid', contactId);
    const start = (definitionId: string) => silent().start({ definitionId, contactId, actorId: 'usr_rep' });
    expect(await start('low')).toMatchObject({ ok: false, error: { code: 'busy' } });
    expect(await start('low')).toMatchObject({ ok: false, error: { code: 'busy' } });
    const high = await begun('high', contactId);
    expect((await system.row(mid.journeyId)).poked).toBe(true);
    const rests = await attempt(deps, next(mid.journeyId, mid.first));
    expect((await system.row(mid.journeyId)).phase).toBe('paused');
    const submit = () => silent().receive({ type: 'form.submitted', contactId, fields: {}, source: 'test' });
    await submit();
    await attempt(deps, next(high.journeyId, high.first));
    expect((await system.row(high.journeyId)).outcome).toBe('over');
    expect(await system.db.journey.count({ where: { contactId, definitionId: 'low' } })).toBe(0);
    await attempt(deps, next(mid.journeyId, rests));
    expect(await system.story(mid.journeyId)).toEqual([
      'enter done',
      'wait wait',
      'pause done exclusive',
      'resume done exclusive',
      'wait done form.submitted',
      'end done over',
    ]);
    // The last one in its way is over: the lowest enters, once.
    expect(await system.db.journey.count({ where: { contactId, definitionId: 'low', status: 'open' } })).toBe(1);
    expect(await system.db.refusedEntry.count({ where: { contactId, code: 'busy' } })).toBe(2);
    expect(await system.db.refusedEntry.count({ where: { contactId, waits: true } })).toBe(0);
  });
});

describe('a journey of a deal', () => {
  test('runs once for each deal, and sees its own', async () => {
    await system.publish(
      journey(
        'quotes',
        'per: deal\nsteps: [ { choose: [ { if: { deal.amount: 1 }, steps: [ { end: small } ] } ] }, { wait: 9 days } ]',
      ).replace('nothing.such', 'deal.created'),
    );
    const contactId = await system.contact();
    const deal = async (n: number) => {
      const id = `dea_${n}_${contactId}`;
      await system.db.deal.create({
        data: { id, name: `D${n}`, amount: n, contactId, createdAt: new Date(n), updatedAt: new Date(0) },
      });
      await silent().receive({ type: 'deal.created', contactId, dealId: id, fields: {}, source: 'test' });
      return id;
    };
    const ids = [await deal(1), await deal(2)];
    const rows = await system.db.journey.findMany({
      where: { contactId, definitionId: 'quotes' },
      orderBy: { startedAt: 'asc' },
    });
    expect(rows.map(({ subjectType, subjectId }) => [subjectType, subjectId])).toEqual(ids.map((id) => ['deal', id]));
    for (const row of rows) await attempt(deps, firstAdvance(row.id));
    const outcomes = await Promise.all(rows.map(async ({ id }) => (await system.row(id)).outcome));
    expect(outcomes).toEqual(['small', null]);
  });

  test('of a contact without a deal can’t begin', async () => {
    const started = await silent().start({
      definitionId: 'quotes',
      contactId: await system.contact(),
      actorId: 'usr_rep',
    });
    expect(started).toMatchObject({ ok: false, error: { code: 'condition' } });
  });
});

describe('`of: account`', () => {
  test('wakes a journey by what happens to a colleague, who is not taken for its contact', async () => {
    await system.publish(
      journey(
        'whole',
        'exit: [ { on: deal.lost, of: account, as: lost } ]\nsteps: [ { wait: { for: { on: form.submitted, of: account } } }, { wait: { for: { if: { account.size: { gt: 5 } } } } }, { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [ok] } } ]',
      ),
    );
    const at = new Date();
    const accountId = `acc_${Date.now()}`;
    await system.db.account.create({ data: { id: accountId, name: 'Acme', size: 1, createdAt: at, updatedAt: at } });
    const [ada, bob, eve] = [
      await system.contact({ accountId }),
      await system.contact({ accountId }),
      await system.contact(),
    ];
    const { journeyId, first } = await begun('whole', ada);
    const tell = (contactId: string, type: string, more = {}) =>
      silent().receive({ type, contactId, fields: {}, source: 'test', ...more });
    const poked = async () => (await system.row(journeyId)).poked;
    await tell(eve, 'form.submitted');
    await tell(bob, 'quote.accepted');
    expect(await poked()).toBe(false);
    await tell(bob, 'form.submitted');
    expect(await poked()).toBe(true);
    const second = await attempt(deps, next(journeyId, first));
    await tell(bob, 'account.changed', { accountId, fields: { set: { size: 9 } } });
    expect(await poked()).toBe(true);
    const third = await attempt(deps, next(journeyId, second));
    await tell(bob, 'deal.lost');
    await attempt(deps, next(journeyId, third));
    expect(await system.story(journeyId)).toEqual([
      'enter done',
      'wait wait',
      'wait done form.submitted',
      'wait wait',
      'wait done account.changed',
      'call task done',
      'exit done lost',
    ]);
  });
});

describe('what leaves the journeys without being waited for', () => {
  const calls: WebhookCall[] = [];
  const failed: string[] = [];
  let answer: WebhookAnswer = { type: 'done', status: 200 };
  const delivering = () => ({
    store: createDeliveryStore(system.db),
    mailer: deps.mailer,
    callWebhook: async (call: WebhookCall) => {
      calls.push(call);
      return answer;
    },
    ...NO_ROBOTS,
    sender: { name: 'Followthrough', address: 'followthrough@mail.example.com' },
    messageHost: 'mail.example.com',
    now: () => system.now() + later,
    onFailed: (_: unknown, code: string) => failed.push(code),
  });
  let later = 0;

  test('a webhook is called once it is decided, with what the body says, and again with the same id until it is taken', async () => {
    await system.publish(
      journey(
        'hooks',
        'steps: [ { webhook: { url: "https://erp.example.com/in", method: PUT, secret: erp, body: { who: "{{contact.name}}", n: 1, tags: ["{{variables.topic}}"] } } }, { webhook: { url: "https://erp.example.com" } }, { wait: 1 days } ]',
      ),
    );
    const contactId = await system.contact();
    const { journeyId } = await begun('hooks', contactId);
    expect(await system.db.delivery.count({ where: { journeyId, state: 'waiting' } })).toBe(2);
    answer = { type: 'later', code: 'refused', status: 503 };
    expect(await deliverWaiting(delivering(), 'webhook')).toBe(2);
    expect(await deliverWaiting(delivering(), 'webhook')).toBe(0);
    answer = { type: 'done', status: 204 };
    later = 6000;
    expect(await deliverWaiting(delivering(), 'webhook')).toBe(2);
    expect(await deliverWaiting(delivering(), 'webhook')).toBe(0);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
    const put = calls.find(({ method }) => method === 'PUT');
    expect([put?.url, put?.secret, put?.body]).toEqual([
      'https://erp.example.com/in',
      'erp',
      '{"n":1,"who":"Ada Lovelace","tags":["ours"]}',
    ]);
    const plain = JSON.parse(calls.find(({ method }) => method === 'POST')?.body ?? '{}');
    expect(plain).toMatchObject({
      type: 'journey.step',
      data: { journeyId, contactId, step: 'steps.1', definition: 'hooks' },
    });
    const rows = await system.db.delivery.findMany({ where: { journeyId } });
    expect(rows.map(({ state, status, attempts }) => [state, status, attempts])).toEqual([
      ['done', 204, 2],
      ['done', 204, 2],
    ]);
  });

  test('a webhook that is refused for good, or ten times, has failed', async () => {
    const { journeyId } = await begun('hooks', await system.contact());
    const row = await system.db.delivery.findFirstOrThrow({ where: { journeyId } });
    await system.db.delivery.updateMany({ where: { journeyId, NOT: { id: row.id } }, data: { state: 'done' } });
    await system.db.delivery.update({ where: { id: row.id }, data: { attempts: 9 } });
    answer = { type: 'later', code: 'unreachable', status: null };
    await deliverWaiting(delivering(), 'webhook');
    expect(await system.db.delivery.findUniqueOrThrow({ where: { id: row.id } })).toMatchObject({
      state: 'failed',
      error: 'unreachable',
      attempts: 10,
    });
    expect(failed).toEqual(['unreachable']);
  });

  test('a message to staff is a notice on the desk and one mail', async () => {
    await system.publish(
      journey('tells', 'steps: [ { id: tell, notify: { to: owner, template: test/hello } }, { wait: 1 days } ]'),
    );
    await writeFile(
      join(system.templates, 'test', 'staff.en.hbs'),
      '---\nsubject: Look at {{contact.name}}\n---\n<p>{{contact.name}} is hot.</p>\n',
    );
    const fresh = system.activityDeps();
    await system.publish(
      journey('tells', 'steps: [ { id: tell, notify: { to: owner, template: test/staff } }, { wait: 1 days } ]'),
    );
    const { journeyId } = await system.enrol('tells', await system.contact(), silent());
    await attempt(fresh, firstAdvance(journeyId));
    expect(await system.story(journeyId)).toEqual(['enter done', 'tell notify done', 'wait wait']);
    expect(await system.db.notice.findFirst({ where: { journeyId } })).toMatchObject({
      userId: 'usr_rep',
      kind: 'message',
      title: 'Look at Ada Lovelace',
    });
    await deliverWaiting(delivering(), 'staff-mail');
    await deliverWaiting(delivering(), 'staff-mail');
    const mails = system.inbox.mails.filter((mail) => mail.subject === 'Look at Ada Lovelace');
    expect(mails.map(({ to }) => to)).toEqual([['rep@sender.example']]);
  });

  test('a message to a channel is said by that robot and is nobody’s notice; one to a robot that is none says so', async () => {
    await writeFile(
      join(system.templates, 'test', 'room.en.hbs'),
      '---\nsubject: Look at {{contact.name}}\n---\n<p>{{contact.name}} is hot.</p>\n',
    );
    const [robot, none] = [newId('robot'), newId('robot')];
    const at = new Date();
    const row = { kind: 'slack', name: 'Sales', userId: 'usr_rep', address: new Uint8Array(64) };
    await system.db.robot.create({ data: { id: robot, ...row, createdAt: at, realBusyTo: at } });
    const fresh = system.activityDeps();
    const tell = (to: string) => `{ notify: { to: ${to}, template: test/room } }`;
    await system.publish(journey('rooms', `steps: [ ${tell(robot)}, ${tell(none)}, { wait: 1 days } ]`));
    const { journeyId } = await system.enrol('rooms', await system.contact(), silent());
    await attempt(fresh, firstAdvance(journeyId));
    const said = await system.db.delivery.findMany({ where: { journeyId, kind: 'robot' }, orderBy: { id: 'asc' } });
    expect(said.map(({ state, error }) => [state, error])).toEqual([
      ['waiting', null],
      ['failed', 'no-receiver'],
    ]);
    expect(said[0]?.content).toMatchObject({
      ...{ robotId: robot, title: 'Look at Ada Lovelace', text: expect.stringContaining('is hot') },
      path: `/journeys/${journeyId}`,
    });
    expect(await system.db.notice.count({ where: { journeyId } })).toBe(0);
    await system.db.robot.deleteMany({ where: { id: robot } });
  });

  test('a mail that was handed over by a worker that died is not sent again', async () => {
    const { journeyId } = await begun('hooks', await system.contact());
    await system.db.delivery.updateMany({
      where: { journeyId },
      data: { kind: 'staff-mail', state: 'handed-over', claimedUntil: new Date(0) },
    });
    const before = system.inbox.mails.length;
    expect(await deliverWaiting(delivering(), 'staff-mail')).toBe(0);
    expect(system.inbox.mails).toHaveLength(before);
    expect(await system.db.delivery.findFirst({ where: { journeyId } })).toMatchObject({
      state: 'failed',
      error: 'uncertain',
    });
  });
});

describe('a journey of an account or of a user', () => {
  const account = async (id: string) => {
    await system.db.account.create({ data: { id, name: id, createdAt: new Date(), updatedAt: new Date() } });
    return id;
  };

  test('is open once for an account, whichever of its contacts it began with', async () => {
    await system.publish(journey('firm', 'per: account\nsteps: [ { wait: 1 days } ]'));
    const accountId = await account('acc_firm');
    const [first, second] = [await system.contact({ accountId }), await system.contact({ accountId })];
    const start = (contactId: string) => silent().start({ definitionId: 'firm', contactId, actorId: 'usr_rep' });
    const answers = await Promise.all([start(first), start(second)]);
    expect(answers.map((answer) => (answer.ok ? 'started' : answer.error.code)).sort()).toEqual([
      'already-open',
      'started',
    ]);
    const rows = await system.db.journey.findMany({ where: { definitionId: 'firm' } });
    expect(rows).toMatchObject([{ subjectType: 'account', subjectId: accountId }]);
    expect(await start(await system.contact())).toMatchObject({ ok: false, error: { code: 'condition' } });
    expect(await start(await system.contact({ accountId: await account('acc_other') }))).toMatchObject({ ok: true });
  });

  test('is open once for the owner of contacts', async () => {
    await system.publish(journey('rep', 'per: user\nsteps: [ { wait: 1 days } ]'));
    const start = (contactId: string) => silent().start({ definitionId: 'rep', contactId, actorId: 'usr_rep' });
    const contacts = await Promise.all([system.contact(), system.contact(), system.contact()]);
    const answers = await Promise.all(contacts.map(start));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await system.db.journey.findMany({ where: { definitionId: 'rep' } })).toMatchObject([
      { subjectType: 'user', subjectId: 'usr_rep' },
    ]);
    expect(await start(await system.contact({ ownerId: null }))).toMatchObject({ ok: false });
  });
});

describe('a mail', () => {
  test('carries the files that its step names, and leads to the surveys that are published', async () => {
    await mkdir(join(system.templates, 'attachments'));
    await writeFile(join(system.templates, 'attachments', 'offer.pdf'), '%PDF-1.7 ours');
    await writeFile(
      join(system.templates, 'test', 'ask.en.hbs'),
      '---\nsubject: Ask\n---\n<p>{{links.survey.nps}} {{links.rsvp}}{{#if links.survey.none}}never{{/if}}</p>\n',
    );
    await system.db.definition.create({ data: { id: 'nps', kind: 'survey', current: 1 } });
    await system.publish(
      journey(
        'asks',
        'steps: [ { id: ask, email: { template: test/ask, from: owner, purpose: service, attach: offer.pdf } }, { wait: 1 days } ]',
      ),
    );
    const changed = system.activityDeps();
    const contactId = await system.contact();
    const { journeyId } = await system.enrol('asks', contactId, silent());
    await attempt(changed, firstAdvance(journeyId));
    expect(await system.story(journeyId)).toContain('ask email send');
    const mail = await simpleParser(system.inbox.mails.at(-1)?.raw ?? '');
    expect(mail.attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([
      ['offer.pdf', '%PDF-1.7 ours'],
    ]);
    expect(mail.html).toMatch(/\/s\/[\w-]+ .*\/r\/[\w-]+/);
    expect(mail.html).not.toContain('never');
  });
});

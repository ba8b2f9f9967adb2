import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ActivityDeps } from '../../src/activities/index.js';
import { createAliyunSms } from '../../src/channels/aliyun-sms.js';
import { createSmsAnswerStore } from '../../src/db/inbound/sms-answers.js';
import { createPrograms } from '../../src/db/programs.js';
import type { AdvanceResult } from '../../src/domain/journey/advance.js';
import { attempt, firstAdvance, nextAdvance } from '../support/attempts.js';
import { type SmsGateway, startSmsGateway } from '../support/sms-gateway.js';
import { TestSystem } from '../support/system.js';

/*
 * SMS over a gateway that checks signatures: the same gate, ledger and journal as a mail's, and no idempotency to lean on.
 */

const KEY = { id: 'testId', secret: 'testSecret' };
const JOURNEY =
  'kind: journey\nid: texts\nname: Test\nvariables: { day: tomorrow }\nenter: { on: nothing.such, again: always }\nsteps: [ { id: text, sms: { template: test/visit, purpose: service } }, { wait: 1 days } ]\n';
const ASKING =
  'kind: journey\nid: asking\nname: Test\nvariables: { day: tomorrow }\nenter: { on: nothing.such, again: always }\nsteps: [ { id: text, sms: { template: test/visit, purpose: service } }, { wait: { for: { on: sms.replied, if: { event.step: text } }, upTo: 2 days }, then: [ { id: thanks, if: { steps.text.replied: true }, sms: { template: test/visit, purpose: service } } ] } ]\n';
const TEMPLATE =
  '---\nsubject: Visit\npurpose: service\n---\n<p>Dear {{contact.name}}, see you {{variables.day}}.</p>\n';
const APPROVED = `Dear $${'{name}'}, see you $${'{day}'}.`;

let system: TestSystem;
let gateway: SmsGateway;
let deps: ActivityDeps;

beforeAll(async () => {
  // No Temporal: advances are run by hand.
  system = await TestSystem.start({ address: '127.0.0.1:1', namespace: 'none', skipping: false });
  await writeFile(join(system.templates, 'test', 'visit.en.hbs'), TEMPLATE);
  await system.publish(JOURNEY);
});
afterAll(() => system?.stop());
beforeEach(async () => {
  gateway = await startSmsGateway(KEY);
  const approved = [{ code: 'SMS_1', text: APPROVED }];
  const options = { key: KEY, signName: 'Followthrough', approved, endpoint: gateway.url, deadlineMs: 5000 };
  deps = { ...system.activityDeps(), sms: createAliyunSms({ ...options, now: Date.now }) };
});
afterEach(() => gateway.stop());

const engine = () => system.engine({ tells: false });

async function begun(contact: {
  readonly [field: string]: unknown;
}): Promise<{ journeyId: string; contactId: string; first: AdvanceResult }> {
  const contactId = await system.contact(contact);
  const { journeyId } = await system.enrol('texts', contactId, engine());
  return { journeyId, contactId, first: await attempt(deps, firstAdvance(journeyId)) };
}

const next = (journeyId: string, last: AdvanceResult) => nextAdvance(firstAdvance(journeyId), last);
const message = (journeyId: string) => system.db.message.findFirstOrThrow({ where: { journeyId } });

describe('an SMS over the gateway', () => {
  test('goes out once however often the activity is tried, under the ledger’s id', async () => {
    const { journeyId, first } = await begun({ phone: '+86 138 0013 8000' });
    expect(await attempt(deps, firstAdvance(journeyId))).toEqual(first);
    const row = await message(journeyId);
    expect(row).toMatchObject({ state: 'accepted', toAddress: '+8613800138000', serverMessageId: 'biz-1' });
    expect(gateway.taken).toHaveLength(1);
    expect(gateway.taken[0]).toMatchObject({ OutId: row.id, PhoneNumbers: '13800138000', TemplateCode: 'SMS_1' });
    expect(JSON.parse(gateway.taken[0]?.['TemplateParam'] ?? '')).toMatchObject({
      name: 'Ada Lovelace',
      day: 'tomorrow',
    });
  });

  test('whose answer was lost stays in doubt, is not sent a second time, and is settled by its receipt', async () => {
    gateway.behaviour = { type: 'cut' };
    const { journeyId, contactId, first } = await begun({ phone: '+86 138 0013 8001' });
    expect(await system.story(journeyId)).toEqual(['enter done', 'text sms uncertain']);
    gateway.behaviour = { type: 'take' };
    await attempt(deps, firstAdvance(journeyId));
    const waiting = await attempt(deps, next(journeyId, first));
    expect(gateway.taken).toHaveLength(1);
    const { id } = await message(journeyId);
    const receipt = { type: 'sms.delivered', messageId: id, fields: {}, source: 'sms', externalId: `${id}/delivered` };
    const received = await engine().receive(receipt);
    expect(received).toMatchObject({ ok: true, value: { duplicate: false, woken: 1 } });
    expect(await engine().receive(receipt)).toMatchObject({ ok: true, value: { duplicate: true } });
    await attempt(deps, next(journeyId, waiting));
    expect(await system.story(journeyId)).toContain('text sms send sms.delivered');
    expect((await message(journeyId)).state).toBe('accepted');
    expect(gateway.taken).toHaveLength(1);
    expect(await system.db.suppression.count()).toBe(0);
    expect(contactId).not.toBe('');
  });

  test('whose answer comes ends the wait for it, and one that says STOP ends SMS to that number at the next step', async () => {
    const answers = createSmsAnswerStore({
      ...{ db: system.db, deployment: system.deployment, clock: system.clock },
      ...{ programs: createPrograms(system.db), tell: async () => undefined },
    });
    await system.publish(ASKING);
    const contactId = await system.contact({ phone: '+86 138 0013 8007' });
    const { journeyId } = await system.enrol('asking', contactId, engine());
    const asked = await attempt(deps, firstAdvance(journeyId));
    expect(await system.story(journeyId)).toContain('text sms send');
    const answer = { id: 'sms/7', phone: '13800138007', text: 'Tuesday works', sentAt: null };
    await Promise.all([answers.take(answer), answers.take(answer)]);
    await answers.take({ ...answer, id: 'sms/8', text: 'TD' });
    await attempt(deps, next(journeyId, asked));
    const story = await system.story(journeyId);
    expect(story).toContain('wait done sms.replied');
    // The answer took it on; the word that ends SMS holds what comes next back.
    expect(story).toContain('thanks sms skip suppressed');
    expect(gateway.taken).toHaveLength(1);
  });

  test('that the gateway puts off waits for it in the journey, and then goes out', async () => {
    const limit = '{"Code":"isv.BUSINESS_LIMIT_CONTROL","Message":"触发分钟级流控Permits:1"}';
    gateway.behaviour = { type: 'answer', status: 200, body: limit };
    const { journeyId, first } = await begun({ phone: '+86 138 0013 8002' });
    expect(await system.story(journeyId)).toContain('text sms defer rate-limited');
    expect(await message(journeyId)).toMatchObject({ state: 'intended', reason: 'rate-limited' });
    expect(first.next.wakeAt).toBeGreaterThan(Date.now());
  });

  test('to a number that is none is refused, and no journey writes to that number again, however it is spelt', async () => {
    const illegal = '{"Code":"isv.MOBILE_NUMBER_ILLEGAL","Message":"13800138003invalid mobile number"}';
    gateway.behaviour = { type: 'answer', status: 200, body: illegal };
    const { journeyId } = await begun({ phone: '+86 138-0013-8003' });
    expect(await message(journeyId)).toMatchObject({ state: 'refused', reason: 'isv.MOBILE_NUMBER_ILLEGAL' });
    expect((await message(journeyId)).reply).not.toContain('13800138003');
    gateway.behaviour = { type: 'take' };
    const again = await begun({ phone: '+86 (138) 0013 8003', email: 'other@customer.example' });
    expect(await system.story(again.journeyId)).toContain('text sms skip suppressed');
    expect(gateway.taken).toHaveLength(0);
  });
});

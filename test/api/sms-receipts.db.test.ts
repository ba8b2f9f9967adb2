import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPhone } from '../../src/db/address-hash.js';
import { newId } from '../../src/db/new-id.js';
import { aContact, SMS_TOKEN, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

async function aText(): Promise<{ id: string; contactId: string; phone: string }> {
  const contactId = await aContact(api.db);
  const phone = `+86 138 ${contactId.replace(/\D/g, '').padEnd(8, '0').slice(0, 8)}`;
  await api.db.contact.update({ where: { id: contactId }, data: { phone } });
  const [id, journeyId, at] = [newId('message'), newId('journey'), new Date()];
  const run = { definitionId: 'none', definitionVersion: 1, subjectType: 'contact', subjectId: contactId, n: 1 };
  const now = { status: 'ended', phase: 'ended', startedAt: at, interests: [], enteredBy: 'event' };
  await api.db.journey.create({ data: { id: journeyId, ...run, ...now, workflowId: journeyId, contactId } });
  const step = {
    stepId: 'text',
    occurrence: 1,
    channel: 'sms',
    purpose: 'service',
    template: 't',
    messageId: `<${id}>`,
  };
  await api.db.message.create({ data: { id, journeyId, contactId, ...step, state: 'accepted', intendedAt: at } });
  return { id, contactId, phone };
}

const tell = (receipts: unknown, token = SMS_TOKEN) =>
  api.ask(null, 'POST', `/v1/sms/receipts/${token}`, receipts as object);
const events = (contactId: string) =>
  api.db.event.findMany({ where: { contactId, type: { startsWith: 'sms.' } }, orderBy: { seq: 'asc' } });

describe('a receipt of an SMS', () => {
  it('is an event of its contact and step, once however often the gateway says it', async () => {
    const { id, contactId } = await aText();
    const receipt = {
      ...{ phone_number: '13800138000', send_time: '2027-01-04 09:00:00', report_time: '2027-01-04 09:00:03' },
      ...{ success: true, err_code: 'DELIVERED', err_msg: '用户接收成功', sms_size: '1', biz_id: 'b', out_id: id },
    };
    for (let i = 0; i < 2; i += 1) {
      const answer = await tell([receipt]);
      expect([answer.statusCode, answer.json()]).toEqual([200, { code: 0, msg: 'OK' }]);
    }
    const [event, ...more] = await events(contactId);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ type: 'sms.delivered', fields: { step: 'text' }, source: 'sms' });
    // The number is no part of what is kept.
    expect(JSON.stringify(event?.fields)).not.toContain('138');
  });

  it('that says “out of service” leaves the number good, one of a number that refuses SMS doesn’t', async () => {
    const soft = await aText();
    const hard = await aText();
    await tell([
      { out_id: soft.id, success: false, err_code: 'MOBILE_NOT_ON_SERVICE' },
      { out_id: hard.id, success: false, err_code: 'MOBILE_IN_BLACK' },
    ]);
    for (const { id } of [soft, hard])
      expect((await api.db.message.findUniqueOrThrow({ where: { id } })).state).toBe('bounced');
    const suppressed = (phone: string) => api.db.suppression.findFirst({ where: { addressHash: hashPhone(phone) } });
    expect(await suppressed(soft.phone)).toBeNull();
    expect(await suppressed(hard.phone)).not.toBeNull();
  });

  it('of a message that nobody knows is taken and changes nothing, so that it isn’t sent again for ever', async () => {
    const before = await api.db.event.count();
    expect((await tell([{ out_id: 'msg_unknown', success: true }, { success: true }])).statusCode).toBe(200);
    expect(await api.db.event.count()).toBe(before);
  });

  it('with another token is not taken, nor where the deployment has set none', async () => {
    const { id, contactId } = await aText();
    const receipts = [{ out_id: id, success: true }];
    expect((await tell(receipts, 'x'.repeat(SMS_TOKEN.length))).statusCode).toBe(404);
    const without = await startTestApi({ smsReceiptToken: null });
    const path = `/v1/sms/receipts/${SMS_TOKEN}`;
    expect((await without.ask(null, 'POST', path, receipts)).statusCode).toBe(404);
    await without.stop();
    expect(await events(contactId)).toEqual([]);
  });

  it.each([[{}], [[]], [[{ success: 'yes' }]], ['text']])('that is %j is refused', async (body) => {
    expect((await tell(body)).statusCode).toBeGreaterThanOrEqual(400);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPhone } from '../../src/db/address-hash.js';
import { readMessageFacts } from '../../src/db/journey/message-facts.js';
import { newId } from '../../src/db/new-id.js';
import type { MessageIntent } from '../../src/domain/journey/commands.js';
import type { Facts } from '../../src/domain/journey/facts.js';
import { eventually } from '../support/system.js';
import { aContact, aJourney, SMS_TOKEN, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

let numbers = 0;
let sequence = 1_066_030_000_000_000;

/** A contact of the rep’s who got an SMS; `told`: as the gateway writes the number. */
async function aText(claimedAt = new Date()) {
  numbers += 1;
  const told = `138${String(numbers).padStart(8, '0')}`;
  const phone = `+86${told}`;
  const contactId = await aContact(api.db, { ownerId: api.users.rep });
  await api.db.contact.update({ where: { id: contactId }, data: { phone } });
  const journeyId = await aJourney(api.db, contactId, { interests: ['sms.replied'] });
  const id = newId('message');
  const step = {
    stepId: 'text',
    occurrence: 1,
    channel: 'sms',
    purpose: 'service',
    template: 't',
    messageId: `<${id}>`,
  };
  const to = { toAddress: phone, addressHash: hashPhone(phone), claimedAt, intendedAt: claimedAt };
  await api.db.message.create({ data: { id, journeyId, contactId, ...step, ...to, state: 'accepted' } });
  return { id, contactId, journeyId, told, phone };
}

const answerOf = (phone: string, content: string, changes: object = {}) => {
  sequence += 1;
  const up = { phone_number: phone, send_time: '2027-01-04 09:00:00', content, sign_name: 'Ours', dest_code: '1234' };
  return { ...up, sequence_id: sequence, ...changes };
};
const tell = (answers: unknown, token = SMS_TOKEN) =>
  api.ask(null, 'POST', `/v1/sms/answers/${token}`, answers as object);
const events = (contactId: string) => api.db.event.findMany({ where: { contactId, type: 'sms.replied' } });
const causes = async (phone: string) =>
  (await api.db.suppression.findMany({ where: { addressHash: hashPhone(phone) } })).map(({ reason }) => reason);
const received = async (contactId: string, role: 'rep' | 'ops' = 'rep') =>
  (await api.ask(role, 'GET', `/v1/incoming-mails?contact=${contactId}`)).json().data;

describe('an answer to an SMS', () => {
  it('is heard by its journey and step, and stands among what came in, once however often the gateway tells it', async () => {
    const { id, contactId, journeyId, told } = await aText();
    const answer = answerOf(told, '周二可以');
    for (let i = 0; i < 3; i += 1) {
      const heard = await tell([answer]);
      expect([heard.statusCode, heard.json()]).toEqual([200, { code: 0, msg: 'OK' }]);
    }
    const [event, ...more] = await events(contactId);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ journeyId, fields: { step: 'text' }, source: 'sms' });
    // Its words are in the list alone, and no part of the event.
    expect(JSON.stringify(event?.fields)).not.toContain('周二');
    const [row, ...others] = await received(contactId);
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      ...{ channel: 'sms', mailboxId: null, kind: 'reply', effect: 'replied', text: '周二可以', fromAddress: told },
      ...{ journeyId, step: 'text', messageId: id },
    });
    const message = await api.db.message.findUniqueOrThrow({ where: { id } });
    expect(message.repliedAt).not.toBeNull();
    expect(await api.db.outbox.count({ where: { journeyId } })).toBe(1);
    expect(await causes(told)).toEqual([]);
  });

  it('that says STOP suppresses the number before it is answered, in every way of writing it, and no journey hears of it', async () => {
    const { contactId, told, phone } = await aText();
    expect((await tell([answerOf(told, '退订')])).statusCode).toBe(200);
    for (const form of [told, phone, `86${told}`]) expect(await causes(form)).toEqual(['stop']);
    expect(await events(contactId)).toEqual([]);
    expect(await received(contactId)).toMatchObject([{ kind: 'unsubscribe', effect: 'opted-out', text: '退订' }]);
    // Mail is another matter.
    expect(await api.db.optOut.count({ where: { contactId } })).toBe(0);
  });

  it('that says STOP waits for whoever is just claiming an SMS to the number, whichever contact has it and however it is written', async () => {
    const { told, phone } = await aText();
    const contact = { phone: phone.replace('+86', '0086 ') };
    let stopping: ReturnType<typeof tell> | undefined;
    await api.db.$transaction(async (tx) => {
      await readMessageFacts(
        tx,
        { journeyId: 'jrn_other', contactId: 'con_other' },
        { stepId: 'text', occurrence: 1, at: Date.now(), sms: { template: 't', purpose: 'service' } } as MessageIntent,
        { contact, owner: null } as unknown as Facts,
        { caps: null, thread: [], campaignId: null },
      );
      stopping = tell([answerOf(told, 'STOP')]);
      await eventually(
        () => api.db.$queryRaw<{ n: number }[]>`
          SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        ([row]) => row?.n === 1,
      );
      expect(await causes(told)).toEqual([]);
    });
    expect((await stopping)?.statusCode).toBe(200);
    expect(await causes(told)).toEqual(['stop']);
  });

  it('that says STOP is taken however many receipts the gateway tells', async () => {
    const limited = await startTestApi({ rateLimits: { perAddress: 3 } });
    const path = (what: string, token = SMS_TOKEN) => `/v1/sms/${what}/${token}`;
    for (let i = 0; i < 8; i += 1)
      expect((await limited.ask(null, 'POST', path('receipts'), [{ success: true }])).statusCode).toBe(200);
    const stop = () => limited.ask(null, 'POST', path('answers'), [answerOf('13700000001', 'STOP')]);
    expect((await stop()).statusCode).toBe(200);
    // Whoever guesses the token is counted.
    const guess = () => limited.ask(null, 'POST', path('answers', 'guess'), [answerOf('13700000002', 'STOP')]);
    expect([(await guess()).statusCode, (await guess()).statusCode, (await guess()).statusCode]).toEqual([
      404, 404, 404,
    ]);
    expect((await guess()).statusCode).toBe(429);
    await limited.stop();
  });

  it('that says STOP holds beside what was known of the number', async () => {
    const { told, phone } = await aText();
    await api.db.suppression.create({
      data: { addressHash: hashPhone(phone), reason: 'erased', source: 'erased', at: new Date() },
    });
    await tell([answerOf(told, 'TD')]);
    expect((await causes(phone)).sort()).toEqual(['erased', 'stop']);
  });

  it('is to the newest SMS that went to its number', async () => {
    const older = await aText(new Date('2027-01-01T00:00:00Z'));
    const journeyId = await aJourney(api.db, older.contactId, { definitionId: 'other' });
    const id = newId('message');
    const at = new Date('2027-01-02T00:00:00Z');
    const to = { toAddress: older.phone, addressHash: hashPhone(older.phone), claimedAt: at, intendedAt: at };
    const step = {
      stepId: 'later',
      occurrence: 1,
      channel: 'sms',
      purpose: 'service',
      template: 't',
      messageId: `<${id}>`,
    };
    await api.db.message.create({
      data: { id, journeyId, contactId: older.contactId, ...step, ...to, state: 'accepted' },
    });
    await tell([answerOf(older.told, '好的')]);
    expect(await events(older.contactId)).toMatchObject([{ journeyId, fields: { step: 'later' } }]);
  });

  it('to no SMS of ours leaves nothing but that it came; a STOP from there holds all the same', async () => {
    await tell([answerOf('13999999999', 'who is this'), answerOf('13999999998', 'T')]);
    const rows = await api.db.incomingMail.findMany({ where: { channel: 'sms', contactId: null } });
    expect(rows.map(({ text, fromAddress, effect }) => ({ text, fromAddress, effect }))).toEqual([
      { text: null, fromAddress: null, effect: expect.any(String) },
      { text: null, fromAddress: null, effect: expect.any(String) },
    ]);
    expect(await causes('13999999999')).toEqual([]);
    expect(await causes('13999999998')).toEqual(['stop']);
  });

  it('whose id is too long for a number is still another than its neighbour', async () => {
    const { contactId, told } = await aText();
    const raw = (id: string, text: string) =>
      JSON.stringify([answerOf(told, text)]).replace(/"sequence_id":\d+/, `"sequence_id":${id}`);
    for (const body of [
      raw('9007199254740993001', 'one'),
      raw('9007199254740993002', 'two'),
      raw('9007199254740993001', 'one'),
    ])
      expect((await tell(JSON.parse(body))).statusCode).toBe(200);
    expect(await events(contactId)).toHaveLength(2);
  });

  it('with another token is not taken, nor where the deployment has set none', async () => {
    const { contactId, told } = await aText();
    expect((await tell([answerOf(told, 'STOP')], 'x'.repeat(SMS_TOKEN.length))).statusCode).toBe(404);
    const without = await startTestApi({ smsReceiptToken: null });
    const path = `/v1/sms/answers/${SMS_TOKEN}`;
    expect((await without.ask(null, 'POST', path, [answerOf(told, 'STOP')])).statusCode).toBe(404);
    await without.stop();
    expect(await causes(told)).toEqual([]);
    expect(await received(contactId)).toEqual([]);
  });

  it.each([[{}], [[]], [[{ phone_number: '1', content: 'x' }]], ['text']])('that is %j is refused', async (body) => {
    expect((await tell(body)).statusCode).toBeGreaterThanOrEqual(400);
  });

  it('is seen by whose contact it is, and by no other rep', async () => {
    const { contactId, told } = await aText();
    await tell([answerOf(told, 'hello')]);
    expect(await received(contactId)).toHaveLength(1);
    await api.db.contact.update({ where: { id: contactId }, data: { ownerId: api.users.manager } });
    expect(await received(contactId)).toEqual([]);
    expect(await received(contactId, 'ops')).toHaveLength(1);
  });
});

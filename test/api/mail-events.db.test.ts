import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashAddressText } from '../../src/db/address-hash.js';
import { newId } from '../../src/db/new-id.js';
import { EVENT_FORMS, type EventForm } from '../../src/domain/inbound/provider-event.js';
import { createProviderCalls } from '../../src/mail/provider-events/read-call.js';
import {
  call,
  EVENT_KEYS,
  mailgunCall,
  mailgunEvent,
  type ProviderCall,
  signSendgrid,
  signStandard,
  type Told,
} from '../support/provider-calls.js';
import { aContact, startTestApi, type TestApi } from './support.js';

let api: TestApi;
let url: string;
beforeAll(async () => {
  api = await startTestApi();
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.stop());

interface Mail {
  readonly id: string;
  readonly contactId: string;
  readonly messageId: string;
  readonly to: string;
}

async function aMail(fields: { state?: string; serverMessageId?: string } = {}): Promise<Mail> {
  const contactId = await aContact(api.db);
  const to = `${contactId}@corp.example`;
  const [id, journeyId, at] = [newId('message'), newId('journey'), new Date()];
  const run = { definitionId: 'none', definitionVersion: 1, subjectType: 'contact', subjectId: contactId, n: 1 };
  const now = { status: 'ended', phase: 'ended', startedAt: at, interests: [], enteredBy: 'event' };
  await api.db.journey.create({ data: { id: journeyId, ...run, ...now, workflowId: journeyId, contactId } });
  const messageId = `<${id}@journeys.example>`;
  await api.db.message.create({
    data: {
      ...{ id, journeyId, contactId, stepId: 'mail', occurrence: 1, purpose: 'marketing', template: 't', messageId },
      ...{ toAddress: to, addressHash: hashAddressText(to), state: 'accepted', intendedAt: at, claimedAt: at },
      ...fields,
    },
  });
  return { id, contactId, messageId, to };
}

const told = (what: Told['what'], { messageId, to }: Mail, id?: string): Told =>
  id === undefined ? { what, messageId, to } : { what, messageId, to, id };

const post = (form: EventForm, { headers, body }: ProviderCall) =>
  fetch(`${url}/v1/mail/events/${form}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

const tell = async (form: EventForm, what: Told['what'], mail: Mail, id?: string) => {
  const answer = await post(form, call(form, [told(what, mail, id)]));
  return { status: answer.status, ...((await answer.json()) as object) };
};

const events = async (contactId: string) => {
  const rows = await api.db.event.findMany({ where: { contactId, source: 'provider' }, orderBy: { seq: 'asc' } });
  return rows.map(({ type, fields }) => ({ type, ...(fields as object) }));
};
const stateOf = async ({ id }: Mail) => (await api.db.message.findUniqueOrThrow({ where: { id } })).state;
const suppressed = async (address: string) =>
  (await api.db.suppression.findFirst({ where: { addressHash: hashAddressText(address) } }))?.reason ?? null;
const optedOut = async ({ contactId }: Mail) => (await api.db.optOut.count({ where: { contactId, topic: '*' } })) > 0;

describe.each(EVENT_FORMS)('an event of the form %s', (form) => {
  it('of a delivery ends a doubt', async () => {
    const mail = await aMail({ state: 'uncertain' });
    expect(await tell(form, 'delivered', mail)).toMatchObject({ status: 200, taken: 1 });
    expect(await stateOf(mail)).toBe('accepted');
    expect(await events(mail.contactId)).toEqual([{ type: 'email.delivered', step: 'mail', provider: form }]);
  });

  it('of a dead address is a bounce, and the address gets no more; a full one stays good', async () => {
    const [dead, full] = [await aMail(), await aMail()];
    await tell(form, 'dead', dead);
    await tell(form, 'full', full);
    expect([await stateOf(dead), await stateOf(full)]).toEqual(['bounced', 'bounced']);
    expect([await suppressed(dead.to), await suppressed(full.to)]).toEqual(['hard-bounce', null]);
    expect(await events(full.contactId)).toMatchObject([{ type: 'email.bounced', step: 'mail', hard: false }]);
  });

  it('of a complaint suppresses the address and is an opt-out, one of a wish to hear no more is an opt-out alone', async () => {
    const [angry, done] = [await aMail(), await aMail()];
    await tell(form, 'complained', angry);
    await tell(form, 'unsubscribed', done);
    expect([await suppressed(angry.to), await suppressed(done.to)]).toEqual(['complaint', null]);
    expect([await optedOut(angry), await optedOut(done)]).toEqual([true, true]);
  });

  it('that is told again does nothing, and is answered as taken', async () => {
    const mail = await aMail();
    const id = randomUUID();
    expect(await tell(form, 'dead', mail, id)).toMatchObject({ status: 200, taken: 1, repeated: 0 });
    expect(await tell(form, 'dead', mail, id)).toMatchObject({ status: 200, taken: 0, repeated: 1 });
    expect(await events(mail.contactId)).toHaveLength(1);
  });

  it('that comes in another order than it happened leaves the last word to the bounce', async () => {
    const mail = await aMail();
    await tell(form, 'dead', mail);
    await tell(form, 'delivered', mail);
    expect(await stateOf(mail)).toBe('bounced');
  });

  it('of a mail that was never sent, or of another address than it went to, suppresses nobody', async () => {
    const [mail, other] = [await aMail(), await aMail()];
    const never = { ...mail, messageId: `<${newId('message')}@journeys.example>` };
    expect(await tell(form, 'dead', never)).toMatchObject({ status: 200, taken: 0, notOurs: 1 });
    expect(await tell(form, 'dead', { ...mail, to: other.to })).toMatchObject({ status: 200, notOurs: 1 });
    expect([await suppressed(mail.to), await suppressed(other.to), await stateOf(mail)]).toEqual([
      ...[null, null, 'accepted'],
    ]);
  });

  it('that says that the server is still being tried, or that the mail was opened, changes nothing', async () => {
    const mail = await aMail();
    expect(await tell(form, 'deferred', mail)).toMatchObject({ status: 200, taken: 0, ignored: 1 });
    expect(await tell(form, 'opened', mail)).toMatchObject({ status: 200, taken: 0, ignored: 1 });
    expect(await events(mail.contactId)).toEqual([]);
  });

  it('with a forged signature, or none, is not let in; who can mend it is told how often and when, and nothing it said is kept', async () => {
    const mail = await aMail();
    const made = call(form, [told('dead', mail)]);
    const forged =
      form === 'mailgun'
        ? { ...made, body: made.body.replace(/"signature":"[0-9a-f]{64}"/, `"signature":"${'0'.repeat(64)}"`) }
        : { ...made, body: made.body.replace(mail.to, `x${mail.to}`) };
    const before = await refusalsOf(form);
    const answers = [await post(form, forged), await post(form, { headers: {}, body: '{"events":[]}' })];
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'bad-signature' });
    }
    const after = await refusalsOf(form);
    for (const why of ['bad-signature', 'no-signature'])
      expect(after.get(why)?.count).toBe((before.get(why)?.count ?? 0) + 1);
    expect(Date.parse(after.get('bad-signature')?.lastAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(await events(mail.contactId)).toEqual([]);
    const kept = await api.db.mailEventCount.findMany();
    expect(JSON.stringify(kept)).not.toContain(mail.contactId);
    expect((await api.ask('ops', 'GET', '/metrics')).body).toMatch(
      new RegExp(`followthrough_mail_events\\{form="${form}",outcome="bad-signature"\\} [1-9]`),
    );
  });

  it('is taken nowhere where no key is set for its form', async () => {
    const without = await startTestApi({ providerCalls: createProviderCalls({ ...EVENT_KEYS, [form]: null }) });
    const { headers, body } = call(form, [told('dead', await aMail())]);
    const answer = await without.ask(null, 'POST', `/v1/mail/events/${form}`, body, {
      ...{ 'content-type': 'application/json', ...headers },
    });
    expect(answer.statusCode).toBe(404);
    await without.stop();
  });

  it('of which the body is too large, or no list, is refused', async () => {
    const large = { headers: {}, body: JSON.stringify({ events: 'x'.repeat(2_200_000) }) };
    expect((await post(form, large)).status).toBe(413);
    const odd = { sendgrid: signSendgrid('{}', Date.now()), standard: signStandard('[]', Date.now()) };
    if (form !== 'mailgun') expect((await post(form, odd[form])).status).toBe(422);
  });
});

async function refusalsOf(form: EventForm): Promise<Map<string, { count: number; lastAt: string }>> {
  const { data } = (await api.ask('ops', 'GET', '/v1/mail/events')).json<{
    data: { form: string; refused: { why: string; count: number; lastAt: string }[] }[];
  }>();
  return new Map(data.find((each) => each.form === form)?.refused.map((each) => [each.why, each]));
}

describe('a batch', () => {
  it('of a thousand events, a hundred of them about mails of ours, is carried out whole, and told again does nothing', async () => {
    const mails = await Promise.all(Array.from({ length: 100 }, () => aMail()));
    const list = Array.from({ length: 1_000 }, (_, i): Told => {
      const mail = mails[i % mails.length] as Mail;
      return i < mails.length
        ? told(i % 10 === 0 ? 'dead' : 'delivered', mail, `batch-${i}`)
        : { what: 'delivered', messageId: `<other-${i}@elsewhere.example>`, to: mail.to, id: `batch-${i}` };
    });
    const made = call('sendgrid', list);
    expect(await (await post('sendgrid', made)).json()).toEqual({ taken: 100, repeated: 0, notOurs: 900, ignored: 0 });
    expect(await (await post('sendgrid', made)).json()).toEqual({ taken: 0, repeated: 100, notOurs: 900, ignored: 0 });
    const states = await Promise.all(mails.map(stateOf));
    expect(states.filter((state) => state === 'bounced')).toHaveLength(10);
  });

  it('that is told to two processes at once has each effect once', async () => {
    const mails = await Promise.all(Array.from({ length: 10 }, () => aMail()));
    const made = call(
      'standard',
      mails.map((mail, i) => told('dead', mail, `twice-${i}`)),
    );
    const answers = await Promise.all(Array.from({ length: 4 }, () => post('standard', made)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    for (const mail of mails) expect(await events(mail.contactId)).toHaveLength(1);
  });
});

describe('a signature of Mailgun’s, which covers no body', () => {
  it('is good for one body only, however often that is told', async () => {
    const [mail, victim] = [await aMail(), await aMail()];
    const token = randomUUID();
    const made = mailgunCall(mailgunEvent(told('delivered', mail, 'one')), Date.now(), token);
    expect([(await post('mailgun', made)).status, (await post('mailgun', made)).status]).toEqual([200, 200]);
    const replayed = mailgunCall(mailgunEvent(told('dead', victim, 'two')), Date.now(), token);
    expect((await post('mailgun', replayed)).status).toBe(401);
    expect([await stateOf(victim), await suppressed(victim.to)]).toEqual(['accepted', null]);
    expect((await refusalsOf('mailgun')).get('used-before')?.count).toBe(1);
  });
});

describe('an event that names a mail by what its server calls it', () => {
  const bounce = (mail: Mail, serverId: string) =>
    signSendgrid(
      JSON.stringify([
        {
          event: 'bounce',
          email: mail.to,
          sg_event_id: `of-${mail.id}`,
          sg_message_id: `${serverId}.recvd-1`,
          status: '5.1.1',
        },
      ]),
      Date.now(),
    );

  it('is about that mail', async () => {
    const mail = await aMail({ serverMessageId: 'srv-known' });
    expect((await post('sendgrid', bounce(mail, 'srv-known'))).status).toBe(200);
    expect(await stateOf(mail)).toBe('bounced');
  });

  it('and comes before the server’s answer is written down is not lost: it is asked for again', async () => {
    const mail = await aMail({ state: 'handed-over' });
    const early = await post('sendgrid', bounce(mail, 'srv-early'));
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '60']);
    await api.db.message.update({ where: { id: mail.id }, data: { state: 'accepted', serverMessageId: 'srv-early' } });
    expect((await post('sendgrid', bounce(mail, 'srv-early'))).status).toBe(200);
    expect(await stateOf(mail)).toBe('bounced');
  });
});

describe('many forged calls from one address', () => {
  it('are refused unread after a while, and many true ones are not', async () => {
    const limited = await startTestApi({ rateLimits: { perAddress: 5 } });
    const send = ({ headers, body }: ProviderCall) =>
      limited.ask(null, 'POST', '/v1/mail/events/standard', body, { 'content-type': 'application/json', ...headers });
    for (let i = 0; i < 20; i += 1) expect((await send(call('standard', []))).statusCode).toBe(200);
    const forged = { headers: {}, body: '{}' };
    for (let i = 0; i < 5; i += 1) expect((await send(forged)).statusCode).toBe(401);
    expect((await send(forged)).statusCode).toBe(429);
    await limited.stop();
  });
});

import { createHmac, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { EventForm } from '../../src/domain/inbound/provider-event.js';
import type { EventKeys } from '../../src/mail/provider-events/read-call.js';
import { signed } from '../../src/webhooks/sign.js';

/*
 * Calls as mail providers make them. SendGrid's are signed with a key of our own; that theirs are read too is shown by the
 * example of their own library (test/mail/provider-events.test.ts).
 */

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

export const EVENT_KEYS = {
  sendgrid: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  mailgun: 'key-0123456789abcdef0123456789abcdef',
  standard: `whsec_${Buffer.from('of the tests alone, thirty-two b').toString('base64')}`,
} as const satisfies EventKeys;

export interface Told {
  readonly what: 'delivered' | 'dead' | 'full' | 'deferred' | 'complained' | 'unsubscribed' | 'opened';
  readonly messageId: string;
  readonly to: string;
  readonly id?: string;
}

export interface ProviderCall {
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

const DEAD = '550 5.1.1 The email account that you tried to reach does not exist';
const FULL = '452 4.2.2 The recipient’s inbox is full';

/** How each form says it. */
export function call(form: EventForm, told: readonly Told[], at = Date.now()): ProviderCall {
  switch (form) {
    case 'sendgrid':
      return signSendgrid(JSON.stringify(told.map(sendgridEvent)), at);
    case 'mailgun':
      return mailgunCall(mailgunEvent(told[0] as Told), at);
    case 'standard':
      return signStandard(JSON.stringify({ events: told.map(standardEvent) }), at);
  }
}

export function signSendgrid(body: string, at: number): ProviderCall {
  const timestamp = String(Math.floor(at / 1000));
  const signature = createSign('sha256')
    .update(timestamp + body)
    .sign(privateKey, 'base64');
  return {
    body,
    headers: {
      'x-twilio-email-event-webhook-signature': signature,
      'x-twilio-email-event-webhook-timestamp': timestamp,
    },
  };
}

export const signStandard = (body: string, at: number): ProviderCall => ({
  body,
  headers: { ...signed(`msg_${randomUUID()}`, at, body, EVENT_KEYS.standard) },
});

export function mailgunCall(event: unknown, at: number, token = randomUUID()): ProviderCall {
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', EVENT_KEYS.mailgun)
    .update(timestamp + token)
    .digest('hex');
  return { headers: {}, body: JSON.stringify({ signature: { timestamp, token, signature }, 'event-data': event }) };
}

/** As in docs: twilio.com/docs/sendgrid/for-developers/tracking-events/event. */
function sendgridEvent({ what, messageId, to, id = randomUUID() }: Told): object {
  const base = {
    ...{ email: to, timestamp: 1_513_299_569, category: ['cat facts'], sg_event_id: id, 'smtp-id': messageId },
    sg_message_id: '14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0',
  };
  const details = {
    delivered: { event: 'delivered', response: '250 OK' },
    dead: { event: 'bounce', type: 'bounce', status: '5.1.1', reason: DEAD },
    full: { event: 'bounce', type: 'bounce', status: '4.2.2', reason: FULL },
    deferred: { event: 'deferred', response: '400 try again later', attempt: '5' },
    complained: { event: 'spamreport' },
    unsubscribed: { event: 'unsubscribe' },
    opened: { event: 'open', useragent: 'Mozilla/4.0', ip: '255.255.255.255' },
  };
  return { ...base, ...details[what] };
}

/** As in docs: documentation.mailgun.com/docs/mailgun/user-manual/events/events. */
export function mailgunEvent({ what, messageId, to, id = randomUUID() }: Told): object {
  const headers = { to, 'message-id': messageId.slice(1, -1), from: 'sales@shop.example', subject: 'Test' };
  const base = { id, timestamp: 1_521_233_195.375, recipient: to, message: { headers, size: 512 }, tags: [] };
  const failed = (severity: string, code: number, status: string, message: string) => ({
    ...{ event: 'failed', severity, reason: 'bounce' },
    'delivery-status': { code, 'enhanced-code': status, message, description: '', 'attempt-no': 1 },
  });
  const details = {
    delivered: { event: 'delivered', 'delivery-status': { code: 250, message: 'OK' } },
    dead: failed('permanent', 550, '5.1.1', DEAD),
    full: failed('permanent', 552, '5.2.2', FULL),
    deferred: failed('temporary', 421, '4.7.0', 'try again later'),
    complained: { event: 'complained' },
    unsubscribed: { event: 'unsubscribed' },
    opened: { event: 'opened' },
  };
  return { ...base, ...details[what] };
}

function standardEvent({ what, messageId, to, id = randomUUID() }: Told): object {
  const details = {
    delivered: { type: 'delivered' },
    dead: { type: 'bounced', status: '5.1.1', diagnostic: DEAD },
    full: { type: 'bounced', status: '4.2.2', diagnostic: FULL },
    deferred: { type: 'deferred' },
    complained: { type: 'complained' },
    unsubscribed: { type: 'unsubscribed' },
    opened: { type: 'opened' },
  };
  return { id, messageId, recipient: to, ...details[what] };
}

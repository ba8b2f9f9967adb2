import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_FORMS, type ProviderEvent } from '../../src/domain/inbound/provider-event.js';
import { createProviderCalls } from '../../src/mail/provider-events/read-call.js';
import {
  call,
  EVENT_KEYS,
  mailgunCall,
  mailgunEvent,
  signSendgrid,
  signStandard,
  type Told,
} from '../support/provider-calls.js';

const NOW = Date.UTC(2027, 0, 4, 9);
const HOUR = 3_600_000;
const calls = createProviderCalls(EVENT_KEYS);
const ID = '<abc@shop.example>';
const told = (what: Told['what']): Told => ({ what, messageId: ID, to: 'ada@corp.example', id: 'evt-1' });
const read = (form: (typeof EVENT_FORMS)[number], { headers, body }: ReturnType<typeof call>, now = NOW) =>
  calls.read(form, headers, Buffer.from(body), now);

const KINDS = [
  ['delivered', 'delivered'],
  ['dead', 'hard-bounce'],
  ['full', 'soft-bounce'],
  ['deferred', 'deferred'],
  ['complained', 'complaint'],
  ['unsubscribed', 'unsubscribe'],
] as const satisfies readonly (readonly [Told['what'], ProviderEvent['kind']])[];

describe.each(EVENT_FORMS)('a call of the form %s', (form) => {
  it.each(KINDS)('that says %s is read as %s, of the mail and the address that it names', (what, kind) => {
    const answer = read(form, call(form, [told(what)], NOW));
    const event = { id: 'evt-1', kind, messageId: ID, recipient: 'ada@corp.example' };
    expect(answer).toMatchObject({ ok: true, value: { events: [event], ignored: 0 } });
  });

  it('that says that a mail was opened is nothing to us: we have tracking of our own, with its own rules', () => {
    expect(read(form, call(form, [told('opened')], NOW))).toMatchObject({
      ok: true,
      value: { events: [], ignored: 1 },
    });
  });

  it('is refused without its signature, and with that of another key', () => {
    const { body } = call(form, [told('dead')], NOW);
    expect(read(form, { headers: {}, body: form === 'mailgun' ? '{}' : body })).toEqual(fault('no-signature'));
    const others = createProviderCalls({
      sendgrid: SENDGRIDS.key,
      mailgun: 'key-ffffffffffffffffffffffffffffffff',
      standard: 'whsec_ZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZm',
    });
    const { headers } = call(form, [told('dead')], NOW);
    expect(others.read(form, headers, Buffer.from(body), NOW)).toEqual(fault('bad-signature'));
  });

  it('is refused when its signature is of another time than that in which it may still be told', () => {
    const windows = { sendgrid: 25 * HOUR, mailgun: 9 * HOUR, standard: HOUR / 12 };
    const made = call(form, [told('dead')], NOW);
    const later = (ms: number) => read(form, made, NOW + ms);
    expect(later(windows[form])).toMatchObject({ ok: true });
    expect(later(windows[form] + 1)).toEqual(fault('too-old'));
    expect(later(-HOUR / 12)).toMatchObject({ ok: true });
    expect(later(-HOUR / 12 - 1)).toEqual(fault('too-old'));
  });

  it('of which any one character was changed is refused, or says the same', () => {
    const made = call(form, [told('dead')], NOW);
    const right = read(form, made);
    fc.assert(
      fc.property(fc.nat(made.body.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
        const body = made.body.slice(0, at) + character + made.body.slice(at + 1);
        fc.pre(body !== made.body);
        const answer = read(form, { ...made, body });
        // Mailgun signs no body: that the token isn't used for another one is the books' affair.
        if (form === 'mailgun')
          expect(answer.ok ? answer.value.token : right).not.toEqual(right.ok && right.value.token);
        else expect(answer).toEqual(fault('bad-signature'));
      }),
      { numRuns: 300 },
    );
  });

  it('whatever bytes and headers it has never throws', () => {
    const made = call(form, [told('dead')], NOW);
    const names = [...Object.keys(made.headers), 'x-other'];
    const headers = fc.dictionary(
      fc.constantFrom(...names),
      fc.oneof(fc.string(), fc.constantFrom(...Object.values(made.headers), 'v1,', 'v1')),
    );
    const bodies = fc.oneof(
      fc.uint8Array(),
      fc.json().map((text) => Buffer.from(text)),
      fc.json().map((text) => Buffer.from(`{"signature":${text},"event-data":${text},"events":${text}}`)),
    );
    fc.assert(
      fc.property(headers, bodies, (given, body) => {
        expect(calls.read(form, given, body, NOW).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('whatever its events are, once it is signed, gives those that can be read and counts the rest', () => {
    const junk = fc.oneof(
      fc.jsonValue(),
      fc.record({ event: fc.constantFrom('bounce', 'failed'), id: fc.jsonValue() }),
    );
    fc.assert(
      fc.property(fc.array(junk, { maxLength: 5 }), (others) => {
        const answer = read(form, withJunk(form, others));
        expect(answer).toMatchObject({ ok: true });
        if (answer.ok && form !== 'mailgun') {
          expect(answer.value.events.map(({ id }) => id)).toEqual(['evt-1']);
          expect(answer.value.ignored).toBe(others.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});

const fault = (error: string) => ({ ok: false, error });

function withJunk(form: (typeof EVENT_FORMS)[number], others: readonly unknown[]) {
  if (form === 'mailgun') return mailgunCall(others[0] ?? mailgunEvent(told('dead')), NOW);
  const { body } = call(form, [told('dead')], NOW);
  const parsed = JSON.parse(body);
  return form === 'sendgrid'
    ? signSendgrid(JSON.stringify([...others, ...parsed]), NOW)
    : signStandard(JSON.stringify({ events: [...others, ...parsed.events] }), NOW);
}

/** From the tests of SendGrid's own library (github.com/sendgrid/sendgrid-nodejs, packages/eventwebhook). */
const SENDGRIDS = {
  key: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==',
  signature: 'MEUCIQCtIHJeH93Y+qpYeWrySphQgpNGNr/U+UyUlBkU6n7RAwIgJTz2C+8a8xonZGi6BpSzoQsbVRamr2nlxFDWYNH2j/0=',
  timestamp: '1588788367',
  body: '{"category":"example_payload","event":"test_event","message_id":"message_id"}',
};

describe('the example of SendGrid’s own library', () => {
  const ofTheirs = createProviderCalls({ sendgrid: SENDGRIDS.key, mailgun: null, standard: null });
  const headers = {
    'x-twilio-email-event-webhook-signature': SENDGRIDS.signature,
    'x-twilio-email-event-webhook-timestamp': SENDGRIDS.timestamp,
  };
  const at = Number(SENDGRIDS.timestamp) * 1000;

  it('has a right signature, though it is no list of events', () => {
    expect(ofTheirs.read('sendgrid', headers, Buffer.from(SENDGRIDS.body), at)).toEqual(fault('unreadable'));
    const other = Buffer.from(SENDGRIDS.body.replace('test', 'best'));
    expect(ofTheirs.read('sendgrid', headers, other, at)).toEqual(fault('bad-signature'));
  });
});

describe('what the enhanced codes and words of a bounce say', () => {
  const bounce = (fields: object) => {
    const event = { event: 'bounce', email: 'a@b.example', sg_event_id: 'e', 'smtp-id': ID, type: 'bounce', ...fields };
    const answer = read('sendgrid', signSendgrid(JSON.stringify([event]), NOW));
    return answer.ok ? answer.value.events[0]?.kind : answer.error;
  };

  it('leaves an address good that was blocked, or that only got too much', () => {
    expect(bounce({ type: 'blocked', status: '5.7.1', reason: '550 5.7.1 rejected by policy' })).toBe('soft-bounce');
    expect(bounce({ status: '5.2.2', reason: '552 5.2.2 mailbox full' })).toBe('soft-bounce');
    expect(bounce({ status: '5.0.0', reason: '550 no such user here' })).toBe('hard-bounce');
  });

  it('takes what wasn’t sent because it bounced before for dead, and what wasn’t for another reason not', () => {
    expect(bounce({ event: 'dropped', reason: 'Bounced Address' })).toBe('hard-bounce');
    expect(bounce({ event: 'dropped', reason: 'Unsubscribed Address' })).toBe('soft-bounce');
  });
});

import { describe, expect, it } from 'vitest';
import type { SentMail } from '../../../src/domain/inbound/sent-mail.js';
import { DAY } from '../../../src/domain/instant.js';
import { lookupFor, matchReply, plusTagOf } from '../../../src/mail/inbound/match-reply.js';
import { readIncoming } from '../../../src/mail/inbound/read-incoming.js';
import { sortMail } from '../../../src/mail/inbound/sort-mail.js';
import { dsn, mail, OUR_ID, THEM, thread } from './corpus/builders.js';

const AT = Date.UTC(2026, 10, 24, 9, 30);

const sent = (changes: Partial<SentMail> = {}): SentMail => ({
  id: 'msg_1',
  contactId: 'con_1',
  journeyId: 'jrn_1',
  stepId: 'hello',
  messageId: OUR_ID,
  serverMessageId: null,
  toAddress: 'Wang.Li@customer.example',
  subject: 'The pumps we spoke about',
  sentAt: AT - DAY,
  ...changes,
});
const later = sent({ stepId: 'follow-up', messageId: '<second.1@mail.followthrough.example>', sentAt: AT - 1 });

async function match(raw: Buffer, ledger: readonly SentMail[]) {
  const incoming = await readIncoming(raw);
  const found = matchReply(incoming, lookupFor(incoming, sortMail(incoming)), ledger, AT);
  return found === null ? null : `${found.by}: ${found.sent.stepId}`;
}

describe('the mail that an incoming one is about', () => {
  it('is the one that its thread names, the nearest of several', async () => {
    expect(await match(mail(thread, 'Yes'), [later, sent()])).toBe('thread: hello');
    const both = { 'In-Reply-To': later.messageId, References: `${OUR_ID} ${later.messageId}` };
    expect(await match(mail(both, 'Yes'), [sent(), later])).toBe('thread: follow-up');
  });

  it('is the one that a bounce carries', async () => {
    expect(await match(dsn({ status: '5.1.1' }), [later, sent()])).toBe('thread: hello');
  });

  it('is found by the id that the relay gave it', async () => {
    const bySes = sent({ serverMessageId: '0100abc-000' });
    expect(await match(mail({ 'In-Reply-To': '<0100abc-000@eu-west-1.amazonses.com>' }, 'Yes'), [bySes])).toBe(
      'thread: hello',
    );
    expect(await match(mail({ 'In-Reply-To': '<0100abc-000@elsewhere.example>' }, 'Yes'), [bySes])).toBeNull();
  });

  it('is the one of the plus-address, if no thread tells', async () => {
    const to = `sales+${plusTagOf(OUR_ID).toUpperCase()}@followthrough.example`;
    expect(await match(mail({ To: to, Subject: 'Something new' }, 'Yes'), [later, sent()])).toBe('plus-address: hello');
  });

  it.each([
    'Re: The pumps we spoke about',
    'AW: Re: the  pumps we spoke about',
    '回复：The pumps we spoke about',
    '[EXT] RE[2]: The pumps we spoke about',
  ])('is guessed by sender and subject: %s', async (subject) => {
    expect(await match(mail({ Subject: subject }, 'Yes'), [sent(), later])).toBe('sender-and-subject: follow-up');
  });

  it('is nobody else’s, not an old one, and none without a subject', async () => {
    const subject = 'Re: The pumps we spoke about';
    expect(await match(mail({ Subject: subject, From: 'x@customer.example' }, 'Yes'), [sent()])).toBeNull();
    expect(await match(mail({ Subject: subject }, 'Yes'), [sent({ sentAt: AT - 31 * DAY })])).toBeNull();
    expect(await match(mail({ Subject: 'Re:' }, 'Yes'), [sent({ subject: '' })])).toBeNull();
    expect(await match(mail({ Subject: subject }, 'Yes'), [])).toBeNull();
  });

  it('is that of a bounce’s address, where the report carries nothing', async () => {
    const raw = dsn({
      status: '5.1.1',
      returned: 'nothing',
      recipient: THEM,
      headers: { Subject: 'Undeliverable: The pumps we spoke about' },
    });
    expect(await match(raw, [sent()])).toBe('sender-and-subject: hello');
  });
});

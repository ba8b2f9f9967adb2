import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contactOf, effectOf, type Understood } from '../../../src/domain/inbound/effect-of.js';
import type { Match, MatchedBy } from '../../../src/domain/inbound/sent-mail.js';
import { MAIL_KINDS, type MailKind, type SortedMail } from '../../../src/domain/sorted-mail.js';

const sent = {
  id: 'msg_1',
  contactId: 'con_1',
  journeyId: 'jrn_1',
  stepId: 'hello',
  messageId: '<1@ours.example>',
  serverMessageId: null,
  toAddress: 'Wang.Li@customer.example',
  subject: 'Pumps',
  sentAt: 0,
};
const by = (how: MatchedBy): Match => ({ sent, by: how });

interface Told extends Partial<Omit<Understood, 'sorted' | 'sender'>> {
  readonly sorted?: Partial<SortedMail>;
  readonly sender?: Partial<Understood['sender']>;
}

const understood = (kind: MailKind, { sorted, sender, ...rest }: Told = {}): Understood => ({
  sorted: { kind, until: null, address: null, references: [], why: '', ...sorted },
  match: by('thread'),
  sender: {
    address: 'wang.li@customer.example',
    contactId: 'con_1',
    isOurs: false,
    isOwnCopy: false,
    isForged: false,
    ...sender,
  },
  isStillTrying: false,
  ...rest,
});
const effect = (kind: MailKind, told: Told = {}) => effectOf(understood(kind, told));

describe('what a mail does', () => {
  test('an answer reaches the step that it answers, however it was found', () => {
    for (const how of ['thread', 'plus-address', 'sender-and-subject'] as const)
      expect(effect('reply', { match: by(how) })).toEqual({ type: 'replied', sent, otherAddress: false });
  });

  test('an answer from another address counts, and says so', () => {
    expect(effect('reply', { sender: { address: 'assistant@customer.example' } })).toMatchObject({
      otherAddress: true,
    });
  });

  test('a colleague in the thread answers for nobody, and a copy of our own mail is none', () => {
    const ours = { address: 'rita@ours.example', isOurs: true };
    expect(effect('reply', { sender: ours })).toEqual({ type: 'none', reason: 'own-mail' });
    expect(effect('reply', { sender: { isOwnCopy: true } })).toEqual({ type: 'none', reason: 'own-mail' });
  });

  test('who tries a journey out on themselves does answer', () => {
    expect(effect('reply', { sender: { isOurs: true } })).toMatchObject({ type: 'replied' });
  });

  test('machines that answer cause nothing: two engines that write to each other stop', () => {
    for (const kind of ['auto-reply', 'other'] as const)
      expect(effect(kind)).toEqual({ type: 'none', reason: 'nothing-to-do' });
  });

  test('an absence says until when', () => {
    expect(effect('out-of-office', { sorted: { until: '2027-01-12' } })).toEqual({
      type: 'away',
      sent,
      until: '2027-01-12',
    });
  });

  test('a dead address is suppressed, a full one not', () => {
    const address = 'wang.li@customer.example';
    expect(effect('hard-bounce', { sorted: { address } })).toEqual({ type: 'bounced', sent, suppress: true });
    expect(effect('soft-bounce', { sorted: { address } })).toEqual({ type: 'bounced', sent, suppress: false });
    expect(effect('soft-bounce', { isStillTrying: true })).toEqual({ type: 'none', reason: 'still-trying' });
  });

  test('the wish to stop counts by the thread, or by the address alone', () => {
    expect(effect('unsubscribe')).toEqual({ type: 'opted-out', contactId: 'con_1', sent });
    expect(effect('unsubscribe', { match: null })).toEqual({ type: 'opted-out', contactId: 'con_1', sent: null });
    const stranger = { address: 'x@elsewhere.example', contactId: null };
    expect(effect('unsubscribe', { match: null, sender: stranger })).toEqual({
      type: 'none',
      reason: 'no-mail-of-ours',
    });
  });

  test('a forged sender stops nothing for anybody', () => {
    const sender = { isForged: true };
    expect(effect('unsubscribe', { match: null, sender })).toEqual({ type: 'none', reason: 'forged-sender' });
    expect(effect('unsubscribe', { match: by('sender-and-subject'), sender })).toMatchObject({ type: 'none' });
  });

  test('a complaint needs more than a subject', () => {
    expect(effect('complaint', { sorted: { address: 'redacted@provider.example' } })).toEqual({
      type: 'complained',
      sent,
    });
    expect(effect('complaint', { match: by('sender-and-subject') })).toEqual({ type: 'none', reason: 'only-guessed' });
  });

  test('nobody is suppressed by a forged mail: it takes a sure sign of our mail to that very address', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...MAIL_KINDS),
        fc.constantFrom<Match | null>(null, by('thread'), by('plus-address'), by('sender-and-subject')),
        fc.constantFrom(null, 'wang.li@customer.example', 'victim@customer.example'),
        fc.record({ contactId: fc.constantFrom(null, 'con_1', 'con_2'), isForged: fc.boolean(), isOurs: fc.boolean() }),
        (kind, match, address, sender) => {
          const did = effect(kind, { match, sorted: { address }, sender });
          const suppresses = did.type === 'complained' || (did.type === 'bounced' && did.suppress);
          if (!suppresses) return;
          expect(match?.by).toMatch(/^(thread|plus-address)$/);
          if (did.type === 'bounced') expect(address).not.toBe('victim@customer.example');
        },
      ),
    );
  });
});

describe('whose mail it is', () => {
  test('whom it is about, else who wrote it, and nobody if a colleague did', () => {
    expect(contactOf(understood('reply', { sender: { contactId: 'con_2' } }))).toBe('con_1');
    expect(contactOf(understood('reply', { match: null, sender: { contactId: 'con_2' } }))).toBe('con_2');
    expect(contactOf(understood('reply', { match: null, sender: { contactId: 'con_2', isOurs: true } }))).toBeNull();
  });
});

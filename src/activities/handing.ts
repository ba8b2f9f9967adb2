import type { Handing } from '../domain/campaign/provider-trouble.js';
import { assertNever } from '../domain/result.js';
import type { SendVerdict } from './ports.js';

type Refused = Extract<SendVerdict, { type: 'refused' }>;

/** A server that refuses for the address or its mailbox says nothing of the other mails (RFC 3463: 5.1 and 5.2). */
const isOfTheRecipient = (refused: Refused): boolean => refused.suppress || /^5\.[12]\./.test(refused.enhanced ?? '');

/** What a hand-over says of the others of the same campaign; null: nothing was said. */
export function handingOf(verdict: SendVerdict): Handing | null {
  switch (verdict.type) {
    case 'accepted':
      return 'taken';
    case 'later':
      if (verdict.cause === 'auth') return 'auth';
      if (verdict.cause === 'unreachable' || verdict.cause === 'timeout') return 'unreachable';
      return verdict.cause === 'rate-limited' || verdict.cause === 'busy' ? 'turned-away' : 'of-the-recipient';
    case 'refused':
      return isOfTheRecipient(verdict) ? 'of-the-recipient' : 'refused';
    case 'uncertain':
      return 'unanswered';
    case 'stopped':
      return null;
    default:
      return assertNever(verdict);
  }
}

/* What a receiving server's code means. Pure. */

export type RefusalWords = 'smtpAddress' | 'smtpMailbox' | 'smtpPolicy' | 'smtpOther';

/** Which words go with an enhanced status code (RFC 3463: class.subject.detail); undefined: it is none. */
export function refusalOf(reason: string): RefusalWords | undefined {
  const subject = /^[245]\.(\d{1,3})\.\d{1,3}$/.exec(reason)?.[1];
  if (subject === undefined) return undefined;
  if (subject === '1') return 'smtpAddress';
  if (subject === '2') return 'smtpMailbox';
  return subject === '7' ? 'smtpPolicy' : 'smtpOther';
}

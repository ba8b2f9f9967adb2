/**
 * The journey that a mail is of, by its Message-ID: ours begin with the journey's id (src/domain/journey/message-id.ts).
 * null: the mail is of none, or not ours.
 */
export function journeyOf(messageId: string | null): string | null {
  const found = /^<?([0-9a-hjkmnp-tv-z]{26})\.[0-9a-z]+@[^@\s]+$/.exec(messageId ?? '');
  return found === null ? null : `jrn_${found[1]}`;
}

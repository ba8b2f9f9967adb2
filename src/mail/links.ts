import { createHmac, timingSafeEqual } from 'node:crypto';

/*
 * Addresses in mails that act for one person without a login. The token is all there is to know: nothing is stored,
 * it never expires (RFC 8058 mail is opened years later), and without the secret nobody can make one.
 */

export type LinkKind = 'unsubscribe' | 'preferences';

export interface LinkToken {
  readonly kind: LinkKind;
  readonly contactId: string;
  /** null: all marketing mail. */
  readonly topic: string | null;
}

export interface Links {
  /** `<base>/u/<token>`: POST unsubscribes (RFC 8058), GET shows a page with one button. */
  unsubscribe(contactId: string, topic: string | null): string;
  /** `<base>/p/<token>`. */
  preferences(contactId: string): string;
  /** What a token says, or null if it is not one of ours. */
  verify(token: string): LinkToken | null;
}

const KINDS: { readonly [letter: string]: LinkKind } = { u: 'unsubscribe', p: 'preferences' };
const MAC_BYTES = 16;
/** Longer addresses fold in a header, which some one-click clients don't undo. */
const MAX_URL = 200;
const MIN_SECRET = 16;

/** `baseUrl` is where the public pages are reached from outside; `secret` has at least 16 characters. */
export function createLinks(settings: { readonly baseUrl: string; readonly secret: string }): Links {
  if (settings.secret.length < MIN_SECRET)
    throw new Error(`the links' secret is shorter than ${MIN_SECRET} characters`);
  // A key of its own, so that a token is worth nothing wherever else the secret may be used.
  const key = createHmac('sha256', settings.secret).update('followthrough mail links v1').digest();
  const base = settings.baseUrl.replace(/\/+$/, '');
  const mac = (payload: Buffer) => createHmac('sha256', key).update(payload).digest().subarray(0, MAC_BYTES);

  const link = (letter: 'u' | 'p', contactId: string, topic: string | null): string => {
    if (!/^[\x21-\x7e]+$/.test(contactId)) throw new Error('a contact id of visible ASCII was expected');
    const payload = Buffer.from(`${letter}${contactId}${topic === null ? '' : `\n${topic}`}`, 'utf8');
    const url = `${base}/${letter}/${Buffer.concat([mac(payload), payload]).toString('base64url')}`;
    if (url.length >= MAX_URL)
      throw new Error(`an unsubscribe address is ${url.length} characters long; a shorter base URL or topic is needed`);
    return url;
  };

  return {
    unsubscribe: (contactId, topic) => link('u', contactId, topic),
    preferences: (contactId) => link('p', contactId, null),
    verify: (token) => {
      if (!/^[A-Za-z0-9_-]{24,300}$/.test(token)) return null;
      const bytes = Buffer.from(token, 'base64url');
      // Two spellings of the same bytes would be two tokens for one thing.
      if (bytes.toString('base64url') !== token) return null;
      const payload = bytes.subarray(MAC_BYTES);
      if (payload.length === 0 || !timingSafeEqual(mac(payload), bytes.subarray(0, MAC_BYTES))) return null;
      const text = payload.toString('utf8');
      const kind = KINDS[text.charAt(0)];
      if (kind === undefined) return null;
      const newline = text.indexOf('\n');
      return newline < 0
        ? { kind, contactId: text.slice(1), topic: null }
        : { kind, contactId: text.slice(1, newline), topic: text.slice(newline + 1) };
    },
  };
}

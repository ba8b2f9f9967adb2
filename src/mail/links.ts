import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { MAX_ONE_CLICK_URL } from '../domain/one-click.js';

/*
 * Addresses in mails that act for one person without a login. The token is all there is to know: nothing is stored,
 * it never expires (RFC 8058 mail is opened years later), and without the secret nobody can make one.
 */

export type LinkToken =
  /** `topic` null: all marketing mail. */
  | { readonly kind: 'unsubscribe' | 'preferences'; readonly contactId: string; readonly topic: string | null }
  | ({ readonly kind: 'survey' | 'rsvp' } & Asked)
  | ({ readonly kind: 'click'; readonly url: string } & ByMessage)
  | ({ readonly kind: 'open' } & ByMessage)
  /** What was agreed to by a form is confirmed: the mail went to the address that was typed. */
  | ({ readonly kind: 'confirm' } & ByMessage)
  | { readonly kind: 'landing'; readonly campaignId: string; readonly formId: string };

/** The message that a link stands in: its journey, step and occurrence. */
export interface ByMessage {
  readonly contactId: string;
  readonly journeyId: string;
  readonly step: string;
  readonly occurrence: number;
}

/** One asking: the same questions in another mail are another asking, with an answer of its own. */
export interface Asked extends ByMessage {
  /** The survey's id; of an invitation the id of the definition that invites. */
  readonly form: string;
}

export interface Links {
  /** `<base>/u/<token>`: POST unsubscribes (RFC 8058), GET shows a page with one button. */
  unsubscribe(contactId: string, topic: string | null): string;
  /** `<base>/p/<token>`. */
  preferences(contactId: string): string;
  /** `<base>/s/<token>`: the questions of a survey. */
  survey(asked: Asked): string;
  /** `<base>/r/<token>`: whether one comes. */
  rsvp(asked: Asked): string;
  /** `<base>/c/<token>`: leads on to an address, which the token holds signed; null: it is too long to be led there. */
  click(message: ByMessage, url: string): string | null;
  /** `<base>/o/<token>`: a picture. */
  open(message: ByMessage): string;
  /** `<base>/k/<token>`: confirms what was agreed to by a form. */
  confirm(message: ByMessage): string;
  /** `<base>/l/<token>`: a form's page, with the campaign as where people come from. */
  landing(campaignId: string, formId: string): string;
  /** What all of them begin with. */
  readonly base: string;
  /** What a token says, or null if it is not one of ours. */
  verify(token: string): LinkToken | null;
}

const WISHES: { readonly [letter: string]: 'unsubscribe' | 'preferences' } = { u: 'unsubscribe', p: 'preferences' };
const QUESTIONS: { readonly [letter: string]: 'survey' | 'rsvp' } = { s: 'survey', r: 'rsvp' };
const MAC_BYTES = 16;
/** Outlook opens none that is longer than 2,083. */
const MAX_CLICK_URL = 2000;
const MIN_SECRET = 16;

/** How long an unsubscribe address is, of any contact. */
export const unsubscribeLength = (base: string, topic: string | null): number => {
  const payload = ID_BYTES + 1 + (topic === null ? 0 : Buffer.byteLength(topic) + 1);
  return base.length + '/u/'.length + Math.ceil(((MAC_BYTES + payload) * 4) / 3);
};
/** `con_` and a ULID. */
const ID_BYTES = 30;

/** `baseUrl` is where the public pages are reached from outside; `secret` has at least 16 characters. */
export function createLinks(settings: { readonly baseUrl: string; readonly secret: string }): Links {
  if (settings.secret.length < MIN_SECRET)
    throw new Error(`the links' secret is shorter than ${MIN_SECRET} characters`);
  // A key of its own, so that a token is worth nothing wherever else the secret may be used.
  const key = createSecretKey(createHmac('sha256', settings.secret).update('followthrough mail links v1').digest());
  const base = settings.baseUrl.replace(/\/+$/, '');
  const mac = (payload: Buffer) => createHmac('sha256', key).update(payload).digest().subarray(0, MAC_BYTES);

  const link = (letter: string, fields: readonly string[]): string => {
    if (!/^[\x21-\x7e]+$/.test(fields[0] ?? '')) throw new Error('a contact id of visible ASCII was expected');
    const payload = Buffer.from(letter + fields.join('\n'), 'utf8');
    return `${base}/${letter}/${Buffer.concat([mac(payload), payload]).toString('base64url')}`;
  };
  const wish = (letter: 'u' | 'p', contactId: string, topic: string | null): string => {
    const url = link(letter, topic === null ? [contactId] : [contactId, topic]);
    if (url.length >= MAX_ONE_CLICK_URL)
      throw new Error(`an unsubscribe address is ${url.length} characters long; a shorter base URL or topic is needed`);
    return url;
  };
  const question = (letter: 's' | 'r', { contactId, form, journeyId, step, occurrence }: Asked): string =>
    link(letter, [contactId, form, journeyId, step, String(occurrence)]);
  const visited = (letter: 'c' | 'o' | 'k', message: ByMessage, ...more: string[]): string =>
    link(letter, [message.contactId, message.journeyId, message.step, String(message.occurrence), ...more]);

  return {
    base,
    unsubscribe: (contactId, topic) => wish('u', contactId, topic),
    preferences: (contactId) => wish('p', contactId, null),
    survey: (asked) => question('s', asked),
    rsvp: (asked) => question('r', asked),
    click: (message, url) => {
      const through = visited('c', message, url);
      return through.length > MAX_CLICK_URL ? null : through;
    },
    open: (message) => visited('o', message),
    confirm: (message) => visited('k', message),
    landing: (campaignId, formId) => link('l', [campaignId, formId]),
    verify: (token) => {
      if (!TOKEN.test(token)) return null;
      const bytes = Buffer.from(token, 'base64url');
      // Two spellings of the same bytes would be two tokens for one thing.
      if (bytes.toString('base64url') !== token) return null;
      const payload = bytes.subarray(MAC_BYTES);
      if (payload.length === 0 || !timingSafeEqual(mac(payload), bytes.subarray(0, MAC_BYTES))) return null;
      return read(payload.toString('utf8'));
    },
  };
}

/** Ids of definitions and steps have up to 100 characters each; the address that a click leads to is the longest part. */
const TOKEN = /^[A-Za-z0-9_-]{24,2000}$/;

function read(payload: string): LinkToken | null {
  const letter = payload.charAt(0);
  const [contactId = '', ...rest] = payload.slice(1).split('\n');
  const wish = WISHES[letter];
  if (wish !== undefined) return { kind: wish, contactId, topic: rest.length === 0 ? null : rest.join('\n') };
  if (letter === 'c' || letter === 'o' || letter === 'k') return readVisit(letter, contactId, rest);
  if (letter === 'l') return rest[0] === undefined ? null : { kind: 'landing', campaignId: contactId, formId: rest[0] };
  const kind = QUESTIONS[letter];
  const [form, journeyId, step, occurrence] = rest;
  if (kind === undefined || form === undefined || journeyId === undefined || step === undefined) return null;
  return { kind, contactId, form, journeyId, step, occurrence: Number(occurrence) };
}

function readVisit(letter: 'c' | 'o' | 'k', contactId: string, rest: readonly string[]): LinkToken | null {
  const [journeyId, step, occurrence, ...url] = rest;
  if (journeyId === undefined || step === undefined || occurrence === undefined) return null;
  const message = { contactId, journeyId, step, occurrence: Number(occurrence) };
  if (letter !== 'c') return { kind: letter === 'o' ? 'open' : 'confirm', ...message };
  return url.length === 0 ? null : { kind: 'click', ...message, url: url.join('\n') };
}

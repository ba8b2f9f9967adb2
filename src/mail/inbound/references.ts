import type { IncomingMail } from './incoming-mail.js';

const MOST = 50;
const OWN_ID = /^\s*(?:x-)?(?:original-)?message-id\s*:\s*(?:\r?\n[ \t]+)?(<[^<>\s]{3,250}>)/gim;

/**
 * Message-IDs that may be ours: what it answers, then its thread from the end, then what the mail in a bounce or
 * complaint was called. Read from the raw text, because libraries stumble over comments in these headers.
 */
export function referencesOf(mail: IncomingMail): string[] {
  const header = (name: string) => (mail.headers.get(name) ?? []).flatMap(idsIn);
  const inside = [...mail.parts.map(({ text }) => text), mail.text].flatMap((text) => [
    ...[...text.matchAll(OWN_ID)].map(([, id = '']) => id),
    ...headersInside(text, 'in-reply-to'),
    ...headersInside(text, 'references').reverse(),
  ]);
  const own = new Set((mail.headers.get('message-id') ?? []).flatMap(idsIn));
  const all = [
    ...header('in-reply-to'),
    ...header('references').reverse(),
    ...header('x-original-message-id'),
    ...header('original-message-id'),
    ...header('x-ms-exchange-parent-message-id'),
    ...inside,
  ];
  return [...new Set(all)].filter((id) => !own.has(id)).slice(0, MOST);
}

const isReport = /^(message\/|text\/rfc822)/;

/** Threads inside of an attached mail are those of our own mail: a bounce of a follow-up names the mails before it. */
function headersInside(text: string, name: string): string[] {
  const found = new RegExp(`^${name}\\s*:((?:.|\\r?\\n[ \\t]){0,4000})`, 'im').exec(text);
  return found?.[1] === undefined ? [] : idsIn(found[1]);
}

function idsIn(text: string): string[] {
  const ids = [...text.matchAll(/<([^<>\s]{1,250}@[^<>\s]{1,250})>/g)].map(([id]) => id);
  if (ids.length > 0) return ids;
  const bare = /^\s*([^<>\s@]{3,200}@[^<>\s@]{3,200})\s*$/.exec(text)?.[1];
  return bare === undefined ? [] : [`<${bare}>`];
}

/** The mails and header blocks that a report carries. */
export const carriedMails = (mail: IncomingMail): readonly string[] =>
  mail.parts
    .filter(({ type }) => isReport.test(type) && !/status|disposition|feedback/.test(type))
    .map(({ text }) => text);

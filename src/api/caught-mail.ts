import { z } from 'zod';
import { formatInstant } from '../domain/instant.js';
import type { InboxMail, InboxRow } from './contracts/inbox.js';
import { Problem } from './http/problem.js';
import type { Inbox } from './ports.js';

/*
 * The mail catcher runs in the process that started the embedded system; this asks its JSON pages on this machine.
 */

const row = z.object({
  id: z.number().int(),
  receivedAt: z.number(),
  envelopeFrom: z.string(),
  envelopeTo: z.array(z.string()),
  messageId: z.string(),
  subject: z.string(),
  from: z.string(),
  size: z.number().int(),
});
const list = z.object({ messages: z.array(row) });
const mail = row.extend({
  headers: z.array(z.tuple([z.string(), z.string()])),
  html: z.string().nullable(),
  text: z.string(),
});

const PATIENCE_MS = 5_000;

/** The inbox of a mail catcher at an address such as http://127.0.0.1:4680. */
export function createCaughtMail(url: string, ask: typeof fetch = fetch): Inbox {
  return {
    async list({ before, text, most }) {
      const query = new URLSearchParams({
        limit: String(most),
        ...(before === null ? {} : { before: String(before) }),
        ...(text === undefined ? {} : { q: text }),
      });
      const answer = await get(ask, new URL(`/api/messages?${query}`, url));
      return answer === null ? [] : list.parse(answer).messages.map(rowOf);
    },
    async get(id) {
      const answer = await get(ask, new URL(`/api/messages/${id}`, url));
      return answer === null ? null : mailOf(mail.parse(answer));
    },
  };
}

const rowOf = ({ id, receivedAt, from, envelopeFrom, envelopeTo, subject, size }: z.output<typeof row>): InboxRow => ({
  id: String(id),
  at: formatInstant(receivedAt),
  from: from === '' ? envelopeFrom : from,
  to: envelopeTo,
  subject,
  size,
});

function mailOf(value: z.output<typeof mail>): InboxMail {
  const { size: _, ...shown } = rowOf(value);
  return {
    ...shown,
    html: value.html,
    text: value.text === '' ? null : value.text,
    headers: value.headers.map(([name, text]) => ({ name, value: text })),
    messageId: value.messageId === '' ? null : value.messageId,
  };
}

/** The JSON at an address; null: there is nothing. */
async function get(ask: typeof fetch, url: URL): Promise<unknown> {
  const response = await ask(url, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
  if (response?.status === 404) return null;
  if (response?.ok !== true)
    throw new Problem('inbox-unreachable', 'The mail catcher does not answer. Try again soon.', [], {
      'retry-after': '5',
    });
  return await response.json();
}

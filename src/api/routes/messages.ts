import { getMessage, getMessageRaw, listMessages, type MessageView, messageContent } from '../contracts/messages.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { found } from '../http/problem.js';
import type { Routes } from '../http/routes.js';

export function messageRoutes(routes: Routes, deps: AppDeps): void {
  const { messages } = deps.stores;

  routes.on(listMessages, async ({ query, scope }) =>
    toPage(await messages.list(scope, query, pageRequest(query, 'messages')), 'messages'),
  );

  routes.on(getMessage, async ({ params, scope }) => found(await messages.get(scope, params.id), 'message', params.id));

  routes.on(messageContent, async ({ params, scope }) => {
    const message = found(await messages.get(scope, params.id), 'message', params.id);
    const raw = found(await messages.raw(params.id), 'body of message', params.id);
    return message.channel === 'sms' ? smsContent(message, raw) : await deps.readMail(raw);
  });

  routes.on(getMessageRaw, async ({ params }) => {
    const raw = found(await messages.raw(params.id), 'raw message', params.id);
    // Composed mail is ASCII on the wire; UTF-8 reads it and whatever a later mailer adds.
    return new TextDecoder().decode(raw);
  });
}

/** An SMS is its text alone. */
const smsContent = ({ toAddress, acceptedAt }: MessageView, raw: Uint8Array) => ({
  subject: null,
  from: null,
  to: toAddress,
  date: acceptedAt,
  headers: [],
  html: null,
  text: new TextDecoder().decode(raw),
});

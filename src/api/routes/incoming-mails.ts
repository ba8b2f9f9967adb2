import { listIncomingMails, listMailboxReadings, retryIncomingMail } from '../contracts/incoming-mails.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { found, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';

export function incomingMailRoutes(routes: Routes, deps: AppDeps): void {
  const { incoming } = deps.stores;

  routes.on(listIncomingMails, async ({ query, scope }) =>
    toPage(await incoming.list(scope, query, pageRequest(query, 'incoming-mails')), 'incoming-mails'),
  );

  routes.on(retryIncomingMail, async ({ params, actor }) => {
    const by = { actorId: actor.user.userId, at: await deps.engine.now() };
    const asked = found(await incoming.askAgain(params.id, by), 'incoming mail', params.id);
    if (!asked.ok) throw new Problem(asked.error, 'Its mailbox has no server to be read from, or isn’t in use.');
    return asked.value;
  });

  routes.on(listMailboxReadings, async () => ({ data: [...(await incoming.readings())] }));
}

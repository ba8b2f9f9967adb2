import { listIncomingMails, listMailboxReadings } from '../contracts/incoming-mails.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import type { Routes } from '../http/routes.js';

export function incomingMailRoutes(routes: Routes, deps: AppDeps): void {
  const { incoming } = deps.stores;

  routes.on(listIncomingMails, async ({ query, scope }) =>
    toPage(await incoming.list(scope, query, pageRequest(query, 'incoming-mails')), 'incoming-mails'),
  );

  routes.on(listMailboxReadings, async () => ({ data: [...(await incoming.readings())] }));
}

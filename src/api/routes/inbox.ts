import { getInboxMail, listInbox } from '../contracts/inbox.js';
import type { AppDeps } from '../deps.js';
import { type KeyShape, pageRequest, toPage } from '../http/cursor.js';
import { found, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import type { Inbox } from '../ports.js';

const BY_NUMBER: KeyShape = ['number'];

export function inboxRoutes(routes: Routes, deps: AppDeps): void {
  routes.on(listInbox, async ({ query }) => {
    const { after, limit } = pageRequest(query, 'inbox', BY_NUMBER);
    const text = query.q === undefined ? {} : { text: query.q };
    const options = { before: after === null ? null : Number(after[0]), most: limit + 1, ...text };
    const rows = await inboxOf(deps).list(options);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return toPage({ rows: shown, next: rows.length > limit && last !== undefined ? [Number(last.id)] : null }, 'inbox');
  });

  routes.on(getInboxMail, async ({ params }) => found(await inboxOf(deps).get(params.id), 'caught mail', params.id));
}

function inboxOf({ inbox }: AppDeps): Inbox {
  if (inbox === null)
    throw new Problem('not-embedded', 'Mail goes to a real server here; only the embedded system catches it.');
  return inbox;
}

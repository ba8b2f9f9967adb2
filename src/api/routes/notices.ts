import { listNotices, readAllNotices, readNotice } from '../contracts/notices.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { found } from '../http/problem.js';
import type { Context, Routes } from '../http/routes.js';

const LIST = 'notices';

export function noticeRoutes(routes: Routes, deps: AppDeps): void {
  const { notices } = deps.stores;
  const readerOf = ({ actor, scope }: Context) => ({ userId: actor.user.userId, scope });

  routes.on(listNotices, async ({ query, ...context }) => {
    const filter = { unread: query.unread === 'true' };
    const rows = await notices.list(readerOf(context), filter, pageRequest(query, LIST));
    return { ...toPage(rows, LIST), unread: rows.unread };
  });

  routes.on(readNotice, async ({ params, ...context }) =>
    found(await notices.read(readerOf(context), params.id, await deps.engine.now()), 'notice', params.id),
  );

  routes.on(readAllNotices, async ({ body, actor }) => ({
    read: await notices.readAll(actor.user.userId, body.upTo ?? null, await deps.engine.now()),
  }));
}

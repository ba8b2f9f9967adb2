import { campaignHistory } from '../contracts/campaign-history.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { found } from '../http/problem.js';
import type { Routes } from '../http/routes.js';

export function campaignHistoryRoutes(routes: Routes, { campaigns }: AppDeps): void {
  routes.on(campaignHistory, async ({ params: { id }, query }) => {
    found(await campaigns.get(id), 'campaign', id);
    const list = `campaign-history:${id}`;
    return toPage(await campaigns.history(id, pageRequest(query, list, ['number'])), list);
  });
}

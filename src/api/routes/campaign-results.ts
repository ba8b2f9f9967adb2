import { exportCampaignGuests, listCampaignGuests } from '../contracts/campaign-guests.js';
import {
  type CampaignBreakdownView,
  campaignResults,
  campaignResultsBy,
  exportCampaignResults,
} from '../contracts/campaign-results.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { whenGone } from '../http/gone.js';
import { found, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import { answered } from '../unanswered.js';

/** What campaigns brought (docs/campaigns.md, "Results"). */
export function campaignResultRoutes(routes: Routes, { engine, campaignResults: results }: AppDeps): void {
  routes.on(campaignResults, async ({ params: { id }, reply }) =>
    answered(found(await results.total(id, await engine.now(), whenGone(reply)), 'campaign', id)),
  );

  routes.on(campaignResultsBy, async ({ params: { id }, query: { part, segments = [] }, reply }) => {
    const asked = { part, segments };
    const broken = found(await results.by(id, asked, await engine.now(), whenGone(reply)), 'campaign', id);
    if (broken.type === 'unanswered') return answered<CampaignBreakdownView>(broken.why);
    if (broken.type === 'unknown-segment')
      throw new Problem('unknown-segment', `There is no published segment ${broken.segment}.`);
    return broken.view;
  });

  routes.onStream(exportCampaignResults, async ({ params: { id }, reply }) => {
    const rows = found(await results.export(id), 'campaign', id);
    reply.header('content-disposition', `attachment; filename="${id}.csv"`);
    return rows;
  });

  routes.on(listCampaignGuests, async ({ params: { id }, query }) => {
    const list = `guests:${id}:${query.answer ?? ''}`;
    const page = pageRequest(query, list, ['number']);
    const guests = found(await results.guests(id, query.answer, page), 'campaign', id);
    const { counts, places } = guests;
    return { ...toPage(guests, list), counts, ...(places === undefined ? {} : { places }) };
  });

  routes.onStream(exportCampaignGuests, async ({ params: { id }, reply }) => {
    const rows = found(await results.exportGuests(id), 'campaign', id);
    reply.header('content-disposition', `attachment; filename="${id}-guests.csv"`);
    return rows;
  });
}

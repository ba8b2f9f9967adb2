import { nextLocalTime } from '../../domain/calendar/local-time.js';
import { isValidZone } from '../../domain/calendar/zone.js';
import { formatInstant } from '../../domain/instant.js';
import { LANGUAGES } from '../contracts/common.js';
import { board, overview } from '../contracts/overview.js';
import { searchAll } from '../contracts/search.js';
import { world } from '../contracts/world.js';
import type { AppDeps } from '../deps.js';
import { found } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import { momentOf, stuckMomentOf } from '../moment.js';

/** What is shown before anything is looked for, and around it. */
export function overviewRoutes(routes: Routes, deps: AppDeps): void {
  const { overviews } = deps.stores;

  routes.on(overview, async ({ actor, scope }) => {
    const moment = await momentOf(deps);
    const own = actor.user.timezone;
    const zone = own !== null && isValidZone(own) ? own : deps.timezone;
    const dayEnds = nextLocalTime(moment.now, '00:00', undefined, zone);
    return {
      at: formatInstant(moment.now),
      ...(await overviews.overview(scope, moment, dayEnds, await stuckMomentOf(deps))),
    };
  });

  routes.on(board, async ({ query, scope }) => {
    const moment = await momentOf(deps);
    const shown = await overviews.board(scope, query.definition, moment);
    return { at: formatInstant(moment.now), ...found(shown, 'journey definition', query.definition) };
  });

  routes.on(searchAll, ({ query, scope }) => overviews.search(scope, query.q));

  routes.on(world, async () => {
    const { version, rate, temporalUiUrl } = deps.surroundings;
    return {
      mode: deps.mode,
      version,
      now: formatInstant(await deps.engine.now()),
      realNow: formatInstant(deps.realNow()),
      rate: rate(),
      timezone: deps.timezone,
      temporalUiUrl,
      inbox: deps.inbox !== null,
      languages: [...LANGUAGES],
    };
  });
}

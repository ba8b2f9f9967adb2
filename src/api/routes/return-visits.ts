import { formatDay } from '../../domain/calendar/civil.js';
import { formatWeek, parseWeek, spanOfWeek, weekAt } from '../../domain/calendar/iso-week.js';
import { isValidZone } from '../../domain/calendar/zone.js';
import type { Instant } from '../../domain/instant.js';
import type { Actor } from '../auth/actor.js';
import { listReturnVisits, planReturnVisits } from '../contracts/return-visits.js';
import type { AppDeps } from '../deps.js';
import { type KeyShape, pageRequest, toPage } from '../http/cursor.js';
import type { Routes } from '../http/routes.js';
import type { VisitGroup } from '../store-ports.js';

const BY_PLACE: KeyShape = ['text', 'instant?', 'text'];

/** Return visits by week and place. */
export function returnVisitRoutes(routes: Routes, deps: AppDeps): void {
  const { returnVisits } = deps.stores;

  routes.on(planReturnVisits, async ({ query, scope, actor }) => {
    const now = await deps.engine.now();
    const { owner, timezone } = await whoseOf(deps, actor, query.owner);
    const first = weekAt(now, timezone);
    const weeks = Array.from({ length: query.weeks }, (_, i) => first + 7 * i);
    const names = ['overdue', ...weeks.map(formatWeek), 'undated'];
    const groups = names.map((week) => groupOf(week, now, timezone));
    const { places, owners } = await returnVisits.count(scope, { owner, groups }, now);
    const data = names.map((week) => {
      const there = [...(places.get(week) ?? [])];
      return { week, ...daysOf(week), count: there.reduce((sum, { count }) => sum + count, 0), places: there };
    });
    return { timezone, thisWeek: formatWeek(first), data, owners: [...owners] };
  });

  routes.on(listReturnVisits, async ({ query, scope, actor }) => {
    const now = await deps.engine.now();
    const { owner, timezone } = await whoseOf(deps, actor, query.owner);
    const { week = formatWeek(weekAt(now, timezone)), place } = query;
    const list = `return-visits:${week}`;
    const asked = { group: groupOf(week, now, timezone), place, owner };
    return toPage(await returnVisits.list(scope, asked, pageRequest(query, list, BY_PLACE), now), list);
  });
}

/** Whose visits, and in whose weeks: the owner's where one is named, so that a manager sees them as the rep does. */
async function whoseOf({ stores, simulation: { deployment } }: AppDeps, { user }: Actor, said: string | undefined) {
  const owner = said === 'me' ? user.userId : said;
  const zone = owner === undefined ? user.timezone : (await stores.access.userById(owner))?.timezone;
  return { owner, timezone: zone != null && isValidZone(zone) ? zone : deployment.zone };
}

/** `week` is one that the contract has let through. */
function groupOf(week: string, now: Instant, zone: string): VisitGroup {
  if (week === 'undated') return { week, span: null };
  if (week === 'overdue') return { week, span: { from: 0, to: spanOfWeek(weekAt(now, zone), zone).from } };
  return { week, span: spanOfWeek(parseWeek(week) ?? 0, zone) };
}

function daysOf(week: string): { readonly from: string | null; readonly to: string | null } {
  const monday = parseWeek(week);
  return monday === undefined ? { from: null, to: null } : { from: formatDay(monday), to: formatDay(monday + 6) };
}

import { formatDay, parseDay } from '../../domain/calendar/civil.js';
import { festivalsOn } from '../../domain/calendar/festival.js';
import { lunarDateOf } from '../../domain/calendar/lunar.js';
import { formatLocal, isValidZone } from '../../domain/calendar/zone.js';
import type { Actor } from '../auth/actor.js';
import {
  type CareCampaignView,
  type CareDayView,
  careCalendar,
  careMessage,
  listCare,
  listCareCampaignPeople,
  listCareExclusions,
  takeOutOfCare,
  undoCareExclusion,
} from '../contracts/care.js';
import type { AppDeps } from '../deps.js';
import { type KeyShape, pageRequest, toPage } from '../http/cursor.js';
import { found, notFound, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import type { CareCount, TakingOut, TakingOutRefusal, Writer } from '../store-ports.js';
import { previewOf } from '../template-preview.js';
import { createTemplateUses } from '../template-uses.js';
import { orProblem } from './campaigns.js';

const BY_TIME: KeyShape = ['number', 'text', 'text'];

export function careRoutes(routes: Routes, deps: AppDeps): void {
  const { care } = deps.stores;
  const uses = createTemplateUses(deps.stores.definitions);
  const writer = async ({ user }: Actor): Promise<Writer> => ({ actorId: user.userId, at: await deps.engine.now() });

  routes.on(careCalendar, async ({ query: { from, to, ...filter }, scope, actor }) => {
    const now = await deps.engine.now();
    const span = { from, to };
    const [counts, takenOut, campaigns] = await Promise.all([
      care.counts(scope, span, filter, now),
      care.takenOut(scope, span, filter, now),
      filter.kind === undefined ? care.campaigns(scope, span, filter) : [],
    ]);
    return { ...span, today: today(deps, actor, now), data: daysOf(span, counts, takenOut, campaigns) };
  });

  routes.on(listCare, async ({ query, scope }) => {
    const { cursor: _, limit: __, day, ...filter } = query;
    const list = `care:${day}`;
    const page = pageRequest(query, list, BY_TIME);
    return toPage(await care.list(scope, day, filter, page, await deps.engine.now()), list);
  });

  routes.on(listCareCampaignPeople, async ({ params: { id }, query, scope }) => {
    const list = `care-campaign:${id}`;
    const people = orProblem(await care.campaignPeople(scope, id, pageRequest(query, list), await deps.engine.now()));
    return { ...toPage(people, list), size: people.size };
  });

  routes.on(careMessage, async ({ query: { journey, step }, scope }) => {
    const template = found(await care.templateOf(scope, journey, step), 'message', step);
    const { files } = await deps.templates.shelf();
    const entry = found(files.find(({ name, text }) => name === template && !text) ?? null, 'template', template);
    // In the language of whoever gets it, whichever file was found.
    const shown = { entry: { ...entry, locale: null }, template, inUse: await uses.inUse() };
    return { ...(await previewOf(deps, scope, { file: entry.file, journeyId: journey }, shown)), problems: [] };
  });

  routes.on(takeOutOfCare, async ({ body, scope, actor }) => {
    const taken = await care.takeOut(scope, body, await writer(actor));
    if (taken.ok) return taken.value;
    throw refused(taken.error, body);
  });

  routes.on(undoCareExclusion, async ({ params: { id }, body, scope, actor }) =>
    found(await care.undo(scope, id, body.reason, await writer(actor)), 'exclusion', id),
  );

  routes.on(listCareExclusions, async ({ query, scope }) => {
    const { contact, definition, standing } = query;
    const filter = { contact, definition, standing: standing === 'true' };
    return toPage(await care.exclusions(scope, filter, pageRequest(query, 'care-exclusions')), 'care-exclusions');
  });
}

/** The date that it is for who asks. */
function today({ simulation: { deployment } }: AppDeps, { user }: Actor, now: number): string {
  const zone = user.timezone !== null && isValidZone(user.timezone) ? user.timezone : deployment.zone;
  return formatLocal(now, zone).slice(0, 10);
}

/** Every day of a span, also those on which nothing comes: a month is shown whole. */
function daysOf(
  { from, to }: { readonly from: string; readonly to: string },
  counts: readonly CareCount[],
  takenOut: ReadonlyMap<string, number>,
  campaigns: readonly CareCampaignView[],
): CareDayView[] {
  const byDay = new Map<string, CareCount[]>();
  for (const count of counts) byDay.set(count.day, [...(byDay.get(count.day) ?? []), count]);
  const days: CareDayView[] = [];
  for (let at = dayAt(from); at <= dayAt(to); at++) {
    const day = formatDay(at);
    const parts = (byDay.get(day) ?? []).map(({ day: _, ...part }) => part);
    days.push({
      day,
      total: parts.reduce((sum, { count }) => sum + count, 0),
      takenOut: takenOut.get(day) ?? 0,
      lunar: lunarDateOf(at),
      festivals: [...festivalsOn(at)],
      parts,
      campaigns: campaigns.filter((each) => each.day === day),
    });
  }
  return days;
}

const dayAt = (text: string): number => {
  const day = parseDay(text);
  if (day === undefined) throw new Error(`"${text}" is no day; expected the contract to have refused it`);
  return day;
};

function refused(code: TakingOutRefusal, what: TakingOut): Problem {
  switch (code) {
    case 'not-found':
      return what.of === 'campaign' ? notFound('campaign', what.campaignId) : notFound('journey', what.journeyId);
    case 'occasion-gone':
      return new Problem(code, 'That is no longer to come: it has been done, or has another day now.');
    case 'campaign-begun':
      return new Problem(code, 'The campaign has begun: who is in it is settled.');
  }
}

import type { Programs } from '../../activities/ports.js';
import type { BrokenDown, CampaignResults, ResultsAsked } from '../../api/campaign-results-ports.js';
import type { CampaignResultsView, ResultPart } from '../../api/contracts/campaign-results.js';
import type { Unanswered } from '../../api/segment-ports.js';
import { addDuration } from '../../domain/calendar/add-duration.js';
import { ALWAYS } from '../../domain/calendar/calendar.js';
import { goalOf } from '../../domain/campaign/conversion.js';
import { type CampaignState, isOver } from '../../domain/campaign/life.js';
import { journeyIdOfCampaign } from '../../domain/campaign/response.js';
import {
  addCounts,
  byLocalHour,
  compareResults,
  HOUR_STRETCH,
  type ResultCounts,
} from '../../domain/campaign/results.js';
import type { Goal } from '../../domain/definition/definition.js';
import { formatInstant, type Instant } from '../../domain/instant.js';
import type { Deployment } from '../../domain/journey/place.js';
import { segmentOf } from '../campaign-life/audience.js';
import type { Db } from '../client.js';
import { conditionSql } from '../condition/condition-sql.js';
import { type Campaign, Prisma } from '../generated/client.js';
import { askPatiently, type Patience } from '../segments/asking.js';
import { type CountedRow, countResults } from './count-results.js';
import { exportResults } from './export.js';
import { exportGuests, listGuests } from './guests.js';

export interface CampaignResultsDeps {
  readonly db: Db;
  readonly programs: Programs;
  readonly deployment: Deployment;
}

/** Of a million recipients with what came back: some seconds. */
const COUNT_MS = 30_000;
const MOST_LINKS = 50;
const MOST_GROUPS = 50;

export function createCampaignResults(deps: CampaignResultsDeps): CampaignResults {
  const { db } = deps;
  return {
    async total(id, now, signal) {
      const campaign = await db.campaign.findUnique({ where: { id } });
      return campaign === null ? null : await readTotal(deps, campaign, now, { timeoutMs: COUNT_MS, signal });
    },
    async by(id, asked, now, signal) {
      const campaign = await db.campaign.findUnique({ where: { id } });
      return campaign === null ? null : await breakDown(deps, campaign, asked, now, { timeoutMs: COUNT_MS, signal });
    },
    async export(id) {
      return (await db.campaign.count({ where: { id } })) === 0 ? null : exportResults(db, id);
    },
    async guests(id, answer, page) {
      const campaign = await db.campaign.findUnique({ where: { id } });
      return campaign === null ? null : await listGuests(db, campaign, answer, page);
    },
    async exportGuests(id) {
      const campaign = await db.campaign.findUnique({ where: { id } });
      return campaign === null ? null : await exportGuests(db, campaign);
    },
  };
}

/** Statement by statement: what takes long is given up when nobody waits for it any more. */
async function readTotal(
  deps: CampaignResultsDeps,
  campaign: Campaign,
  now: Instant,
  patience: Patience,
): Promise<CampaignResultsView | Unanswered> {
  const { db } = deps;
  const counted = await askPatiently<ResultCounts>(db, countResults(campaign.id, [], null, now), patience);
  if (typeof counted === 'string') return counted;
  const machines = await askPatiently<{ kind: string; recipients: number }>(db, machinesOf(campaign), patience);
  if (typeof machines === 'string') return machines;
  const links = await askPatiently<{ link: string; clicked: number }>(db, linksOf(campaign.id), patience);
  if (typeof links === 'string') return links;
  const ofMachines = (kind: string): number => machines.find((row) => row.kind === kind)?.recipients ?? 0;
  const [counts = addCounts([])] = counted;
  const goal = await goalOfCampaign(deps, campaign);
  return {
    id: campaign.id,
    countedAt: formatInstant(now),
    counts,
    machines: { opened: ofMachines('open'), clicked: ofMachines('click') },
    links: [...links],
    goal: goal === null ? null : await goalView(deps, campaign, goal, now),
    comparison: goal === null ? null : compareResults(counts),
  };
}

async function goalOfCampaign({ programs }: CampaignResultsDeps, campaign: Campaign): Promise<Goal | null> {
  const { id, definitionVersion } = campaign;
  return definitionVersion === null ? null : goalOf(await programs.program(id, definitionVersion));
}

/** The zone is the deployment's: it is said to the day, not for one person. */
async function goalView(
  { db, deployment }: CampaignResultsDeps,
  { id, state }: Campaign,
  { on, within }: Goal,
  now: Instant,
): Promise<NonNullable<CampaignResultsView['goal']>> {
  const said = { on: [...on], within: within === undefined ? null : `${within.n} ${within.unit}` };
  const over = isOver(state as CampaignState);
  if (within === undefined || !over) return { ...said, isFinal: false, endsAt: null };
  const [last] = await db.$queryRaw<{ at: Date | null }[]>`
    SELECT max(COALESCE("handedAt", "dueAt")) AS at FROM campaign_recipients WHERE "campaignId" = ${id}`;
  const start = last?.at?.getTime() ?? now;
  const endsAt = addDuration(start, within, { zone: deployment.zone, calendar: ALWAYS });
  return { ...said, isFinal: endsAt <= now, endsAt: formatInstant(endsAt) };
}

const linksOf = (campaignId: string): Prisma.Sql => Prisma.sql`
  SELECT detail AS link, count(*)::int AS clicked FROM campaign_responses
  WHERE "campaignId" = ${campaignId}::text AND kind = 'clicked' GROUP BY detail ORDER BY 2 DESC, 1 LIMIT ${MOST_LINKS}::int`;

/** Recipients whose mail was visited, and by no person: what a preview or a scanner asked for. */
function machinesOf({ id, way }: Campaign): Prisma.Sql {
  const visits =
    way === 'mail'
      ? Prisma.sql`mail_visits v WHERE v."journeyId" = ${journeyIdOfCampaign(id)}::text`
      : Prisma.sql`campaign_recipients r JOIN mail_visits v ON v."journeyId" = r."journeyId" WHERE r."campaignId" = ${id}::text`;
  return Prisma.sql`
    SELECT kind, count(*)::int AS recipients FROM (
      SELECT v.kind, v."contactId" FROM ${visits} GROUP BY 1, 2 HAVING bool_and(v."byPerson" IS FALSE)) visited
    GROUP BY kind`;
}

/**
 * Parts of which both sides have the same people. Hours are those of sending for one side and of what would have been for the other, and
 * whether somebody fits a segment now may be what the campaign brought.
 */
const COMPARED: readonly ResultPart[] = ['language', 'domain'];

type Groups = readonly { readonly key: string | null; readonly counts: ResultCounts }[];

async function breakDown(
  deps: CampaignResultsDeps,
  campaign: Campaign,
  asked: ResultsAsked,
  now: Instant,
  patience: Patience,
): Promise<BrokenDown> {
  const groups = await readGroups(deps, campaign.id, asked, now, patience);
  if ('type' in groups) return groups;
  const isCompared = COMPARED.includes(asked.part) && (await goalOfCampaign(deps, campaign)) !== null;
  const shown = groups.slice(0, MOST_GROUPS).map(({ key, counts }) => ({
    key,
    counts,
    comparison: isCompared ? compareResults(counts) : null,
  }));
  const { id } = campaign;
  const others = groups.length - shown.length;
  return { type: 'groups', view: { id, countedAt: formatInstant(now), by: asked.part, groups: shown, others } };
}

type NoGroups = Exclude<BrokenDown, { type: 'groups' }>;

async function readGroups(
  { db, deployment }: CampaignResultsDeps,
  campaignId: string,
  { part, segments }: ResultsAsked,
  now: Instant,
  patience: Patience,
): Promise<Groups | NoGroups> {
  if (part === 'segment') return await bySegment(db, campaignId, segments, now, patience);
  if (part === 'hour') {
    const keys = [
      { name: 'zone', value: Prisma.sql`c.timezone` },
      { name: 'stretch', value: Prisma.sql`floor(extract(epoch FROM r.at) * 1000 / ${HOUR_STRETCH}::int)::text` },
    ];
    const rows = await askPatiently<CountedRow<'zone' | 'stretch'>>(
      db,
      countResults(campaignId, keys, null, now),
      patience,
    );
    if (typeof rows === 'string') return { type: 'unanswered', why: rows };
    const zoned = rows.map(({ zone, stretch, ...counts }) => ({ zone, at: Number(stretch) * HOUR_STRETCH, counts }));
    return byLocalHour(zoned, deployment.zone);
  }
  const keys = [{ name: 'key', value: KEYS[part] }];
  const rows = await askPatiently<CountedRow<'key'>>(db, countResults(campaignId, keys, null, now), patience);
  if (typeof rows === 'string') return { type: 'unanswered', why: rows };
  return rows
    .map(({ key, ...counts }) => ({ key, counts }))
    .sort((a, b) => b.counts.recipients - a.counts.recipients || ((a.key ?? '') < (b.key ?? '') ? -1 : 1));
}

const KEYS: { readonly [part in 'language' | 'domain']: Prisma.Sql } = {
  language: Prisma.sql`c.language`,
  domain: Prisma.sql`NULLIF(split_part(c."emailKey", '@', 2), '')`,
};

async function bySegment(
  db: Db,
  campaignId: string,
  segments: readonly string[],
  now: Instant,
  patience: Patience,
): Promise<Groups | NoGroups> {
  const groups: { key: string; counts: ResultCounts }[] = [];
  for (const key of segments) {
    const condition = await segmentOf(db, key);
    const sql = condition === null ? null : conditionSql(condition, now, { reach: 'all' });
    if (sql === null || !sql.ok) return { type: 'unknown-segment', segment: key };
    const rows = await askPatiently<ResultCounts>(db, countResults(campaignId, [], sql.value, now), patience);
    if (typeof rows === 'string') return { type: 'unanswered', why: rows };
    groups.push({ key, counts: rows[0] ?? addCounts([]) });
  }
  return groups;
}

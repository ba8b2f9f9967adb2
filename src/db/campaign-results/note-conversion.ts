import type { Programs } from '../../activities/ports.js';
import { isConversion } from '../../domain/campaign/conversion.js';
import { dueTimes } from '../../domain/campaign/due.js';
import type { Instant } from '../../domain/instant.js';
import type { FactEvent, Facts } from '../../domain/journey/facts.js';
import { ofAccount } from '../../domain/journey/interests.js';
import { type Deployment, zoneOfContact } from '../../domain/journey/place.js';
import type { Program } from '../../domain/journey/program.js';
import type { Tx } from '../client.js';
import { subjectFacts } from '../journey/records.js';
import { readSubjectRows } from '../journey/subject-rows.js';
import { execute, query } from '../statement.js';

/** An event as it was stored; `at` in business time. */
export interface Told {
  readonly id: string;
  readonly type: string;
  readonly contactId: string;
  readonly fields: FactEvent['fields'];
  readonly at: Instant;
}

interface Candidate {
  readonly campaignId: string;
  readonly n: number;
  readonly contactId: string;
  readonly version: number;
  readonly handedAt: Date | null;
  readonly dueAt: Date;
  /** `dueAt` is no more what it was: they were put off. */
  readonly wasPutOff: boolean;
  readonly frozenAt: Date;
}

/**
 * Writes down of whom an event is what a campaign is for, each once: of all in its audience whose time has come, held out or not, and
 * whatever became of them. The caller holds the contact's lock.
 */
export async function noteConversions(
  tx: Tx,
  { programs, deployment }: { readonly programs: Programs; readonly deployment: Deployment },
  told: Told,
): Promise<void> {
  for (const candidate of await candidatesFor(tx, told)) {
    const { campaignId, n, contactId, version } = candidate;
    const program = await programs.program(campaignId, version);
    const facts = factsOf(await readSubjectRows(tx, contactId, null));
    const event = { ...told, seq: 0, ...(contactId === told.contactId ? {} : { ofAccount: true as const }) };
    const start = startOf(candidate, program, facts, deployment);
    if (!isConversion({ program, deployment }, facts, event, start)) continue;
    await execute(tx)`
      INSERT INTO campaign_responses ("campaignId", n, kind, at)
      VALUES (${campaignId}, ${n}, 'converted', ${new Date(told.at)}) ON CONFLICT DO NOTHING`;
  }
}

/** From when they may convert: the hand-over, else when their time was. */
function startOf(
  { handedAt, dueAt, wasPutOff, frozenAt }: Candidate,
  { definition }: Program,
  facts: Facts,
  deployment: Deployment,
): Instant {
  if (handedAt !== null) return handedAt.getTime();
  if (!wasPutOff) return dueAt.getTime();
  const zone = zoneOfContact(facts, deployment);
  const due = dueTimes(definition.campaign?.at, [zone], { zone: deployment.zone, start: frozenAt.getTime() });
  return due.byZone.get(zone) ?? due.otherwise;
}

const factsOf = (rows: Parameters<typeof subjectFacts>[0]): Facts => ({
  ...subjectFacts(rows),
  events: [],
  answers: {},
  teams: {},
});

/** Who could convert by it: those of campaigns whose goal names it and who haven't yet. */
const candidatesFor = (tx: Tx, { type, contactId, at }: Told): Promise<readonly Candidate[]> => query<Candidate>(tx)`
  WITH mine AS (
    SELECT id, id = ${contactId} AS own FROM contacts WHERE id = ${contactId}
    UNION
    SELECT other.id, FALSE FROM contacts self JOIN contacts other ON other."accountId" = self."accountId"
    WHERE self.id = ${contactId} AND other.id <> self.id
      AND EXISTS (SELECT FROM definition_versions WHERE "goalOn" @> ARRAY[${ofAccount(type)}::text]))
  SELECT r."campaignId", r.n, r."contactId", c."definitionVersion" AS version, r."handedAt", r."dueAt",
    (r.outcome = 'deferred' OR r.reason = 'stale') IS TRUE AS "wasPutOff", COALESCE(c."frozenAt", r."dueAt") AS "frozenAt"
  FROM mine JOIN campaign_recipients r ON r."contactId" = mine.id
    JOIN campaigns c ON c.id = r."campaignId"
    JOIN definition_versions v ON v."definitionId" = c.id AND v.version = c."definitionVersion"
  WHERE CASE WHEN mine.own THEN ${type}::text ELSE ${ofAccount(type)}::text END = ANY(v."goalOn")
    AND (COALESCE(r."handedAt", r."dueAt") <= ${new Date(at)} OR r.outcome = 'deferred')
    AND NOT EXISTS (SELECT FROM campaign_responses x
      WHERE x."campaignId" = r."campaignId" AND x.n = r.n AND x.kind = 'converted')`;

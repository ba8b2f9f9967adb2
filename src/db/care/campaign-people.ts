import type { CampaignFault } from '../../api/campaign-ports.js';
import type { CarePersonView } from '../../api/contracts/care.js';
import type { PageRequest, Rows, Scope } from '../../api/store-ports.js';
import { formatLocal, isValidZone } from '../../domain/calendar/zone.js';
import { partOf, type RecipientOutcome, type RecipientState } from '../../domain/campaign/recipient.js';
import type { Instant } from '../../domain/instant.js';
import { err, ok, type Result } from '../../domain/result.js';
import { audienceSql } from '../campaign-life/audience.js';
import { faultOf } from '../campaign-life/commands.js';
import { countAudience, dueTimesNow, recipientsToBe } from '../campaign-life/freeze.js';
import { refuse } from '../campaign-life/refuse.js';
import { campaignIn } from '../campaign-life/rows.js';
import { Prisma } from '../generated/client.js';
import { userNames } from '../names.js';
import { cutPage, iso, textAt } from '../paging.js';
import type { CareDeps } from './counts.js';
import { exclusionsOf, viewsOf } from './exclusion-views.js';

interface PersonRow {
  readonly contactId: string;
  readonly name: string;
  readonly company: string | null;
  readonly city: string | null;
  readonly ownerId: string | null;
  readonly timezone: string | null;
  readonly dueAt: Date;
  readonly held: boolean;
  /** Of a frozen audience. */
  readonly n: number | null;
  readonly state: RecipientState | null;
  readonly outcome: RecipientOutcome | null;
}

/** A page of whom a campaign goes to, and on the first how many they are. */
export interface CampaignPeople extends Rows<CarePersonView> {
  readonly size: number | null;
}

/**
 * Whom a campaign goes to: its rows once its audience is frozen, in their order; before, who would be in it now, by id. `zone`: the
 * deployment's.
 */
export async function listCampaignPeople(
  deps: CareDeps,
  scope: Scope,
  id: string,
  page: PageRequest,
  at: { readonly now: Instant; readonly zone: string },
): Promise<Result<CampaignPeople, CampaignFault>> {
  const row = await deps.db.campaign.findUnique({
    where: { id },
    select: { id: true, text: true, frozenAt: true, audience: true },
  });
  if (row === null) return refuse('not-found', `There is no campaign ${id}.`);
  if (row.frozenAt !== null) {
    const size = scope.type === 'all' ? row.audience : null;
    return ok(await view(deps, id, await frozenPeople(deps, scope, id, page), { page, size, zone: at.zone }));
  }
  const people = await peopleNow(deps, scope, row, page, at);
  return people.ok
    ? ok(await view(deps, id, people.value.rows, { page, size: people.value.size, zone: at.zone }))
    : people;
}

const ABOUT = Prisma.sql`c.name, c.company, c.city, c."ownerId", c.timezone`;

const own = (scope: Scope): Prisma.Sql =>
  scope.type === 'all' ? Prisma.sql`TRUE` : Prisma.sql`c."ownerId" = ANY(${[...scope.userIds]}::text[])`;

async function frozenPeople(
  { db }: CareDeps,
  scope: Scope,
  id: string,
  { after, limit }: PageRequest,
): Promise<PersonRow[]> {
  const from = Number(textAt(after) ?? 0);
  const beyond = Number.isInteger(from) && from < 2 ** 31 ? from : 0;
  // Of a rep’s few contacts each is looked for; a million recipients are not looked through for them.
  const contacts =
    scope.type === 'all' ? Prisma.sql`contacts` : Prisma.sql`(SELECT * FROM contacts c WHERE ${own(scope)} OFFSET 0)`;
  return await db.$queryRaw<PersonRow[]>`
    SELECT r."contactId", ${ABOUT}, r."dueAt", r.outcome IS NOT DISTINCT FROM 'held-out' AS held, r.n, r.state, r.outcome
    FROM campaign_recipients r JOIN ${contacts} c ON c.id = r."contactId"
    WHERE r."campaignId" = ${id} AND r.n > ${beyond} ORDER BY r.n LIMIT ${limit + 1}`;
}

async function peopleNow(
  { db }: CareDeps,
  scope: Scope,
  row: { readonly id: string; readonly text: string },
  { after, limit }: PageRequest,
  { now, zone }: { readonly now: Instant; readonly zone: string },
): Promise<Result<{ readonly rows: PersonRow[]; readonly size: number | null }, CampaignFault>> {
  const definition = campaignIn(row);
  if (definition === null) return refuse('definition-has-errors', 'The draft has faults; correct its findings first.');
  const [few, all] = await Promise.all([audienceSql(db, definition, now, 'few'), audienceSql(db, definition, now)]);
  if (!few.ok) return err(faultOf(few.error));
  if (!all.ok) return err(faultOf(all.error));
  const mine = ({ tables, fits }: typeof few.value) => ({ tables, fits: Prisma.sql`${fits} AND ${own(scope)}` });
  const due = await dueTimesNow(db, definition, { zone, start: now });
  const rows = await db.$queryRaw<PersonRow[]>`
    SELECT p."contactId", ${ABOUT}, p."dueAt", p.held, NULL::int AS n, NULL AS state, NULL AS outcome
    FROM (SELECT * FROM (${recipientsToBe(definition, mine(few.value), due)}) w
      WHERE w."contactId" > ${textAt(after) ?? ''}::text ORDER BY w."contactId" LIMIT ${limit + 1}) p
    JOIN contacts c ON c.id = p."contactId" ORDER BY p."contactId"`;
  return ok({ rows, size: after === null ? await countAudience(db, mine(all.value)) : null });
}

async function view(
  deps: CareDeps,
  campaignId: string,
  rows: readonly PersonRow[],
  { page, size, zone }: { readonly page: PageRequest; readonly size: number | null; readonly zone: string },
): Promise<CampaignPeople> {
  const shown = rows.slice(0, page.limit);
  const [owners, exclusions] = await Promise.all([
    userNames(
      deps.db,
      shown.map(({ ownerId }) => ownerId),
    ),
    exclusionsOf(
      deps.db,
      shown.map(({ contactId }) => contactId),
    ),
  ]);
  const ofCampaign = exclusions.filter(
    ({ definitionId, scope }) => definitionId === campaignId && scope === 'campaign',
  );
  const views = await viewsOf(deps, ofCampaign);
  const person = (row: PersonRow): CarePersonView => {
    const theirs = row.timezone !== null && isValidZone(row.timezone) ? row.timezone : zone;
    const taken = ofCampaign.find(({ contactId }) => contactId === row.contactId);
    return {
      ...{ contactId: row.contactId, contactName: row.name, company: row.company, city: row.city },
      ...{ ownerId: row.ownerId, ownerName: row.ownerId === null ? null : (owners.get(row.ownerId) ?? null) },
      ...{ at: iso(row.dueAt), local: formatLocal(row.dueAt.getTime(), theirs), timezone: theirs },
      heldOut: row.held,
      part: row.state === null ? null : partOf({ state: row.state, outcome: row.outcome }),
      takenOut: taken === undefined ? null : (views.get(taken.id) ?? null),
    };
  };
  const last = (row: PersonRow) => [row.n === null ? row.contactId : String(row.n)];
  return { ...cutPage(rows, page.limit, last, person), size: page.after === null ? size : null };
}

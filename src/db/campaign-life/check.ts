import type { BatchGate, Moment } from '../../activities/campaign-ports.js';
import type { CampaignFault, CheckedPage } from '../../api/campaign-ports.js';
import type { PageRequest } from '../../api/store-ports.js';
import { isFrozen } from '../../domain/campaign/life.js';
import { type Foreseen, tallyOf } from '../../domain/campaign/tally.js';
import type { Deployment } from '../../domain/journey/place.js';
import { err, ok, type Result } from '../../domain/result.js';
import type { Db } from '../client.js';
import { contactNames } from '../names.js';
import { textAt } from '../paging.js';
import { audienceSql } from './audience.js';
import { faultOf, refuse } from './commands.js';
import { countAudience, dueTimesNow, recipientsToBe } from './freeze.js';
import { campaignIn } from './rows.js';

export interface CheckDeps {
  readonly db: Db;
  readonly deployment: Deployment;
  readonly gate: BatchGate;
}

interface Person {
  readonly contactId: string;
  readonly dueAt: Date;
  readonly twin: boolean;
  readonly held: boolean;
}

/**
 * What would become of a page of the audience if it were frozen now: the same rules, and the gate asked for each at their own time.
 * Writes nothing. A whole audience is some minutes of work for a million: page by page whoever looks sees it grow, and may
 * go away.
 */
export async function checkPage(
  { db, deployment, gate }: CheckDeps,
  id: string,
  { after, limit }: PageRequest,
  now: Moment,
): Promise<Result<CheckedPage, CampaignFault>> {
  const row = await db.campaign.findUnique({
    where: { id },
    select: { id: true, text: true, state: true, revision: true },
  });
  if (row === null) return refuse('not-found', `There is no campaign ${id}.`);
  if (isFrozen(row.state as 'draft'))
    return refuse('campaign-not-draft', 'Its audience is frozen: its sum says what has become of each.');
  const definition = campaignIn(row);
  if (definition === null) return refuse('definition-has-errors', 'The draft has faults; correct its findings first.');
  // Few of many are looked at: what is asked of each is asked where they are.
  const wanted = await audienceSql(db, definition, now.virtual, 'few');
  if (!wanted.ok) return err(faultOf(wanted.error));
  const due = await dueTimesNow(db, definition, { zone: deployment.zone, start: now.virtual });
  const from = textAt(after) ?? '';
  const found = await db.$queryRaw<Person[]>`
    SELECT * FROM (${recipientsToBe(definition, wanted.value, due)}) wanted
    WHERE "contactId" > ${from}::text ORDER BY "contactId" LIMIT ${limit + 1}::bigint`;
  const page = found.slice(0, limit);
  const tally = tallyOf(await foresee(gate, id, page, now));
  const nameOf = await contactNames(
    db,
    tally.reasons.flatMap(({ contactIds }) => contactIds),
  );
  const last = found.length > limit ? page.at(-1) : undefined;
  return ok({
    revision: row.revision,
    size: after === null ? await sizeNow(db, definition, now) : null,
    seen: page.length,
    send: tally.send,
    heldOut: tally.heldOut,
    reasons: tally.reasons.map(({ contactIds, ...reason }) => ({
      ...reason,
      samples: contactIds.map((contactId) => ({ contactId, contactName: nameOf.get(contactId) ?? '' })),
    })),
    next: last === undefined ? null : [last.contactId],
  });
}

async function sizeNow(db: Db, definition: Parameters<typeof audienceSql>[1], now: Moment): Promise<number> {
  const wanted = await audienceSql(db, definition, now.virtual);
  return wanted.ok ? await countAudience(db, wanted.value) : 0;
}

/** Whoever is no longer there when the gate is asked isn't counted. */
async function foresee(
  gate: BatchGate,
  campaignId: string,
  people: readonly Person[],
  now: Moment,
): Promise<(readonly [string, Foreseen])[]> {
  const settled = people.flatMap(({ contactId, twin, held }): (readonly [string, Foreseen])[] => {
    if (twin) return [[contactId, { type: 'skip', code: 'duplicate-address' }]];
    return held ? [[contactId, { type: 'hold-out' }]] : [];
  });
  const byTime = new Map<number, string[]>();
  for (const { contactId, dueAt, twin, held } of people) {
    if (twin || held) continue;
    const at = Math.max(dueAt.getTime(), now.virtual);
    byTime.set(at, [...(byTime.get(at) ?? []), contactId]);
  }
  const judged = [];
  for (const [virtual, contactIds] of byTime)
    judged.push(...(await gate.judge(campaignId, contactIds, { virtual, real: now.real })));
  return [...settled, ...judged];
}

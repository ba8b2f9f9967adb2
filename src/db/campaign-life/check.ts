import type { BatchGate, Moment } from '../../activities/campaign-ports.js';
import type { StepGate } from '../../activities/ports.js';
import type { CampaignFault, CheckedPage } from '../../api/campaign-ports.js';
import type { CampaignPreview } from '../../api/contracts/campaign-looks.js';
import type { PageRequest } from '../../api/store-ports.js';
import { isFrozen } from '../../domain/campaign/life.js';
import { type CampaignMessage, campaignMessages } from '../../domain/campaign/messages.js';
import { type Foreseen, tallyOf } from '../../domain/campaign/tally.js';
import type { CampaignDefinition } from '../../domain/definition/definition.js';
import type { Deployment } from '../../domain/journey/place.js';
import { err, ok, type Result } from '../../domain/result.js';
import type { Db } from '../client.js';
import { Prisma } from '../generated/client.js';
import { contactNames } from '../names.js';
import { iso, textAt } from '../paging.js';
import { audienceSql } from './audience.js';
import { faultOf } from './commands.js';
import { countAudience, dueTimesNow, recipientsToBe } from './freeze.js';
import { refuse } from './refuse.js';
import { campaignIn } from './rows.js';
import { type OneClickFault, unsubscribeFault } from './unsubscribe-address.js';

export interface CheckDeps {
  readonly db: Db;
  readonly deployment: Deployment;
  /** For the first mail: as its own sender asks, some hundred at once. */
  readonly gate: BatchGate;
  readonly stepGate: StepGate;
  readonly oneClickFault: OneClickFault;
}

type Judge = (contactIds: readonly string[], now: Moment) => Promise<ReadonlyMap<string, Foreseen>>;

const judgeOf =
  ({ gate, stepGate }: CheckDeps, id: string, messages: readonly CampaignMessage[], message: CampaignMessage): Judge =>
  (contactIds, now) =>
    message === messages[0] && message.action === 'email'
      ? gate.judge(id, contactIds, now)
      : stepGate.judge(id, message.id, contactIds, now);

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
  deps: CheckDeps,
  id: string,
  step: string | undefined,
  { after, limit }: PageRequest,
  now: Moment,
): Promise<Result<CheckedPage, CampaignFault>> {
  const { db, deployment } = deps;
  const row = await db.campaign.findUnique({ where: { id }, select: LOOKED_AT });
  if (row === null) return refuse('not-found', `There is no campaign ${id}.`);
  if (isFrozen(row.state as 'draft'))
    return refuse('campaign-not-draft', 'Its audience is frozen: its sum says what has become of each.');
  const definition = campaignIn(row);
  if (definition === null) return refuse('definition-has-errors', 'The draft has faults; correct its findings first.');
  const messages = campaignMessages(definition);
  const message = step === undefined ? messages[0] : messages.find(({ id: each }) => each === step);
  if (message === undefined)
    return step === undefined
      ? refuse('campaign-has-no-mail', 'It has no message that the gate could be asked about.')
      : refuse('not-found', `There is no message ${step} in this campaign.`);
  const noWayOut = unsubscribeFault(definition, deps.oneClickFault);
  if (noWayOut !== null) return err(noWayOut);
  const beyond = Prisma.sql`"contactId" > ${textAt(after) ?? ''}::text`;
  const found = await people({ db, deployment }, definition, now, { which: beyond, most: limit + 1 });
  if (!found.ok) return found;
  const page = found.value.slice(0, limit);
  const tally = tallyOf(await foresee(judgeOf(deps, id, messages, message), page, now));
  const nameOf = await contactNames(
    db,
    tally.reasons.flatMap(({ contactIds }) => contactIds),
  );
  const last = found.value.length > limit ? page.at(-1) : undefined;
  return ok({
    revision: row.revision,
    step: message,
    steps: [...messages],
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

const LOOKED_AT = { id: true, text: true, state: true, revision: true } as const;

/** Some who would be recipients now, in the order of their ids. */
async function people(
  { db, deployment }: Pick<CheckDeps, 'db' | 'deployment'>,
  definition: CampaignDefinition,
  now: Moment,
  { which, most }: { readonly which: Prisma.Sql; readonly most: number },
): Promise<Result<readonly Person[], CampaignFault>> {
  // Few of many are looked at: what is asked of each is asked where they are.
  const wanted = await audienceSql(db, definition, now.virtual, 'few');
  if (!wanted.ok) return err(faultOf(wanted.error));
  const due = await dueTimesNow(db, definition, { zone: deployment.zone, start: now.virtual });
  return ok(
    await db.$queryRaw<Person[]>`
      SELECT * FROM (${recipientsToBe(definition, wanted.value, due)}) wanted
      WHERE ${which} ORDER BY "contactId" LIMIT ${most}::bigint`,
  );
}

/** What would become of one contact, or of a frozen audience has; null: nobody can say yet whom the campaign is for. */
export async function fateOf(
  deps: CheckDeps,
  id: string,
  contactId: string,
  now: Moment,
): Promise<CampaignPreview['fate']> {
  const { db } = deps;
  const row = await db.campaign.findUnique({ where: { id }, select: LOOKED_AT });
  const definition = row === null ? null : campaignIn(row);
  if (row === null || definition === null) return null;
  if (isFrozen(row.state as 'draft')) return await frozenFate(db, id, contactId);
  const found = await people(deps, definition, now, { which: Prisma.sql`"contactId" = ${contactId}::text`, most: 1 });
  if (!found.ok) return null;
  const [person] = found.value;
  if (person === undefined) return NOT_THERE;
  const fate = { inAudience: true, heldOut: person.held, dueAt: iso(person.dueAt) };
  const messages = campaignMessages(definition);
  const [first] = messages;
  const [judged] = first === undefined ? [] : await foresee(judgeOf(deps, id, messages, first), [person], now);
  const [, answer] = judged ?? [contactId, { type: 'hold-out' }];
  if (answer.type === 'hold-out') return { ...fate, answer: null, code: null, until: null };
  return {
    ...fate,
    answer: answer.type,
    code: answer.type === 'send' ? null : answer.code,
    until: answer.type === 'defer' ? iso(new Date(answer.until)) : null,
  };
}

const NOT_THERE = { inAudience: false, heldOut: false, dueAt: null, answer: null, code: null, until: null } as const;

async function frozenFate(db: Db, campaignId: string, contactId: string): Promise<CampaignPreview['fate']> {
  const row = await db.campaignRecipient.findUnique({
    where: { contactId_campaignId: { contactId, campaignId } },
    select: { outcome: true, dueAt: true },
  });
  if (row === null) return NOT_THERE;
  return { ...NOT_THERE, inAudience: true, heldOut: row.outcome === 'held-out', dueAt: iso(row.dueAt) };
}

/** The first of the audience; null: nobody is in it, or nobody can say yet. */
export async function anybodyOf(deps: CheckDeps, id: string, now: Moment): Promise<string | null> {
  const row = await deps.db.campaign.findUnique({ where: { id }, select: LOOKED_AT });
  const definition = row === null ? null : campaignIn(row);
  if (definition === null) return null;
  const found = await people(deps, definition, now, { which: Prisma.sql`TRUE`, most: 1 });
  return found.ok ? (found.value[0]?.contactId ?? null) : null;
}

async function sizeNow(db: Db, definition: CampaignDefinition, now: Moment): Promise<number> {
  const wanted = await audienceSql(db, definition, now.virtual);
  return wanted.ok ? await countAudience(db, wanted.value) : 0;
}

/** Whoever is no longer there when the gate is asked isn't counted. */
async function foresee(judge: Judge, people: readonly Person[], now: Moment): Promise<(readonly [string, Foreseen])[]> {
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
  for (const [virtual, contactIds] of byTime) judged.push(...(await judge(contactIds, { virtual, real: now.real })));
  return [...settled, ...judged];
}

import type { CampaignAct, CampaignFault, CampaignOrder, CampaignText } from '../../api/campaign-ports.js';
import { earliestOf } from '../../domain/campaign/due.js';
import { type CampaignCommand, type CampaignLife, nextLife } from '../../domain/campaign/life.js';
import { campaignWorkflowId } from '../../domain/campaign/wake.js';
import { wayOf } from '../../domain/campaign/way.js';
import { listening } from '../../domain/journey/listening.js';
import type { Deployment } from '../../domain/journey/place.js';
import { NO_MAP } from '../../domain/journey/version/version-map.js';
import { assertNever, err, ok, type Result } from '../../domain/result.js';
import { writeAudit } from '../audit.js';
import { forgetHeldTurns } from '../campaign/pace.js';
import type { Db, Tx } from '../client.js';
import type { Campaign, Prisma } from '../generated/client.js';
import { publishIn } from '../publish.js';
import { type AudienceFault, audienceSql } from './audience.js';
import { around, authorsOf, UNSCHEDULED } from './begin.js';
import { toTell } from './begun-journeys.js';
import { removeFiles } from './files.js';
import { countAudience, dueTimesNow } from './freeze.js';
import { refuse } from './refuse.js';
import { campaignIn, columnsOf, lifeOf, lockCampaign } from './rows.js';
import { type OneClickFault, unsubscribeFault } from './unsubscribe-address.js';
import { cameBack } from './watch.js';

interface Deps {
  readonly db: Db;
  readonly deployment: Deployment;
  readonly oneClickFault: OneClickFault;
}

interface At {
  readonly virtual: number;
  readonly real: number;
}

/** What a command came to: the row, and what is to be relayed to Temporal after the commit. */
export interface Acted {
  readonly row: Campaign;
  readonly outbox: readonly bigint[];
}

type Answer = Result<Acted, CampaignFault>;

/** Begins a draft; the same request again answers what it became. */
export async function createDraft(
  { db }: Pick<Deps, 'db'>,
  { id, text, name, definition }: CampaignText & { readonly id: string },
  order: CampaignOrder,
  { virtual }: At,
): Promise<Answer> {
  return await db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`campaign:${id}`}, 0))`;
    const known = await known_(tx, order, id, 'create');
    if (known !== null) return known;
    if ((await tx.campaign.findUnique({ where: { id }, select: { id: true } })) !== null)
      return refuse('campaign-exists', `There is a campaign ${id}. A campaign is sent once: copy it under a new id.`);
    const other = await tx.definition.findUnique({ where: { id } });
    if (other !== null && other.kind !== 'campaign')
      return refuse('campaign-exists', `${id} is a published ${other.kind}; a campaign needs an id of its own.`);
    const at = new Date(virtual);
    const { actorId } = order;
    const by = { createdAt: at, createdBy: actorId, editedAt: at, editedBy: actorId };
    const row = await tx.campaign.create({
      data: {
        id,
        state: 'draft',
        name: (name ?? definition?.name ?? id) as Prisma.InputJsonValue,
        text,
        perMinute: definition?.perMinute ?? null,
        ...by,
      },
    });
    await note(tx, id, 'create', order, virtual);
    return ok({ row, outbox: [] });
  });
}

/** What an earlier attempt of the same request came to; null: there was none. */
async function known_(tx: Tx, { requestId, actorId }: CampaignOrder, id: string, kind: string): Promise<Answer | null> {
  const known = await tx.campaignCommand.findUnique({ where: { requestId } });
  if (known === null) return null;
  if (known.campaignId !== id || known.kind !== kind || known.actorId !== actorId)
    return refuse('idempotency-mismatch', 'this request id belongs to another command');
  const row = await tx.campaign.findUnique({ where: { id } });
  return row === null ? refuse('not-found', 'it was thrown away since') : ok({ row, outbox: [] });
}

async function note(
  tx: Tx,
  id: string,
  kind: string,
  { requestId, actorId, reason }: CampaignOrder,
  at: number,
  detail: Prisma.InputJsonObject = {},
): Promise<void> {
  await tx.campaignCommand.create({ data: { requestId, campaignId: id, kind, actorId, at: new Date(at) } });
  const deed = { action: `campaign.${kind}`, objectType: 'campaign', objectId: id, detail };
  await writeAudit(tx, { actorId, at }, { ...deed, ...(reason === null ? {} : { reason }) });
}

/** Judges a command under the campaign's lock and carries it out, once by its request id. */
export async function actOn(deps: Deps, id: string, act: CampaignAct, order: CampaignOrder, now: At): Promise<Answer> {
  // A million are counted before the row is locked: what it says then is what is judged.
  const size = act.type === 'schedule' ? await sizeOf(deps.db, id, now.virtual) : ok(0);
  return await deps.db.$transaction(
    async (tx) => {
      const known = await known_(tx, order, id, act.type);
      if (known !== null) return known;
      const row = await lockCampaign(tx, id);
      if (row === null) return refuse('not-found', `There is no campaign ${id}.`);
      if (row.state === 'draft' && !size.ok) return size;
      const command = commandOf(act, size.ok ? size.value : 0);
      const circumstances = around(row, order.actorId, deps.deployment, await authorsOf(tx, row));
      const next = nextLife(lifeOf(row), command, circumstances);
      if (!next.ok) return refuse(next.error, REFUSALS[next.error]);
      return await carryOut(tx, deps, row, { act, order, now, size: size.ok ? size.value : 0, life: next.value });
    },
    { timeout: 60_000 },
  );
}

/** How many an audience has now. */
export async function sizeOf(db: Db | Tx, id: string, now: number): Promise<Result<number, CampaignFault>> {
  const row = await db.campaign.findUnique({ where: { id }, select: { id: true, text: true } });
  if (row === null) return refuse('not-found', `There is no campaign ${id}.`);
  const definition = campaignIn(row);
  if (definition === null) return refuse('definition-has-errors', 'The draft has faults; correct its findings first.');
  const audience = await audienceSql(db, definition, now);
  return audience.ok ? ok(await countAudience(db, audience.value)) : err(faultOf(audience.error));
}

export const faultOf = ({ code, subject }: AudienceFault): CampaignFault => ({ code, detail: FAULTS[code](subject) });

const FAULTS: { readonly [code in AudienceFault['code']]: (subject: string) => string } = {
  'unknown-segment': (id) => `There is no published segment ${id}.`,
  'bad-condition': (path) => `${path} can't be asked of all contacts.`,
  'no-audience-file': (name) => `The list ${name} was not brought yet.`,
  'audience-file-reading': (name) => `The list ${name} is still being read.`,
};

const commandOf = (act: CampaignAct, size: number): CampaignCommand =>
  act.type === 'schedule' ? { type: 'schedule', revision: act.revision, size } : act;

interface Doing {
  readonly act: CampaignAct;
  readonly order: CampaignOrder;
  readonly now: At;
  readonly size: number;
  readonly life: CampaignLife | { readonly state: 'gone' };
}

async function carryOut(tx: Tx, deps: Deps, row: Campaign, doing: Doing): Promise<Answer> {
  const { act, order, now, life } = doing;
  const { id } = row;
  if (life.state === 'gone') {
    await removeFiles(tx, id);
    await tx.campaign.delete({ where: { id } });
    await note(tx, id, act.type, order, now.virtual);
    return ok({ row, outbox: [] });
  }
  const changes = await changesOf(tx, deps, row, doing);
  if (!changes.ok) return changes;
  const changed = await tx.campaign.update({
    where: { id },
    data: { ...columnsOf(life), ...changes.value, ...toTell(row, act.type, order) },
  });
  const detail = {
    revision: changed.revision,
    state: changed.state,
    ...(act.type === 'set-rate' ? { perMinute: act.perMinute } : {}),
  };
  await note(tx, id, act.type, order, now.virtual, detail);
  return ok({ row: changed, outbox: WAKES.has(changed.state) ? [await wake(tx, id, now.real)] : [] });
}

/** What its workflow must hear of. */
const WAKES: ReadonlySet<string> = new Set(['scheduled', 'sending', 'paused', 'stopped']);

async function wake(tx: Tx, id: string, real: number): Promise<bigint> {
  const data = { kind: 'campaign', journeyId: id, workflowId: campaignWorkflowId(id), realAt: new Date(real) };
  return (await tx.outbox.create({ data, select: { id: true } })).id;
}

/** The columns that a command changes beside where the campaign stands. */
async function changesOf(
  tx: Tx,
  deps: Deps,
  row: Campaign,
  { act, order: { actorId }, now, size, life }: Doing,
): Promise<Result<Prisma.CampaignUpdateInput, CampaignFault>> {
  const at = new Date(now.virtual);
  switch (act.type) {
    case 'edit': {
      const { text, name, definition } = act;
      if (definition !== null && definition.id !== row.id)
        return refuse(
          'campaign-id-changed',
          `The text is of ${definition.id}, not of ${row.id}. Copy it under the new id.`,
        );
      const edited = { editedAt: at, editedBy: actorId, askedAt: null, askedBy: null, expected: null };
      const named = name ?? definition?.name ?? null;
      const said = {
        ...(named === null ? {} : { name: named as Prisma.InputJsonValue }),
        ...(definition === null ? {} : { perMinute: definition.perMinute ?? null }),
      };
      // What was published of an earlier text is not what the check, a test and a preview are of any more.
      return ok({ text, revision: row.revision + 1, ...said, ...edited, definitionVersion: null, way: null });
    }
    case 'schedule': {
      const definition = campaignIn(row);
      const noWayOut = definition === null ? null : unsubscribeFault(definition, deps.oneClickFault);
      if (noWayOut !== null) return err(noWayOut);
      const asked = { askedAt: at, askedBy: actorId, expected: size };
      return life.state === 'scheduled' ? await scheduled(tx, deps, row, asked, actorId, now) : ok(asked);
    }
    case 'approve': {
      const approved = { approvedAt: at, approvedBy: actorId, approvedRevision: row.revision };
      return await scheduled(tx, deps, row, approved, actorId, now);
    }
    case 'send-back':
    case 'unschedule':
      return ok({ ...UNSCHEDULED });
    case 'set-rate':
      return ok({ perMinute: act.perMinute });
    case 'stop':
      return ok({ endedAt: at });
    case 'resume':
      if (row.perMinute !== null) await forgetHeldTurns(tx, row.id, row.perMinute, now.real);
      // Who lets it go on has seen it.
      return ok({ resumedAt: at, seenBefore: { ...(await cameBack(tx, row)) } });
    case 'pause':
    case 'discard':
      return ok({});
    default:
      return assertNever(act);
  }
}

/** Its text becomes a version of its definition, and its time is known. */
async function scheduled(
  tx: Tx,
  { deployment }: Deps,
  row: Campaign,
  changes: Prisma.CampaignUpdateInput,
  actorId: string,
  { virtual }: At,
): Promise<Result<Prisma.CampaignUpdateInput, CampaignFault>> {
  const definition = campaignIn(row);
  if (definition === null) return refuse('definition-has-errors', 'The draft has faults; correct its findings first.');
  const pinned = { policy: 'pin', map: NO_MAP, current: null, ratePerMinute: 1, source: 'campaign' } as const;
  const version = { id: row.id, kind: 'campaign', text: row.text, note: null, ...listening(definition) };
  const published = await publishIn(tx, version, pinned, { actorId, at: virtual });
  if (published === 'changed') throw new Error('a version that moves nobody is published whatever is current');
  const due = await dueTimesNow(tx, definition, { zone: deployment.zone, start: virtual });
  const startsAt = new Date(earliestOf(due));
  const times = { scheduledAt: new Date(virtual), startsAt };
  return ok({ ...changes, ...times, definitionVersion: published.version, way: wayOf(definition) });
}

const REFUSALS: { readonly [code in Exclude<ReturnType<typeof nextLife>, { ok: true }>['error']]: string } = {
  'campaign-not-draft': 'It is no draft any more.',
  'campaign-changed': 'Somebody has changed its text since you read it. Read it again.',
  'campaign-not-awaiting': 'It awaits no approval.',
  'own-campaign': 'Who wrote it or asked for it does not approve it. Somebody else does.',
  'campaign-not-scheduled': 'It is not scheduled.',
  'campaign-not-sending': 'It is not sending.',
  'campaign-not-paused': 'It is not paused.',
  'campaign-over': 'It is over.',
  'empty-audience': 'Nobody fits its audience now. Nothing was scheduled.',
  'campaign-unsettled': 'Some of its recipients are not settled yet.',
};

import type { Block } from '../../activities/campaign-mail-ports.js';
import type { Lane, LaneBounds, LaneEnd, Moment } from '../../activities/campaign-ports.js';
import type { Clock, Programs } from '../../activities/ports.js';
import { inParallel } from '../../domain/in-parallel.js';
import type { Deployment } from '../../domain/journey/place.js';
import { claimBlock, giveBackBlock, holdBlock } from '../campaign/blocks.js';
import { takeOfRate } from '../campaign/pace.js';
import type { Db, Tx } from '../client.js';
import { lockContact } from '../journey/lock.js';
import { insertJourney } from '../starts.js';
import { transaction } from '../statement.js';

export interface JourneyLaneDeps {
  readonly db: Db;
  readonly programs: Programs;
  readonly deployment: Deployment;
  readonly clock: Clock;
  readonly newFence: () => string;
  /** Tells Temporal what the outbox holds; a failure is taken up by the worker's relay. */
  readonly tell: (outbox: readonly bigint[]) => Promise<void>;
}

/** Entries under way at a time, each a transaction under its contact's lock. */
const AT_ONCE = 8;
/** Entries between two looks at the lease, the rate and the time. */
const BATCH = 100;
const LONGEST_NAP_MS = 1_000;

/** Recipients who each get a journey: the row and the journey are written by one transaction, so nobody enters twice. */
export function createJourneyLane(deps: JourneyLaneDeps): Lane {
  return { run: (campaignId, bounds) => runLane(deps, campaignId, bounds) };
}

async function runLane(deps: JourneyLaneDeps, campaignId: string, bounds: LaneBounds): Promise<LaneEnd> {
  const { db, clock, newFence } = deps;
  let settled = 0;
  while (goesOn(bounds, settled, clock.now(0).real)) {
    const held = await claimBlock(db, campaignId, newFence(), clock.now(0));
    if (held === null) break;
    settled += await workOff(deps, held, bounds);
    await giveBackBlock(db, held, clock.now(0));
  }
  return { settled };
}

const goesOn = ({ until, most, signal }: LaneBounds, settled: number, real: number): boolean =>
  !signal.aborted && settled < most && real < until;

interface DueRecipient {
  readonly n: number;
  readonly contactId: string;
}

async function workOff(deps: JourneyLaneDeps, held: Block, bounds: LaneBounds): Promise<number> {
  let settled = 0;
  for (;;) {
    bounds.heartbeat();
    const now = deps.clock.now(0);
    if (bounds.signal.aborted || now.real >= bounds.until || !(await holdBlock(deps.db, held, now))) return settled;
    const due = await dueIn(deps.db, held, now);
    if (due.length === 0) return settled;
    const { taken, until } = await takeOfRate(deps.db, held.campaignId, due.length, now);
    if (taken === 0) {
      await nap(Math.min(until - now.real, LONGEST_NAP_MS), bounds.signal);
      continue;
    }
    const entered = await inParallel(due.slice(0, taken), AT_ONCE, (each) => enter(deps, held, each, now));
    settled += entered.filter(({ isSettled }) => isSettled).length;
    await deps.tell(entered.flatMap(({ outbox }) => outbox));
    // It was paused or stopped, or another has the block.
    if (entered.some(({ isSettled }) => !isSettled)) return settled;
  }
}

const dueIn = async (db: Db, { campaignId, fromN, toN }: Block, { virtual }: Moment): Promise<DueRecipient[]> =>
  await db.$queryRaw<DueRecipient[]>`
    SELECT n, "contactId" FROM campaign_recipients
    WHERE "campaignId" = ${campaignId} AND n BETWEEN ${fromN} AND ${toN} AND state = 'waiting' AND outcome IS NULL
      AND "dueAt" <= ${new Date(virtual)}
    ORDER BY n LIMIT ${BATCH}`;

interface Entered {
  readonly isSettled: boolean;
  readonly outbox: readonly bigint[];
}

const NOT_NOW: Entered = { isSettled: false, outbox: [] };

/** One recipient's journey begins, or is refused with why: then the row says so. */
async function enter(
  deps: JourneyLaneDeps,
  held: Block,
  { n, contactId }: DueRecipient,
  now: Moment,
): Promise<Entered> {
  const { campaignId } = held;
  return await transaction(deps.db, async (tx) => {
    const isThere = await lockContact(tx, contactId);
    const version = await versionToSend(tx, held);
    if (version === null) return NOT_NOW;
    const request = {
      definitionId: campaignId,
      contactId,
      by: byCampaign(campaignId),
      eventId: null,
      stage: null,
      version,
      now,
    };
    const begun = isThere
      ? await insertJourney(tx, deps.programs, deps.deployment, request)
      : ({ ok: false, error: 'condition' } as const);
    const changed = begun.ok
      ? { state: 'begun', journeyId: begun.value.journeyId, handedAt: new Date(now.virtual) }
      : { outcome: 'skipped', reason: begun.error };
    await tx.campaignRecipient.update({ where: { campaignId_n: { campaignId, n } }, data: changed });
    return { isSettled: true, outbox: begun.ok ? begun.value.outbox : [] };
  });
}

/** Who a journey was begun by. */
export const byCampaign = (campaignId: string): string => `campaign:${campaignId}`;

/**
 * The version that was approved: what was published of its definition since is nobody's. Null: nothing is to be sent. The share
 * of the locks: once a pause or a stop is answered nothing begins any more, nor in a block that another has.
 */
async function versionToSend(tx: Tx, { campaignId, block, fence }: Block): Promise<number | null> {
  const [row = null] = await tx.$queryRaw<{ version: number | null }[]>`
    SELECT c."definitionVersion" AS version FROM campaigns c JOIN campaign_blocks b ON b."campaignId" = c.id
    WHERE c.id = ${campaignId} AND c.state = 'sending' AND b.block = ${block} AND b.fence = ${fence} FOR SHARE`;
  if (row !== null && row.version === null)
    throw new Error(`campaign ${campaignId} sends without a version; it gets one when it is scheduled`);
  return row?.version ?? null;
}

/** Ends early when the signal comes. */
async function nap(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

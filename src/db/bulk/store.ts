import { isDeepStrictEqual } from 'node:util';
import type { BulkDetail, BulkItemView, BulkView } from '../../api/contracts/bulks.js';
import type { BulkStore, NewBulk, Scope, Writer } from '../../api/store-ports.js';
import { err, ok } from '../../domain/result.js';
import { writeAudit } from '../audit.js';
import type { Db, Tx } from '../client.js';
import type { Bulk, Prisma } from '../generated/client.js';
import { userNames } from '../names.js';
import { newId } from '../new-id.js';
import type { Outlines } from '../outlines.js';
import { cutPage, iso, isoOrNull, mapOf, textAt } from '../paging.js';
import { freezeBulk, targetsSql } from './freeze.js';
import { previewBulk } from './preview.js';

/** What the API needs of bulks; the worker's side is in work.ts. */
export function createBulkStore(db: Db, outlines: Outlines): BulkStore {
  return {
    preview: (scope, targets, moment) => previewBulk(db, outlines, scope, targets, moment),

    async create(scope, bulk, moment, by) {
      const known = await db.bulk.findUnique({ where: { requestId: bulk.requestId } });
      if (known !== null)
        return isSameBulk(known, bulk, by) ? ok(await viewOne(db, known)) : err({ code: 'idempotency-mismatch' });
      const fits = targetsSql(scope, bulk.targets, moment);
      try {
        return ok(await viewOne(db, await db.$transaction((tx) => make(tx, bulk, fits, by), { timeout: 60_000 })));
      } catch (error) {
        if (error instanceof OtherNumber) return err({ code: 'bulk-changed', count: error.count });
        throw error;
      }
    },

    async list(scope, { state }, { after, limit }) {
      const id = textAt(after);
      const where = {
        AND: [ownBulks(scope), state === undefined ? {} : { state }, id === null ? {} : { id: { lt: id } }],
      };
      const rows = await db.bulk.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1 });
      return cutPage(rows, limit, (row) => [row.id], await bulkViews(db, rows));
    },

    async get(scope, id) {
      const row = await db.bulk.findFirst({ where: { AND: [{ id }, ownBulks(scope)] } });
      return row === null ? null : { ...(await viewOne(db, row)), codes: await codesOf(db, id) };
    },

    async items(bulkId, { state }, { after, limit }) {
      const journeyId = textAt(after);
      const rows = await db.bulkItem.findMany({
        where: {
          bulkId,
          ...(state === undefined ? {} : { state: { in: [...state] } }),
          ...(journeyId === null ? {} : { journeyId: { gt: journeyId } }),
        },
        include: ITEM_INCLUDE,
        orderBy: { journeyId: 'asc' },
        take: limit + 1,
      });
      return cutPage(rows, limit, (row) => [row.journeyId], itemView);
    },

    abort: (id, reason, by) => db.$transaction((tx) => abort(tx, id, reason, by)),
  };
}

/** The number that was looked at is no longer the number there is. */
class OtherNumber extends Error {
  constructor(readonly count: number) {
    super(`the bulk would be for ${count} journeys`);
  }
}

async function make(tx: Tx, bulk: NewBulk, fits: Prisma.Sql, by: Writer): Promise<Bulk> {
  const { command, targets, expect, requestId, reason, ratePerMinute, source } = bulk;
  const { kind, ...rest } = command;
  const input = jsonOf(rest);
  const id = newId('bulk');
  const frozen = { id, requestId, kind, input, filter: jsonOf(targets), reason, ratePerMinute, source };
  const at = { virtual: by.at, real: Date.now() };
  const total = await freezeBulk(tx, { ...frozen, actorId: by.actorId, at }, fits);
  if (total !== expect) throw new OtherNumber(total);
  const detail = { kind, ...input, journeys: total, ratePerMinute };
  await writeAudit(tx, by, { action: 'bulk.create', objectType: 'bulk', objectId: id, reason, detail });
  return await tx.bulk.findUniqueOrThrow({ where: { id } });
}

function isSameBulk(known: Bulk, { command, targets, reason }: NewBulk, by: Writer): boolean {
  const { kind, ...input } = command;
  const asked = [by.actorId, kind, input, jsonOf(targets), reason];
  return isDeepStrictEqual([known.actorId, known.kind, known.input, known.filter, known.reason], asked);
}

/** Without the keys that are undefined. */
const jsonOf = (value: object): Prisma.InputJsonObject => JSON.parse(JSON.stringify(value));

async function abort(tx: Tx, id: string, reason: string, by: Writer): Promise<boolean> {
  const [bulk] = await tx.bulk.updateManyAndReturn({
    where: { id, state: 'running' },
    data: { state: 'aborted', abortedBy: by.actorId, abortReason: reason },
  });
  if (bulk === undefined) return false;
  const detail = { done: bulk.done, refused: bulk.refused, failed: bulk.failed, leftAlone: waitingOf(bulk) };
  await writeAudit(tx, by, { action: 'bulk.abort', objectType: 'bulk', objectId: id, reason, detail });
  return true;
}

/** A rep's bulks are those that the rep made. */
const ownBulks = (scope: Scope): Prisma.BulkWhereInput => (scope.type === 'all' ? {} : { actorId: scope.userId });

const waitingOf = ({ total, done, refused, failed }: Bulk): number => total - done - refused - failed;

async function bulkViews(db: Db, rows: readonly Bulk[]): Promise<(row: Bulk) => BulkView> {
  const names = await userNames(
    db,
    rows.map(({ actorId }) => actorId),
  );
  return (row) => ({
    id: row.id,
    kind: row.kind,
    input: mapOf(row.input),
    filter: mapOf(row.filter),
    reason: row.reason,
    actorId: row.actorId,
    actorName: names.get(row.actorId) ?? null,
    ratePerMinute: row.ratePerMinute,
    state: STATES[row.state as keyof typeof STATES] ?? 'running',
    total: row.total,
    done: row.done,
    refused: row.refused,
    failed: row.failed,
    waiting: waitingOf(row),
    createdAt: iso(row.createdAt),
    finishedAt: isoOrNull(row.finishedAt),
    abortedBy: row.abortedBy,
    abortReason: row.abortReason,
  });
}

const STATES = { running: 'running', done: 'done', aborted: 'aborted' } as const;

const viewOne = async (db: Db, row: Bulk): Promise<BulkView> => (await bulkViews(db, [row]))(row);

/** Why journeys refused or failed, the most frequent first. */
async function codesOf(db: Db, bulkId: string): Promise<BulkDetail['codes']> {
  const groups = await db.bulkItem.groupBy({
    by: ['state', 'code'],
    where: { bulkId, state: { in: ['refused', 'failed'] } },
    _count: true,
  });
  return groups
    .map(({ state, code, _count }) => ({ state: itemState(state), code: code ?? '', count: _count }))
    .sort((a, b) => b.count - a.count);
}

const ITEM_INCLUDE = {
  journey: { select: { contactId: true, definitionId: true, stage: true, contact: { select: { name: true } } } },
} as const;

const ITEM_STATES = { waiting: 'waiting', done: 'done', refused: 'refused', failed: 'failed' } as const;
const itemState = (state: string) => ITEM_STATES[state as keyof typeof ITEM_STATES] ?? 'waiting';

const itemView = ({
  journeyId,
  journey: { contact, ...journey },
  state,
  code,
  attempts,
}: Prisma.BulkItemGetPayload<{ include: typeof ITEM_INCLUDE }>): BulkItemView => ({
  journeyId,
  ...journey,
  contactName: contact.name,
  state: itemState(state),
  code,
  attempts,
});

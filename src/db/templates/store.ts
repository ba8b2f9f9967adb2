import type { Writer } from '../../api/store-ports.js';
import type { NewTemplateVersion, Standing, TemplatePublished, TemplateStore } from '../../api/template-ports.js';
import type { JourneyState } from '../../domain/journey/state.js';
import type { TemplatePolicy } from '../../domain/template/versions.js';
import { writeAudit } from '../audit.js';
import type { Db, Tx } from '../client.js';
import type { Prisma } from '../generated/client.js';
import { readFacts } from '../journey/facts.js';
import { journeyScope } from '../journey-scope.js';
import { cutPage, iso, numberAt } from '../paging.js';
import { createPrograms } from '../programs.js';

const WITHOUT_SOURCE = {
  ...{ file: true, version: true, policy: true, note: true, publishedAt: true, publishedBy: true },
} as const satisfies Prisma.TemplateVersionSelect;

type Row = Prisma.TemplateVersionGetPayload<{ select: typeof WITHOUT_SOURCE }>;

const viewOf = ({ file, version, policy, note, publishedAt, publishedBy }: Row) => ({
  ...{ file, version, note, publishedBy },
  policy: policy as TemplatePolicy,
  publishedAt: iso(publishedAt),
});

/** What was published of the templates. A version, once written, is never changed. */
export function createTemplateStore(db: Db): TemplateStore {
  const programs = createPrograms(db);
  return {
    newestId: () => newestId(db),
    async newest() {
      const rows = await db.templateVersion.findMany({
        distinct: ['file'],
        orderBy: [{ file: 'asc' }, { version: 'desc' }],
        select: WITHOUT_SOURCE,
      });
      return rows.map(viewOf);
    },
    async versions(file, { after, limit }) {
      const before = numberAt(after);
      const where = { file, ...(before === null ? {} : { version: { lt: Math.min(before, MOST_VERSIONS) } }) };
      const rows = await db.templateVersion.findMany({
        ...{ where, orderBy: { version: 'desc' }, take: limit + 1, select: WITHOUT_SOURCE },
      });
      return cutPage(rows, limit, (row) => [row.version], viewOf);
    },
    async version(file, version) {
      const row = await db.templateVersion.findUnique({ where: { file_version: { file, version } } });
      return row === null ? null : { ...viewOf(row), source: row.source };
    },
    publish: (version, by) => db.$transaction((tx) => publish(tx, version, by)),
    standing: (scope, journeyId) =>
      db.$transaction((tx) => readStanding(tx, programs, { AND: [{ id: journeyId }, journeyScope(scope)] })),
    async openJourney(scope, contactId, definitions) {
      const row = await db.journey.findFirst({
        where: { AND: [{ contactId, status: 'open', definitionId: { in: [...definitions] } }, journeyScope(scope)] },
        orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
        select: { id: true },
      });
      return row?.id ?? null;
    },
  };
}

/** The column is an `integer`. */
const MOST_VERSIONS = 2_147_483_647;

async function newestId(db: Db | Tx): Promise<number> {
  const { _max } = await db.templateVersion.aggregate({ _max: { id: true } });
  return _max.id ?? 0;
}

/**
 * One publisher at a time, of whatever file: so that versions are committed in the order of their ids, and so that what was
 * checked together is published together.
 */
async function publish(
  tx: Tx,
  { file, source, policy, note, expectedVersion, checkedUpTo }: NewTemplateVersion,
  by: Writer,
): Promise<TemplatePublished> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('templates', 0))`;
  const newest = await tx.templateVersion.findFirst({ where: { file }, orderBy: { version: 'desc' } });
  if (newest?.source === source && (newest.policy === 'follow' || policy === 'pin'))
    return { version: newest.version, created: false };
  if ((newest?.version ?? 0) !== expectedVersion) return 'changed';
  if ((await newestId(tx)) !== checkedUpTo) return 'stale';
  const version = expectedVersion + 1;
  await tx.templateVersion.create({
    data: {
      ...{ file, version, source, policy, note, publishedBy: by.actorId },
      publishedAt: new Date(by.at),
      realPublishedAt: new Date(),
    },
  });
  const detail = { version, policy };
  await writeAudit(tx, by, { action: 'template.publish', objectType: 'template', objectId: file, detail });
  return { version, created: true };
}

/** A journey as a decision would find it now; nothing is locked, as nothing is decided. */
async function readStanding(
  tx: Tx,
  programs: ReturnType<typeof createPrograms>,
  where: Prisma.JourneyWhereInput,
): Promise<Standing | null> {
  const row = await tx.journey.findFirst({ where, include: { contact: { select: { name: true } } } });
  if (row === null || row.state === null) return null;
  const { id: journeyId, contactId, contact, startEventId: startEvent } = row;
  const program = await programs.program(row.definitionId, row.definitionVersion);
  const state = row.state as unknown as JourneyState;
  const dealId = row.subjectType === 'deal' ? row.subjectId : null;
  const facts = await readFacts(tx, { journeyId, contactId, startEvent, dealId }, program, state, {
    virtual: Date.now(),
  });
  return { journeyId, contactId, contactName: contact.name, program, facts, state };
}

import { inParallel } from '../../src/domain/in-parallel.js';
import type { JourneyInput } from '../../src/workflows/journey.js';
import type { World } from './world.js';

/*
 * Sleeping journeys by the thousand, made of one that the engine itself has put to sleep: its rows are multiplied by SQL,
 * and for each a run is begun that carries the same state and sleeps until its instant, as one that continued as new does.
 * Of the copies only ids, addresses and the due instant differ.
 */

/** Each table with what a copy's row must have otherwise; the model's ids and instant are replaced wherever they stand. */
const OWNED: readonly { readonly table: string; readonly where: string; readonly changes: string }[] = [
  {
    table: 'contacts',
    where: 'id = $2',
    changes: `(SELECT jsonb_build_object('email', address, 'emailKey', address) FROM
      (SELECT row.id || '-' || copy.n || '@customer-' || copy.n % 50 || '.example' AS address) AS its)`,
  },
  { table: 'journeys', where: 'id = $1', changes: `jsonb_build_object('nextAt', to_timestamp(copy.due / 1000.0))` },
  {
    table: 'advances',
    where: '"journeyId" = $1',
    changes: `jsonb_build_object('due', to_timestamp(copy.due / 1000.0))`,
  },
  {
    table: 'journal_entries',
    where: '"journeyId" = $1',
    changes: `jsonb_build_object('id', nextval(pg_get_serial_sequence('journal_entries', 'id')))`,
  },
  {
    table: 'messages',
    where: '"journeyId" = $1',
    changes: `jsonb_build_object('id', row.id || '-' || copy.n, 'messageId', '<' || copy.n || row."messageId")`,
  },
];

export interface Model {
  readonly journeyId: string;
  readonly contactId: string;
}

export interface Sleeper {
  readonly journeyId: string;
  readonly workflowId: string;
  /** The run that sleeps. */
  readonly runId: string;
  readonly dueAt: number;
}

const idOf = (id: string, n: number): string => `${id}-${n}`;

/** Only in Postgres: copies of a sleeping journey, due at these instants. */
export async function multiplyRows(
  world: World,
  { journeyId, contactId }: Model,
  dues: readonly number[],
): Promise<void> {
  const { nextAt } = await world.db.journey.findUniqueOrThrow({ where: { id: journeyId } });
  const due = String(nextAt?.getTime());
  for (const { table, where, changes } of OWNED)
    await world.db.$executeRawUnsafe(
      `INSERT INTO ${table}
       SELECT made.* FROM ${table} AS row, unnest($4::bigint[]) WITH ORDINALITY AS copy (due, n),
         LATERAL jsonb_populate_record(null::${table},
           replace(replace(replace(to_jsonb(row)::text, $1, $1 || '-' || copy.n), $2, $2 || '-' || copy.n), $3, copy.due::text)::jsonb
             || ${changes}) AS made
       WHERE row.${where} AND $1::text <> $2::text`,
      ...[journeyId, contactId, due, dues],
    );
}

/**
 * Adds a sleeping journey for each instant, epoch ms, in both databases. Answers them, with the real ms that Temporal's
 * part took.
 */
export async function addSleepers(
  world: World,
  model: Model,
  dues: readonly number[],
): Promise<{ readonly sleepers: readonly Sleeper[]; readonly ms: number }> {
  await multiplyRows(world, model, dues);
  const row = await world.db.journey.findUniqueOrThrow({ where: { id: model.journeyId } });
  const { result } = await world.db.advance.findFirstOrThrow({
    where: { journeyId: model.journeyId },
    orderBy: { number: 'desc' },
  });
  const text = JSON.stringify({ journeyId: model.journeyId, carried: { last: result } });
  const sleepers: Sleeper[] = [];
  const began = Date.now();
  await inParallel(dues, 64, async (dueAt, index) => {
    const journeyId = idOf(model.journeyId, index + 1);
    const workflowId = row.workflowId.replace(model.contactId, idOf(model.contactId, index + 1));
    const input = text.replaceAll(model.journeyId, journeyId).replaceAll(String(row.nextAt?.getTime()), String(dueAt));
    const { firstExecutionRunId: runId } = await world.client.workflow.start('journey', {
      ...{ taskQueue: world.taskQueue, workflowId, args: [JSON.parse(input) as JourneyInput] },
      startDelay: Math.max(1, dueAt - Date.now()),
    });
    sleepers.push({ journeyId, workflowId, runId, dueAt });
  });
  return { sleepers, ms: Date.now() - began };
}

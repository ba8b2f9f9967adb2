import type pg from 'pg';
import { CONTRACTS, type OperationId } from '../../src/api/contracts/all.js';
import type { Role } from '../../src/api/contracts/common.js';
import { allows, POLICY } from '../../src/api/policy.js';
import { SAMPLES, type TestApi } from '../api/support.js';
import { BIG_TABLES, type BigDesk } from './big-desk.js';
import { askedDuring } from './statements.js';

/** Every list of the API: what is read in pages. */
export const LISTS = (Object.keys(CONTRACTS) as OperationId[]).filter((id) => {
  const { method, query } = CONTRACTS[id] as { method: string; query?: { shape: object } };
  return method === 'GET' && query !== undefined && 'cursor' in query.shape;
});

export interface ListCost {
  readonly operation: OperationId;
  readonly role: Role;
  readonly statements: number;
  /** Planning and execution of all of them, ms. */
  readonly ms: number;
  /** Rows of big tables that were looked at to find those that are shown, by the statement that looked at most. */
  readonly lookedAt: number;
  /** Big tables that were read from end to end. */
  readonly wholly: readonly string[];
  /** The statement that took most. */
  readonly slowest: string;
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
}

/** The first page of a list, asked as a role. Throws when it isn't answered. */
export async function costOfList(
  api: TestApi,
  client: pg.Client,
  operation: OperationId,
  role: Role,
  desk: BigDesk,
): Promise<ListCost> {
  const { query } = SAMPLES[operation];
  const ids: { readonly [segment: string]: string } = { contacts: desk.contactId, journeys: desk.journeyId };
  const { path } = CONTRACTS[operation];
  const id = ids[path.split('/')[2] ?? ''] ?? 'none';
  const url = path.replaceAll(/:\w+/g, id) + (query === undefined ? '' : `?${query}`);
  const { asked, result: status } = await askedDuring(async () => (await api.ask(role, 'GET', url)).statusCode);
  if (status !== 200 && status !== 404) throw new Error(`${operation} answered ${status} to ${role}`);
  let [ms, lookedAt, slow, slowest] = [0, 0, -1, ''];
  const wholly = new Set<string>();
  for (const { text, values } of asked) {
    if (!/^\s*(SELECT|WITH)/i.test(text)) continue;
    const { rows } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values as unknown[]);
    const explained = rows[0]['QUERY PLAN'][0] as { Plan: Plan; 'Planning Time': number; 'Execution Time': number };
    const took = explained['Planning Time'] + explained['Execution Time'];
    ms += took;
    if (took > slow) [slow, slowest] = [took, text];
    const scans = nodesOf(explained.Plan).filter((node) => BIG_TABLES.includes(node['Relation Name'] ?? ''));
    lookedAt = Math.max(lookedAt, ...scans.map(rowsOf));
    for (const node of scans) if (node['Node Type'] === 'Seq Scan') wholly.add(node['Relation Name'] ?? '');
  }
  return { operation, role, statements: asked.length, ms, lookedAt, wholly: [...wholly], slowest };
}

/** Whom a list answers of those who see everything and those who see their own. */
export const askersOf = (operation: OperationId): readonly Role[] =>
  (['ops', 'manager', 'rep'] as const).filter((role) => allows(POLICY[operation], role));

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

const rowsOf = (node: Plan): number =>
  node['Actual Loops'] *
  (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0));

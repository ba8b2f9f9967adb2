import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillCrowd } from '../../../bench/support/crowd.js';
import { TYPICAL } from '../../../bench/support/typical-segments.js';
import { openDb } from '../../../src/db/client.js';
import { lookAtBounds } from '../../../src/db/condition/value-classes.js';
import { countStatement } from '../../../src/db/contact-matching.js';
import { ASKING_SETTINGS } from '../../../src/db/segments/asking.js';
import { parseCondition } from '../../../src/domain/condition/parse-condition.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

/* How typical segments are planned, among enough contacts and events for an index to be worth it. */

const NOW = new Date('2026-11-30T00:00:00Z');
const CROWD = { contacts: 20_000, events: 400_000 };

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

describe('a typical segment', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await fillCrowd(client, CROWD, NOW);
    const db = openDb(database.url, 1);
    await lookAtBounds(db, NOW);
    await db.$disconnect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  async function planOf(condition: unknown): Promise<readonly Plan[]> {
    const { condition: parsed, problems } = parseCondition(condition);
    expect(problems).toEqual([]);
    const { text, values } = countStatement({ type: 'all' }, parsed, NOW.getTime());
    await client.query(['BEGIN READ ONLY', ...ASKING_SETTINGS].join('; '));
    const { rows } = await client.query(`EXPLAIN (FORMAT JSON) ${text}`, values as unknown[]);
    await client.query('COMMIT');
    return nodesOf((rows[0]['QUERY PLAN'] as { Plan: Plan }[])[0]?.Plan as Plan);
  }

  it.each(TYPICAL)(
    'is counted by one statement that reads $uses, and never all events or contacts: $name',
    async (segment) => {
      const nodes = await planOf(segment.if);
      const read = nodes.flatMap((node) => {
        // A partition: of all kinds of events the one that is asked, and those whose hash falls together with it.
        if (node['Relation Name']?.startsWith('event_counts')) return 'event_counts';
        return node['Node Type'] === 'Seq Scan' ? `all of ${node['Relation Name']}` : (node['Index Name'] ?? []);
      });
      expect(read).not.toContain('all of events');
      expect(read).not.toContain('all of contacts');
      expect(read).toEqual(expect.arrayContaining([...segment.uses]));
      const partitions = nodes.map((node) => node['Relation Name']).filter((name) => name?.startsWith('event_counts'));
      expect(new Set(partitions).size).toBe(segment.uses.includes('event_counts') ? 1 : 0);
    },
  );
});

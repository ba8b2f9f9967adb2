import type { Where } from '../../domain/calendar/calendar.js';
import type { Comparison, Condition } from '../../domain/condition/condition.js';
import { momentBefore } from '../../domain/condition/matches.js';
import type { Instant } from '../../domain/instant.js';
import { assertNever, err, ok, type Result } from '../../domain/result.js';
import { Prisma } from '../generated/client.js';
import { columnOf, type RecordName, tablesFor } from './columns.js';
import { type Clock, type ValueTest, valueSql } from './value-sql.js';

/*
 * The second reading of a condition: `matches` judges one contact in memory, this chooses contacts in Postgres. The two
 * agree, null for null and code point for code point (test/db/condition/condition-sql.db.test.ts); whoever changes one
 * changes both.
 */

/** A condition as a part of SQL around the contact `c`. */
export interface ConditionSql {
  /** For FROM. */
  readonly tables: Prisma.Sql;
  /** For WHERE: true for who fits; NULL is false. */
  readonly fits: Prisma.Sql;
}

/** Why a condition can't be asked of the database. */
export interface ConditionRefusal {
  readonly code: 'unknown-path' | 'wrong-type';
  /** The path of the condition that it is about. */
  readonly path: string;
  readonly message: string;
}

const RECORDS: readonly string[] = ['contact', 'account', 'deal', 'owner'] satisfies RecordName[];

/**
 * Reads a condition as SQL, `now` being the instant that `olderThan` and `within` count back from, in `where` (UTC and no
 * calendar if undefined). Refuses what only a journey has: `steps.`, `event.` and `variables.`.
 */
export function conditionSql(
  condition: Condition,
  now: Instant,
  where?: Where,
): Result<ConditionSql, readonly ConditionRefusal[]> {
  const reader = new Reader({ now, where });
  const fits = reader.read(condition);
  return reader.refusals.length > 0 ? err(reader.refusals) : ok({ tables: tablesFor(reader.records), fits });
}

class Reader {
  readonly records = new Set<RecordName>();
  readonly refusals: ConditionRefusal[] = [];

  constructor(private readonly clock: Clock) {}

  read(condition: Condition): Prisma.Sql {
    switch (condition.type) {
      case 'all':
      case 'any': {
        if (condition.of.length === 0) return condition.type === 'all' ? Prisma.sql`TRUE` : Prisma.sql`FALSE`;
        const parts = condition.of.map((each) => this.read(each));
        return Prisma.sql`(${Prisma.join(parts, condition.type === 'all' ? ' AND ' : ' OR ')})`;
      }
      case 'not':
        // What is inside is true, false, or NULL for false; NOT would keep the NULL.
        return Prisma.sql`(${this.read(condition.of)}) IS NOT TRUE`;
      case 'test':
        return this.test(condition.path, condition.test);
      default:
        return assertNever(condition);
    }
  }

  private test(path: string, test: Comparison): Prisma.Sql {
    const dot = path.indexOf('.');
    const root = path.slice(0, dot);
    const field = path.slice(dot + 1);
    if (literalsOf(test).some((literal) => UNSTORABLE.test(literal)))
      return this.refuse('wrong-type', path, 'the text compared with holds a character that no record can hold');
    if (test.op === 'atLeast') {
      return root === 'events'
        ? this.count(field, test)
        : this.refuse('unknown-path', path, 'only events.<type> is counted');
    }
    if (RECORDS.includes(root)) return this.value(root as RecordName, field, test);
    const message =
      root === 'events'
        ? 'a count of events is asked with { atLeast: n, within: <duration> }'
        : 'only records and counts of events can be asked of all contacts: steps., event. and variables. belong to a journey';
    return this.refuse('unknown-path', path, message);
  }

  private value(record: RecordName, field: string, test: ValueTest): Prisma.Sql {
    this.records.add(record);
    return Prisma.sql`(${valueSql(columnOf(record, field), test, this.clock)})`;
  }

  /** Whether there are as many events as wanted: the rows are counted no further than that. */
  private count(type: string, { n, within }: Extract<Comparison, { op: 'atLeast' }>): Prisma.Sql {
    if (n <= 0) return Prisma.sql`TRUE`;
    const { now, where } = this.clock;
    const stamp = (at: Instant): Prisma.Sql => Prisma.sql`${new Date(at).toISOString()}::timestamptz`;
    const recent = within
      ? Prisma.sql`AND e.at >= ${stamp(momentBefore(now, within, where))} AND e.at <= ${stamp(now)}`
      : Prisma.empty;
    return Prisma.sql`EXISTS (
      SELECT FROM events e WHERE e."contactId" = c.id AND e.type = ${type}::text ${recent} OFFSET ${n - 1}::bigint
    )`;
  }

  private refuse(code: ConditionRefusal['code'], path: string, message: string): Prisma.Sql {
    this.refusals.push({ code, path, message: `"${path}": ${message}` });
    return Prisma.sql`FALSE`;
  }
}

// Neither has a place in Postgres's UTF-8 texts, and no record could hold it.
const UNSTORABLE = /\0|\p{Surrogate}/u;

function literalsOf(test: Comparison): readonly string[] {
  const values = test.op === 'in' || test.op === 'notIn' ? test.values : 'value' in test ? [test.value] : [];
  return values.filter((value): value is string => typeof value === 'string');
}

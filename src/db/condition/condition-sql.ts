import type { Where } from '../../domain/calendar/calendar.js';
import type { Duration } from '../../domain/calendar/duration.js';
import type { Comparison, Condition } from '../../domain/condition/condition.js';
import { momentBefore } from '../../domain/condition/matches.js';
import { isValueClass, RFM } from '../../domain/condition/value-classes.js';
import type { Instant } from '../../domain/instant.js';
import { assertNever, err, ok, type Result } from '../../domain/result.js';
import { Prisma } from '../generated/client.js';
import { columnOf, type Needed, type RecordName, tablesFor } from './columns.js';
import { classColumn } from './value-classes.js';
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
 * Of how many contacts a query asks. `few`: each contact's events are counted where it is looked at. `all`: the events of
 * a kind are counted for everybody at once, which is far less work where many are looked at, and more where few are.
 */
export type Reach = 'few' | 'all';

/**
 * Reads a condition as SQL, `now` being the instant that `olderThan` and `within` count back from, in `where` (UTC and no
 * calendar if undefined). Refuses what only a journey has: `steps.`, `event.` and `variables.`.
 */
export function conditionSql(
  condition: Condition,
  now: Instant,
  { where, reach = 'few' }: { readonly where?: Where; readonly reach?: Reach } = {},
): Result<ConditionSql, readonly ConditionRefusal[]> {
  const reader = new Reader({ now, where }, reach);
  const fits = reader.read(condition);
  if (reader.refusals.length > 0) return err(reader.refusals);
  return ok({ tables: Prisma.join([...tablesFor(reader.needed), ...reader.counts], ' '), fits });
}

/** At least one event of a type is asked for: the contacts that have them can be listed. */
interface Count {
  readonly type: string;
  readonly n: number;
  readonly within: Duration | undefined;
}

const EVENTS = 'events.';

function countOf(condition: Condition): Count | null {
  if (condition.type !== 'test' || condition.test.op !== 'atLeast' || condition.test.n <= 0) return null;
  if (!condition.path.startsWith(EVENTS)) return null;
  return { type: condition.path.slice(EVENTS.length), n: condition.test.n, within: condition.test.within };
}

class Reader {
  readonly needed = new Set<Needed>();
  /** Tables of counted events, `e1`, `e2`, …: at most one row for a contact. */
  readonly counts: Prisma.Sql[] = [];
  readonly refusals: ConditionRefusal[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly reach: Reach,
  ) {}

  read(condition: Condition): Prisma.Sql {
    switch (condition.type) {
      case 'all':
      case 'any': {
        if (condition.of.length === 0) return condition.type === 'all' ? Prisma.sql`TRUE` : Prisma.sql`FALSE`;
        if (condition.type === 'any' && this.reach === 'all' && condition.of.length > 1) {
          const counts = condition.of.map(countOf);
          if (counts.every((each) => each !== null)) return this.anyCount(counts);
        }
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
    if (root === RFM && isValueClass(field)) {
      this.needed.add('won');
      return Prisma.sql`(${valueSql(classColumn(field), test, this.clock)})`;
    }
    const message =
      root === 'events'
        ? 'a count of events is asked with { atLeast: n, within: <duration> }'
        : 'only records and counts of events can be asked of all contacts: steps., event. and variables. belong to a journey';
    return this.refuse('unknown-path', path, message);
  }

  private value(record: RecordName, field: string, test: ValueTest): Prisma.Sql {
    const column = columnOf(record, field);
    if (column.needs !== null) this.needed.add(column.needs);
    return Prisma.sql`(${valueSql(column, test, this.clock)})`;
  }

  /** Whether there are as many events as wanted: of one contact the rows are counted no further than that. */
  private count(type: string, { n, within }: Extract<Comparison, { op: 'atLeast' }>): Prisma.Sql {
    if (n <= 0) return Prisma.sql`TRUE`;
    if (this.reach === 'all') return this.among(this.counted({ type, n, within }));
    return Prisma.sql`EXISTS (
      SELECT FROM events e WHERE e."contactId" = c.id AND e.type = ${type}::text ${this.recent(within)} OFFSET ${n - 1}::bigint
    )`;
  }

  /** The contacts of as many events as wanted, each once. */
  private counted({ type, n, within }: Count): Prisma.Sql {
    return Prisma.sql`SELECT e."contactId" FROM events e
      WHERE e.type = ${type}::text ${this.recent(within)} AND e."contactId" IS NOT NULL
      GROUP BY e."contactId" HAVING count(*) >= ${n}::bigint`;
  }

  /** One join in place of several, so that Postgres may begin with those that are counted, who are few. */
  private anyCount(counts: readonly Count[]): Prisma.Sql {
    const each = counts.map((count) => Prisma.sql`(${this.counted(count)})`);
    return this.among(
      Prisma.sql`SELECT "contactId" FROM (${Prisma.join(each, ' UNION ALL ')}) any_of GROUP BY "contactId"`,
    );
  }

  private among(contacts: Prisma.Sql): Prisma.Sql {
    const alias = Prisma.raw(`e${this.counts.length + 1}`);
    this.counts.push(Prisma.sql`LEFT JOIN (${contacts}) ${alias} ON ${alias}."contactId" = c.id`);
    return Prisma.sql`${alias}."contactId" IS NOT NULL`;
  }

  private recent(within: Duration | undefined): Prisma.Sql {
    if (within === undefined) return Prisma.empty;
    const { now, where } = this.clock;
    const stamp = (at: Instant): Prisma.Sql => Prisma.sql`${new Date(at).toISOString()}::timestamptz`;
    return Prisma.sql`AND e.at >= ${stamp(momentBefore(now, within, where))} AND e.at <= ${stamp(now)}`;
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

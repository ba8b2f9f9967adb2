import type { Where } from '../../domain/calendar/calendar.js';
import type { Duration } from '../../domain/calendar/duration.js';
import type { Comparison, Condition } from '../../domain/condition/condition.js';
import { momentBefore } from '../../domain/condition/matches.js';
import { isValueClass, RFM } from '../../domain/condition/value-classes.js';
import { DAY, type Instant } from '../../domain/instant.js';
import { assertNever, err, ok, type Result } from '../../domain/result.js';
import { Prisma } from '../generated/client.js';
import { columnOf, joinsOf, NEWEST_DEALS, type Needed, type RecordName, tablesFor } from './columns.js';
import { classSql } from './value-classes.js';
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

/** The same where the contacts are only counted: of `c` there is its id, and the rest of it where `isWhole`. */
export interface CountedSql extends ConditionSql {
  readonly isWhole: boolean;
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
  const fits = reader.read(withNotInside(condition));
  if (reader.refusals.length > 0) return err(reader.refusals);
  return ok({ tables: Prisma.join([...tablesFor(reader.needed), ...reader.counts], ' '), fits });
}

/**
 * Reads a condition for a count. Where it asks nothing of the contacts but their events or the newest deal, those are all
 * that is read: to look up 50,000 contacts that are known to be there takes longer than to count their orders of a year.
 */
export function countedSql(condition: Condition, now: Instant): Result<CountedSql, readonly ConditionRefusal[]> {
  const reader = new Reader({ now, where: undefined }, 'all');
  const parts = partsOf(withNotInside(condition));
  const first = parts.find((part) => setOf(part) !== null);
  const set = first === undefined ? null : setOf(first);
  const fits = reader.read({ type: 'all', of: set === null ? parts : parts.filter((part) => part !== first) });
  const ofDeals = set === null && parts.some(isOfDeal);
  if (!reader.asksContact && reader.refusals.length === 0) {
    const others = [...reader.needed].filter((each) => !(ofDeals && each === 'deal'));
    const tables = (base: Prisma.Sql): Prisma.Sql =>
      Prisma.join([base, ...joinsOf(new Set(others)), ...reader.counts], ' ');
    if (set !== null) return ok({ tables: tables(Prisma.sql`(${reader.anyOf(set)}) c (id)`), fits, isWhole: false });
    if (ofDeals)
      return ok({
        tables: tables(NEWEST_DEALS.tables),
        fits: Prisma.sql`${NEWEST_DEALS.fits} AND ${fits}`,
        isWhole: false,
      });
  }
  const whole = conditionSql(condition, now, { reach: 'all' });
  return whole.ok ? ok({ ...whole.value, isWhole: true }) : whole;
}

/** What must all hold. */
const partsOf = (condition: Condition): readonly Condition[] =>
  condition.type === 'all' ? condition.of.flatMap(partsOf) : [condition];

/** The counts of which one must hold, if they are what a condition asks. */
function setOf(condition: Condition): readonly Count[] | null {
  const counts = (condition.type === 'any' ? condition.of : [condition]).map(countOf);
  return counts.length > 0 && counts.every((each) => each !== null) ? counts : null;
}

/** Whether only who has a deal can fit. */
const isOfDeal = (condition: Condition): boolean =>
  condition.type === 'test' &&
  condition.path.startsWith('deal.') &&
  !['ne', 'notIn', 'atLeast'].includes(condition.test.op) &&
  !(condition.test.op === 'exists' && !condition.test.value) &&
  !(condition.test.op === 'eq' && condition.test.value === null);

/**
 * The same condition with NOT around single tests only: of "isn't among those" Postgres makes an anti-join, of NOT around
 * several it makes nothing.
 */
function withNotInside(condition: Condition, wanted = true): Condition {
  switch (condition.type) {
    case 'all':
    case 'any':
      return {
        type: (condition.type === 'all') === wanted ? 'all' : 'any',
        of: condition.of.map((each) => withNotInside(each, wanted)),
      };
    case 'not':
      return withNotInside(condition.of, !wanted);
    case 'test': {
      if (wanted) return condition;
      const test = opposite(condition.test);
      return test === null ? { type: 'not', of: condition } : { ...condition, test };
    }
    default:
      return assertNever(condition);
  }
}

/** The comparison that holds where another doesn't. */
function opposite(test: Comparison): Comparison | null {
  switch (test.op) {
    case 'eq':
      return { op: 'ne', value: test.value };
    case 'ne':
      return { op: 'eq', value: test.value };
    case 'in':
      return { op: 'notIn', values: test.values };
    case 'notIn':
      return { op: 'in', values: test.values };
    case 'exists':
      return { op: 'exists', value: !test.value };
    default:
      return null;
  }
}

/** At least one event of a type is asked for: the contacts that have them can be listed. */
interface Count {
  readonly type: string;
  readonly n: number;
  readonly within: Duration | undefined;
}

const EVENTS = 'events.';

/** Of so many events the instants are kept, as the migration of `event_counts` has it. */
const LATEST_KEPT = 10;

/**
 * In a stretch of time no longer than this there are fewer events of a kind than contacts that ever had one, and to count them from
 * their index is less work than to look at what is kept of each contact.
 */
const FEW_EVENTS = 31 * DAY;

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
  /** Whether more is asked of the contact itself than its id. */
  asksContact = false;

  constructor(
    private readonly clock: Clock,
    private readonly reach: Reach,
  ) {}

  read(condition: Condition): Prisma.Sql {
    switch (condition.type) {
      case 'all':
      case 'any': {
        if (condition.of.length === 0) return condition.type === 'all' ? Prisma.sql`TRUE` : Prisma.sql`FALSE`;
        const counts = this.reach === 'all' ? setOf(condition) : null;
        if (counts !== null) return this.among(this.anyOf(counts), true);
        const parts = condition.of.map((each) => this.read(each));
        return Prisma.sql`(${Prisma.join(parts, condition.type === 'all' ? ' AND ' : ' OR ')})`;
      }
      case 'not':
        return condition.of.type === 'test'
          ? this.test(condition.of.path, condition.of.test, false)
          : this.read(withNotInside(condition));
      case 'test':
        return this.test(condition.path, condition.test, true);
      default:
        return assertNever(condition);
    }
  }

  private test(path: string, test: Comparison, wanted: boolean): Prisma.Sql {
    const dot = path.indexOf('.');
    const root = path.slice(0, dot);
    const field = path.slice(dot + 1);
    if (literalsOf(test).some((literal) => UNSTORABLE.test(literal)))
      return this.refuse('wrong-type', path, 'the text compared with holds a character that no record can hold');
    if (test.op === 'atLeast') {
      return root === 'events'
        ? this.count(field, test, wanted)
        : this.refuse('unknown-path', path, 'only events.<type> is counted');
    }
    if (RECORDS.includes(root)) return asWanted(this.value(root as RecordName, field, test), wanted);
    if (root === RFM && isValueClass(field)) {
      this.asksContact = true;
      return asWanted(classSql(field, test, this.clock), wanted);
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
    // The account and the owner are the contact's, a deal is told by the contact's id.
    if (record !== 'deal') this.asksContact = true;
    return valueSql(column, test, this.clock);
  }

  /** Whether there are as many events as wanted: of one contact the rows are counted no further than that. */
  private count(type: string, { n, within }: Extract<Comparison, { op: 'atLeast' }>, wanted: boolean): Prisma.Sql {
    if (n <= 0) return wanted ? Prisma.sql`TRUE` : Prisma.sql`FALSE`;
    if (this.reach === 'all') return this.among(this.counted({ type, n, within }), wanted);
    return Prisma.sql`${wanted ? Prisma.empty : Prisma.sql`NOT `}EXISTS (
      SELECT FROM events e WHERE e."contactId" = c.id AND e.type = ${type}::text ${this.recent(within)} OFFSET ${n - 1}::bigint
    )`;
  }

  /** The contacts of as many events as wanted, each once. */
  private counted(count: Count): Prisma.Sql {
    return this.isKept(count) ? this.kept(count) : this.countedAnew(count);
  }

  /** Whether `event_counts` says it with less work than the events. */
  private isKept({ n, within }: Count): boolean {
    if (within === undefined) return true;
    return n <= LATEST_KEPT && this.clock.now - this.since(within) > FEW_EVENTS;
  }

  /** Of the n-th latest event: an instant ahead of now counts for none, and then the events themselves are counted. */
  private kept({ type, n, within }: Count): Prisma.Sql {
    const of = Prisma.sql`SELECT k."contactId" FROM event_counts k WHERE k.type = ${type}::text AND k.total >= ${n}::int`;
    if (within === undefined) return of;
    const { now } = this.clock;
    const since = this.since(within);
    return Prisma.sql`${of} AND CASE WHEN k.latest[1] <= ${stamp(now)} THEN k.latest[${n}::int] >= ${stamp(since)}
      ELSE count_events_between(k."contactId", k.type, ${stamp(since)}, ${stamp(now)}) >= ${n}::bigint END`;
  }

  private countedAnew({ type, n, within }: Count): Prisma.Sql {
    // Of at least one every group is: to say so would have Postgres expect a third of them.
    const enough = n === 1 ? Prisma.empty : Prisma.sql`HAVING count(*) >= ${n}::bigint`;
    return Prisma.sql`SELECT e."contactId" FROM events e
      WHERE e.type = ${type}::text ${this.recent(within)} AND e."contactId" IS NOT NULL
      GROUP BY e."contactId" ${enough}`;
  }

  /** The contacts of whom one of the counts is true: one join in place of several, so that Postgres may begin with them, who are few. */
  anyOf(counts: readonly Count[]): Prisma.Sql {
    const each = counts.map((count) => Prisma.sql`(${this.counted(count)})`);
    return each.length === 1
      ? Prisma.join(each)
      : Prisma.sql`SELECT "contactId" FROM (${Prisma.join(each, ' UNION ALL ')}) any_of GROUP BY "contactId"`;
  }

  private among(contacts: Prisma.Sql, wanted: boolean): Prisma.Sql {
    const alias = Prisma.raw(`e${this.counts.length + 1}`);
    this.counts.push(Prisma.sql`LEFT JOIN (${contacts}) ${alias} ON ${alias}."contactId" = c.id`);
    return wanted ? Prisma.sql`${alias}."contactId" IS NOT NULL` : Prisma.sql`${alias}."contactId" IS NULL`;
  }

  private recent(within: Duration | undefined): Prisma.Sql {
    if (within === undefined) return Prisma.empty;
    return Prisma.sql`AND e.at >= ${stamp(this.since(within))} AND e.at <= ${stamp(this.clock.now)}`;
  }

  private since(within: Duration): Instant {
    return momentBefore(this.clock.now, within, this.clock.where);
  }

  private refuse(code: ConditionRefusal['code'], path: string, message: string): Prisma.Sql {
    this.refusals.push({ code, path, message: `"${path}": ${message}` });
    return Prisma.sql`FALSE`;
  }
}

const stamp = (at: Instant): Prisma.Sql => Prisma.sql`${new Date(at).toISOString()}::timestamptz`;

/** A test that may be NULL for false. */
const asWanted = (test: Prisma.Sql, wanted: boolean): Prisma.Sql =>
  wanted ? Prisma.sql`(${test})` : Prisma.sql`(${test}) IS NOT TRUE`;

// Neither has a place in Postgres's UTF-8 texts, and no record could hold it.
const UNSTORABLE = /\0|\p{Surrogate}/u;

function literalsOf(test: Comparison): readonly string[] {
  const values = test.op === 'in' || test.op === 'notIn' ? test.values : 'value' in test ? [test.value] : [];
  return values.filter((value): value is string => typeof value === 'string');
}

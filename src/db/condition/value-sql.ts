import type { Where } from '../../domain/calendar/calendar.js';
import type { Comparison, Scalar } from '../../domain/condition/condition.js';
import type { Instant } from '../../domain/instant.js';
import { assertNever } from '../../domain/result.js';
import { Prisma } from '../generated/client.js';
import type { Column } from './columns.js';
import { columnInSpan, millisInSpan, millisOfText, spanOf } from './moment-sql.js';

/*
 * One comparison of one value, for each kind of column. Each gives what `matches` gives for the value as the engine reads
 * it, but that NULL may stand for false. Every literal is a parameter.
 */

/** A comparison of a value; counts of events are no value's. */
export type ValueTest = Exclude<Comparison, { op: 'atLeast' }>;

export interface Clock {
  readonly now: Instant;
  readonly where: Where | undefined;
}

const TRUE = Prisma.sql`TRUE`;
const FALSE = Prisma.sql`FALSE`;

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';

export function valueSql(column: Column, test: ValueTest, clock: Clock): Prisma.Sql {
  if (test.op === 'exists')
    return column.kind === 'json' ? jsonExists(column.sql, test.value) : exists(column.sql, test.value);
  switch (column.kind) {
    case 'text':
      return textSql(column.sql, test, clock);
    case 'number':
      return numberSql(column.sql, test, clock);
    case 'boolean':
      return equality(test, isFlag, (list) => Prisma.sql`${column.sql} = ANY(${list}::boolean[])`);
    case 'instant':
      return instantSql(column.sql, test, clock);
    case 'tags':
      return tagsSql(column.sql, test);
    case 'json':
      return jsonSql(column, test, clock);
    default:
      return assertNever(column.kind);
  }
}

type AskedTest = Exclude<ValueTest, { op: 'exists' }>;

const exists = (column: Prisma.Sql, wanted: boolean): Prisma.Sql =>
  wanted ? Prisma.sql`${column} IS NOT NULL` : Prisma.sql`${column} IS NULL`;

/**
 * `eq` and `in` and their opposites, with those literals that the column can hold; of the others none is ever equal. What
 * is no such test is false.
 */
function equality<T extends Scalar>(
  test: AskedTest,
  fits: (value: unknown) => value is T,
  among: (values: T[]) => Prisma.Sql,
): Prisma.Sql {
  const values = (
    test.op === 'in' || test.op === 'notIn' ? test.values : test.op === 'eq' || test.op === 'ne' ? [test.value] : []
  ).filter(fits);
  const isAmong = values.length === 0 ? FALSE : among(values);
  if (test.op === 'eq' || test.op === 'in') return isAmong;
  return test.op === 'ne' || test.op === 'notIn' ? Prisma.sql`(${isAmong}) IS NOT TRUE` : FALSE;
}

const ORDER = { gt: Prisma.sql`>`, gte: Prisma.sql`>=`, lt: Prisma.sql`<`, lte: Prisma.sql`<=` } as const;

function textSql(column: Prisma.Sql, test: AskedTest, clock: Clock): Prisma.Sql {
  switch (test.op) {
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      // The "C" collation orders by code point, as the predicate does.
      return isText(test.value) ? Prisma.sql`${column} COLLATE "C" ${ORDER[test.op]} ${test.value}::text` : FALSE;
    case 'contains':
      return Prisma.sql`strpos(${column}, ${test.value}::text) > 0`;
    case 'startsWith':
      return Prisma.sql`starts_with(${column}, ${test.value}::text)`;
    case 'before':
    case 'after':
    case 'olderThan':
    case 'within': {
      const span = spanOf(test, clock.now, clock.where);
      return span ? millisInSpan(millisOfText(column), span) : FALSE;
    }
    default:
      return equality(test, isText, (list) => Prisma.sql`${column} = ANY(${list}::text[])`);
  }
}

function numberSql(column: Prisma.Sql, test: AskedTest, clock: Clock): Prisma.Sql {
  // Doubles, as the engine reckons, also for money.
  const double = Prisma.sql`${column}::float8`;
  switch (test.op) {
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return isNumber(test.value) ? Prisma.sql`${double} ${ORDER[test.op]} ${test.value}::float8` : FALSE;
    case 'before':
    case 'after':
    case 'olderThan':
    case 'within': {
      const span = spanOf(test, clock.now, clock.where);
      return span ? millisInSpan(double, span) : FALSE;
    }
    default:
      return equality(test, isNumber, (list) => Prisma.sql`${double} = ANY(${list}::float8[])`);
  }
}

/** As an instant for comparisons of time; for all others as the ISO text that the engine has of it. */
function instantSql(column: Prisma.Sql, test: AskedTest, clock: Clock): Prisma.Sql {
  if (test.op === 'before' || test.op === 'after' || test.op === 'olderThan' || test.op === 'within') {
    const span = spanOf(test, clock.now, clock.where);
    return span ? columnInSpan(column, span) : FALSE;
  }
  return textSql(Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`, test, clock);
}

/** A list equals nothing, and isn't before or after anything. */
function tagsSql(column: Prisma.Sql, test: AskedTest): Prisma.Sql {
  if (test.op === 'contains') return Prisma.sql`${column} @> ARRAY[${test.value}::text]`;
  return test.op === 'ne' || test.op === 'notIn' ? TRUE : FALSE;
}

const jsonExists = (value: Prisma.Sql, wanted: boolean): Prisma.Sql =>
  wanted ? Prisma.sql`jsonb_typeof(${value}) <> 'null'` : Prisma.sql`(jsonb_typeof(${value}) <> 'null') IS NOT TRUE`;

/** Equal to one of a list. Where an index knows the object by what it holds, that is asked first: it leads to those who may fit. */
function jsonAmong({ sql, inside }: Column, list: readonly Scalar[]): Prisma.Sql {
  const isEqual = Prisma.sql`${sql} = ANY(${list.map((each) => JSON.stringify(each))}::text[]::jsonb[])`;
  if (inside === undefined) return isEqual;
  const { object, name } = inside;
  const holders = list.map((each) => Prisma.sql`${object} @> ${JSON.stringify({ [name]: each })}::text::jsonb`);
  return Prisma.sql`((${Prisma.join(holders, ' OR ')}) AND ${isEqual})`;
}

/** A value of any kind: CASE, because nothing else keeps Postgres from reading a text as a number first. */
function jsonSql(column: Column, test: AskedTest, clock: Clock): Prisma.Sql {
  const value = column.sql;
  const text = Prisma.sql`(${value} #>> '{}')`;
  switch (test.op) {
    case 'eq':
    case 'ne':
    case 'in':
    case 'notIn':
      return equality(
        test,
        (literal): literal is Scalar => literal !== null,
        (list) => jsonAmong(column, list),
      );
    case 'contains':
      return Prisma.sql`CASE jsonb_typeof(${value})
        WHEN 'array' THEN ${value} @> jsonb_build_array(${test.value}::text)
        WHEN 'string' THEN ${textSql(text, test, clock)} END`;
    case 'before':
    case 'after':
    case 'olderThan':
    case 'within': {
      const span = spanOf(test, clock.now, clock.where);
      if (!span) return FALSE;
      const millis = Prisma.sql`CASE jsonb_typeof(${value})
        WHEN 'number' THEN ${text}::float8 WHEN 'string' THEN ${millisOfText(text)} END`;
      return millisInSpan(millis, span);
    }
    default: {
      const holds = isText(test.value) ? textSql(text, test, clock) : numberSql(text, test, clock);
      return Prisma.sql`CASE WHEN jsonb_typeof(${value}) = ${isText(test.value) ? 'string' : 'number'} THEN ${holds} END`;
    }
  }
}

import type { JourneyFilter, Moment } from '../api/store-ports.js';
import { Prisma } from './generated/client.js';
import { partOf } from './part-of.js';

/** Which journeys a filter means, for SQL that calls the journey `j` and its contact `c`. */
export function journeyFilterSql(filter: JourneyFilter, moment: Moment): Prisma.Sql {
  const { definition, version, stage, status, phase, owner, contact, attention, late, enteredBy, q } = filter;
  const parts: Prisma.Sql[] = [];
  if (definition !== undefined) parts.push(Prisma.sql`j."definitionId" = ${definition}::text`);
  if (version !== undefined) parts.push(Prisma.sql`j."definitionVersion" = ${version}::int`);
  if (stage !== undefined) parts.push(Prisma.sql`j.stage = ANY(${[...stage]}::text[])`);
  if (status !== undefined) parts.push(Prisma.sql`j.status = ${status}::text`);
  if (phase !== undefined) parts.push(Prisma.sql`j.phase = ANY(${[...phase]}::text[])`);
  if (owner !== undefined) parts.push(Prisma.sql`j."ownerId" = ${owner}::text`);
  if (contact !== undefined) parts.push(Prisma.sql`j."contactId" = ${contact}::text`);
  if (attention !== undefined) parts.push(Prisma.sql`(j.attention IS NOT NULL) = ${attention}::boolean`);
  if (enteredBy !== undefined) parts.push(Prisma.sql`j."enteredBy" = ${enteredBy}::text`);
  if (q !== undefined) parts.push(containsSql(q));
  if (late !== undefined) parts.push(Prisma.sql`(${lateSql(moment)}) = ${late}::boolean`);
  return parts.length === 0 ? Prisma.sql`TRUE` : Prisma.join(parts, ' AND ');
}

function containsSql(q: string): Prisma.Sql {
  const part = `%${partOf(q).contains}%`;
  return Prisma.sql`(c.name ILIKE ${part}::text OR c.email ILIKE ${part}::text OR c.company ILIKE ${part}::text)`;
}

const lateSql = ({ lateBefore }: Moment): Prisma.Sql =>
  Prisma.sql`j.status = 'open' AND j."nextAt" IS NOT NULL AND j."nextAt" < ${new Date(lateBefore)}::timestamptz`;

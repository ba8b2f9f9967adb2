import { Prisma } from '../generated/client.js';

/** Characters of each part of a key: a page's cursor has it too. */
const LONGEST_PART = 30;

/**
 * How a part of a place is compared: without case, widths of letters, blanks beside it, and the word for what it is, which Chinese
 * addresses have or leave out. One that isn't known is a sign that sorts after letters and ideographs, and that normalising leaves in no text.
 */
const partKey = (column: Prisma.Sql): Prisma.Sql => Prisma.sql`coalesce(nullif(left(regexp_replace(regexp_replace(
  lower(btrim(normalize(${column}, NFKC))), '\\s+', ' ', 'g'), '^(..+)(特别行政区|自治区|省|市)$', '\\1'), ${LONGEST_PART}::int), ''), '～')`;

const COUNTRY = Prisma.sql`coalesce(c.country, a.country)`;
/** The company's is a region without a city: beside another city than its own it would say something wrong. */
const REGION = Prisma.sql`coalesce(c.region, CASE WHEN c.city IS NULL THEN a.region END)`;
const CITY = Prisma.sql`c.city`;

/** Where the contact `c` of the account `a` is. */
export const PLACE = Prisma.sql`
  btrim(${COUNTRY}) AS country, btrim(${REGION}) AS region, btrim(${CITY}) AS city,
  concat_ws('/', ${partKey(COUNTRY)}, ${partKey(REGION)}, ${partKey(CITY)}) COLLATE "C" AS place`;

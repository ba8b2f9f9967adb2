import { MOST_PER_PAGE } from '../api/contracts/common.js';
import { counted } from './table.js';

/** The first so many rows of a list, and whether it has more. `each` asks for the list in pages of so many rows. */
export async function firstRows<Row>(
  limit: number,
  each: (rowsAPage: number) => AsyncIterable<Row>,
): Promise<{ readonly shown: Row[]; readonly more: boolean }> {
  const rows: Row[] = [];
  // One row more than is shown tells whether there are more.
  for await (const row of each(Math.min(limit + 1, MOST_PER_PAGE))) {
    rows.push(row);
    if (rows.length > limit) break;
  }
  return { shown: rows.slice(0, limit), more: rows.length > limit };
}

/** What stands below a table of them: how many `noun` there are. */
export const endOfRows = (shown: number, more: boolean, noun: string): string =>
  more ? `The first ${shown}; there are more: --limit shows them.` : `${counted(shown, noun)}.`;

import type { OverviewReads } from '../api/store-ports.js';
import { readBoard } from './board.js';
import type { Db } from './client.js';
import type { Outlines } from './outlines.js';
import { readOverview } from './overview.js';
import { searchAll } from './search.js';

/** Pages made of several lists, in Postgres. */
export const createOverviewReads = (db: Db, outlines: Outlines): OverviewReads => ({
  overview: (scope, moment, dayEnds, stuck) => readOverview(db, outlines, scope, moment, dayEnds, stuck),
  board: (scope, definitionId, moment) => readBoard(db, outlines, scope, definitionId, moment),
  search: (scope, text) => searchAll(db, outlines, scope, text),
});

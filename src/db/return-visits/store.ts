import type { ReturnVisitStore } from '../../api/store-ports.js';
import type { Db } from '../client.js';
import type { Outlines } from '../outlines.js';
import { listVisits } from './list.js';
import { countVisits } from './plan.js';

/** Return visits by week and place, in Postgres. */
export const createReturnVisitStore = (db: Db, outlines: Outlines): ReturnVisitStore => ({
  count: (scope, asked, now) => countVisits(db, scope, asked, now),
  list: (scope, asked, page, now) => listVisits(db, outlines, scope, asked, page, now),
});

import type { RecordKeeper } from '../../api/ports.js';
import { type RebuildDeps, rebuildPage } from './rebuild.js';
import { verifyPage } from './verify.js';

/** Behind the API's port: the records in Postgres beside what Temporal has. */
export const createRecordKeeper = (deps: RebuildDeps): RecordKeeper => ({
  verify: (place) => verifyPage(deps, place),
  rebuild: (request) => rebuildPage(deps, request),
});

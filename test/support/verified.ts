import type { RebuildPage, RebuildPlace, RecordKeeper, VerificationPlace } from '../../src/api/ports.js';
import type { Difference } from '../../src/domain/verify/difference.js';

export interface Verified {
  readonly journeys: number;
  readonly runs: number;
  readonly differences: readonly Difference[];
  readonly doubts: readonly Difference[];
}

/** A whole verification, as the command makes it. */
export async function verified(records: RecordKeeper): Promise<Verified> {
  const sum = { journeys: 0, runs: 0, differences: [] as Difference[], doubts: [] as Difference[] };
  let place: VerificationPlace | null = { part: 'journeys', after: null };
  while (place !== null) {
    const page = await records.verify(place);
    sum.journeys += page.journeys;
    sum.runs += page.runs;
    sum.differences.push(...page.differences);
    sum.doubts.push(...page.doubts);
    place = page.next;
  }
  return sum;
}

/** A whole rebuild; the columns and figures that were wrong, by journey and contact. */
export async function rebuilt(records: RecordKeeper, dryRun = false): Promise<Map<string, readonly string[]>> {
  const wrong = new Map<string, readonly string[]>();
  let place: RebuildPlace | null = { part: 'journeys', after: null };
  while (place !== null) {
    const page: RebuildPage = await records.rebuild({ place, dryRun, actorId: 'usr_rep' });
    for (const { journeyId, columns } of page.rebuilt) wrong.set(journeyId, columns);
    for (const { contactId, figures } of page.contacts) wrong.set(contactId, figures);
    place = page.next;
  }
  return wrong;
}

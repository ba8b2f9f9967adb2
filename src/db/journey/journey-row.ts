import type { JourneyState } from '../../domain/journey/state.js';
import { PREPARED, type Tx } from '../client.js';
import type { Journey } from '../generated/client.js';

/** What an advance needs of its journey's row. */
export type JourneyRow = Pick<
  Journey,
  | 'definitionId'
  | 'definitionVersion'
  | 'subjectType'
  | 'subjectId'
  | 'contactId'
  | 'ownerId'
  | 'status'
  | 'nextAt'
  | 'advance'
  | 'poked'
  | 'correlationId'
  | 'startEventId'
  | 'startStage'
> & { readonly state: JourneyState | null };

export async function readJourneyRow(tx: Tx, journeyId: string): Promise<JourneyRow> {
  const [row] = await tx.$queryRaw<JourneyRow[]>`${PREPARED}
    SELECT "definitionId", "definitionVersion", "subjectType", "subjectId", "contactId", "ownerId", status, "nextAt",
      advance, poked, "correlationId", "startEventId", "startStage", state
    FROM journeys WHERE id = ${journeyId}`;
  if (row === undefined) throw new Error(`journey ${journeyId} isn't there; expected its row from before its start`);
  return row;
}

import type { FrozenDecision } from '../../activities/ports.js';
import type { AdvanceResult } from '../../domain/journey/advance.js';
import type { JourneyState } from '../../domain/journey/state.js';
import type { Tx } from '../client.js';
import type { Journey } from '../generated/client.js';
import { query } from '../statement.js';

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

/** What is known of one decision; all null: nothing. */
export type DecisionRow =
  | { readonly fence: string; readonly decision: FrozenDecision; readonly result: AdvanceResult | null }
  | { readonly fence: null; readonly decision: null; readonly result: null };

/** Reads the row, with the decision of that number. */
export async function readJourneyRow(tx: Tx, journeyId: string, number: number): Promise<JourneyRow & DecisionRow> {
  const [row] = await query<JourneyRow & DecisionRow>(tx)`
    SELECT "definitionId", "definitionVersion", "subjectType", "subjectId", "contactId", "ownerId", status, "nextAt",
      advance, poked, "correlationId", "startEventId", "startStage", state, fence, decision, result
    FROM journeys LEFT JOIN advances ON "journeyId" = id AND number = ${number}
    WHERE id = ${journeyId}`;
  if (row === undefined) throw new Error(`journey ${journeyId} isn't there; expected its row from before its start`);
  return row;
}

import type { InFlight } from '../api/store-ports.js';
import type { JourneyState } from '../domain/journey/state.js';
import type { Db } from './client.js';
import { Prisma } from './generated/client.js';
import { accountFields, contactFields, dealFields, fieldsOfOwner } from './journey/records.js';
import { SUBJECT_COLUMNS, type SubjectRows, subjectJoins } from './journey/subject-rows.js';
import { query } from './statement.js';

type Row = SubjectRows & Pick<InFlight, 'journeyId' | 'version' | 'state' | 'subjectId'>;

/** The journey's own deal; null: the contact's newest is meant. */
const OWN_DEAL = Prisma.sql`coalesce(j.state->>'deal', CASE WHEN j."subjectType" = 'deal' THEN j."subjectId" END)`;

/**
 * Open journeys of a definition on other versions than one: what a change of version would look at. By their subjects, of
 * whom each has one at most: the index that sees to that (`journeys_one_open_run`) is read in its order, a page at a time.
 */
export async function journeysInFlight(
  db: Db,
  definitionId: string,
  { except, after, limit }: { readonly except: number; readonly after: string | null; readonly limit: number },
): Promise<readonly InFlight[]> {
  const rows = await query<Row>(db)`
    SELECT j.id AS "journeyId", j."definitionVersion" AS version, j.state, j."subjectId", ${SUBJECT_COLUMNS}
    FROM journeys j JOIN contacts c ON c.id = j."contactId" ${subjectJoins(OWN_DEAL)}
    WHERE j."definitionId" = ${definitionId} AND j.status = 'open' AND j."definitionVersion" <> ${except}
      AND j."subjectId" > ${after ?? ''}
    ORDER BY j."subjectId" LIMIT ${limit}`;
  return rows.map(({ contact, account, owner, teamId, deal, journeyId, version, subjectId, state }) => ({
    ...{ journeyId, version, subjectId, state: state as JourneyState | null },
    facts: {
      contact: contactFields(contact),
      account: account === null ? null : accountFields(account),
      deal: deal === null ? null : dealFields(deal),
      owner: owner === null ? null : fieldsOfOwner(owner, teamId),
      events: [],
      answers: {},
      teams: {},
    },
  }));
}

import type { Tx } from '../client.js';
import { execute } from '../statement.js';
import type { Belongings } from './known.js';

/*
 * Takes a person out of every table, and leaves the rows that are counted: messages, events, tasks, deals stand with their
 * ids, instants, codes and sums. The same again changes nothing. A test dumps the whole database afterwards, so a table that
 * is new and has something of a person is missing here and is found there.
 */

/** What stands where a text must be. */
export const ERASED_TEXT = '(erased)';

/** Of an event what the engine itself wrote or counts by; everything else may be somebody's words. */
const KEPT_FIELDS = [
  'step',
  'occurrence',
  'taskId',
  'byJourney',
  'topic',
  'hard',
  'code',
  'amount',
  'survey',
  'form',
  'score',
];

/** A code or an id, such as `form:trial` or `api:key_1`; free text and addresses are none. */
const CODE = '^[A-Za-z][A-Za-z0-9_.:/-]{0,79}$';

/** The caller holds the contact's lock, and has seen to it that no claim of a message stands. */
export async function forget(tx: Tx, of: Belongings): Promise<void> {
  await forgetMail(tx, of);
  await forgetWork(tx, of);
  await forgetRecords(tx, of);
  await forgetWhatPeopleWrote(tx, of);
  await forgetWishes(tx, of);
}

async function forgetMail(tx: Tx, { contactId, journeyIds, hashes, words }: Belongings): Promise<void> {
  // One that was claimed is still to be decided on, and that reads its bytes: they are empty.
  await execute(tx)`
    UPDATE messages SET subject = NULL, reply = NULL, "addressHash" = NULL, receiver = NULL, "linedUpAt" = NULL,
      raw = CASE WHEN state IN ('claimed', 'handed-over') THEN ''::bytea END,
      "toAddress" = CASE WHEN state IN ('claimed', 'handed-over') THEN '' END
    WHERE "contactId" = ${contactId}`;
  await execute(tx)`
    UPDATE incoming_mails SET subject = NULL, text = NULL, "fromAddress" = NULL, "fromHash" = NULL, "messageId" = NULL
    WHERE "contactId" = ${contactId} OR "journeyId" = ANY(${journeyIds}) OR "fromHash" = ANY(${hashes})`;
  await execute(tx)`UPDATE mail_visits SET url = NULL WHERE "contactId" = ${contactId}`;
  // An address that a link leads to may name whom it was made for; that it was followed is still counted.
  await execute(tx)`
    WITH followed AS (
      DELETE FROM campaign_responses r USING campaign_recipients c
      WHERE c."contactId" = ${contactId} AND r."campaignId" = c."campaignId" AND r.n = c.n AND r.kind = 'clicked'
      RETURNING r."campaignId", r.n, r.at)
    INSERT INTO campaign_responses ("campaignId", n, kind, at)
    SELECT "campaignId", n, 'clicked', min(at) FROM followed GROUP BY 1, 2 ON CONFLICT DO NOTHING`;
  // Their places are others' (src/db/guests/guest-book.ts).
  await execute(tx)`
    UPDATE guests SET answer = 'no', companions = 0, turn = NULL WHERE "contactId" = ${contactId}`;
  // Lists that were brought before it was a contact.
  await execute(tx)`
    UPDATE campaign_file_lines SET value = NULL WHERE value = ANY(${words.map((word) => word.toLowerCase())})`;
}

async function forgetWork(tx: Tx, { contactId, journeyIds, taskIds, noticeIds }: Belongings): Promise<void> {
  await execute(tx)`
    UPDATE tasks SET title = ${ERASED_TEXT}, note = NULL, answers = NULL,
      reason = CASE WHEN origin = 'survey' THEN NULL ELSE reason END WHERE id = ANY(${taskIds})`;
  // Whose it is still hears that it is off; the person hears nothing any more.
  await execute(tx)`
    UPDATE appointments SET place = NULL, title = NULL, words = NULL, answer = NULL, "contactHas" = false, invites = false,
      "realDueAt" = CASE WHEN state = 'standing' THEN clock_timestamp() ELSE "realDueAt" END,
      sequence = CASE WHEN state = 'standing' THEN sequence + 1 ELSE sequence END,
      reason = CASE WHEN state = 'standing' THEN 'erased' ELSE reason END, state = 'cancelled'
    WHERE "contactId" = ${contactId} OR "taskId" = ANY(${taskIds})`;
  await execute(tx)`
    UPDATE notices SET title = NULL, text = NULL, "readAt" = coalesce("readAt", at) WHERE id = ANY(${noticeIds})`;
  // What waits to go out isn't to go out any more; who has it in hand loses it with its fence.
  await execute(tx)`
    UPDATE deliveries SET content = '{}',
      fence = CASE WHEN state = 'handed-over' THEN fence END,
      error = CASE WHEN state IN ('waiting', 'claimed') THEN 'erased' ELSE error END,
      state = CASE WHEN state IN ('waiting', 'claimed') THEN 'failed' ELSE state END
    WHERE "journeyId" = ANY(${journeyIds})
      OR ("journeyId" = '' AND "stepId" IN (
        SELECT 'appointment/' || id FROM appointments WHERE "contactId" = ${contactId} OR "taskId" = ANY(${taskIds})))
      OR ("journeyId" = '' AND kind = 'robot' AND split_part("stepId", '/', 3) = ANY(${noticeIds}))`;
  await execute(tx)`UPDATE care_exclusions SET reason = ${ERASED_TEXT} WHERE "contactId" = ${contactId}`;
  // When somebody has their birthday is theirs.
  await execute(tx)`DELETE FROM care_occasions WHERE "contactId" = ${contactId}`;
  await execute(tx)`UPDATE refused_entries SET waits = false WHERE "contactId" = ${contactId} AND waits`;
}

async function forgetRecords(tx: Tx, { contactId, dealIds }: Belongings): Promise<void> {
  await execute(tx)`
    UPDATE deals SET name = ${ERASED_TEXT}, custom = '{}' WHERE id = ANY(${dealIds})`;
  await execute(tx)`
    UPDATE quotes SET subject = ${ERASED_TEXT} WHERE "contactId" = ${contactId} OR "dealId" = ANY(${dealIds})`;
  await execute(tx)`UPDATE orders SET subject = NULL WHERE "contactId" = ${contactId}`;
  await execute(tx)`UPDATE cases SET subject = NULL WHERE "contactId" = ${contactId}`;
  await execute(tx)`
    UPDATE calls SET subject = NULL, purpose = NULL, outcome = NULL
    WHERE "contactId" = ${contactId} OR "dealId" = ANY(${dealIds})`;
  await execute(tx)`
    UPDATE events SET "externalId" = NULL,
      source = CASE WHEN source ~ ${CODE} THEN source ELSE ${ERASED_TEXT} END,
      fields = coalesce((
        SELECT jsonb_object_agg(key, value) FROM jsonb_each(fields)
        WHERE key = ANY(${KEPT_FIELDS})
          AND (jsonb_typeof(value) IN ('number', 'boolean') OR value #>> '{}' ~ ${CODE})), '{}')
    WHERE "contactId" = ${contactId} OR "dealId" = ANY(${dealIds})`;
  // Else the next import of the same file would write to the row that stays, and not begin anew.
  await execute(tx)`DELETE FROM imported_rows WHERE entity = 'contact' AND "entityId" = ${contactId}`;
}

async function forgetWhatPeopleWrote(tx: Tx, of: Belongings): Promise<void> {
  const { contactId, journeyIds, dealIds, taskIds, words } = of;
  const about = [contactId, ...journeyIds, ...dealIds, ...taskIds];
  await execute(tx)`UPDATE commands SET reason = ${ERASED_TEXT} WHERE "journeyId" = ANY(${journeyIds})`;
  await execute(tx)`UPDATE ownerships SET reason = NULL WHERE "contactId" = ${contactId}`;
  await execute(tx)`
    UPDATE audit SET reason = NULL
    WHERE "objectType" IN ('contact', 'journey', 'deal', 'task') AND "objectId" = ANY(${about}) AND action <> 'contact.erased'`;
  const naming = words.map(likeAnywhere);
  await execute(tx)`UPDATE audit SET reason = NULL WHERE reason ILIKE ANY(${naming}) AND action <> 'contact.erased'`;
  await execute(tx)`
    UPDATE bulks SET reason = CASE WHEN reason ILIKE ANY(${naming}) THEN ${ERASED_TEXT} ELSE reason END,
      filter = CASE WHEN filter::text ILIKE ANY(${naming}) THEN '{}' ELSE filter END
    WHERE reason ILIKE ANY(${naming}) OR filter::text ILIKE ANY(${naming})`;
  await execute(tx)`UPDATE handovers SET reason = ${ERASED_TEXT} WHERE reason ILIKE ANY(${naming})`;
  // The answer's status stays: who asks again is still not told that nothing was done.
  await execute(tx)`
    UPDATE idempotency_keys SET body = '{"erased":true}', "contentType" = 'application/json'
    WHERE status IS NOT NULL AND (body LIKE ANY(${about.map(likeAnywhere)}) OR body ILIKE ANY(${naming}))`;
}

/**
 * What was said stays as the proof that the law asks of us (docs/law.md): topic, instant, where it was said. Of the words a
 * hash stays, by which ours can be shown to be them.
 */
async function forgetWishes(tx: Tx, { contactId }: Belongings): Promise<void> {
  await execute(tx)`
    UPDATE consents SET source = CASE WHEN source ~ ${CODE} THEN source ELSE ${ERASED_TEXT} END,
      text = CASE WHEN text LIKE 'sha256:%' THEN text ELSE 'sha256:' || encode(sha256(convert_to(text, 'UTF8')), 'hex') END
    WHERE "contactId" = ${contactId}`;
  await execute(tx)`
    UPDATE consent_requests SET "addressHash" = NULL, source = CASE WHEN source ~ ${CODE} THEN source ELSE ${ERASED_TEXT} END,
      text = CASE WHEN text LIKE 'sha256:%' THEN text ELSE 'sha256:' || encode(sha256(convert_to(text, 'UTF8')), 'hex') END
    WHERE "contactId" = ${contactId}`;
  await execute(tx)`
    UPDATE form_submissions SET answers = '{}', differs = '{}', "contentHash" = '' WHERE "contactId" = ${contactId}`;
  await execute(tx)`
    UPDATE opt_outs SET source = CASE WHEN source ~ ${CODE} THEN source ELSE ${ERASED_TEXT} END
    WHERE "contactId" = ${contactId}`;
}

/** The person's own row: its sums stay. Last of all, since nothing of it can be written any more. */
export async function forgetContact(tx: Tx, contactId: string, at: Date): Promise<void> {
  await execute(tx)`
    UPDATE contacts SET "erasedAt" = ${at}, "updatedAt" = ${at}, name = ${ERASED_TEXT},
      email = NULL, "emailKey" = NULL, phone = NULL, "firstName" = NULL, "lastName" = NULL, company = NULL, title = NULL,
      language = NULL, timezone = NULL, country = NULL, region = NULL, city = NULL, source = NULL, channel = NULL,
      status = NULL, stage = NULL, tags = '{}', birthday = NULL, "doNotContact" = true, custom = '{}',
      "accountId" = NULL, "poolId" = NULL
    WHERE id = ${contactId}`;
}

const likeAnywhere = (word: string): string => `%${word.replace(/[\\%_]/g, '\\$&')}%`;

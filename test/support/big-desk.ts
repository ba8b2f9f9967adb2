import pg from 'pg';
import type { Db } from '../../src/db/client.js';
import { newId } from '../../src/db/new-id.js';
import { aContact, aJournalLine, aJourney, aMessage, aNotice, aTask } from '../api/support.js';

/*
 * A company's desk by the million, for what lists cost: one row of each table as the engine writes it, multiplied by SQL. Of the copies
 * only ids, owners, instants and states differ; a five-hundredth of everything is the rep's.
 */

export const BIG_TABLES = [
  'contacts',
  'deals',
  'events',
  'form_submissions',
  'incoming_mails',
  'journal_entries',
  'journeys',
  'messages',
  'tasks',
];

const OWNERS = 500;
const OWNER = `CASE WHEN copy % ${OWNERS} = 0 THEN $1 ELSE 'usr_' || copy % ${OWNERS} END`;
const CONTACT = `'con_' || copy`;
const JOURNEY = `'jrn_' || copy`;
/** One every half minute into the past, or into the future. */
const past = `now() - copy * interval '30 seconds'`;
const ahead = `now() + copy * interval '30 seconds'`;

const COPIES: { readonly [table: string]: string } = {
  contacts: `'id', ${CONTACT}, 'ownerId', ${OWNER}, 'name', 'Person ' || copy, 'createdAt', ${past},
    'email', 'p' || copy || '@customer.example', 'emailKey', 'p' || copy || '@customer.example'`,
  deals: `'id', 'dea_' || copy, 'contactId', ${CONTACT}, 'ownerId', ${OWNER}, 'createdAt', ${past}`,
  journeys: `'id', ${JOURNEY}, 'contactId', ${CONTACT}, 'subjectId', ${CONTACT}, 'ownerId', ${OWNER}, 'workflowId', 'w' || copy,
    'startedAt', ${past}, 'nextAt', ${ahead}, 'status', CASE WHEN copy % 5 = 0 THEN 'ended' ELSE 'open' END,
    'phase', CASE WHEN copy % 5 = 0 THEN 'ended' WHEN copy % 1000 = 1 THEN 'paused' ELSE 'active' END`,
  messages: `'id', 'msg_' || copy, 'contactId', ${CONTACT}, 'journeyId', ${JOURNEY}, 'messageId', '<' || copy || '@sender.example>',
    'intendedAt', ${past}, 'claimedAt', ${past}, 'state', CASE WHEN copy % 20000 = 7 THEN 'uncertain' ELSE 'accepted' END`,
  tasks: `'id', 'tsk_' || copy, 'contactId', ${CONTACT}, 'journeyId', ${JOURNEY}, 'stepId', 'call', 'occurrence', 1,
    'assigneeId', ${OWNER}, 'dueAt', ${ahead}, 'status', CASE WHEN copy % 3 = 0 THEN 'open' ELSE 'done' END,
    'kind', CASE WHEN copy % 60 = 0 THEN 'visit' ELSE 'call' END`,
  journal_entries: `'id', copy + 1000, 'journeyId', ${JOURNEY}, 'at', ${past}`,
  events: `'id', 'evt_' || copy, 'seq', copy + 1000, 'contactId', ${CONTACT}, 'at', ${past}, 'externalId', 'x' || copy`,
  form_submissions: `'id', 'fsb_' || copy, 'contactId', ${CONTACT}, 'nonce', 'n' || copy, 'at', ${past}, 'realAt', ${past}`,
  incoming_mails: `'id', 'inm_' || copy, 'contactId', ${CONTACT}, 'identity', 'i' || copy, 'uid', copy, 'at', ${past}`,
  notices: `'id', 'ntc_' || copy, 'userId', ${OWNER}, 'at', ${past}`,
};

export interface BigDesk {
  readonly contactId: string;
  readonly journeyId: string;
}

/** Fills a fresh database with so many of each; one contact and journey of the rep's to ask about. */
export async function fillBigDesk(
  db: Db,
  url: string,
  { rep, rows }: { readonly rep: string; readonly rows: number },
): Promise<BigDesk> {
  const contactId = await aContact(db, { email: 'model@customer.example', ownerId: rep });
  const journeyId = await aJourney(db, contactId, { ownerId: rep });
  await aMessage(db, { id: journeyId, contactId });
  await aJournalLine(db, journeyId);
  await aTask(db, { contactId, assigneeId: rep });
  await aNotice(db, { userId: rep });
  const at = new Date();
  await db.deal.create({ data: { id: newId('deal'), name: 'Deal', contactId, createdAt: at, updatedAt: at } });
  await db.event.create({
    data: { id: newId('event'), type: 'email.opened', at, realAt: at, contactId, source: 'test' },
  });
  await db.incomingMail.create({
    data: {
      ...{
        id: newId('incomingMail'),
        mailboxId: 'sales',
        identity: 'model',
        folder: 'INBOX',
        uidValidity: 1n,
        uid: 1n,
      },
      ...{ kind: 'reply', why: 'person', effect: 'replied', size: 1000, at, realAt: at, contactId },
    },
  });
  await db.formSubmission.create({
    data: {
      ...{ id: newId('submission'), formId: 'trial', formVersion: 1, contactId, isNew: true, language: 'en' },
      ...{ agreed: false, differs: [], nonce: 'model', contentHash: 'model', at, realAt: at },
    },
  });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Rows of one model: what they hang on is there by its id.
    await client.query('SET session_replication_role = replica');
    for (const [table, changes] of Object.entries(COPIES))
      await client.query(
        `INSERT INTO ${table} SELECT made.* FROM (SELECT * FROM ${table} LIMIT 1) AS row, generate_series(1, $2::int) AS copy,
           LATERAL jsonb_populate_record(null::${table}, to_jsonb(row) || jsonb_build_object(${changes})) AS made
         WHERE $1::text IS NOT NULL`,
        [rep, rows],
      );
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
  return { contactId, journeyId };
}

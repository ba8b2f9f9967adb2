import type { Client } from '@temporalio/client';
import { hashAddressText } from '../../src/db/address-hash.js';
import type { Db } from '../../src/db/client.js';
import type { FinalRecords } from './check.js';
import type { Load } from './load.js';
import { readLines, type TakenMail } from './people.js';
import type { World } from './world.js';

/** Reads what ledger, journal, mail server and Temporal have when all is over. */
export async function readFinalRecords(
  { db, client, world, load }: { readonly db: Db; readonly client: Client; readonly world: World; readonly load: Load },
  inFlight: ReadonlySet<string>,
): Promise<FinalRecords> {
  const messages = await db.message.findMany({
    omit: { raw: true, reply: true },
  });
  const untold = await db.outbox.findMany({ where: { doneAt: null } });
  return {
    enrolled: load.enrolled,
    journeys: await readJourneys(db, client, load),
    messages: messages.map(
      ({ id, journeyId, contactId, stepId, purpose, state, reason, messageId, attempts, ...row }) => ({
        ...{ id, journeyId, contactId, stepId, purpose, state, reason, messageId, attempts },
        mailboxId: row.mailboxId,
        claimedAt: row.realClaimedAt?.getTime() ?? null,
      }),
    ),
    mails: readLines<TakenMail>(world.mails).filter((mail) => !mail.to.endsWith('@naive.example')),
    troubles: readLines(world.troubles),
    tasks: await db.task.findMany(),
    journal: await db.journalEntry.findMany({
      select: { journeyId: true, step: true, action: true, decision: true, reason: true, realAt: true },
      orderBy: { id: 'asc' },
    }),
    events: await db.event.findMany(),
    untold: untold.map((row) => row.journeyId),
    acknowledged: load.acknowledged,
    inFlight,
  };
}

async function readJourneys(db: Db, client: Client, load: Load): Promise<FinalRecords['journeys']> {
  const subjects = new Map([...load.subjects.values()].map((subject) => [subject.contactId, subject]));
  const suppressed = new Set((await db.suppression.findMany()).map((row) => row.addressHash));
  const journeys = [];
  for (const { id, contactId, status, outcome, workflowId } of await db.journey.findMany()) {
    const subject = subjects.get(contactId);
    const run = await client.workflow.getHandle(workflowId).describe();
    journeys.push({
      ...{ id, contactId, status, outcome, run: run.status.name },
      email: subject?.email ?? '',
      disturbedBy: subject?.disturbedBy ?? 'nothing',
      suppressed: suppressed.has(hashAddressText(subject?.email ?? '')),
    });
  }
  return journeys;
}

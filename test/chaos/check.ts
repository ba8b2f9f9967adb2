import { type SmtpTrouble, troubleOf } from './smtp-troubles.js';

/** What stands in the records when all is over. Instants are real, epoch ms. */
export interface FinalRecords {
  /** Contacts whose start was acknowledged to the one who asked for it. */
  readonly enrolled: readonly string[];
  readonly journeys: readonly {
    readonly id: string;
    readonly contactId: string;
    readonly email: string;
    readonly disturbedBy: 'nothing' | 'unsubscribe' | 'reply';
    readonly status: string;
    readonly outcome: string | null;
    /** Temporal's word for its run. */
    readonly run: string;
    readonly suppressed: boolean;
  }[];
  readonly messages: readonly {
    readonly id: string;
    readonly journeyId: string;
    readonly contactId: string;
    readonly stepId: string;
    readonly purpose: string;
    readonly state: string;
    readonly reason: string | null;
    readonly messageId: string;
    /** Whose server it went over; null: the configured one. */
    readonly mailboxId: string | null;
    readonly claimedAt: number | null;
  }[];
  /** What the mail server has taken. */
  readonly mails: readonly { readonly messageId: string; readonly at: number }[];
  /** What it did wrong; with a Message-ID: after the final dot. */
  readonly troubles: readonly { readonly trouble: string; readonly to: string; readonly messageId?: string }[];
  readonly tasks: readonly { readonly journeyId: string | null; readonly status: string }[];
  readonly journal: readonly {
    readonly journeyId: string;
    readonly step: string | null;
    readonly decision: string;
    readonly reason: string | null;
  }[];
  readonly events: readonly {
    readonly contactId: string | null;
    readonly type: string;
    readonly dispatchedAt: Date | null;
  }[];
  /** Journeys that Temporal must still be told of. */
  readonly untold: readonly string[];
  /** Of each contact when an unsubscribe or reply was acknowledged to its sender. */
  readonly acknowledged: ReadonlyMap<string, number>;
  /** Messages that had been handed over, and had no answer written, when their worker or the database died or stood still. */
  readonly inFlight: ReadonlySet<string>;
}

const CODES = [
  'lost-step',
  'step-twice',
  'mail-twice',
  'task-twice',
  'sent-after',
  'unlisted-doubt',
  'needless-doubt',
  'wrong-end',
  'event',
  'count',
] as const;
export type FaultCode = (typeof CODES)[number];

export interface Fault {
  readonly code: FaultCode;
  readonly id: string;
}

export const MAIL_STEPS = ['first', 'second', 'third'];

/** The faults in the final records; none: all that was promised was kept. */
export function findFaults(records: FinalRecords): Fault[] {
  return [
    ...of('mail-twice', twice(records.mails.map((mail) => mail.messageId))),
    ...of('task-twice', twice(records.tasks.map((task) => task.journeyId ?? ''))),
    ...of('step-twice', stepsTwice(records)),
    ...of('lost-step', lostSteps(records)),
    ...of('sent-after', lateSends(records)),
    ...doubts(records),
    ...of('wrong-end', wrongEnds(records)),
    ...of('event', wrongEvents(records)),
    ...of('count', wrongCounts(records)),
  ];
}

const of = (code: FaultCode, ids: readonly string[]): Fault[] => ids.map((id) => ({ code, id }));

function twice(ids: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].filter(([, n]) => n > 1).map(([id]) => id);
}

/** No step was decided twice: a mail goes out once, even if it was in doubt before. */
const stepsTwice = ({ journal }: FinalRecords): string[] =>
  twice(
    journal
      .filter(({ step, decision }) => step !== null && MAIL_STEPS.includes(step) && /^(send|skip)$/.test(decision))
      .map(({ journeyId, step }) => `${journeyId} ${step}`),
  );

function lostSteps({ enrolled, journeys, journal, tasks, untold }: FinalRecords): string[] {
  const lines = new Set(journal.map(({ journeyId, step, decision }) => `${journeyId} ${step} ${decision}`));
  const called = new Set(tasks.filter((task) => task.status === 'done').map((task) => task.journeyId));
  const entered = new Set(journeys.map((journey) => journey.contactId));
  const lost = journeys.filter(({ id, disturbedBy, status, outcome, run }) => {
    if (status !== 'ended' || run !== 'COMPLETED') return true;
    if (disturbedBy === 'reply' && outcome === 'replied') return false;
    const told = (step: string) => ['send', 'skip'].some((what) => lines.has(`${id} ${step} ${what}`));
    return outcome !== 'done' || !called.has(id) || !MAIL_STEPS.every(told);
  });
  return [...lost.map(({ id }) => id), ...enrolled.filter((contactId) => !entered.has(contactId)), ...untold];
}

/**
 * A claim that committed before the acknowledgement is a mail already on its way; a later one must not be. An unsubscribe is
 * from marketing, a reply ends the journey.
 */
function lateSends({ messages, acknowledged, journeys }: FinalRecords): string[] {
  const unsubscribed = new Set(journeys.flatMap((one) => (one.disturbedBy === 'unsubscribe' ? [one.contactId] : [])));
  return messages
    .filter(({ contactId, claimedAt, purpose }) => {
      const told = acknowledged.get(contactId);
      const isWanted = purpose === 'service' && unsubscribed.has(contactId);
      return told !== undefined && claimedAt !== null && claimedAt > told && !isWanted;
    })
    .map(({ id }) => id);
}

/** Every doubt is listed, and has its reason: something died or stood still, or the server gave no answer to the dot. */
function doubts({ messages, journal, inFlight, troubles }: FinalRecords): Fault[] {
  const listed = new Set(
    journal.filter((line) => line.decision === 'uncertain').map(({ journeyId, step }) => `${journeyId} ${step}`),
  );
  const unanswered = new Set(troubles.flatMap((one) => (isUnanswered(one.trouble) ? [one.messageId] : [])));
  const faults: Fault[] = [];
  for (const { id, journeyId, stepId, state, messageId } of messages) {
    const isListed = listed.has(`${journeyId} ${stepId}`);
    const isOpen = state === 'uncertain' || state === 'handed-over' || state === 'claimed';
    if ((isOpen || unanswered.has(messageId)) && !isListed) faults.push({ code: 'unlisted-doubt', id });
    if (isListed && !inFlight.has(id) && !unanswered.has(messageId)) faults.push({ code: 'needless-doubt', id });
  }
  return faults;
}

const isUnanswered = (trouble: string): boolean => /^dot (drop|take-)/.test(trouble);

type Row = FinalRecords['messages'][number];

/** What the troubles of a recipient's server must end in. */
function wrongEnds({ journeys, messages, mails, troubles }: FinalRecords): string[] {
  const taken = new Set(mails.map((mail) => mail.messageId));
  const met = new Set(troubles.map(({ to }) => to));
  const rows = new Map<string, Row[]>();
  for (const row of messages) rows.set(row.journeyId, [...(rows.get(row.journeyId) ?? []), row]);
  const isWrong = ({ id, email, suppressed }: FinalRecords['journeys'][number]): boolean => {
    const trouble = troubleOf(email);
    if (trouble === undefined) return false;
    if (trouble.at !== 'every-answer' && !met.has(email)) return true;
    return !endsAs(trouble.ends, rows.get(id) ?? [], suppressed, taken);
  };
  return journeys.filter(isWrong).map(({ id }) => id);
}

function endsAs(
  ends: SmtpTrouble['ends'],
  rows: readonly Row[],
  suppressed: boolean,
  taken: ReadonlySet<string>,
): boolean {
  if (rows.length !== MAIL_STEPS.length) return false;
  switch (ends) {
    case 'sent':
    case 'doubt':
      return !suppressed && rows.every((row) => taken.has(row.messageId));
    case 'refused':
      return !suppressed && rows.every((row) => row.state === 'refused' && !taken.has(row.messageId));
    case 'suppressed':
      return (
        suppressed &&
        rows.every(
          ({ stepId, state, reason, messageId }) =>
            !taken.has(messageId) && (stepId === 'first' ? state === 'refused' : reason === 'suppressed'),
        )
      );
  }
}

/** What was acknowledged is stored, once, and whom it concerns was woken. */
function wrongEvents({ acknowledged, events }: FinalRecords): string[] {
  const told = events.filter(({ type }) => type === 'email.replied' || type === 'contact.unsubscribed');
  const stored = new Set(told.map((event) => event.contactId));
  return [
    ...twice(told.map((event) => event.contactId ?? '')),
    ...[...acknowledged.keys()].filter((contactId) => !stored.has(contactId)),
    ...told.filter((event) => event.dispatchedAt === null).map((event) => event.contactId ?? ''),
  ];
}

/** Ledger and mail server agree, but for what is listed as in doubt. */
function wrongCounts({ messages, mails, journeys }: FinalRecords): string[] {
  const taken = new Set(mails.map((mail) => mail.messageId));
  const known = new Map(messages.map((message) => [message.messageId, message]));
  const strangers = [...taken].filter((id) => !/^(accepted|uncertain)$/.test(known.get(id)?.state ?? ''));
  const missing = messages.filter(({ state, messageId }) => state === 'accepted' && !taken.has(messageId));
  return [
    ...strangers,
    ...missing.map((message) => message.messageId),
    ...twice(journeys.map((journey) => journey.contactId)),
  ];
}

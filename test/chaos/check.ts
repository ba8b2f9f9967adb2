/** What stands in the records when all is over. Instants are real, epoch ms. */
export interface FinalRecords {
  readonly journeys: readonly {
    readonly id: string;
    readonly contactId: string;
    readonly disturbedBy: 'nothing' | 'unsubscribe' | 'reply';
    readonly status: string;
    readonly outcome: string | null;
    /** Temporal's word for its run. */
    readonly run: string;
  }[];
  readonly messages: readonly {
    readonly id: string;
    readonly journeyId: string;
    readonly contactId: string;
    readonly stepId: string;
    readonly state: string;
    readonly messageId: string;
    readonly claimedAt: number | null;
  }[];
  /** What the mail server has taken. */
  readonly mails: readonly { readonly messageId: string; readonly at: number }[];
  readonly tasks: readonly { readonly journeyId: string | null }[];
  readonly journal: readonly { readonly journeyId: string; readonly step: string | null; readonly decision: string }[];
  /** When an unsubscribe or reply was acknowledged to its sender. */
  readonly acknowledged: ReadonlyMap<string, number>;
  /** Ids of messages that a killed process had handed over and of which it had not written the answer. */
  readonly inFlight: ReadonlySet<string>;
}

export interface Fault {
  readonly code:
    | 'lost-step'
    | 'mail-twice'
    | 'task-twice'
    | 'sent-after'
    | 'unlisted-doubt'
    | 'needless-doubt'
    | 'count';
  readonly id: string;
}

const MAIL_STEPS = ['first', 'second', 'third'];

/** The faults in the final records; none: all that was promised was kept. */
export function findFaults(records: FinalRecords): Fault[] {
  const taken = countBy(records.mails, (mail) => mail.messageId);
  return [
    ...[...taken].filter(([, n]) => n > 1).map(([id]) => ({ code: 'mail-twice' as const, id })),
    ...lostSteps(records),
    ...twiceTasks(records),
    ...lateSends(records),
    ...doubts(records),
    ...wrongCounts(records, taken),
  ];
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

function lostSteps({ journeys, journal, tasks }: FinalRecords): Fault[] {
  const lines = new Set(journal.map(({ journeyId, step, decision }) => `${journeyId} ${step} ${decision}`));
  const called = new Set(tasks.map((task) => task.journeyId));
  return journeys
    .filter(({ id, disturbedBy, status, outcome, run }) => {
      if (status !== 'ended' || run !== 'COMPLETED') return true;
      if (disturbedBy === 'reply' && outcome === 'replied') return false;
      const told = (step: string) => ['send', 'skip', 'uncertain'].some((what) => lines.has(`${id} ${step} ${what}`));
      return outcome !== 'done' || !called.has(id) || !MAIL_STEPS.every(told);
    })
    .map(({ id }) => ({ code: 'lost-step', id }));
}

function twiceTasks({ tasks }: FinalRecords): Fault[] {
  const counts = countBy(tasks, (task) => task.journeyId ?? '');
  return [...counts].filter(([, n]) => n > 1).map(([id]) => ({ code: 'task-twice', id }));
}

/**
 * A claim that committed before the acknowledgement is a mail already on its way; a later one must not be. An attempt that
 * takes over a mail in doubt renews the claim without sending, so what the server had before doesn't count.
 */
function lateSends({ messages, mails, acknowledged }: FinalRecords): Fault[] {
  const takenAt = new Map(mails.map((mail) => [mail.messageId, mail.at]));
  return messages
    .filter(({ contactId, claimedAt, messageId }) => {
      const told = acknowledged.get(contactId);
      return told !== undefined && claimedAt !== null && claimedAt > told && (takenAt.get(messageId) ?? 0) > told;
    })
    .map(({ id }) => ({ code: 'sent-after', id }));
}

function doubts({ messages, journal, inFlight }: FinalRecords): Fault[] {
  const lines = new Set(
    journal.filter((line) => line.decision === 'uncertain').map(({ journeyId, step }) => `${journeyId} ${step}`),
  );
  const faults: Fault[] = [];
  for (const { id, journeyId, stepId, state } of messages) {
    const listed = lines.has(`${journeyId} ${stepId}`);
    if ((state === 'uncertain' || state === 'handed-over') && !listed) faults.push({ code: 'unlisted-doubt', id });
    if (listed && !inFlight.has(id)) faults.push({ code: 'needless-doubt', id });
  }
  return faults;
}

/** Ledger and mail server agree, but for what is listed as in doubt. */
function wrongCounts({ messages }: FinalRecords, taken: ReadonlyMap<string, number>): Fault[] {
  const known = new Map(messages.map((message) => [message.messageId, message]));
  const strangers = [...taken.keys()].filter((id) => {
    const state = known.get(id)?.state;
    return state !== 'accepted' && state !== 'uncertain';
  });
  const missing = messages.filter(({ state, messageId }) => state === 'accepted' && !taken.has(messageId));
  return [...strangers, ...missing.map((message) => message.messageId)].map((id) => ({ code: 'count', id }));
}

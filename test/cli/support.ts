import type { ApiClient } from '../../src/api/client.js';
import type { JourneyView, StoryLine, Upcoming } from '../../src/api/contracts/journeys.js';
import type { TaskView } from '../../src/api/contracts/tasks.js';
import type { Deps } from '../../src/cli/ports.js';
import { runCli } from '../../src/cli/run-cli.js';
import { styleOf } from '../../src/cli/style.js';
import { formatLocal } from '../../src/domain/calendar/zone.js';
import { parseInstant } from '../../src/domain/instant.js';
import { aPlace } from './places.js';

const ZONE = 'Europe/Berlin';

const localOf = (at: string): string => formatLocal(parseInstant(at) ?? Number.NaN, ZONE);

export const aJourney = (changes: Partial<JourneyView> = {}): JourneyView => ({
  id: 'jrn_1',
  definitionId: 'lead-to-customer',
  definitionName: null,
  definitionVersion: 2,
  contactId: 'con_1',
  contactName: 'Ada Lovelace',
  ownerId: 'usr_rep',
  ownerName: null,
  n: 1,
  status: 'open',
  phase: 'active',
  outcome: null,
  stage: 'new',
  stageName: null,
  stageSince: '2027-01-04T08:00:00Z',
  startedAt: '2027-01-04T08:00:00Z',
  endedAt: null,
  goalAt: null,
  nextAt: '2027-01-06T08:00:00Z',
  attention: null,
  late: false,
  enteredBy: 'event',
  ...changes,
});

/** A line of the journal; instants are UTC, and shown in Berlin. */
export const aLine = (changes: Partial<StoryLine> = {}): StoryLine => {
  const at = changes.at ?? '2027-01-04T08:00:00Z';
  const until = changes.until ?? null;
  return {
    at,
    local: localOf(at),
    realAt: at,
    stage: 'new',
    track: 'main',
    step: null,
    action: 'enter',
    decision: 'done',
    reason: null,
    until,
    untilLocal: until === null ? null : localOf(until),
    detail: null,
    law: null,
    person: null,
    ...changes,
  };
};

export const anUpcoming = (changes: Partial<Upcoming> = {}): Upcoming => {
  const at = changes.at === undefined ? '2027-01-06T08:00:00Z' : changes.at;
  return { track: 'main', step: 'nap', waitsFor: 'timer', at, local: at === null ? null : localOf(at), ...changes };
};

export const aTask = (changes: Partial<TaskView> = {}): TaskView => ({
  id: 'tsk_1',
  journeyId: 'jrn_1',
  contactId: 'con_1',
  contactName: 'Ada Lovelace',
  dealId: null,
  step: 'first-call',
  stage: null,
  kind: 'call',
  title: 'First call: Ada Lovelace',
  assigneeId: 'usr_rep',
  assigneeName: null,
  teamId: null,
  insteadOf: null,
  status: 'open',
  outcomes: ['reached', 'no-answer'],
  outcome: null,
  form: [],
  answers: null,
  note: null,
  reason: null,
  dueAt: '2027-01-04T12:00:00Z',
  createdAt: '2027-01-04T08:00:00Z',
  doneAt: null,
  doneBy: null,
  doneByName: null,
  origin: 'journey',
  ...changes,
});

export interface Said {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

const nowhere = (what: string) => (): Promise<never> =>
  Promise.reject(new Error(`${what} was not expected to be used`));

/** Commands without a world: whatever a test doesn't give must not be asked for. */
const someDeps = (changes: Partial<Deps> = {}): Deps => ({
  api: nowhere('the API'),
  writeText: nowhere('a place to write to'),
  readText: nowhere('a file'),
  readBytes: nowhere('a file'),
  readInput: nowhere('standard input'),
  sortMail: nowhere('a sorter of mails'),
  lintWorld: aPlace,
  scenarioFiles: nowhere('a folder of scenarios'),
  simulationWorld: nowhere('a simulation'),
  readCsv: nowhere('a table'),
  writeInto: nowhere('a folder'),
  lintChanges: async () => (async function* () {})(),
  uriOf: (file) => file,
  say: () => undefined,
  doctor: nowhere('the doctor'),
  importZoho: nowhere('the import'),
  importCsv: nowhere('the import'),
  bootstrap: nowhere('a database'),
  withWorkerBuilds: nowhere('Temporal'),
  startSystem: nowhere('the start'),
  pause: async () => {},
  progress: () => undefined,
  note: () => undefined,
  style: styleOf(false),
  ...changes,
});

/** Runs a command line as the process would, and keeps what it says. */
export async function followthrough(args: readonly string[], changes: Partial<Deps> = {}): Promise<Said> {
  let out = '';
  let err = '';
  const exit = await runCli(args, {
    version: '1.2.3',
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    deps: () => someDeps({ note: (line) => (err += `${line}\n`), ...changes }),
  });
  return { exit, out, err };
}

type Answers = { readonly [operation: string]: unknown };

/** An API that answers each operation with one value, or throws it if it is an error. Lists are one page. */
export function anApi(answers: Answers, asked: { operation: string; input: unknown }[] = []): () => Promise<ApiClient> {
  const answer = (operation: string, input: unknown): unknown => {
    asked.push({ operation, input });
    if (!(operation in answers)) throw new Error(`${operation} was not expected to be called`);
    const value = answers[operation];
    if (value instanceof Error) throw value;
    return value;
  };
  const client = {
    call: async (contract: { operationId: string }, input: unknown) => answer(contract.operationId, input),
    async *each(contract: { operationId: string }, input: unknown) {
      yield* (answer(contract.operationId, input) as { data: unknown[] }).data;
    },
  };
  return async () => client as unknown as ApiClient;
}

export const pageOf = (...data: readonly unknown[]) => ({ data, nextCursor: null, hasMore: false });

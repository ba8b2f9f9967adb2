import { type FaultCode, type FinalRecords, findFaults } from './check.js';
import type { ChaosOptions } from './options.js';
import type { Note } from './workers.js';

export interface Figures {
  readonly asked: ChaosOptions;
  readonly seconds: number;
  readonly workersDied: ReadonlyMap<string, number>;
  readonly engineDied: ReadonlyMap<string, number>;
  readonly restarts: {
    readonly stops: number;
    readonly temporal: number;
    readonly postgres: number;
    readonly refusals: number;
  };
  /** Real ms, in order. */
  readonly recoveries: readonly number[];
  /** Doubts about marketing that a person had sent again. */
  readonly sentAgain: number;
  /** Messages handed over by attempts that outlived their time, on a machine with too much to do. */
  readonly late: number;
  /** Ended journeys whose run had to be woken once more to end. */
  readonly lingering: number;
  readonly notes: readonly Note[];
  /** Mails that the naive sender's recipients had twice. */
  readonly naiveTwice: number;
}

/** Says what there was, as a table for docs/benchmarks.md, and whether all that was promised was kept. */
export function report(records: FinalRecords, figures: Figures, say: (line: string) => void): boolean {
  const faults = findFaults(records);
  const { asked } = figures;
  const missed = missing(records, figures);
  for (const [what, figure] of rowsOf(records, figures, (code) => faults.filter((one) => one.code === code).length))
    say(`| ${what} | ${figure} |`);
  for (const fault of faults.slice(0, 20)) {
    say(`fault: ${fault.code} ${fault.id}`);
    for (const line of evidenceOf(fault.id, records, figures.notes)) say(`  ${line}`);
  }
  for (const what of missed) say(`not reached: ${what}`);
  if (asked.control > 0 && figures.naiveTwice === 0) say('not reached: the naive sender sent nothing twice');
  return faults.length === 0 && missed.length === 0 && (asked.control === 0 || figures.naiveTwice > 0);
}

/** All that the records have of a faulty message or journey, in its order: who looks for the cause needs no second run. */
function evidenceOf(id: string, { messages, journal, acknowledged }: FinalRecords, notes: readonly Note[]): string[] {
  const message = messages.find((row) => row.id === id || row.messageId === id);
  const journeyId = message?.journeyId ?? id.split(' ')[0];
  const mine = messages.filter((row) => row.journeyId === journeyId);
  const contactId = mine[0]?.contactId ?? '';
  return [
    ...mine.map((row) => JSON.stringify(row)),
    `acknowledged ${acknowledged.get(contactId) ?? '-'}`,
    ...journal.flatMap((line) => (line.journeyId === journeyId ? [JSON.stringify(line)] : [])),
    ...notes
      .filter((note) => note.journeyId === journeyId)
      .sort((a, b) => a.at - b.at)
      .map((note) => JSON.stringify(note)),
  ];
}

/** What was asked for and did not come about. */
function missing({ journeys }: FinalRecords, { asked, restarts, workersDied, engineDied }: Figures): string[] {
  const short = (what: string, had: number, wanted: number) => (had < wanted ? [`${what}: ${had} of ${wanted}`] : []);
  const points = [...workersDied, ...engineDied].filter(([point]) => point !== 'random');
  return [
    ...short('journeys', journeys.length, asked.journeys),
    ...short('kills', workersDied.get('random') ?? 0, asked.kills),
    ...points.flatMap(([point, n]) => short(`kills at ${point}`, n, asked.points)),
    ...short('stops', restarts.stops, asked.stops),
    ...short('restarts of Temporal', restarts.temporal, asked.temporal),
    ...short('restarts of Postgres', restarts.postgres, asked.postgres),
  ];
}

function countBy<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return counts;
}

const wordsOf = (counts: Iterable<readonly [string, number]>): string =>
  [...counts].map(([what, n]) => `${what} ${n}`).join(', ') || '-';

const sum = (counts: Iterable<number>): number => [...counts].reduce((total, n) => total + n, 0);

function rowsOf(
  records: FinalRecords,
  { asked, seconds, workersDied, engineDied, restarts, recoveries, sentAgain, late, lingering, naiveTwice }: Figures,
  count: (code: FaultCode) => number,
): (readonly [string, unknown])[] {
  const { journeys, mails, tasks, messages, journal, acknowledged, inFlight, troubles } = records;
  const quantile = (q: number) =>
    recoveries.length === 0
      ? '-'
      : `${((recoveries[Math.min(recoveries.length - 1, Math.floor(recoveries.length * q))] ?? 0) / 1000).toFixed(1)} s`;
  const doubted = new Set(
    journal.flatMap((line) => (line.decision === 'uncertain' ? [`${line.journeyId} ${line.step}`] : [])),
  );
  const linesOf = (decision: string, reason: string) =>
    journal.filter((line) => line.decision === decision && line.reason === reason).length;
  const random = workersDied.get('random') ?? 0;
  const atPoints = [...workersDied].filter(([point]) => point !== 'random');
  const states = countBy(messages, ({ state }) => state);
  const accepted = messages.filter(({ state }) => state === 'accepted');
  const servers = countBy(accepted, ({ mailboxId }) => mailboxId ?? 'the configured one');
  const unanswered = troubles.filter((one) => /^dot (drop|take-)/.test(one.trouble)).length;
  return [
    ['seed; minutes', `${asked.seed}; ${(seconds / 60).toFixed(1)}`],
    ['journeys; mails taken; tasks done', `${journeys.length}; ${mails.length}; ${tasks.length}`],
    ['messages by state', wordsOf(states)],
    ['accepted ones by the mailbox whose server they went over', wordsOf(servers)],
    ['workers killed at random moments; at named points', `${random}; ${sum(atPoints.map(([, n]) => n))}`],
    ['of the latter by point', wordsOf(atPoints)],
    ['engine (API side) killed by point', wordsOf(engineDied)],
    [
      'workers stopped past their time and continued; Temporal, Postgres restarted',
      `${restarts.stops}; ${restarts.temporal}, ${restarts.postgres}`,
    ],
    ['times the mail server refused connections; did something wrong', `${restarts.refusals}; ${troubles.length}`],
    ['unsubscribes and replies within ms of a send', acknowledged.size],
    [
      '**steps lost; steps twice; mails twice; tasks twice**',
      `${count('lost-step')}; ${count('step-twice')}; ${count('mail-twice')}; ${count('task-twice')}`,
    ],
    ['**sent after an acknowledged unsubscribe or reply**', count('sent-after')],
    [
      'mails in doubt; in flight at kills and stops, of attempts that took too long; without an answer to the dot',
      `${doubted.size}; ${inFlight.size}, ${late}; ${unanswered}`,
    ],
    [
      'doubts looked for: found; not found, service sent again by itself; marketing by a person',
      `${linesOf('send', 'found')}; ${linesOf('uncertain', 'not-found-again')}; ${sentAgain}`,
    ],
    ['in doubt and not listed; in doubt without a reason', `${count('unlisted-doubt')}; ${count('needless-doubt')}`],
    ["ends that don't fit the mail server's trouble; events lost or twice", `${count('wrong-end')}; ${count('event')}`],
    ["counts that don't add up", count('count')],
    ['ended journeys whose run a killed Temporal server had forgotten, and that a poke ended', lingering],
    [
      `from a kill to the end of a step that was in hand (${recoveries.length}): p50; p99; most`,
      `${quantile(0.5)}; ${quantile(0.99)}; ${quantile(1)}`,
    ],
    [`a naive sender's mails twice, in ${asked.control} kills`, naiveTwice],
  ];
}

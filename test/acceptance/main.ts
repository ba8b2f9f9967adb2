import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { simpleParser } from 'mailparser';
import { publishDefinition } from '../../src/api/contracts/definitions.js';
import { enrol } from '../../src/api/contracts/enrolments.js';
import { repositoryRoot } from '../../src/config/env.js';
import { formatReport } from '../../src/db/import/report.js';
import { importZoho } from '../../src/db/import/zoho/import-zoho.js';
import { DAY, formatInstant } from '../../src/domain/instant.js';
import { type Catcher, type Check, checkEnd, checkStart, type TemporalCounts } from './checks.js';
import { type MailOrigin, Player } from './player.js';
import { type Stack, startStack } from './stack.js';

/*
 * The proof on a real export: imports it, enrols everybody, lets seasons pass on a quick clock with a seeded player, and
 * compares the final records of database, mail catcher and Temporal. Exits 1 on any difference.
 * Usage: npm run acceptance -- <folder of the export> [--days 102] [--day 15s] [--hibernate 20s] [--seed spring] [--keep]
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    days: { type: 'string', default: '102' },
    day: { type: 'string', default: '15' },
    hibernate: { type: 'string', default: '20s' },
    seed: { type: 'string', default: 'followthrough' },
    keep: { type: 'boolean', default: false },
  },
});
const [folder] = positionals;
if (folder === undefined) {
  process.stderr.write(
    'usage: npm run acceptance -- <folder of the Zoho export> [--days 102] [--day 15 (real seconds a day)] [--seed text] [--keep]\n',
  );
  process.exit(2);
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const days = Number(values.days);
const rate = DAY / (Number(values.day.replace(/s$/, '')) * 1000);
// A Monday 08:30 UTC in a week without holidays.
const START = Date.UTC(2027, 0, 11, 8, 30);

const data = await mkdtemp(join(tmpdir(), 'followthrough-acceptance-'));
let failed = true;
let stack: Stack | null = null;
process.on('SIGINT', () => void stack?.stop().finally(() => process.exit(130)));
try {
  stack = await startStack({ folder: data, rate, hibernateAfter: values.hibernate, start: START, say });
  failed = !(await prove(stack, resolve(folder)));
} finally {
  await stack?.stop();
  if (values.keep) say(`data kept in ${data}`);
  else await rm(data, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

async function prove(system: Stack, source: string): Promise<boolean> {
  const begun = Date.now();
  const report = await importZoho(system.db, source, { timezone: 'UTC', now: system.now() });
  say(formatReport(report));
  say(`imported in ${seconds(begun)} s`);

  const text = await readFile(join(repositoryRoot, 'definitions/lead-to-customer.yaml'), 'utf8');
  await system.api.call(publishDefinition, { body: { text, file: 'lead-to-customer.yaml' } });
  const enrolled = Date.now();
  const totals = await enrolAll(system);
  say(
    `enrolled ${totals.started} of ${totals.seen} in ${seconds(enrolled)} s, refused ${JSON.stringify(totals.refused)}`,
  );
  await eventually(
    async () => (await system.db.journey.count({ where: { phase: 'starting' } })) === 0,
    300_000,
    'all journeys have begun',
  );
  const start = await checkStart(system.db);
  print(start);

  const player = new Player({
    api: system.api,
    seed: values.seed,
    newMails: newMailsOf(system),
    originOf: (ids) => originsOf(system, ids),
    now: system.now,
  });
  const end = system.now() + days * DAY;
  let told = 0;
  while (system.now() < end) {
    await player.round();
    if (Date.now() - told > 30_000) {
      told = Date.now();
      say(await progress(system, player));
    }
    await new Promise((done) => setTimeout(done, 3000));
  }
  say(await progress(system, player));
  await settle(system);
  await figures(system, player);
  const final = await checkEnd(system.db, catcherOf(system), await temporalCounts(system));
  print(final);
  const wrong = [...start, ...final].filter((check) => !check.ok).length;
  say(`${start.length + final.length - wrong} checks passed, ${wrong} failed, ${seconds(begun)} s`);
  return wrong === 0;
}

async function enrolAll(system: Stack) {
  const totals = { seen: 0, started: 0, refused: {} as { [code: string]: number } };
  let cursor: string | undefined;
  do {
    const page = await system.api.call(enrol, {
      body: { definition: 'lead-to-customer', dryRun: false, limit: 200, ...(cursor === undefined ? {} : { cursor }) },
    });
    totals.seen += page.seen;
    totals.started += page.started;
    for (const [code, n] of Object.entries(page.refused)) totals.refused[code] = (totals.refused[code] ?? 0) + n;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return totals;
}

function newMailsOf(system: Stack) {
  let seen = 0;
  return async () => {
    const fresh = system.inbox.mails.slice(seen);
    seen += fresh.length;
    return fresh.map((mail) => ({ id: mail.messageId, messageId: mail.messageId }));
  };
}

async function originsOf(system: Stack, ids: readonly string[]): Promise<Map<string, MailOrigin>> {
  const rows = await system.db.message.findMany({
    where: { messageId: { in: [...ids] } },
    select: { messageId: true, contactId: true, stepId: true, purpose: true },
  });
  return new Map(rows.map((row) => [row.messageId, row]));
}

function catcherOf(system: Stack): Catcher {
  return {
    all: () =>
      Promise.all(
        system.inbox.mails.map(async (mail) => {
          const parsed = await simpleParser(mail.raw);
          const to = Array.isArray(parsed.to) ? parsed.to[0] : parsed.to;
          return { messageId: mail.messageId, to: mail.to.join(','), toName: to?.value[0]?.name ?? '' };
        }),
      ),
  };
}

async function temporalCounts({ temporal }: Stack): Promise<TemporalCounts> {
  const count = async (status: string) =>
    (await temporal.workflow.count(`WorkflowType = 'journey' AND ExecutionStatus = '${status}'`)).count;
  return {
    running: await count('Running'),
    completed: await count('Completed'),
    failed:
      (await count('Failed')) + (await count('Terminated')) + (await count('TimedOut')) + (await count('Canceled')),
    continued: await count('ContinuedAsNew'),
  };
}

/** Nothing that is due is left undone, nobody acts and nothing falls due any more: the records can be compared. */
async function settle(system: Stack): Promise<void> {
  await system.standStill();
  const since = Date.now();
  await eventually(
    async () => {
      // Due, told of an event that it has not heard, or in the midst of a message.
      const behind = await system.db.journey.count({
        where: { status: 'open', OR: [{ nextAt: { lte: new Date(system.now()) } }, { poked: true }] },
      });
      const moving = await system.db.message.count({ where: { state: { in: ['claimed', 'handed-over'] } } });
      return behind === 0 && moving === 0 && (await system.db.outbox.count({ where: { doneAt: null } })) === 0;
    },
    900_000,
    'what was due is done',
  );
  // Temporal's own counts are read a moment after the last close is visible.
  await new Promise((done) => setTimeout(done, 5000));
  say(`business time stands at ${formatInstant(system.now())}; all that was due was done ${seconds(since)} s later`);
}

async function progress(system: Stack, player: Player): Promise<string> {
  const late = await system.db.$queryRaw<{ lag: number | null }[]>`
    SELECT extract(epoch FROM max(lag)) AS lag FROM (SELECT ${new Date(system.now())}::timestamptz - "nextAt" AS lag FROM journeys WHERE status = 'open' AND "nextAt" < ${new Date(system.now())}) late`;
  const lag = Number(late[0]?.lag ?? 0) / 86_400;
  const open = await system.db.journey.count({ where: { status: 'open' } });
  return `${formatInstant(system.now())}  open ${open}  mails ${system.inbox.mails.length}  tasks ${player.played.tasks}  replies ${player.played.replies}  won ${player.played.won}  lag ${lag.toFixed(1)} virtual days`;
}

async function figures(system: Stack, player: Player): Promise<void> {
  const { db } = system;
  const advances = await db.advance.count();
  const stages = await db.journey.groupBy({ by: ['stage'], where: { status: 'open' }, _count: true });
  const owners = await db.$queryRaw<{ name: string; done: bigint; open: bigint; withdrawn: bigint }[]>`
    SELECT coalesce(u.name, '(nobody)') AS name, count(*) FILTER (WHERE t.status = 'done') AS done, count(*) FILTER (WHERE t.status = 'open') AS open,
      count(*) FILTER (WHERE t.status = 'withdrawn') AS withdrawn
    FROM tasks t LEFT JOIN users u ON u.id = t."assigneeId" WHERE t.origin <> 'import' GROUP BY 1 ORDER BY 1`;
  const messages = await db.message.groupBy({ by: ['state', 'reason'], _count: true });
  say(`advances ${advances}, player ${JSON.stringify(player.played)}`);
  say(`open by stage: ${stages.map((row) => `${row.stage} ${row._count}`).join(', ')}`);
  say(
    `messages: ${messages.map((row) => `${row.state}${row.reason === null ? '' : ` (${row.reason})`} ${row._count}`).join(', ')}`,
  );
  for (const row of owners) say(`  ${row.name}: ${row.done} done, ${row.open} open, ${row.withdrawn} withdrawn`);
}

function print(checks: readonly Check[]): void {
  for (const check of checks)
    say(
      `${check.ok ? 'ok  ' : 'FAIL'}  ${check.what}: ${check.found}${check.ok ? '' : `, expected ${check.expected}`}`,
    );
}

async function eventually(holds: () => Promise<boolean>, ms: number, what: string): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) {
      say(`FAIL  ${what}: not within ${ms / 1000} s`);
      return;
    }
    await new Promise((done) => setTimeout(done, 500));
  }
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(0);
}

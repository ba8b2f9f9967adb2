import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { openDb } from '../../src/db/client.js';
import { createClock } from '../../src/db/clock.js';
import { createEngine } from '../../src/db/engine.js';
import { newId } from '../../src/db/new-id.js';
import { claimOutbox, finishOutbox, releaseOutbox } from '../../src/db/outbox.js';
import { createPrograms } from '../../src/db/programs.js';
import { createTemporalJourneys } from '../../src/temporal/journeys.js';
import { relay } from '../../src/temporal/relay.js';
import { aMail } from '../support/definitions.js';
import { aDeployment } from '../support/walk.js';
import { type FinalRecords, findFaults } from './check.js';
import { naiveDuplicates } from './control.js';
import { randomFrom, readOptions } from './options.js';
import { insist, People, readMails } from './people.js';
import { POINTS, Workers } from './workers.js';
import { NAMESPACE, World } from './world.js';

/*
 * Journeys under load while workers, Temporal and Postgres are killed, and people unsubscribe and answer within
 * milliseconds of a send. Afterwards a checker reads the final records only. Ends with 1 when it finds a fault, or when
 * the control, a naive sender, shows none.
 */

const DEFINITION = `kind: journey
id: chaos
name: Chaos
variables: { topic: our offer }
enter: { on: nothing.such, again: always }
exit: [ { on: email.replied, as: replied } ]
steps:
${aMail('first')}
  - id: call
    task: { kind: call, title: Call, due: 9 days, outcomes: [reached] }
    onOutcome: { reached: [ { update: { contact.status: talking } } ] }
  - wait: 1 days
${aMail('second')}
  - wait: 1 days
${aMail('third')}
  - end: done
`;
const TEMPLATE =
  '---\nsubject: Hello\npurpose: marketing\n---\n<p>Hello. <a href="{{links.unsubscribe}}">No more</a></p>\n';
const WORKERS = 2;
const LONGEST_MS = 50 * 60_000;

const asked = readOptions(process.argv.slice(2));
const random = randomFrom(asked.seed);
const say = (line: string) => process.stdout.write(`${line}\n`);

const world = await World.start(TEMPLATE);
process.on('SIGINT', () => void world.stop().then(() => process.exit(1)));
const map = { virtualAnchor: Date.now(), realAnchor: Date.now(), rate: 8640 };
const db = openDb(world.databaseUrl, 10);
const taskQueue = 'chaos';
const client = new Client({ connection: Connection.lazy({ address: world.address }), namespace: NAMESPACE });
const runs = createTemporalJourneys(client, taskQueue);
const deployment = aDeployment({ catchUp: 300_000 * map.rate });
const engine = createEngine({
  db,
  programs: createPrograms(openDb(world.databaseUrl, 1)),
  deployment,
  clock: createClock(() => map, Date.now),
  tell: async (ids) => {
    const store = {
      claim: (options: { readonly ids?: readonly bigint[]; readonly most: number }) =>
        claimOutbox(db, Date.now(), options),
      finish: (rows: Parameters<typeof finishOutbox>[1]) => finishOutbox(db, rows, Date.now()),
      release: (rows: readonly bigint[], code: string) => releaseOutbox(db, rows, code),
    };
    await relay(store, runs, ids);
  },
  send: (workflowId, requestId) => runs.command(workflowId, requestId),
});

async function publish(): Promise<void> {
  const at = new Date();
  await db.user.create({
    data: { id: 'usr_rep', email: 'rep@sender.example', name: 'Rep', role: 'rep', createdAt: at },
  });
  await db.definition.create({ data: { id: 'chaos', kind: 'journey', current: 1 } });
  await db.definitionVersion.create({
    data: {
      ...{ definitionId: 'chaos', version: 1, text: DEFINITION, textHash: '', enterOn: ['nothing.such'] },
      ...{ publishedAt: new Date(0), publishedBy: 'chaos' },
    },
  });
}

type Disturbance = 'nothing' | 'unsubscribe' | 'reply';
interface Subject {
  readonly contactId: string;
  readonly email: string;
  readonly disturbedBy: Disturbance;
  readonly at: 'rcpt' | 'taken';
  readonly delay: number;
}
const subjects = new Map<string, Subject>();
const acknowledged = new Map<string, number>();
const disturbances: Promise<void>[] = [];
const DISTURBED: readonly Disturbance[] = ['nothing', 'unsubscribe', 'nothing', 'reply'];

async function enrol(n: number): Promise<void> {
  const contactId = newId('contact');
  const email = `c${n}@customer.example`;
  const subject: Subject = {
    ...{ contactId, email, disturbedBy: DISTURBED[n % 4] ?? 'nothing' },
    ...{ at: random() < 0.5 ? 'rcpt' : 'taken', delay: random() * 8 },
  };
  subjects.set(email, subject);
  const now = new Date();
  const contact = { name: 'Ada', email, emailKey: email, ownerId: 'usr_rep', tags: [], createdAt: now, updatedAt: now };
  await insist(() =>
    db.contact.upsert({ where: { id: contactId }, create: { id: contactId, ...contact }, update: {} }),
  );
  await insist(() => engine.start({ definitionId: 'chaos', contactId, actorId: 'usr_rep' }));
}

const begun = new Set<string>();
world.onMail = ({ at, to }) => {
  const subject = subjects.get(to);
  if (subject === undefined || subject.disturbedBy === 'nothing' || subject.at !== at || begun.has(to)) return;
  begun.add(to);
  disturbances.push(disturb(subject));
};

async function disturb({ contactId, disturbedBy, delay }: Subject): Promise<void> {
  await sleep(delay);
  const type = disturbedBy === 'reply' ? 'email.replied' : 'contact.unsubscribed';
  const event = { type, contactId, fields: {}, source: 'chaos', externalId: contactId };
  await insist(() => engine.receive(event));
  acknowledged.set(contactId, Date.now());
}

const inFlight = new Set<string>();
/** Of what was handed over only that is in doubt whose answer nobody wrote: asked before another attempt can. */
async function noteFlights(handedOver: readonly string[]): Promise<void> {
  const where = { id: { in: [...handedOver] }, state: { in: ['handed-over', 'uncertain'] } };
  for (const { id } of await insist(() => db.message.findMany({ where, select: { id: true } }))) inFlight.add(id);
}

const pointsLeft = new Map<string, number>(POINTS.map((point) => [point, asked.points]));
const workers = new Workers(
  world,
  { taskQueue, map },
  () => {
    const open = POINTS.filter((point) => (workers.died.get(point) ?? 0) < (pointsLeft.get(point) ?? 0));
    const point = open[Math.floor(random() * open.length)];
    return point === undefined || random() < 0.3
      ? { point: 'none', nth: 1 }
      : { point, nth: 1 + Math.floor(random() * 6) };
  },
  noteFlights,
);

const done = { stops: 0, temporal: 0, postgres: 0 };
const isOver = async () => (await db.journey.count({ where: { status: 'open' } })) === 0;

/** What is to happen, in an order drawn beforehand. */
function plannedTrouble(): string[] {
  const { kills, stops, temporal, postgres } = asked;
  const all = Object.entries({ kill: kills, stop: stops, temporal, postgres }).flatMap(([what, n]) =>
    Array.from({ length: n }, () => ({ what, order: random() })),
  );
  return all.sort((a, b) => a.order - b.order).map(({ what }) => what);
}

async function trouble(what: string): Promise<void> {
  if (what === 'temporal' || what === 'postgres') {
    await world.restart(what, done[what] % 2 === 0 ? 'kill' : 'stop');
    done[what] += 1;
    if (what === 'postgres') await noteFlights(workers.handedOverBy(null));
    return;
  }
  while (workers.ready.length === 0) await sleep(100);
  const pid = workers.ready[Math.floor(random() * workers.ready.length)] ?? 0;
  if (what === 'kill') return workers.kill(pid);
  // Past the six seconds after which another attempt takes its work over.
  workers.live.get(pid)?.kill('SIGSTOP');
  await sleep(9000);
  await noteFlights(workers.handedOverBy(pid));
  workers.live.get(pid)?.kill('SIGCONT');
  done.stops += 1;
}

/** From each kill to the next advance that anybody finished. */
async function recovery(): Promise<number[]> {
  const rows = await db.advance.findMany({ where: { realDoneAt: { not: null } }, select: { realDoneAt: true } });
  const at = rows.map((row) => row.realDoneAt?.getTime() ?? 0).sort((a, b) => a - b);
  return workers.deaths
    .map((death) => (at.find((one) => one > death) ?? Number.NaN) - death)
    .filter((ms) => !Number.isNaN(ms))
    .sort((a, b) => a - b);
}

async function finalRecords(): Promise<FinalRecords> {
  const rows = await db.journey.findMany();
  const by = new Map([...subjects.values()].map((subject) => [subject.contactId, subject.disturbedBy]));
  const journeys = [];
  for (const row of rows) {
    const run = await client.workflow.getHandle(row.workflowId).describe();
    const { id, contactId, status, outcome } = row;
    journeys.push({
      id,
      contactId,
      status,
      outcome,
      disturbedBy: by.get(contactId) ?? 'nothing',
      run: run.status.name,
    });
  }
  const messages = await db.message.findMany();
  return {
    journeys,
    messages: messages.map((row) => ({ ...row, claimedAt: row.realClaimedAt?.getTime() ?? null })),
    mails: readMails(world.mails).filter((mail) => !mail.to.endsWith('@naive.example')),
    tasks: await db.task.findMany(),
    journal: await db.journalEntry.findMany(),
    ...{ acknowledged, inFlight },
  };
}

async function run(): Promise<boolean> {
  await publish();
  for (let n = 0; n < WORKERS; n++) await workers.start();
  const people = new People(db, engine, world.mails);
  let resting = false;
  const living = (async () => {
    while (!resting) {
      await people.round().catch(() => {});
      await sleep(300);
    }
  })();
  const entering = (async () => {
    for (let n = 0; n < asked.journeys; n++) await enrol(n);
  })();
  const began = Date.now();
  for (const what of plannedTrouble()) {
    await sleep(200 + random() * 1800);
    await trouble(what);
  }
  await entering;
  while (!(await insist(isOver)) && Date.now() - began < LONGEST_MS) await sleep(500);
  resting = true;
  await living;
  await Promise.all(disturbances);
  await sleep(2000);
  const records = await finalRecords();
  const waits = await recovery();
  workers.stop();
  const twice = await naiveDuplicates(world, asked.control, random);
  return report(records, { waits, twice, people, seconds: Math.round((Date.now() - began) / 1000) });
}

interface Figures {
  readonly waits: readonly number[];
  readonly twice: number;
  readonly people: People;
  readonly seconds: number;
}

function report(records: FinalRecords, { waits, twice, people, seconds }: Figures): boolean {
  const faults = findFaults(records);
  const count = (code: string) => faults.filter((fault) => fault.code === code).length;
  const quantile = (q: number) => `${waits[Math.min(waits.length - 1, Math.floor(waits.length * q))] ?? '-'} ms`;
  const complete = records.journeys.length === asked.journeys;
  const rows: readonly (readonly [string, unknown])[] = [
    ['seed; seconds', `${asked.seed}; ${seconds}`],
    ['journeys; mails taken; tasks', `${records.journeys.length}; ${records.mails.length}; ${records.tasks.length}`],
    ['workers killed', JSON.stringify(Object.fromEntries(workers.died))],
    ['workers stopped and continued; Temporal, Postgres restarted', JSON.stringify(done)],
    ['unsubscribes and replies within ms of a send', acknowledged.size],
    ['steps lost', count('lost-step')],
    ['mails twice', count('mail-twice')],
    ['tasks twice', count('task-twice')],
    ['sent after an acknowledged unsubscribe or reply', count('sent-after')],
    [
      'mails in doubt; in flight at the kills',
      `${new Set([...people.doubts.keys()].map((k) => k.split(' ')[0])).size}; ${inFlight.size}`,
    ],
    ['doubts: the server had it; had it not, sent again', `${people.resolved.seen}; ${people.resolved.unseen}`],
    ['in doubt and not listed; in doubt without a kill', `${count('unlisted-doubt')}; ${count('needless-doubt')}`],
    ['counts that do not add up', count('count')],
    ['from a kill to the next step: p50; p99', `${quantile(0.5)}; ${quantile(0.99)}`],
    [`control: mails twice in ${asked.control} kills`, twice],
  ];
  for (const [what, figure] of rows) say(`| ${what} | ${figure} |`);
  for (const { code, id } of faults.slice(0, 20)) say(`${code} ${id}`);
  return faults.length === 0 && complete && twice > 0;
}

let kept = false;
try {
  kept = await run();
} finally {
  workers.stop();
  await world.stop();
}
say(kept ? 'kept' : 'BROKEN');
process.exit(kept ? 0 : 1);

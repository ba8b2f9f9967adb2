import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { publishDefinition } from '../src/api/contracts/definitions.js';
import { repositoryRoot } from '../src/config/env.js';
import { FORM_REFUSALS } from '../src/domain/form/refusal.js';
import type { World } from '../test/browser/support/world.js';
import { startWorld } from '../test/browser/support/world.js';
import { readNumbers } from './support/options.js';
import { percentile } from './support/statistics.js';
import { machine, say } from './support/world.js';

/*
 * A form that is flooded, in the whole system with every part real: posts from few addresses, from many of one network, and from all over,
 * each with a page of its own and another address typed, as fast as the API answers. Meanwhile visitors fill in the same form and
 * another one, and somebody reads with a key. What was taken and refused must be what was sent, to the post; leads and mails stay
 * within the form's rates; every visitor but those of the form that the whole world floods gets through.
 * `npm run bench:form-flood -- --posts 3000`.
 */

const { posts } = readNumbers(process.argv.slice(2), { posts: 3_000 });
/** What a form takes of one sender, of one network, and of all in a minute (src/api/public/forms/guard.ts). */
const [OF_SENDER, OF_NETWORK, OF_FORM] = [10, 30, 120];
const AT_ONCE = 32;
/** No program writes faster than this, says the form. */
const WRITES_MS = 2_200;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly ms: number;
}

const agent = new Agent({ keepAlive: false });

/** From an address of this machine: all of 127.0.0.0/8 are. */
async function ask(url: string, from: string, fields: Readonly<Record<string, string>> | null = null): Promise<Answer> {
  const began = performance.now();
  const body = fields === null ? '' : new URLSearchParams(fields).toString();
  return await new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) };
    const asked = request(
      url,
      { agent, localAddress: from, method: fields === null ? 'GET' : 'POST', headers: fields === null ? {} : headers },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          resolve({ status: answer.statusCode ?? 0, body: text, ms: performance.now() - began });
        });
        answer.on('error', reject);
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

const stampIn = (page: string): string => /name="_stamp" value="([^"]+)"/.exec(page)?.[1] ?? '';

/** Does something for each, so many at once. */
async function each<T>(things: readonly T[], act: (thing: T, i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < things.length; i = next++) await act(things[i] as T, i);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const form = (id: string): string => `kind: form
id: ${id}
name: ${id}
fields:
  - { id: email, to: contact.email, label: Email, required: true }
  - { id: name, to: contact.name, label: Name }
consent: { text: "Yes.", confirm: always }
`;
/** Writes to every new lead at once, as a careless definition might; the mails that ask for consent come on top. */
const WELCOME = `kind: journey
id: welcome
name: Welcome
enter: { on: lead.created }
steps:
  - { id: hello, email: { template: consent/confirm, from: marketing, purpose: service } }
  - end: done
`;

/** A visitor every few seconds while something goes on: how many got through, and how long each request took. */
function visitors(world: World, formId: string, from: (i: number) => string, isOver: () => boolean) {
  const done = { sent: 0, taken: 0, ms: [] as number[] };
  const visit = async (i: number) => {
    const page = await ask(`${world.apiUrl}/f/${formId}`, from(i));
    await sleep(WRITES_MS);
    const email = `visitor${i}@${formId}.example`;
    const sent = await ask(`${world.apiUrl}/f/${formId}`, from(i), { _stamp: stampIn(page.body), email, name: 'V' });
    done.sent += 1;
    if (sent.status === 200) done.taken += 1;
    done.ms.push(page.ms, sent.ms);
  };
  const run = async () => {
    for (let i = 0; i === 0 || !isOver(); i++) await visit(i);
    return done;
  };
  return run();
}

interface Flood {
  readonly id: string;
  readonly what: string;
  readonly from: (i: number) => string;
  /** The most leads that the form's rates let it make in its first minutes. */
  readonly most: (minutes: number) => number;
  readonly keepsOut: boolean;
}

const FLOODS: readonly Flood[] = [
  {
    id: 'few',
    what: '8 addresses',
    from: (i) => `127.${20 + (i % 8)}.0.1`,
    most: (minutes) => 8 * OF_SENDER * minutes,
    keepsOut: false,
  },
  {
    id: 'many',
    what: `${posts} addresses of three networks`,
    from: (i) => `127.${30 + (i % 3)}.${Math.floor(i / 250) % 250}.${1 + (i % 250)}`,
    most: (minutes) => 3 * OF_NETWORK * minutes,
    keepsOut: false,
  },
  {
    id: 'all',
    what: `${posts} addresses of 100 networks`,
    from: (i) => `127.${50 + (i % 100)}.${Math.floor(i / 250) % 250}.${1 + (i % 250)}`,
    most: (minutes) => OF_FORM * minutes,
    keepsOut: true,
  },
];

const world = await startWorld(say);
let isKept = true;
const holds = (what: string, is: boolean): void => {
  if (!is) say(`  BROKEN: ${what}`);
  isKept &&= is;
};
try {
  const confirm = await readFile(path.join(repositoryRoot, 'definitions/confirm-consent.yaml'), 'utf8');
  for (const text of [confirm, WELCOME, form('quiet'), ...FLOODS.map(({ id }) => form(id))])
    await world.api.call(publishDefinition, { body: { text } });
  say(`${posts} posts a flood, ${AT_ONCE} at once; ${machine()}`);
  const before = await visitors(
    world,
    'quiet',
    () => '127.200.0.1',
    () => true,
  );
  say(`  without a flood: a visitor's requests took ${before.ms.map((ms) => `${ms.toFixed(0)} ms`).join(', ')}`);
  for (const flood of FLOODS) await run(flood);
} finally {
  await world.stop();
}
say(`bench:form-flood: ${isKept ? 'kept' : 'BROKEN'}`);
process.exit(isKept ? 0 : 1);

async function run({ id, what, from, most, keepsOut }: Flood): Promise<void> {
  const url = `${world.apiUrl}/f/${id}`;
  const numbers = Array.from({ length: posts }, (_, i) => i);
  const stamps: string[] = [];
  await each(numbers, async (i) => {
    stamps[i] = stampIn((await ask(url, from(i))).body);
  });
  await sleep(WRITES_MS);
  let isOver = false;
  const same = visitors(
    world,
    id,
    (i) => `127.201.0.${1 + i}`,
    () => isOver,
  );
  const other = visitors(
    world,
    'quiet',
    (i) => `127.202.${id.length}.${1 + i}`,
    () => isOver,
  );
  const reads = readers(() => isOver);
  const began = performance.now();
  const statuses = new Map<number, number>();
  await each(numbers, async (i) => {
    // Every seventh falls into the trap, every eleventh comes from no page.
    const trap = i % 7 === 0 ? { _homepage: 'https://spam.example' } : {};
    const fields = {
      ...trap,
      _stamp: i % 11 === 0 ? '' : (stamps[i] ?? ''),
      email: `n${i}@${id}.example`,
      _consent: 'yes',
    };
    const { status } = await ask(url, from(i), fields);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  });
  const seconds = (performance.now() - began) / 1_000;
  isOver = true;
  const [ofSame, ofOther, read] = await Promise.all([same, other, reads]);
  await world.quiet();
  await sleep(2_000);
  const where = { formId: id };
  const [taken, leads, counts, mails] = await Promise.all([
    world.db.formSubmission.count({ where }),
    world.db.contact.count({ where: { email: { endsWith: `@${id}.example` } } }),
    world.db.formCount.findMany({ where: { ...where, what: { in: [...FORM_REFUSALS] } } }),
    mailsTo(`@${id}.example`),
  ]);
  const refused = counts.reduce((sum, { n }) => sum + n, 0);
  const windows = Math.ceil(seconds / 60) + 1;
  say(`${what}: ${posts} posts in ${seconds.toFixed(1)} s, ${Math.round(posts / seconds)} a second`);
  say(`  taken ${taken}, leads ${leads}, mails ${mails}; ${counts.map((row) => `${row.what} ${row.n}`).join(', ')}`);
  say(
    `  answers: ${[...statuses]
      .sort(([a], [b]) => a - b)
      .map(([status, n]) => `${status} ${n}`)
      .join(', ')}`,
  );
  for (const [name, { sent, taken: got, ms }] of [
    ['the same form', ofSame],
    ['another form', ofOther],
  ] as const)
    say(
      `  visitors of ${name}: ${got} of ${sent} taken; p50 ${percentile(ms, 0.5).toFixed(0)}, p95 ${percentile(ms, 0.95).toFixed(0)} ms`,
    );
  say(`  reads with a key: p50 ${percentile(read, 0.5).toFixed(0)}, p95 ${percentile(read, 0.95).toFixed(0)} ms`);
  holds('every post is taken or counted with its reason', taken + refused === posts + ofSame.sent);
  holds('each submission is one lead', taken === leads);
  holds('no more leads than the rates let in', taken <= most(windows) + ofSame.sent);
  holds('two mails a lead at most', mails <= 2 * leads);
  holds('visitors of another form get through', ofOther.taken === ofOther.sent);
  holds('visitors of the same form get through', keepsOut || ofSame.taken === ofSame.sent);
  holds('no request fails', ![...statuses.keys()].some((status) => status >= 500));
}

async function mailsTo(domain: string): Promise<number> {
  const people = await world.db.contact.findMany({ where: { email: { endsWith: domain } }, select: { id: true } });
  return await world.db.message.count({ where: { contactId: { in: people.map(({ id }) => id) } } });
}

/** How long it takes to read the overview with a key, over and over. */
async function readers(isOver: () => boolean): Promise<readonly number[]> {
  const ms: number[] = [];
  while (!isOver()) {
    const began = performance.now();
    const answer = await fetch(`${world.apiUrl}/v1/overview`, { headers: { authorization: `Bearer ${world.opsKey}` } });
    await answer.arrayBuffer();
    holds('reads are answered', answer.status === 200);
    ms.push(performance.now() - began);
    await sleep(200);
  }
  return ms;
}

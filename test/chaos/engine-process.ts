import { z } from 'zod';
import type { Engine } from '../../src/api/ports.js';
import { type Db, openDb, type Tx } from '../../src/db/client.js';
import { createClock } from '../../src/db/clock.js';
import { createEngine } from '../../src/db/engine.js';
import { createPrograms } from '../../src/db/programs.js';
import { openTemporal } from '../../src/temporal/connection.js';
import { createTemporalJourneys } from '../../src/temporal/journeys.js';
import { relay } from '../../src/temporal/relay.js';
import { aDeployment } from '../support/walk.js';
import { Failpoints } from './points.js';
import { passingJourneys, tellingsOf } from './tellings.js';

/*
 * The engine as the API has it, in a process of its own that may kill itself at a named point; what it is asked comes and
 * is answered over the channel to its parent.
 */

const options = z
  .strictObject({
    databaseUrl: z.string(),
    address: z.string(),
    namespace: z.string(),
    taskQueue: z.string(),
    map: z.strictObject({ virtualAnchor: z.number(), realAnchor: z.number(), rate: z.number() }),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

const points = new Failpoints();
points.listen();

/** As a crash between commit and telling leaves them: the workers' relay takes these up. */
const UNTOLD_SHARE = 0.15;

const db = openDb(options.databaseUrl, 10);
const failing = new Proxy(db, {
  get(target, name) {
    if (name !== '$transaction') return Reflect.get(target, name);
    return (work: (tx: Tx) => Promise<unknown>) =>
      target.$transaction(async (tx) => {
        const done = await work(tx);
        await points.passing('beforeEventCommits');
        return done;
      });
  },
}) as Db;
const target = { address: options.address, namespace: options.namespace, tls: null, apiKey: null };
const journeys = createTemporalJourneys(await openTemporal(target), options.taskQueue);
const telling = tellingsOf(db, () => points.passing('eventClaimed'));
const told = passingJourneys(journeys, () => points.passing('eventTold'));
const engine = createEngine({
  db: failing,
  programs: createPrograms(openDb(options.databaseUrl, 1)),
  deployment: aDeployment({ catchUp: 300_000 * options.map.rate }),
  clock: createClock(() => options.map, Date.now),
  async tell(ids) {
    await points.passing('afterEventCommits');
    if (Math.random() >= UNTOLD_SHARE) await relay(telling, told, ids);
  },
  send: journeys.command,
});

type Method = 'receive' | 'start' | 'command' | 'completeTask';
interface Asked {
  readonly n: number;
  readonly method: Method;
  readonly args: readonly unknown[];
}

process.on('message', (asked: Asked) => {
  const call = engine[asked.method] as (...args: readonly unknown[]) => ReturnType<Engine[Method]>;
  call(...asked.args).then(
    (answer) => process.send?.({ n: asked.n, answer }),
    (error: unknown) => process.send?.({ n: asked.n, failed: String(error).slice(0, 200) }),
  );
});
process.on('disconnect', () => process.exit(1));
process.stdout.write('ready\n');

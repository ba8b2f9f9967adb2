import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineClient } from './engine-client.js';
import type { ChaosOptions } from './options.js';
import { ENGINE_POINTS, WORKER_POINTS } from './points.js';
import type { Workers } from './workers.js';
import type { World } from './world.js';

/** One thing that goes wrong. */
export type Trouble =
  | { readonly what: 'kill' | 'stop' | 'temporal' | 'postgres' | 'refusal' }
  | { readonly what: 'worker-point' | 'engine-point'; readonly point: string };

/** All that is to go wrong, in an order drawn beforehand. */
export function drawTroubles(asked: ChaosOptions, random: () => number): Trouble[] {
  const many = (n: number, trouble: Trouble) => Array.from({ length: n }, () => ({ trouble, order: random() }));
  const all = [
    ...many(asked.kills, { what: 'kill' }),
    ...many(asked.stops, { what: 'stop' }),
    ...many(asked.temporal, { what: 'temporal' }),
    ...many(asked.postgres, { what: 'postgres' }),
    ...many(asked.refusals, { what: 'refusal' }),
    ...WORKER_POINTS.flatMap((point) => many(asked.points, { what: 'worker-point', point })),
    ...ENGINE_POINTS.flatMap((point) => many(asked.points, { what: 'engine-point', point })),
  ];
  return all.sort((a, b) => a.order - b.order).map(({ trouble }) => trouble);
}

interface Parts {
  readonly world: World;
  readonly workers: Workers;
  readonly engine: EngineClient;
  readonly random: () => number;
  /** Between two troubles, at most. */
  readonly pauseMs: number;
  /** Told of messages that were handed over when something stood still or died. */
  readonly noteFlights: (pid: number | null) => Promise<void>;
  readonly onProgress: (done: number) => void;
}

/** As long as an attempt may last, and a while more. */
const STOPPED_MS = 9000;
const POINT_PATIENCE_MS = 20_000;
const REFUSED_MS = 1500;

/** Makes the troubles, two at a time where they don't exclude each other. A point that isn't passed in time comes again. */
export class Troublemaker {
  readonly done = { stops: 0, temporal: 0, postgres: 0, refusals: 0 };
  private finished = 0;
  private restarting = false;

  constructor(private readonly parts: Parts) {}

  async make(troubles: readonly Trouble[], until: number): Promise<void> {
    const queue = [...troubles];
    const hand = async () => {
      for (let next = queue.shift(); next !== undefined && Date.now() < until; next = queue.shift()) {
        await sleep(this.parts.pauseMs * (0.2 + this.parts.random() * 0.8));
        if (await this.one(next)) this.parts.onProgress(++this.finished);
        else queue.splice(Math.floor(this.parts.random() * queue.length), 0, next);
      }
    };
    await Promise.all([hand(), hand()]);
  }

  private async one(trouble: Trouble): Promise<boolean> {
    const { workers, world, random } = this.parts;
    switch (trouble.what) {
      case 'kill':
        workers.kill(await this.aWorker());
        return true;
      case 'stop':
        return await this.stop();
      case 'temporal':
      case 'postgres':
        return await this.restart(trouble.what);
      case 'refusal':
        world.shutMail(REFUSED_MS);
        this.done.refusals += 1;
        return true;
      case 'worker-point':
        return await this.workerPoint(trouble.point, 1 + Math.floor(random() * 3));
      case 'engine-point':
        return await this.enginePoint(trouble.point, 1 + Math.floor(random() * 3));
    }
  }

  private async aWorker(): Promise<number> {
    const { workers, random } = this.parts;
    for (;;) {
      const { idle } = workers;
      const pid = idle[Math.floor(random() * idle.length)];
      if (pid !== undefined) return pid;
      await sleep(50);
    }
  }

  private async workerPoint(point: string, nth: number): Promise<boolean> {
    const { workers } = this.parts;
    const pid = await this.aWorker();
    workers.arm(pid, point, nth);
    const end = Date.now() + POINT_PATIENCE_MS;
    while (workers.isAlive(pid) && Date.now() < end) await sleep(50);
    // One that has ended by itself, since a service went away, was not killed at the point.
    if (!workers.isAlive(pid)) return workers.deaths.some((death) => death.pid === pid);
    workers.arm(pid, 'none', 0);
    return false;
  }

  private async enginePoint(point: string, nth: number): Promise<boolean> {
    const { engine } = this.parts;
    const killed = engine.died.get(point) ?? 0;
    const end = Date.now() + POINT_PATIENCE_MS;
    while (!engine.arm(point, nth)) {
      if (Date.now() > end) return false;
      await sleep(50);
    }
    while ((engine.died.get(point) ?? 0) === killed && Date.now() < end) await sleep(50);
    if ((engine.died.get(point) ?? 0) > killed) return true;
    engine.disarm();
    return false;
  }

  /** One service at a time, killed and stopped by turns. */
  private async restart(name: 'temporal' | 'postgres'): Promise<boolean> {
    if (this.restarting) return false;
    this.restarting = true;
    try {
      await this.parts.world.restart(name, this.done[name] % 2 === 0 ? 'kill' : 'stop');
      this.done[name] += 1;
      // A commit whose answer was lost with the database leaves a doubt too.
      if (name === 'postgres') await this.parts.noteFlights(null);
      return true;
    } finally {
      this.restarting = false;
    }
  }

  private async stop(): Promise<boolean> {
    const { workers, noteFlights } = this.parts;
    const pid = await this.aWorker();
    workers.arm(pid, 'stopped', 0);
    workers.signal(pid, 'SIGSTOP');
    await sleep(STOPPED_MS);
    await noteFlights(pid);
    workers.signal(pid, 'SIGCONT');
    workers.arm(pid, 'none', 0);
    this.done.stops += 1;
    return true;
  }
}

import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ClockMap } from '../../src/db/clock.js';
import { NAMESPACE, startProcess, type World } from './world.js';

export const POINTS = [
  'beforeDecision',
  'beforeFreezeCommits',
  'afterDecision',
  'beforeHandOver',
  'afterHandOver',
  'afterAnswer',
  'beforeOutcomeCommits',
  'afterOutcome',
  'completion',
] as const;

/** Worker processes that are begun again whenever one dies. */
export class Workers {
  readonly live = new Map<number, { readonly kill: (signal: NodeJS.Signals) => void; ready: boolean }>();
  readonly died = new Map<string, number>();
  /** Of every kill the instant. */
  readonly deaths: number[] = [];
  private readonly flights: string;
  private stopping = false;

  constructor(
    private readonly world: World,
    private readonly parts: { readonly taskQueue: string; readonly map: ClockMap },
    private readonly nextPoint: () => { readonly point: string; readonly nth: number },
    /** Told of the messages that a dead process had handed over. */
    private readonly onDeath: (handedOver: readonly string[]) => Promise<void>,
  ) {
    this.flights = path.join(world.folder, 'flights.jsonl');
    writeFileSync(this.flights, '');
  }

  async start(): Promise<void> {
    const { world, parts } = this;
    const { point, nth } = this.nextPoint();
    const child = startProcess('./worker.ts', [
      JSON.stringify({
        ...parts,
        ...{ point, nth, databaseUrl: world.databaseUrl, smtpUrl: world.smtpUrl, templates: world.templates },
        ...{ address: world.address, namespace: NAMESPACE, bundle: world.bundle, flights: this.flights },
      }),
    ]);
    const entry = { kill: (signal: NodeJS.Signals) => void child.kill(signal), ready: false };
    this.live.set(child.pid, entry);
    child.stdout?.once('data', () => {
      entry.ready = true;
    });
    void once(child, 'exit').then(async ([, signal]) => {
      this.live.delete(child.pid);
      if (this.stopping) return;
      if (signal === 'SIGKILL') {
        const why = this.killed.delete(child.pid) ? 'random' : point;
        this.died.set(why, (this.died.get(why) ?? 0) + 1);
        this.deaths.push(Date.now());
        await this.onDeath(this.handedOverBy(child.pid));
      }
      await this.start();
    });
  }

  private readonly killed = new Set<number>();

  /** Pids that work. */
  get ready(): number[] {
    return [...this.live].filter(([, entry]) => entry.ready).map(([pid]) => pid);
  }

  kill(pid: number): void {
    this.killed.add(pid);
    this.live.get(pid)?.kill('SIGKILL');
  }

  handedOverBy(pid: number | null): string[] {
    return readFileSync(this.flights, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { pid: number; id: string })
      .filter((flight) => pid === null || flight.pid === pid)
      .map((flight) => flight.id);
  }

  stop(): void {
    this.stopping = true;
    for (const { kill } of this.live.values()) kill('SIGKILL');
  }
}

import type { Engine } from '../../src/api/ports.js';
import { type Child, startProcess } from './processes.js';

type Asks = Pick<Engine, 'receive' | 'start' | 'command' | 'completeTask'>;

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The engine's process and what asks it. It is begun again whenever it dies; what it was asked then fails, and whoever
 * asked asks again, as an API's client does.
 */
export class EngineClient {
  readonly died = new Map<string, number>();
  private child: Child | null = null;
  private ready = false;
  private pending = new Map<number, Pending>();
  private last = 0;
  private armedFor = 'none';
  private stopping = false;

  constructor(
    private readonly program: string,
    private readonly options: string,
  ) {}

  async start(): Promise<void> {
    const child = startProcess(this.program, [this.options], { channel: 'ipc' });
    this.child = child;
    child.stdout?.once('data', () => {
      this.ready = true;
    });
    child.on('message', (message) => {
      const { n, answer, failed } = message as { n: number; answer?: unknown; failed?: string };
      const asked = this.pending.get(n);
      this.pending.delete(n);
      if (failed === undefined) asked?.resolve(answer);
      else asked?.reject(new Error(failed));
    });
    child.once('exit', (_, signal) => {
      this.ready = false;
      for (const { reject } of this.pending.values()) reject(new Error('the engine has died'));
      this.pending.clear();
      if (this.stopping) return;
      if (signal === 'SIGKILL') this.died.set(this.armedFor, (this.died.get(this.armedFor) ?? 0) + 1);
      this.armedFor = 'none';
      void this.start();
    });
  }

  /** Lets the process kill itself at the n-th time it passes a point. False: it is being begun, or armed already. */
  arm(point: string, nth: number): boolean {
    if (!this.ready || this.armedFor !== 'none') return false;
    this.armedFor = point;
    this.child?.stdin?.write(`arm ${point} ${nth}\n`);
    return true;
  }

  disarm(): void {
    this.armedFor = 'none';
    this.child?.stdin?.write('arm none 0\n');
  }

  readonly engine: Asks = {
    receive: (...args) => this.ask('receive', args),
    start: (...args) => this.ask('start', args),
    command: (...args) => this.ask('command', args),
    completeTask: (...args) => this.ask('completeTask', args),
  };

  private ask<Answer>(method: keyof Asks, args: readonly unknown[]): Promise<Answer> {
    const { child } = this;
    if (child === null || !this.ready || !child.connected) return Promise.reject(new Error('the engine is not there'));
    this.last += 1;
    const n = this.last;
    return new Promise<Answer>((resolve, reject) => {
      this.pending.set(n, { resolve: resolve as (answer: unknown) => void, reject });
      child.send({ n, method, args }, (error) => error !== null && reject(error));
    });
  }

  stop(): void {
    this.stopping = true;
    this.child?.kill('SIGKILL');
  }
}

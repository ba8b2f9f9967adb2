import { type TurnLimits, Turns } from './turns.js';

const LOOK_MS = 250;

interface Waiter {
  readonly go: () => void;
  readonly putOff: (retryAfterMs: number) => void;
}

/** `now`: it is one's turn, which is to be ended by `end`. */
export type Turn = { readonly type: 'now' } | { readonly type: 'later'; readonly retryAfterMs: number };

/** Where one waits for one's turn (turns.ts), by the clock of this process. */
export class WaitingRoom {
  private readonly turns: Turns<Waiter>;
  private waiting = 0;
  private looking: NodeJS.Timeout | null = null;

  constructor(limits: TurnLimits) {
    this.turns = new Turns(limits);
  }

  get taken(): number {
    return this.turns.taken;
  }

  /** Takes a turn if it may begin at once, to be ended by `end`. */
  takeAtOnce(line: string): boolean {
    return this.turns.takeAtOnce(line, performance.now());
  }

  /** Waits for a turn in a line, in which the lower age goes first. Rejects with the signal's reason. */
  turn(line: string, age: number, signal: AbortSignal): Promise<Turn> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const settle = (done: () => void) => () => {
        this.waiting -= 1;
        signal.removeEventListener('abort', onAbort);
        done();
      };
      const waiter: Waiter = {
        go: settle(() => resolve({ type: 'now' })),
        putOff: (retryAfterMs) => settle(() => resolve({ type: 'later', retryAfterMs }))(),
      };
      const onAbort = settle(() => {
        this.turns.leave(line, waiter);
        reject(signal.reason);
      });
      const answer = this.turns.ask(line, waiter, performance.now(), age);
      if (answer.type === 'go') return resolve({ type: 'now' });
      if (answer.type === 'later') return resolve({ type: 'later', retryAfterMs: answer.retryAfterMs });
      this.waiting += 1;
      signal.addEventListener('abort', onAbort, { once: true });
      this.lookLater();
    });
  }

  end(line: string): void {
    this.turns.end(line, performance.now());
    for (let next = this.turns.next(performance.now()); next !== null; next = this.turns.next(performance.now()))
      next.go();
  }

  private lookLater(): void {
    if (this.looking !== null) return;
    this.looking = setTimeout(() => {
      this.looking = null;
      for (const { who, retryAfterMs } of this.turns.tooLong(performance.now())) who.putOff(retryAfterMs);
      if (this.waiting > 0) this.lookLater();
    }, LOOK_MS);
    this.looking.unref();
  }
}

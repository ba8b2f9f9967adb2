import { Store } from './store.js';

/*
 * Whether the server answers. While it doesn't, one request a few seconds asks for it, whatever the page shows; as soon
 * as it answers, whoever follows `state` reads anew.
 */

export type Reach = 'here' | 'away';

const FIRST_MS = 1_000;
const MOST_MS = 10_000;

/** The wait before the n-th look for the server. */
export const nextLook = (n: number): number => Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(n, 10));

class Reachability {
  readonly state = new Store<Reach>('here');
  private looks = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  here(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.looks = 0;
    this.state.set('here');
  }

  away(): void {
    this.state.set('away');
    if (this.timer === undefined) this.lookLater();
  }

  /** Asks now: when the stream of changes broke off, or a person can't wait for the next look. */
  readonly look = async (): Promise<void> => {
    clearTimeout(this.timer);
    this.timer = undefined;
    try {
      const response = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(5_000) });
      if (response.ok) this.here();
      else this.stillAway();
    } catch {
      this.stillAway();
    }
  };

  private stillAway(): void {
    this.state.set('away');
    this.lookLater();
  }

  private lookLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), nextLook(this.looks));
    this.looks += 1;
  }
}

export const reachability = new Reachability();

import { Store } from './store.js';

/*
 * When a session ends in the middle of an act, the act waits here while a dialog over the page asks the person to sign in
 * again; what they typed stays where it is. All that waits goes on together.
 */

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  readonly problem: unknown;
}

class SessionGate {
  /** Whether the dialog is to be open. */
  readonly asked = new Store(false);
  private waiting: Waiting[] = [];

  /** Resolves once the same person has signed in; rejects with the problem if they don't want to. */
  signedInAgain(problem: unknown, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const entry: Waiting = { resolve, reject, problem };
      this.waiting.push(entry);
      signal?.addEventListener('abort', () => {
        this.waiting = this.waiting.filter((other) => other !== entry);
        reject(problem);
      });
      this.asked.set(true);
    });
  }

  open(): void {
    const waiting = this.waiting;
    this.waiting = [];
    this.asked.set(false);
    for (const { resolve } of waiting) resolve();
  }

  giveUp(): void {
    const waiting = this.waiting;
    this.waiting = [];
    this.asked.set(false);
    for (const { reject, problem } of waiting) reject(problem);
  }
}

export const sessionGate = new SessionGate();

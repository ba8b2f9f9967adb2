/**
 * Places that long questions share: at most so many are asked at once, so that what everybody else asks of the database has
 * connections and processors left. The others wait in the order in which they came, and who goes away leaves the line.
 */
export class Turns {
  private taken = 0;
  private readonly line = new Set<() => void>();

  constructor(private readonly places: number) {}

  /** Waits for a place, and answers how to give it back; or that who asked went away or has waited too long. */
  async take(patienceMs: number, signal?: AbortSignal): Promise<(() => void) | 'gone' | 'too-long'> {
    if (signal?.aborted) return 'gone';
    if (this.taken < this.places) return this.give();
    return await new Promise((resolve) => {
      const end = (answer: (() => void) | 'gone' | 'too-long'): void => {
        this.line.delete(called);
        clearTimeout(tired);
        signal?.removeEventListener('abort', gone);
        resolve(answer);
      };
      const called = (): void => end(this.give());
      const gone = (): void => end('gone');
      const tired = setTimeout(() => end('too-long'), patienceMs);
      signal?.addEventListener('abort', gone, { once: true });
      this.line.add(called);
    });
  }

  /** How many wait. */
  get waiting(): number {
    return this.line.size;
  }

  private give(): () => void {
    this.taken++;
    let isBack = false;
    return () => {
      if (isBack) return;
      isBack = true;
      this.taken--;
      const [next] = this.line;
      next?.();
    };
  }
}

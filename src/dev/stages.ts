const PROGRESS_MS = 5_000;
const LABEL_WIDTH = 16;

/** Tells a person what goes on: a line for each stage with the time it took, and one now and then in a long one. */
export interface Stages {
  /** Runs a stage. Its result's note is shown beside the time. `say` shows a line in between. */
  run<T>(name: string, work: (say: (line: string) => void) => Promise<T>, note?: (result: T) => string): Promise<T>;
}

/** Makes a teller that writes lines; `now` is real time in milliseconds. */
export function createStages(write: (line: string) => void, now: () => number): Stages {
  const seconds = (since: number) => `${((now() - since) / 1000).toFixed(1)} s`;
  return {
    async run(name, work, note) {
      const began = now();
      let told = began;
      const say = (line: string) => {
        told = now();
        write(`    ${line}`);
      };
      const timer = setInterval(() => {
        // A stage that tells of itself needs no other sign of life.
        if (now() - told >= PROGRESS_MS) say(`still at ${name} (${Math.round((now() - began) / 1000)} s)`);
      }, 1_000);
      try {
        const result = await work(say);
        const text = note?.(result) ?? '';
        write(`  ✓ ${name.padEnd(LABEL_WIDTH)} ${seconds(began).padStart(7)}${text === '' ? '' : `   ${text}`}`);
        return result;
      } catch (error) {
        write(`  ✗ ${name.padEnd(LABEL_WIDTH)} ${seconds(began).padStart(7)}`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}

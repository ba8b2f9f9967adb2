/** One round of work; what it throws is the round's own trouble and never ends the loop. */
export interface Loop {
  stop(): Promise<void>;
}

/** Repeats a round every `everyMs` of real time until stopped; a round that fails is reported and tried again. */
export function runEvery(everyMs: number, round: () => Promise<void>, report: (error: unknown) => void): Loop {
  let stopped = false;
  let wake: () => void = () => {};
  const loop = (async () => {
    while (!stopped) {
      await round().catch(report);
      if (!stopped) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, everyMs).unref();
        });
      }
    }
  })();
  return {
    async stop() {
      stopped = true;
      wake();
      await loop;
    },
  };
}

const EVERY_MS = 15_000;

/**
 * Which journeys Temporal reports as failing, asked at most so often. When it can't be asked, none: then readiness says what
 * is wrong, and whatever shows journeys must still show them.
 */
export function createFailingRuns(
  ask: () => Promise<readonly string[]>,
  realNow: () => number,
): () => Promise<readonly string[]> {
  let asked: { readonly at: number; readonly answer: Promise<readonly string[]> } | null = null;
  return () => {
    const now = realNow();
    if (asked === null || now - asked.at > EVERY_MS) asked = { at: now, answer: ask().catch(() => []) };
    return asked.answer;
  };
}

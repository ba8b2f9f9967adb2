import type { BulkAnswer, BulkItem, BulkWork } from '../activities/ports.js';

export interface RunBulksDeps {
  readonly bulks: BulkWork;
  /** Whether Temporal answers. */
  readonly temporalAnswers: () => Promise<boolean>;
  /** Real time, epoch ms. */
  readonly now: () => number;
  /** Told of an attempt that broke off. */
  readonly onTrouble: (item: BulkItem, error: unknown) => void;
}

const AT_ONCE = 16;
/** For one journey's answer, which comes in a second unless workers have much to do. */
const PATIENCE_MS = 60_000;
/** While Temporal is away: no attempt counts. */
const AWAY_MS = 5_000;
/** Waits between the attempts at a journey that gives no answer although Temporal does, real ms; after the last it has failed. */
const RETRIES = [2_000, 10_000, 30_000, 60_000, 300_000, 300_000];

/** Carries out what bulks have waiting. */
export interface BulkRunner {
  /** Begins what may begin now; answers how much that was. */
  round(): Promise<number>;
  /** Keeps what is in hand from being taken for a dead worker's; to be called every ten seconds. */
  hold(): Promise<void>;
  /** Waits for what was begun. */
  settled(): Promise<void>;
}

/** A journey that gives no answer holds up its own place only, not the others. */
export function createBulkRunner(deps: RunBulksDeps): BulkRunner {
  const inHand = new Map<BulkItem, Promise<void>>();
  return {
    async round() {
      if (inHand.size >= AT_ONCE) await Promise.race(inHand.values());
      const items = await deps.bulks.claim(deps.now(), AT_ONCE - inHand.size);
      for (const item of items) {
        // What is thrown here is the database's: the lease gives the item back.
        const work = tryOne(deps, item)
          .catch((error: unknown) => deps.onTrouble(item, error))
          .finally(() => inHand.delete(item));
        inHand.set(item, work);
      }
      return items.length;
    },
    async hold() {
      if (inHand.size > 0) await deps.bulks.hold([...inHand.keys()], deps.now());
    },
    async settled() {
      await Promise.all(inHand.values());
    },
  };
}

async function tryOne(deps: RunBulksDeps, item: BulkItem): Promise<void> {
  const { bulks, now } = deps;
  if (!(await bulks.begin(item))) return await bulks.giveBack(item, now(), false);
  const answer = await answerOf(deps, item);
  if (answer !== null && answer.state !== 'later') return await bulks.settle(item, answer, now());
  if (answer === null && !(await deps.temporalAnswers())) return await bulks.giveBack(item, now() + AWAY_MS, false);
  const wait = RETRIES[item.attempts - 1];
  if (wait === undefined) await bulks.settle(item, { state: 'failed', code: answer?.code ?? 'unanswered' }, now());
  else await bulks.giveBack(item, now() + wait, true);
}

/** Null: none in time. The command may still take effect; asked again it is the same one. */
async function answerOf(deps: RunBulksDeps, item: BulkItem): Promise<BulkAnswer | null> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  const work = deps.bulks.carryOut(item, deps.now() + PATIENCE_MS).catch((error: unknown) => {
    deps.onTrouble(item, error);
    return null;
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

import { Context } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { type ActivityDeps, createActivities } from '../../src/activities/index.js';
import type { JourneyStore, JourneyTransaction, Mailer } from '../../src/activities/ports.js';
import type { AdvanceInput, AdvanceResult } from '../../src/domain/journey/advance.js';

/** One attempt of an advance, as a worker would run it, scheduled now. */
export function attempt(deps: ActivityDeps, input: AdvanceInput): Promise<AdvanceResult> {
  const info = { scheduledTimestampMs: Date.now() };
  const environment = new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
  return environment.run(createActivities(deps).advance, input);
}

export const firstAdvance = (journeyId: string): AdvanceInput => ({
  journeyId,
  number: 1,
  state: null,
  cause: { type: 'start' },
});

export const nextAdvance = (input: AdvanceInput, { number, state }: AdvanceResult): AdvanceInput => ({
  journeyId: input.journeyId,
  number: number + 1,
  state,
  cause: { type: 'wake' },
});

/** What may happen around the parts of an attempt: each hook may wait, or throw as lost infrastructure does. */
export interface Around {
  readonly beforeDecision?: () => Promise<void>;
  /** Inside the first transaction, its work done. */
  readonly beforeFreezeCommits?: () => Promise<void>;
  readonly afterDecision?: () => Promise<void>;
  /** Everything but the final dot is written; the hand-over is not. */
  readonly beforeHandOver?: () => Promise<void>;
  readonly afterHandOver?: () => Promise<void>;
  readonly afterAnswer?: () => Promise<void>;
  /** Inside the second transaction, its work done. */
  readonly beforeOutcomeCommits?: () => Promise<void>;
  readonly afterOutcome?: () => Promise<void>;
}

const nothing = async () => {};

/** The same parts with hooks around them. An attempt's second transaction is the one after the server's answer. */
export function withHooks(deps: ActivityDeps, around: Around): ActivityDeps {
  const run = (hook: keyof Around) => (around[hook] ?? nothing)();
  const answered = new WeakSet<Context>();
  const store: JourneyStore = {
    async transaction(key, work) {
      const second = answered.has(Context.current());
      if (!second) await run('beforeDecision');
      const noted = async (tx: JourneyTransaction) => {
        const done = await work(tx);
        await run(second ? 'beforeOutcomeCommits' : 'beforeFreezeCommits');
        return done;
      };
      const result = await deps.store.transaction(key, noted);
      await run(second ? 'afterOutcome' : 'afterDecision');
      return result;
    },
    async handOver(messageId, fence, real) {
      await run('beforeHandOver');
      const held = await deps.store.handOver(messageId, fence, real);
      await run('afterHandOver');
      return held;
    },
  };
  const mailer: Mailer = {
    compose: (mail) => deps.mailer.compose(mail),
    async send(raw, envelope, beforeFinalDot, since) {
      const verdict = await deps.mailer.send(raw, envelope, beforeFinalDot, since);
      await run('afterAnswer');
      answered.add(Context.current());
      return verdict;
    },
  };
  return { ...deps, store, mailer };
}

import type { JourneyAct, Upcoming } from '../../api/contracts/journeys.js';

/* Which acts fit which wait. Pure; the planner has the last word (src/domain/journey/steer.ts). */

export const WAIT_ACTS = ['skip', 'reschedule', 'send-now'] as const satisfies JourneyAct[];
export type WaitAct = (typeof WAIT_ACTS)[number];

/** A task keeps its due time and a repeat its beat; a message that is about to go has no time to move. */
const HAS_TIME: ReadonlySet<string> = new Set(['timer', 'event', 'desk', 'message']);

const fits: { readonly [act in WaitAct]: (wait: Pick<Upcoming, 'waitsFor' | 'at'>) => boolean } = {
  skip: () => true,
  reschedule: ({ waitsFor, at }) => at !== null && HAS_TIME.has(waitsFor),
  'send-now': ({ waitsFor, at }) => at !== null && waitsFor === 'message',
};

/** What may be done to a wait, by what the journey says that the person may do. */
export const waitActs = (
  wait: Pick<Upcoming, 'waitsFor' | 'at' | 'step'>,
  may: readonly JourneyAct[],
): readonly WaitAct[] => (wait.step === null ? [] : WAIT_ACTS.filter((act) => may.includes(act) && fits[act](wait)));

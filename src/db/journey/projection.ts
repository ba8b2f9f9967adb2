import type { FinishedAdvance } from '../../activities/ports.js';
import type { Instant } from '../../domain/instant.js';
import { openWaits } from '../../domain/journey/plan.js';
import type { JourneyState } from '../../domain/journey/state.js';
import type { Tx } from '../client.js';
import type { Prisma } from '../generated/client.js';

const date = (at: Instant | null): Date | null => (at === null ? null : new Date(at));
const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;

/** Writes the result of an advance and what is to be seen of the journey now. */
export async function writeProjection(
  tx: Tx,
  journeyId: string,
  done: FinishedAdvance,
  now: { readonly virtual: Instant },
): Promise<void> {
  const { state, number } = done.result;
  const { phase } = state;
  const goals = Object.values(state.goals);
  // updateMany: nothing is read back.
  await tx.journey.updateMany({
    where: { id: journeyId },
    data: {
      status: phase.type === 'ended' ? 'ended' : 'open',
      phase: phase.type,
      ...(state.version === undefined ? {} : { definitionVersion: state.version }),
      outcome: phase.type === 'ended' ? phase.outcome : null,
      endedAt: phase.type === 'ended' ? new Date(now.virtual) : null,
      stage: state.stage,
      stageSince: new Date(state.stageSince),
      goalAt: goals.length === 0 ? null : new Date(Math.min(...goals)),
      nextAt: date(done.due),
      waits: json(openWaits(state)),
      attention: attentionOf(state),
      advance: number,
      state: json(state),
      interests: [...done.interests],
      poked: false,
      lastAdvanceAt: new Date(now.virtual),
    },
  });
}

/** Why a person has to look at it, or null. */
function attentionOf(state: JourneyState): string | null {
  if (state.phase.type === 'held') return state.phase.code;
  return openWaits(state).some(({ wait }) => wait.type === 'uncertain') ? 'uncertain' : null;
}

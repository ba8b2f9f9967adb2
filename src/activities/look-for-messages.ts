import { doubtKey } from '../domain/journey/doubts.js';
import type { Evidence } from '../domain/journey/facts.js';
import { messageIdOf } from '../domain/journey/message-id.js';
import { openWaits } from '../domain/journey/plan.js';
import type { JourneyState } from '../domain/journey/state.js';
import type { Clock, MailEvidence } from './ports.js';

/**
 * Where copies can't be asked now, they are asked again after so many real ms.
 */
const LOOK_AGAIN_MS = 60 * 60_000;

interface Deps {
  readonly evidence: MailEvidence;
  readonly clock: Clock;
  readonly messageHost: string;
}

/**
 * Looks for the mails of a journey that are in doubt and whose time to look has come. Asks the world outside, so it must
 * not be run within a transaction; what it answers is a fact like others.
 */
export async function lookForMessages(
  deps: Deps,
  journeyId: string,
  state: JourneyState | null,
  now: { readonly virtual: number },
): Promise<{ readonly [doubt: string]: Evidence }> {
  const found: { [doubt: string]: Evidence } = {};
  if (state === null || state.phase.type !== 'active') return found;
  for (const { step, wait } of openWaits(state)) {
    if (wait.type !== 'uncertain' || wait.lookAt === undefined || wait.lookAt > now.virtual) continue;
    const answer = await deps.evidence.look(messageIdOf(journeyId, step, wait.occurrence, deps.messageHost));
    found[doubtKey(step, wait.occurrence)] =
      answer === 'out-of-reach' ? { answer, lookAt: now.virtual + deps.clock.span(LOOK_AGAIN_MS) } : { answer };
  }
  return found;
}

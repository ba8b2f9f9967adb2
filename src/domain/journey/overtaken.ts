import { copyState } from './copy-state.js';
import { isDecisive, standingExit } from './hear.js';
import type { PlanInput } from './plan.js';
import { Run } from './run.js';
import type { JourneyState } from './state.js';

/** Whether something that nobody has heard ends the journey or its stage: then no effect may come before it. */
export const isOvertaken = (run: Run): boolean => run.unheard.some((event) => isDecisive(run, event));

/**
 * Whether a message that was planned in this state must not go any more, because an exit, a goal or a move has come
 * since, or the contact was erased. For decisions that were made earlier than `now`; the planner itself asks before it decides.
 */
export function isExited(asked: Omit<PlanInput, 'cause' | 'state'> & { readonly state: JourneyState }): boolean {
  const { program, state, facts, now, deployment, subjectId } = asked;
  if (facts.erased === true) return true;
  const run = new Run(program, copyState(state), facts, now, deployment, subjectId);
  return standingExit(run) !== undefined || isOvertaken(run);
}

import type { Plan } from '../commands.js';
import type { Facts } from '../facts.js';
import { type PlanInput, plan } from '../plan.js';
import type { Program } from '../program.js';
import { Run } from '../run.js';
import { type JourneyState, openTask, withAsides } from '../state.js';
import { matchPrograms } from './match-programs.js';
import { unmappedSteps } from './unmapped.js';
import { NO_MAP, type VersionMap } from './version-map.js';

/** A change of version asked of the planner: `program`, `facts` and `version` are the new ones, `before` the old ones. */
export interface ChangeInput extends Omit<PlanInput, 'cause' | 'change'> {
  readonly version: number;
  readonly map?: VersionMap;
  readonly strict?: boolean;
  readonly before: { readonly program: Program; readonly facts: Facts; readonly version: number };
}

/**
 * Plans a change of version, and on from there under the new one. Refused, the plan is the old version's and nothing has
 * changed. What is under way or due is the old version's to finish: until then the change is `not-settled`.
 */
export function planChange({ before, version, map = NO_MAP, strict = false, ...input }: ChangeInput): Plan {
  const cause = { type: 'change-version', version, map } as const;
  const { program, facts, version: from } = before;
  const settled = settle(input, before, version);
  if (typeof settled === 'string') return plan({ ...input, program, facts, cause, change: settled });
  const run = new Run(program, settled, facts, input.now, input.deployment, input.subjectId);
  const match = matchPrograms(program, input.program, from, map);
  if (strict && unmappedSteps(match, settled, from, map).length > 0)
    return plan({ ...input, program, facts, cause, change: 'unmapped-step' });
  const change = { before: run, match, version: { from, to: version } };
  const planned = plan({ ...input, state: settled, cause, change });
  const refused = planned.defect === undefined ? planned.refused : 'planner-defect';
  if (refused === null) return planned;
  // A defect of the change holds nobody: the journey was well where it was.
  const stays = plan({ ...input, program, facts, cause, change: refused });
  return planned.defect === undefined ? stays : { ...stays, defect: planned.defect };
}

/** The state in which the old version has nothing more to hear or to do, or why the journey can't change. */
function settle(
  input: Omit<PlanInput, 'cause' | 'change'>,
  before: ChangeInput['before'],
  version: number,
): JourneyState | string {
  const { state } = input;
  if (state === null) return 'not-settled';
  if (before.version === version) return 'same-version';
  if (state.phase.type === 'held' && state.phase.code === 'out-of-step') return 'journey-held';
  if (withAsides(state.tracks).some(({ wait }) => wait?.type === 'uncertain')) return 'message-in-doubt';
  const { program, facts } = before;
  const wake = plan({ ...input, program, facts, cause: { type: 'wake' } });
  const moves = wake.journal.length > 0 || wake.commands.length > 0 || wake.message !== null;
  return moves || isOutcomeUnheard(wake.state, facts) ? 'not-settled' : wake.state;
}

/** A pause hears of no outcome; the new version may not know the one that came. */
function isOutcomeUnheard(state: JourneyState, { events }: Facts): boolean {
  const open = new Set<unknown>(withAsides(state.tracks).flatMap(openTask));
  const heard = new Set(state.seen);
  return events.some(
    ({ type, seq, fields }) =>
      type === 'task.completed' && seq > state.seenUpTo && !heard.has(seq) && open.has(fields['step']),
  );
}

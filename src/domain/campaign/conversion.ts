import { addDuration } from '../calendar/add-duration.js';
import { matches } from '../condition/matches.js';
import type { Goal } from '../definition/definition.js';
import type { Instant } from '../instant.js';
import type { FactEvent, Facts } from '../journey/facts.js';
import { lookupIn } from '../journey/lookup.js';
import { type Deployment, placeOf } from '../journey/place.js';
import type { Program } from '../journey/program.js';

/**
 * Whether an event is what a campaign is for, of a recipient with these records: what its goal names, and no later after the
 * recipient's `start` than it says. The start of one who was held out is when their mail would have gone.
 */
export function isConversion(
  { program, deployment }: { readonly program: Program; readonly deployment: Deployment },
  facts: Facts,
  event: FactEvent,
  start: Instant,
): boolean {
  const goal = goalOf(program);
  if (goal === null || event.at < start || !goal.on.includes(event.type)) return false;
  if (event.ofAccount === true && goal.of !== 'account') return false;
  const place = placeOf(program.definition, facts, deployment);
  if (goal.within !== undefined && event.at > addDuration(start, goal.within, place)) return false;
  return goal.if === undefined || matches(goal.if, lookupIn(program, null, facts, event), event.at, place);
}

/** A campaign has one goal at most. */
export const goalOf = (program: Program): Goal | null => program.definition.goal[0] ?? null;

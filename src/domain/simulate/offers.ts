import type { Condition } from '../condition/condition.js';
import type { EventMatch } from '../definition/definition.js';
import type { Program } from '../journey/program.js';
import type { SimulationLine } from './simulate.js';

/**
 * What could have happened where a simulated journey stood still, in the form of an event without its instant: an
 * outcome of a task on a desk, an event that a wait is for. For whoever plays with a definition: what if they reply?
 */
export interface Offer {
  /** Index of the line with which the journey came to stand there. */
  readonly line: number;
  readonly type: string;
  readonly fields: { readonly [name: string]: string | number | boolean };
}

/** The offers of each line, in the order of the lines. */
export const offersOf = (program: Program, lines: readonly SimulationLine[]): readonly Offer[] =>
  lines.flatMap((line, index) => offersAt(program, line).map((offer) => ({ line: index, ...offer })));

type OfferHere = Omit<Offer, 'line'>;

function offersAt(program: Program, { step: key, action, decision, reason }: SimulationLine): readonly OfferHere[] {
  const node = key === null ? undefined : program.nodes.get(key);
  const { step } = node ?? {};
  if (step?.action === 'task' && action === 'task' && decision === 'done' && reason === null)
    return step.task.outcomes.map((outcome) => ({
      type: 'task.completed',
      fields: { step: step.id ?? '', outcome },
    }));
  if (step?.action === 'wait' && decision === 'wait' && step.wait.type === 'event')
    return offersOfMatch(step.wait.event);
  return [];
}

const offersOfMatch = (match: EventMatch): readonly OfferHere[] =>
  match.on.map((type) => ({ type, fields: match.if === undefined ? {} : fieldsAsked(match.if) }));

const EVENT = 'event.';

/** Fields of the event that a condition asks to equal something: an event without them would not be heard. */
function fieldsAsked(condition: Condition): OfferHere['fields'] {
  if (condition.type === 'all') return Object.assign({}, ...condition.of.map(fieldsAsked));
  if (condition.type !== 'test' || !condition.path.startsWith(EVENT)) return {};
  const { test } = condition;
  if (test.op !== 'eq' || test.value === null) return {};
  return { [condition.path.slice(EVENT.length)]: test.value };
}

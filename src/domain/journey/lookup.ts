import type { FactEvent, Facts, Fields, FieldValue } from './facts.js';
import type { Program } from './program.js';
import type { JourneyState } from './state.js';

/** The value of a condition's or template's path; undefined and null are missing. */
export type Lookup = (path: string) => unknown;

/**
 * Reads paths from facts and state: `contact.`, `account.`, `deal.`, `owner.`, `variables.`, `steps.<id>.` and
 * `event.` (the event given: the latest of the asking track, else the entering one). Before a journey has a state no
 * step has a value.
 */
export function lookupIn(program: Program, state: JourneyState | null, facts: Facts, event: FactEvent | null): Lookup {
  return (path) => {
    const dot = path.indexOf('.');
    const root = path.slice(0, dot);
    const rest = path.slice(dot + 1);
    switch (root) {
      case 'contact':
        return facts.contact[rest];
      case 'account':
        return facts.account?.[rest];
      case 'deal':
        return facts.deal?.[rest];
      case 'owner':
        return facts.owner?.[rest];
      case 'variables':
        return program.definition.variables[rest];
      case 'event':
        return eventValue(event, rest);
      case 'steps':
        return state === null ? undefined : stepValue(state, facts, rest);
      default:
        return undefined;
    }
  };
}

/** `type`, `at`, a field, or what a map of it holds: `set.<field>`, `answers.<field>`. */
function eventValue(event: FactEvent | null, rest: string): unknown {
  if (event === null) return undefined;
  if (rest === 'type' || rest === 'at') return event[rest];
  const [field = '', ...inner] = rest.split('.');
  const value = event.fields[field];
  if (inner.length === 0) return value;
  return typeof value === 'object' && value !== null ? (value as Fields)[inner.join('.')] : undefined;
}

function stepValue(state: JourneyState, facts: Facts, rest: string): unknown {
  const dot = rest.indexOf('.');
  const stepId = rest.slice(0, dot);
  const field = rest.slice(dot + 1);
  if (field.startsWith('answer.')) return facts.answers[stepId]?.[field.slice('answer.'.length)];
  const step = state.steps[stepId];
  if (step === undefined) return undefined;
  switch (field) {
    case 'outcome':
    case 'arm':
    case 'decision':
    case 'reason':
    case 'replied':
    case 'bounced':
    case 'opened':
    case 'clicked':
      return step[field];
    default:
      return undefined;
  }
}

/** Facts with an update laid over them: a decision's own updates count for what it decides next. */
export function withUpdate(
  facts: Facts,
  object: 'contact' | 'account' | 'deal',
  set: { readonly [field: string]: FieldValue },
): Facts {
  return { ...facts, [object]: { ...(facts[object] ?? {}), ...set } };
}

import type { Definition } from '../definition/definition.js';
import { interestsIn } from './interests.js';

/** What the engine must know of a published version without reading its text, for every event that comes. */
export interface Listening {
  /** Of a journey: the event types that enter it. */
  readonly enterOn: readonly string[];
  /** Of a campaign: what can be its goal, with those of other contacts of the account marked. */
  readonly goalOn: readonly string[];
}

export function listening(definition: Definition): Listening {
  switch (definition.kind) {
    case 'journey':
      return { enterOn: definition.enter.on, goalOn: [] };
    case 'campaign':
      return { enterOn: [], goalOn: definition.goal === undefined ? [] : interestsIn(definition.goal) };
    default:
      return { enterOn: [], goalOn: [] };
  }
}

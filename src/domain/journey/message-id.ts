import { stableFraction } from '../stable-hash.js';

/**
 * The Message-ID of a step's message, in its angle brackets: the same for every attempt (law 8), unique by journey,
 * step and occurrence, and telling a stranger nothing.
 */
export function messageIdOf(journeyId: string, stepId: string, occurrence: number, host: string): string {
  const part = Math.floor(stableFraction(`${journeyId}/${stepId}/${occurrence}`) * 2 ** 53).toString(36);
  return `<${journeyId.replace(/^jrn_/, '')}.${part}@${host}>`;
}

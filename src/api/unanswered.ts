import { Problem } from './http/problem.js';
import type { Unanswered } from './segment-ports.js';

/** The answer to a question; throws where there is none. To who is gone, nobody writes. */
export function answered<T extends object>(answer: T | Unanswered): T {
  if (typeof answer === 'object') return answer;
  throw new Problem(
    'condition-too-slow',
    answer === 'gone'
      ? 'The request was given up.'
      : 'Whom the condition chooses could not be found in the time there is for it. Make it narrower, and ask again.',
  );
}

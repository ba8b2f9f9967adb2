import type { ApiProblem } from '../api/problem.js';
import { problemTexts, wordsOf } from '../api/problem-texts.js';
import { useTexts } from '../texts/use-texts.js';

/** A refusal in the person's words; of a code that this page doesn't know, the server's. */
export function ProblemWords({ problem }: { readonly problem: ApiProblem }) {
  return wordsOf(useTexts(problemTexts), problem.code) ?? problem.message;
}

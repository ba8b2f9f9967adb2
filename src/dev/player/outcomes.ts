import { pickWeighted } from './chance.js';

/** What reps find, by step of the shipped journey: outcome and weight. A step that isn't here gets its outcomes evenly. */
const OUTCOMES: { readonly [step: string]: { readonly [outcome: string]: number } } = {
  'first-call': { reached: 45, 'no-answer': 40, 'wrong-number': 5, 'not-interested': 10 },
  answer: { 'in-conversation': 85, 'not-interested': 15 },
  talk: { 'need-found': 35, later: 15, 'no-answer': 35, 'not-interested': 15 },
  'late-answer': { 'need-found': 60, 'not-interested': 40 },
  'needs-talk': { understood: 45, 'appointment-made': 25, 'not-reached': 20, 'not-interested': 10 },
  quote: { ready: 75, 'already-sent': 15, 'not-needed': 10 },
  'quote-talk': { 'discussing-terms': 40, 'new-quote': 15, 'needs-time': 15, 'not-reached': 15, lost: 15 },
  'agree-terms': { agreed: 45, 'special-terms': 10, thinking: 20, 'not-reached': 10, lost: 15 },
  'book-order': { booked: 95, 'fell-through': 5 },
  visit: { 'all-well': 60, 'new-need': 15, problem: 10, 'not-reached': 15 },
  'win-back-call': { interested: 20, 'not-now': 40, 'no-answer': 30, never: 10 },
};

/** A task's outcome for a fraction in [0, 1). `outcomes` are those the task offers, at least one. */
export function outcomeOf(
  { step, outcomes }: { readonly step: string | null; readonly outcomes: readonly string[] },
  fraction: number,
): string {
  const weights = OUTCOMES[step ?? ''] ?? Object.fromEntries(outcomes.map((outcome) => [outcome, 1]));
  return pickWeighted(weights, fraction);
}

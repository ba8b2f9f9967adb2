import type { SurveyDefinition, Text } from '../../domain/definition/definition.js';

/** What somebody answered, by question; and the first score, which journeys go by. */
export interface SurveyAnswers {
  readonly score: number | null;
  readonly answers: { readonly [question: string]: string | number };
}

export const HIGHEST_SCORE = 10;
const MOST_TEXT = 2_000;

/** What a chosen option is kept as, whatever language it was chosen in, so that answers can be counted together. */
export const optionValue = (option: Text): string =>
  typeof option === 'string' ? option : (option['en'] ?? Object.values(option)[0] ?? '');

/** Takes from a form what answers the survey's questions. What is no possible answer is none: nobody is sent back for it. */
export function readAnswers(survey: SurveyDefinition, form: { readonly [field: string]: unknown }): SurveyAnswers {
  const answers: { [question: string]: string | number } = {};
  let score: number | null = null;
  for (const { id, type, options } of survey.questions) {
    const given = form[id];
    if (typeof given !== 'string' || given.trim() === '') continue;
    if (type === 'score') {
      if (!/^\d{1,2}$/.test(given) || Number(given) > HIGHEST_SCORE) continue;
      answers[id] = Number(given);
      score ??= Number(given);
    } else if (type === 'choice') {
      if (options?.some((option) => optionValue(option) === given)) answers[id] = given;
    } else
      answers[id] = given
        .replace(/\p{Surrogate}|\0/gu, '')
        .trim()
        .slice(0, MOST_TEXT);
  }
  return { score, answers };
}

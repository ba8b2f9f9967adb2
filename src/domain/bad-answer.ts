import { cutText } from './cut-text.js';
import type { Definition } from './definition/definition.js';
import type { SurveyPolicy } from './policy.js';
import { pickText } from './text.js';

/** What somebody answered badly, for whoever looks at it. */
export interface BadAnswer {
  readonly score: number;
  readonly title: string;
  /** The answers with their questions, in one line. */
  readonly why: string;
}

const MOST = 1_000;

/** Whether an answer to a survey is one that somebody must look at, and what of; null: it isn't. */
export function badAnswerOf(
  { badScore }: SurveyPolicy,
  fields: { readonly [name: string]: unknown },
  survey: Definition | null,
  name: string,
  language: string | null,
): BadAnswer | null {
  const { score, answers } = fields;
  if (badScore === null || typeof score !== 'number' || score > badScore) return null;
  const title = pickText(
    { en: `Bad answer from ${name}: ${score} of 10`, 'zh-CN': `${name}的评价较差：${score}分（满分10分）` },
    language,
  );
  const said = typeof answers === 'object' && answers !== null ? Object.entries(answers) : [];
  const why = said.map(([id, answer]) => `${labelOf(survey, id, language)} ${String(answer)}`).join(' · ');
  return { score, title, why: cutText(why, '', MOST) };
}

function labelOf(survey: Definition | null, id: string, language: string | null): string {
  const question = survey?.kind === 'survey' ? survey.questions.find((each) => each.id === id) : undefined;
  return question === undefined ? `${id}:` : pickText(question.label, language);
}

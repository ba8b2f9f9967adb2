import type { SurveyDefinition, Text } from '../../domain/definition/definition.js';
import { type Html, html, page } from './html.js';
import { HIGHEST_SCORE, optionValue } from './survey-answers.js';
import type { Wording } from './wording.js';

/** A definition's text in the page's language, else in the first that there is. */
export const textIn = (words: Wording, text: Text): string =>
  typeof text === 'string' ? text : (text[words.tag] ?? text['en'] ?? Object.values(text)[0] ?? '');

/** The questions of a survey; `isEmpty`: it was sent without an answer. */
export function questionsPage(words: Wording, survey: SurveyDefinition, isEmpty: boolean): string {
  return page(
    words.tag,
    textIn(words, survey.name),
    html`${isEmpty ? html`<p class="saved" role="alert">${words.nothingAnswered}</p>\n` : ''}<form method="post">
${survey.questions.map((question) => questionOf(words, question))}<button>${words.sendAnswers}</button>
</form>`,
  );
}

type Question = SurveyDefinition['questions'][number];

function questionOf(words: Wording, { id, label, type, options }: Question): Html {
  const asked = textIn(words, label);
  switch (type) {
    case 'score':
      return html`<fieldset><legend>${asked}</legend><div class="scale">${scores.map((score) => choice(id, score, score))}</div>
<p class="ends"><span>0: ${words.scoreFrom}</span><span>${String(HIGHEST_SCORE)}: ${words.scoreTo}</span></p></fieldset>
`;
    case 'choice':
      return html`<fieldset><legend>${asked}</legend><div class="options">${(options ?? []).map((option) => choice(id, optionValue(option), textIn(words, option)))}</div></fieldset>
`;
    case 'text':
      return html`<fieldset><label><span class="question">${asked}</span><textarea name="${id}" maxlength="2000"></textarea></label></fieldset>
`;
  }
}

const scores = Array.from({ length: HIGHEST_SCORE + 1 }, (_, score) => String(score));

const choice = (name: string, value: string, label: string): Html =>
  html`<label><input type="radio" name="${name}" value="${value}">${label}</label>`;

/** Whether somebody comes: two buttons. */
export const invitationPage = (words: Wording, name: Text): string =>
  page(
    words.tag,
    textIn(words, name),
    html`<p>${words.rsvpAsk}</p>
<form method="post" class="answers"><button name="answer" value="yes">${words.rsvpYes}</button><button class="quiet" name="answer" value="no">${words.rsvpNo}</button></form>`,
  );

export const thanksPage = (words: Wording, text: string): string =>
  page(words.tag, words.thanksTitle, html`<p role="status">${text}</p>`);

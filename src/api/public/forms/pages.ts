import type { FormDefinition, FormField, Text } from '../../../domain/definition/definition.js';
import {
  type AnswerFault,
  CONSENT_FIELD,
  choicesOf,
  type Faults,
  isChecked,
  valueOfOption,
} from '../../../domain/form/read-submission.js';
import { pickText } from '../../../domain/text.js';
import { type Html, html, page } from '../html.js';
import type { PageLanguage } from '../language.js';
import { WORDING } from '../wording.js';
import { FORM_WORDS, type FormWords } from './words.js';

/** The name of the field that people don't see, and of those that the page itself fills in. */
export const TRAP_FIELD = '_homepage';
export const STAMP_FIELD = '_stamp';
export const CAMPAIGN_FIELD = '_campaign';

/** What a form is drawn with. */
export interface FormState {
  readonly language: PageLanguage;
  readonly stamp: string;
  /** What was written already. */
  readonly sent: { readonly [name: string]: unknown };
  readonly faults: Faults;
  readonly note: 'check' | 'again' | 'busy' | null;
}

const tagOf = (language: PageLanguage): string => WORDING[language].tag;

/** A definition's text as the page shows it. */
export const wordsIn = (language: PageLanguage, text: Text): string => pickText(text, tagOf(language));

export function formPage(form: FormDefinition, state: FormState): string {
  const { language, note } = state;
  const words = FORM_WORDS[language];
  const intro = form.intro === undefined ? '' : html`<p>${wordsIn(language, form.intro)}</p>\n`;
  const said = note === null ? '' : html`<p class="saved" role="alert">${words[note]}</p>\n`;
  return page(
    tagOf(language),
    wordsIn(language, form.name),
    html`${said}${intro}<form method="post" action="${actionOf(form, language)}">
${fieldsOf(form, state)}<input type="hidden" name="${STAMP_FIELD}" value="${state.stamp}">
<button>${form.button === undefined ? words.send : wordsIn(language, form.button)}</button>
</form>
<p class="soft other">${otherLanguage(language, words)}</p>`,
  );
}

// Relative, so that it also leads home behind a proxy that serves us below a path.
const actionOf = (form: FormDefinition, language: PageLanguage): string =>
  `../f/${encodeURIComponent(form.id)}?lang=${tagOf(language)}`;

function otherLanguage(language: PageLanguage, words: FormWords): Html {
  const other = tagOf(language === 'en' ? 'zh' : 'en');
  return html`<a href="?lang=${other}" hreflang="${other}" lang="${other}">${words.otherLanguage}</a>`;
}

function fieldsOf(form: FormDefinition, state: FormState): Html {
  const words = FORM_WORDS[state.language];
  return html`${form.fields.map((field) => fieldOf(field, state, words))}<div class="trap" aria-hidden="true"><label>${words.trap}<input name="${TRAP_FIELD}" tabindex="-1" autocomplete="off"></label></div>
${form.consent === undefined ? '' : consentOf(form.consent, state, words)}`;
}

function consentOf(consent: NonNullable<FormDefinition['consent']>, state: FormState, words: FormWords): Html {
  const fault =
    state.faults[CONSENT_FIELD] === undefined
      ? ''
      : html`<p class="fault" id="fault-consent">${words.consentMissing}</p>`;
  const checked = isChecked(state.sent[CONSENT_FIELD]) ? ATTRIBUTES.checked : html``;
  return html`<div class="field"><label class="check"><input type="checkbox" name="${CONSENT_FIELD}" value="yes"${checked}${requiredIf(consent.required)}><span>${wordsIn(state.language, consent.text)}</span></label>${fault}</div>
`;
}

/** Attributes that are there or not. */
const ATTRIBUTES = { checked: html` checked`, required: html` required`, selected: html` selected` } as const;

function fieldOf(field: FormField, state: FormState, words: FormWords): Html {
  const { id, required } = field;
  const label = wordsIn(state.language, field.label);
  const fault = state.faults[id];
  const problem = fault === undefined ? '' : html`<p class="fault" id="fault-${id}">${words.faults[fault]}</p>`;
  if (field.type === 'check') {
    const checked = isChecked(state.sent[id]) ? ATTRIBUTES.checked : html``;
    return html`<div class="field"><label class="check"><input type="checkbox" name="${id}" value="yes"${checked}${requiredIf(required)}><span>${label}</span></label>${problem}</div>
`;
  }
  const hint = required ? '' : html` <span class="soft">(${words.optional})</span>`;
  return html`<div class="field"><label class="question" for="field-${id}">${label}${hint}</label>${controlOf(field, state, words, fault)}${problem}</div>
`;
}

const requiredIf = (required: boolean): Html => (required ? ATTRIBUTES.required : html``);

function controlOf(field: FormField, state: FormState, words: FormWords, fault: AnswerFault | undefined): Html {
  const { id, required } = field;
  const value = textOf(state.sent[id]);
  const described = fault === undefined ? html`` : html` aria-invalid="true" aria-describedby="fault-${id}"`;
  const choices = choicesOf(field);
  if (choices !== undefined) {
    const options = choices.map((choice) => optionOf(field, choice, value, state.language));
    return html`<select id="field-${id}" name="${id}"${requiredIf(required)}${described}><option value="">${words.choose}</option>${options}</select>`;
  }
  if (field.type === 'text')
    return html`<textarea id="field-${id}" name="${id}" maxlength="4000"${requiredIf(required)}${described}>${value}</textarea>`;
  const { type, autocomplete } = inputOf(field);
  return html`<input id="field-${id}" name="${id}" type="${type}" value="${value}" maxlength="200" autocomplete="${autocomplete}"${requiredIf(required)}${described}>`;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

function optionOf(field: FormField, choice: string, chosen: string, language: PageLanguage): Html {
  const selected = choice === chosen ? ATTRIBUTES.selected : html``;
  return html`<option value="${choice}"${selected}>${labelOf(field, choice, language)}</option>`;
}

function labelOf(field: FormField, choice: string, language: PageLanguage): string {
  const option = field.options?.find((each) => valueOfOption(each) === choice);
  if (option !== undefined) return wordsIn(language, option);
  return new Intl.DisplayNames([tagOf(language)], { type: 'region' }).of(choice) ?? choice;
}

/** How browsers fill it in: WHATWG HTML, autofill. */
const INPUTS: { readonly [to: string]: { readonly type: string; readonly autocomplete: string } } = {
  'contact.email': { type: 'email', autocomplete: 'email' },
  'contact.phone': { type: 'tel', autocomplete: 'tel' },
  'contact.firstName': { type: 'text', autocomplete: 'given-name' },
  'contact.lastName': { type: 'text', autocomplete: 'family-name' },
  'contact.name': { type: 'text', autocomplete: 'name' },
  'contact.company': { type: 'text', autocomplete: 'organization' },
  'contact.title': { type: 'text', autocomplete: 'organization-title' },
  'contact.region': { type: 'text', autocomplete: 'address-level1' },
  'contact.city': { type: 'text', autocomplete: 'address-level2' },
};

const inputOf = ({ to, type }: FormField): { readonly type: string; readonly autocomplete: string } =>
  INPUTS[to ?? ''] ?? { type: type === 'number' ? 'number' : 'text', autocomplete: 'off' };

/** Thanks in the same words whoever it was: what a form answers tells nobody who is known. */
export function thanksPage(form: FormDefinition, language: PageLanguage, agrees: boolean): string {
  const words = FORM_WORDS[language];
  const text = form.thanks === undefined ? words.thanks : wordsIn(language, form.thanks);
  const ask = agrees ? html`<p>${words.mayAsk}</p>` : '';
  return page(tagOf(language), words.thanksTitle, html`<p role="status">${text}</p>${ask}`);
}

export function noFormPage(language: PageLanguage): string {
  const words = FORM_WORDS[language];
  return page(tagOf(language), words.unknownTitle, html`<p role="status">${words.unknown}</p>`);
}

/** The form for another site: no stamp, so that it is shown once more before it is taken. */
export function embeddedForm(
  form: FormDefinition,
  base: string,
  campaign: string | null,
  language: PageLanguage,
): string {
  const words = FORM_WORDS[language];
  const state: FormState = { language, stamp: '', sent: {}, faults: {}, note: null };
  const from = campaign === null ? '' : html`<input type="hidden" name="${CAMPAIGN_FIELD}" value="${campaign}">\n`;
  return html`<form method="post" action="${base}/f/${encodeURIComponent(form.id)}?lang=${tagOf(language)}">
${form.fields.map((field) => fieldOf(field, state, words))}${form.consent === undefined ? '' : consentOf(form.consent, state, words)}${from}<button>${form.button === undefined ? words.send : wordsIn(language, form.button)}</button>
</form>
`.text;
}

export function confirmPage(language: PageLanguage, texts: readonly string[]): string {
  const words = FORM_WORDS[language];
  if (texts.length === 0) return page(tagOf(language), words.nothingTitle, html`<p role="status">${words.nothing}</p>`);
  return page(
    tagOf(language),
    words.confirmTitle,
    html`<p>${words.confirmAsk}</p>
${[...new Set(texts)].map((text) => html`<p class="saved">${text}</p>\n`)}<form method="post" class="main-action"><button>${words.confirmButton}</button></form>
<p class="soft">${words.confirmHint}</p>`,
  );
}

/** `refusesAll`: they have told us to send no marketing at all, which one topic doesn't end. */
export function confirmedPage(language: PageLanguage, refusesAll: boolean): string {
  const words = FORM_WORDS[language];
  const refused = refusesAll ? html`<p>${words.refusesAll}</p>` : '';
  return page(tagOf(language), words.confirmedTitle, html`<p role="status">${words.confirmed}</p>${refused}`);
}

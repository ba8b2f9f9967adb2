import { type Faults, readSubmission } from '../../../domain/form/read-submission.js';
import type { FormRefusal } from '../../../domain/form/refusal.js';
import { assertNever } from '../../../domain/result.js';
import type { AppDeps } from '../../deps.js';
import type { PublishedForm } from '../../form-ports.js';
import type { PageLanguage } from '../language.js';
import { WORDING } from '../wording.js';
import type { FloodGuard } from './guard.js';
import { CAMPAIGN_FIELD, STAMP_FIELD, TRAP_FIELD, wordsIn } from './pages.js';
import { LEAST_AGE, MOST_AGE, type Stamp } from './stamp.js';

/** What somebody sent to a form. */
export interface Sent {
  readonly published: PublishedForm;
  readonly fields: { readonly [name: string]: unknown };
  readonly language: PageLanguage;
  readonly ip: string;
}

/** What became of it. `stamp`: with which it is to be sent again. */
export type Taken =
  | { readonly type: 'taken'; readonly agrees: boolean }
  | { readonly type: 'invalid'; readonly faults: Faults; readonly stamp: string }
  /** Nothing is wrong with it but the page that it was sent from. */
  | { readonly type: 'again'; readonly why: 'no-page' | 'too-fast' | 'too-old' | 'page-used'; readonly stamp: string }
  | { readonly type: 'busy'; readonly stamp: string };

type Deps = Pick<AppDeps, 'forms' | 'links' | 'fields' | 'realNow'>;

/**
 * Takes what was sent to a form. What costs nothing is asked first: the sender's rate, the page that it comes from, what is in
 * it; then all senders' together; and the database last. A program that fell into the trap is thanked like anybody.
 */
export async function take(deps: Deps, guard: FloodGuard, sent: Sent): Promise<Taken> {
  const { form, version } = sent.published;
  const now = deps.realNow();
  const given = textIn(sent.fields, STAMP_FIELD);
  const read = deps.forms.stamps.read(given);
  const stamp = read?.formId === form.id ? read : null;
  const campaignId = stamp === null ? campaignIn(deps, sent) : stamp.campaignId;
  const refuse = (what: FormRefusal): void => deps.forms.desk.count({ formId: form.id, campaignId, what });
  const fresh = () => deps.forms.stamps.make({ formId: form.id, version, campaignId }, now);
  const fault = stamp === null ? 'no-page' : stampFault(stamp, version, now);
  const usable = fault === null || fault === 'too-fast' ? given : null;

  if (guard.sends(sent.ip, now) !== null) {
    refuse('sender-rate');
    return { type: 'busy', stamp: usable ?? fresh() };
  }
  if (textIn(sent.fields, TRAP_FIELD) !== '') {
    refuse('trap');
    return { type: 'taken', agrees: false };
  }
  if (stamp === null || fault !== null) {
    const why = fault ?? 'no-page';
    refuse(why);
    return { type: 'again', why, stamp: usable ?? fresh() };
  }
  const submission = readSubmission(form, sent.fields, deps.fields);
  if (!submission.ok) {
    refuse(Object.values(submission.error).includes('link') ? 'link-in-name' : 'invalid');
    return { type: 'invalid', faults: submission.error, stamp: given };
  }
  const excess = guard.keeps(form.id, sent.ip, now);
  if (excess !== null) {
    refuse(excess);
    return { type: 'busy', stamp: given };
  }
  const { agrees } = submission.value;
  const consentText = agrees && form.consent !== undefined ? wordsIn(sent.language, form.consent.text) : null;
  const language = WORDING[sent.language].tag;
  const filled = {
    ...sent.published,
    submission: submission.value,
    language,
    campaignId,
    nonce: stamp.nonce,
    consentText,
  };
  const outcome = await deps.forms.desk.fillIn(filled);
  switch (outcome) {
    case 'taken':
      return { type: 'taken', agrees };
    case 'repeated':
    case 'too-often':
      refuse(outcome);
      return { type: 'taken', agrees };
    case 'page-used':
      refuse(outcome);
      return { type: 'again', why: outcome, stamp: fresh() };
    default:
      return assertNever(outcome);
  }
}

/** A page from before the form was changed is too old too: other words may stand on it. */
function stampFault(stamp: Stamp, version: number, now: number): 'too-fast' | 'too-old' | null {
  if (stamp.version !== version || now - stamp.at > MOST_AGE) return 'too-old';
  return now - stamp.at < LEAST_AGE ? 'too-fast' : null;
}

const textIn = (fields: Sent['fields'], name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};

/** Of a form on another site: whose link it bears. */
function campaignIn({ links }: Pick<AppDeps, 'links'>, { published, fields }: Sent): string | null {
  const link = links.verify(textIn(fields, CAMPAIGN_FIELD));
  return link?.kind === 'landing' && link.formId === published.form.id ? link.campaignId : null;
}

import type { FormDefinition } from '../domain/definition/definition.js';
import type { Submission } from '../domain/form/read-submission.js';
import type { FormCountKind } from '../domain/form/refusal.js';
import type { FormDetailView, FormSubmissionView, FormSummary } from './contracts/forms.js';
import type { PageRequest, Rows, Scope } from './store-ports.js';

/*
 * What the public forms need of the records: the leads they make, what is kept of submissions, and what is counted.
 */

/** A form as it is published, in the version that people fill in now. */
export interface PublishedForm {
  readonly form: FormDefinition;
  readonly version: number;
}

/** A form that was filled in and read. */
export interface FilledIn extends PublishedForm {
  readonly submission: Submission;
  /** In which language the page spoke. */
  readonly language: string;
  /** By whose link it was opened. */
  readonly campaignId: string | null;
  /** Of the page that it was sent from. */
  readonly nonce: string;
  /** The consent as the page showed it, to the letter; null: it wasn't given. */
  readonly consentText: string | null;
}

/**
 * `repeated`: the same was taken before. `too-often`: the address has used up what one may send to a form in a day.
 * `page-used`: something else was sent from this very page before.
 */
export type FillingOutcome = 'taken' | 'repeated' | 'too-often' | 'page-used';

/** One more of something that is counted. */
export interface FormCounted {
  readonly formId: string;
  readonly campaignId: string | null;
  readonly what: FormCountKind;
}

/** The mail whose link somebody follows. */
export interface AskingMail {
  readonly contactId: string;
  readonly journeyId: string;
  readonly step: string;
  readonly occurrence: number;
}

/** What somebody is still to confirm. */
export interface AskedConsents {
  readonly language: string | null;
  readonly requests: readonly { readonly topic: string; readonly text: string }[];
}

export interface FormDesk {
  /** Keeps a submission and makes a lead of whoever is new, in one transaction with what journeys hear of it. */
  fillIn(filled: FilledIn): Promise<FillingOutcome>;
  /** What a mail asks to confirm and isn't yet; null: there is no such mail, or its address isn't the contact's any more. */
  asked(by: AskingMail): Promise<AskedConsents | null>;
  /** Turns it into consents; answers how many, and whether the contact still refuses all marketing. */
  confirm(by: AskingMail): Promise<{ readonly confirmed: number; readonly refusesAll: boolean }>;
  /** Counts, soon: what is counted in the last moments before a crash may be lost. */
  count(counted: FormCounted): void;
  /** The published forms with their counts of the last 30 days, by id. */
  list(): Promise<readonly FormSummary[]>;
  /** One of them with what it asks; null: no such form is published. */
  get(id: string): Promise<FormDetailView | null>;
  submissions(
    scope: Scope,
    filter: { readonly form?: string | undefined; readonly campaign?: string | undefined },
    page: PageRequest,
  ): Promise<Rows<FormSubmissionView>>;
}

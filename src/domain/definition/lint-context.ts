import type { Calendar } from '../calendar/calendar.js';
import type { EventCatalogue } from '../events.js';
import type { FieldCatalogue } from '../fields.js';
import type { Definition, StepAction } from './definition.js';
import type { Problem } from './finding.js';
import type { ParsedDefinition } from './parse.js';

/** What lint needs to know of a template, all locales taken together. */
export interface TemplateFacts {
  readonly locales: readonly string[];
  /** Every place that reads a value. `guarded`: the mail goes out without it. List items are written `[]`. */
  readonly paths: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly path: string;
    readonly guarded: boolean;
  }[];
  /** Names that the template's head says the definition must give under `variables`. */
  readonly variables: readonly string[];
  /** The HTML of every locale, layout counted in, has an unsubscribe link. */
  readonly hasUnsubscribe: boolean;
  /** Faults of the template itself. */
  readonly problems: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly message: string;
  }[];
}

export interface TemplateLookup {
  /** All names, for suggestions. */
  readonly names: readonly string[];
  /** Names of the files that mails can carry; undefined: they aren't looked at. */
  readonly attachments?: readonly string[];
  /** Null if there is no template of that name. */
  facts(name: string): TemplateFacts | null;
  /** What a task's title in Handlebars reads; undefined: titles aren't looked at. */
  title?(source: string): TemplateFacts;
}

/** What stands around a definition and decides whether it can run. */
export interface LintContext {
  /** Undefined: templates aren't looked at. */
  readonly templates?: TemplateLookup;
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly fields: FieldCatalogue;
  readonly eventTypes: EventCatalogue;
  /** True if the deployment tracks opens and clicks. */
  readonly tracking: boolean;
  /** The deployment's postal address, null: it has none. Undefined: that isn't asked here. */
  readonly postalAddress?: string | null;
  /** Hosts that forms may lead on to. Undefined: that isn't asked here. */
  readonly formHosts?: readonly string[];
  /** Whether a published journey begins when a form's consent is to be confirmed by mail. Undefined: that isn't asked here. */
  readonly asksForConsent?: boolean;
  /** What each step id means in the published versions of this definition; undefined if there are none. */
  readonly published?: ReadonlyMap<string, StepAction>;
}

/** What a group of rules is given. */
export interface LintInput {
  readonly parsed: ParsedDefinition;
  readonly definition: Definition;
  readonly context: LintContext;
}

export type LintRule = (input: LintInput) => readonly Problem[];

import type { TemplateLookup } from '../domain/definition/lint-context.js';
import type { Facts } from '../domain/journey/facts.js';
import type { Program } from '../domain/journey/program.js';
import type { JourneyState } from '../domain/journey/state.js';
import type { MailToPreview, PreviewedMail, TemplateSize } from '../domain/template/preview.js';
import type { TemplatePolicy } from '../domain/template/versions.js';
import type { TemplateVersionView } from './contracts/templates.js';
import type { PageRequest, Rows, Scope, Writer } from './store-ports.js';

/*
 * What the API needs to have templates edited: their published versions (src/db/templates), and somebody who reads and renders
 * them (src/mail).
 */

/** A published version without its text. Instants are business time. */
export type TemplateVersionRow = Omit<TemplateVersionView, 'current'>;

export interface NewTemplateVersion {
  readonly file: string;
  readonly source: string;
  readonly policy: TemplatePolicy;
  readonly note: string | null;
  /** The version it was written against; 0: the folder's, or none. */
  readonly expectedVersion: number;
  /** The newest version of all files when it was found to be without faults. */
  readonly checkedUpTo: number;
}

/** `changed`: another version of the file came first. `stale`: one of another file, with which it may not fit. */
export type TemplatePublished = { readonly version: number; readonly created: boolean } | 'changed' | 'stale';

/** Where a contact stands in a journey whose mails are looked at. */
export interface Standing {
  readonly journeyId: string;
  readonly contactId: string;
  readonly contactName: string;
  readonly program: Program;
  readonly facts: Facts;
  readonly state: JourneyState;
}

export interface TemplateStore {
  /** Of all files together; 0: nothing is published. */
  newestId(): Promise<number>;
  /** The newest version of each file. */
  newest(): Promise<readonly TemplateVersionRow[]>;
  versions(file: string, page: PageRequest): Promise<Rows<TemplateVersionRow>>;
  version(file: string, version: number): Promise<(TemplateVersionRow & { readonly source: string }) | null>;
  /** Safe against two at once: one of them is told that the other was first. */
  publish(version: NewTemplateVersion, by: Writer): Promise<TemplatePublished>;
  /** Null: there is no such journey in the scope, or it has not begun yet. */
  standing(scope: Scope, journeyId: string): Promise<Standing | null>;
  /** The contact's newest open journey of one of these definitions; null: there is none in the scope. */
  openJourney(scope: Scope, contactId: string, definitions: readonly string[]): Promise<string | null>;
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface TemplateFault extends Place {
  readonly code: string;
  readonly message: string;
}

export interface TemplateRead {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly guarded: boolean;
}

export type TemplateKind = 'template' | 'layout' | 'partial';

export interface TemplateHeadFacts {
  readonly subject: string;
  readonly preheader: string | null;
  readonly purpose: 'marketing' | 'service' | null;
  readonly layout: string | null;
  readonly variables: readonly string[];
}

export interface TemplateFileEntry {
  readonly file: string;
  readonly name: string;
  readonly kind: TemplateKind;
  readonly locale: string | null;
  readonly text: boolean;
}

/** The newest of every file, as mails begun now are made of it. */
export interface TemplateShelf {
  /** The newest version; 0: nothing is published. */
  readonly upTo: number;
  readonly files: readonly (TemplateFileEntry & { readonly source: string })[];
  /** The templates that have a file in them. */
  usersOf(file: string): readonly string[];
  readonly lookup: TemplateLookup;
  subjectOf(file: string): string | null;
  purposeOf(template: string): 'marketing' | 'service' | null;
  faultsOf(file: string): readonly TemplateFault[];
}

/** What is known of a file. */
export interface FileReport {
  readonly head: TemplateHeadFacts | null;
  readonly reads: readonly TemplateRead[];
  /** Its own faults, and those that the templates with it have. */
  readonly faults: readonly TemplateFault[];
  /** The templates that have the file in them, with the file as it was given. */
  readonly templates: readonly string[];
  /** All templates, as lint sees them, with the file as it was given. */
  readonly lookup: TemplateLookup;
  /** Of the parts that do not change; null: it is no template that can be read. */
  readonly size: TemplateSize | null;
}

/** Reads and renders templates, what nobody has published yet in a thread of its own with a time limit. */
export interface TemplateDesk {
  shelf(): Promise<TemplateShelf>;
  /** The folder's own file; null: it has none of this name. */
  inFolder(file: string): string | null;
  /** Null: files are not called so. */
  entry(file: string): TemplateFileEntry | null;
  /** `too-slow`: it was given up. */
  report(file: string, source: string): Promise<FileReport | 'too-slow'>;
  /** `changed`: a file as it is instead of what is published. */
  preview(
    mail: MailToPreview & { readonly changed: { readonly file: string; readonly source: string } | null },
  ): Promise<PreviewedMail | 'too-slow'>;
}

import type { Instant } from '../instant.js';

/*
 * A scenario: somebody, what happens to them, and the lines that a definition must answer with. Files of them stand
 * beside definitions, and are what ops keep in git to see what a change would do (docs/scenarios.md).
 */

export type RecordKind = 'contact' | 'account' | 'deal' | 'owner';

export interface Scenario {
  readonly name: string;
  /** Its place in the file's list. */
  readonly index: number;
  readonly records: { readonly [kind in RecordKind]?: { readonly [field: string]: unknown } };
  readonly start: Instant;
  readonly until: Instant;
  /** Events as `simulate` takes them, `at` as an instant. */
  readonly events: readonly { readonly [field: string]: unknown }[];
  /** The actions whose lines count; null: all. */
  readonly only: readonly string[] | null;
  readonly expect: readonly string[];
}

/** A file of scenarios for one definition. */
export interface ScenarioFile {
  /** The definition's file, relative to this one. */
  readonly definition: string;
  readonly scenarios: readonly Scenario[];
}

const ENDING = /\.scenarios\.ya?ml$/;

/** Whether a file is one of scenarios; its name says so. */
export const isScenarioFile = (file: string): boolean => ENDING.test(file);

/** The definition beside a file of scenarios, if the file names no other. */
export const definitionBeside = (file: string): string => `${file.replace(ENDING, '').replace(/^.*[\\/]/, '')}.yaml`;

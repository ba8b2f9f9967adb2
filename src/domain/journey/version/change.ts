import type { Run } from '../run.js';
import type { ProgramMatch } from './match-programs.js';

/** From which version to which a journey changes. */
export interface Change {
  /** The journey under the old version; its state is not touched. */
  readonly before: Run;
  readonly match: ProgramMatch;
  readonly version: { readonly from: number; readonly to: number };
}

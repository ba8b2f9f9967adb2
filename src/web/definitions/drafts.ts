import type { Answer } from '../../api/contracts/contract.js';
import type { validateDefinition } from '../../api/contracts/definitions.js';
import { draftsOf } from '../api/drafts.js';

export type Checked = Answer<typeof validateDefinition>;

/** What a person is writing and has not published. */
export interface Draft {
  readonly text: string;
  /** The name that findings carry. */
  readonly file: string;
  /** The version it was begun from; null: from nothing. */
  readonly from: number | null;
  /** What the last check said, and of which text. */
  readonly checked: { readonly text: string; readonly answer: Checked } | null;
}

export const { useDraft } = draftsOf<Draft>();

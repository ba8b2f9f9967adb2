import { draftsOf } from '../api/drafts.js';

/** What a person is writing in a file and has not published. */
export interface Draft {
  readonly source: string;
  /** The version it was begun from; 0: the folder's own, or a new file. */
  readonly from: number;
}

export const { useDraft, useDrafts } = draftsOf<Draft>();
export const draftKey = (userId: string, file: string): string => `${userId} ${file}`;

import { DAY, type Instant } from '../instant.js';

/** How far a folder was read. UIDs grow, and mean something only together with their UIDVALIDITY (RFC 3501, 2.3.1.1). */
export interface FolderCursor {
  readonly uidValidity: bigint;
  readonly lastUid: number;
  /** When it was looked at last, real time. */
  readonly lookedAt: Instant;
}

/** What a server says of a folder when it is opened. */
export interface OpenFolder {
  readonly uidValidity: bigint;
  /** Null: it doesn't say. */
  readonly uidNext: number | null;
}

export type Resume =
  /** From this UID on. */
  | { readonly type: 'from'; readonly uid: number }
  /** All that arrived since; what was read before is known again by what it is. */
  | { readonly type: 'since'; readonly at: Instant };

/** Of a mailbox that is new to us: answers to what we sent lately may lie there. The server's day is not ours. */
const LOOK_BACK = 30 * DAY;

/**
 * Where to read on. If the UIDs are other ones than before (the folder was made anew, the server moved, its index was
 * rebuilt), all that may have come since the last look is read by its date, with a margin for restored mails.
 */
export function resume(cursor: FolderCursor | null, folder: OpenFolder, now: Instant): Resume {
  if (cursor === null) return { type: 'since', at: now - LOOK_BACK };
  // A server that counts lower than it has counted keeps the same number for other UIDs.
  const isSame =
    cursor.uidValidity === folder.uidValidity && (folder.uidNext === null || folder.uidNext > cursor.lastUid);
  return isSame ? { type: 'from', uid: cursor.lastUid + 1 } : { type: 'since', at: cursor.lookedAt - LOOK_BACK };
}

import type { OpenMailbox, ReadableMailbox, ReadingBook } from '../../activities/inbound-ports.js';
import { waitAfter } from '../../domain/inbound/trouble.js';
import { readAgain } from './read-again.js';
import { type ReadFolderDeps, readFolder, troubleIn } from './read-folder.js';

export interface ReadMailboxDeps extends Omit<ReadFolderDeps, 'attempts'> {
  readonly book: ReadingBook;
  readonly open: OpenMailbox;
  /** How long an idle connection is trusted before the folders are looked at all the same, in real ms. */
  readonly lookEveryMs: number;
  /** Real ms from a trouble to the next attempt; absent: as the domain says. */
  readonly pauseAfter?: typeof waitAfter;
  /** Told when a mailbox can't be read, by id and code. */
  readonly onTrouble: (trouble: { readonly mailbox: string; readonly code: string }, error: unknown) => void;
}

/** Wakes a reader that waits for mails. */
export interface Bell {
  ring(): void;
  /** Resolves when it rings the next time. */
  next(): Promise<void>;
}

export function createBell(): Bell {
  let waiting: (() => void)[] = [];
  return {
    ring() {
      for (const wake of waiting) wake();
      waiting = [];
    },
    next: () => new Promise((resolve) => waiting.push(resolve)),
  };
}

/** Reads a mailbox until it is told to stop: whatever breaks off is begun again after a pause. Never throws. */
export async function readMailbox(
  deps: ReadMailboxDeps,
  mailbox: ReadableMailbox,
  holder: string,
  signal: AbortSignal,
  bell: Bell = createBell(),
): Promise<void> {
  const attempts = new Map<string, number>();
  // In a row, before its folders were read: that it can be connected says little.
  let inVain = 0;
  while (!signal.aborted) {
    try {
      await session({ ...deps, attempts, bell }, mailbox, holder, signal, () => {
        inVain = 0;
      });
    } catch (error) {
      if (signal.aborted) return;
      const trouble = troubleIn(error);
      deps.onTrouble({ mailbox: mailbox.id, code: trouble ?? 'unhandled' }, error);
      inVain += 1;
      // Our own trouble, as a database that is away, says nothing of the mailbox.
      const known = trouble === null ? 0 : await deps.book.failed(mailbox.id, holder, trouble).catch(() => 0);
      const failures = Math.max(inVain, known);
      await pause((deps.pauseAfter ?? waitAfter)(trouble ?? 'broken-off', failures), signal);
    }
  }
}

async function session(
  deps: ReadMailboxDeps & ReadFolderDeps & { readonly bell: Bell },
  mailbox: ReadableMailbox,
  holder: string,
  signal: AbortSignal,
  onRead: () => void,
): Promise<void> {
  if (mailbox.server === null) throw new Sealed();
  const connection = await deps.open(mailbox.server, signal);
  const close = () => connection.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    const [inbox = 'INBOX', ...others] = await connection.folders();
    await deps.book.connected(mailbox.id, holder);
    while (!signal.aborted) {
      // Before anything is looked for: whoever rings meanwhile is heard after it.
      const woken = deps.bell.next();
      // The inbox last: it stays open for what comes.
      for (const folder of [...others, inbox]) await readFolder(deps, connection, mailbox.id, folder);
      onRead();
      // What is new comes before what failed: whatever a mail does to the line again, nobody else's waits for it.
      if (await readAgain(deps, connection, mailbox.id)) await readFolder(deps, connection, mailbox.id, inbox);
      await connection.wait(deps.lookEveryMs, woken);
    }
  } finally {
    signal.removeEventListener('abort', close);
    connection.close();
  }
}

class Sealed extends Error {
  override readonly name = 'MailboxError';
  readonly trouble = 'sealed-password';
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      // A reader lives for months, and pauses often.
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

import type { ReadableMailbox } from '../../activities/inbound-ports.js';
import { createBell, type ReadMailboxDeps, readMailbox } from './read-mailbox.js';

export interface MailboxReaders {
  /** Begins, ends and keeps readers as the mailboxes are set up now; to be called every few seconds. */
  round(): Promise<void>;
  /** Ends all, and leaves the mailboxes to other processes at once. */
  stop(): Promise<void>;
}

interface Reader {
  readonly revision: string;
  /** Has it look at once. */
  readonly wake: () => void;
  readonly end: () => Promise<void>;
}

/**
 * A reader for each mailbox that has a server and that no other process reads. A mailbox is claimed for half a minute; who
 * holds it claims anew with each round.
 */
export function createMailboxReaders(deps: ReadMailboxDeps, holder: string): MailboxReaders {
  const readers = new Map<string, Reader>();

  const begin = (mailbox: ReadableMailbox): void => {
    const stopping = new AbortController();
    const bell = createBell();
    const running = readMailbox(deps, mailbox, holder, stopping.signal, bell);
    readers.set(mailbox.id, {
      revision: mailbox.revision,
      wake: bell.ring,
      end: async () => {
        stopping.abort();
        await running;
      },
    });
  };
  const end = async (id: string): Promise<void> => {
    const reader = readers.get(id);
    readers.delete(id);
    await reader?.end();
  };

  return {
    async round() {
      const mailboxes = new Map((await deps.book.readable()).map((mailbox) => [mailbox.id, mailbox]));
      for (const [id, { revision }] of [...readers]) {
        if (mailboxes.get(id)?.revision === revision) continue;
        await end(id);
        if (!mailboxes.has(id)) await deps.book.release(id, holder);
      }
      for (const mailbox of mailboxes.values()) {
        const isOurs = await deps.book.claim(mailbox.id, holder);
        if (!isOurs) await end(mailbox.id);
        else if (!readers.has(mailbox.id)) begin(mailbox);
      }
      for (const id of await deps.store.withAsked([...readers.keys()])) readers.get(id)?.wake();
    },
    async stop() {
      const ids = [...readers.keys()];
      await Promise.all(ids.map(end));
      await Promise.all(ids.map((id) => deps.book.release(id, holder).catch(() => undefined)));
    },
  };
}

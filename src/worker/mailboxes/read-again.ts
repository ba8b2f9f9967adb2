import type { AskedAgain, Fetched, MailboxConnection } from '../../activities/inbound-ports.js';
import { codeOf, handle, isAboutMail, MOST_BROKEN_LINES, type ReadFolderDeps } from './read-folder.js';

/**
 * Tries the mails again that could not be handled and that somebody wants tried: exactly those, by folder and UID. Each once;
 * if it fails again it waits for the next wish. Answers whether there were any: then another folder may be open.
 */
export async function readAgain(
  deps: ReadFolderDeps,
  connection: MailboxConnection,
  mailboxId: string,
): Promise<boolean> {
  const asked = await deps.store.askedAgain(mailboxId);
  for (const mail of asked) await tryAgain(deps, connection, mail);
  return asked.length > 0;
}

async function tryAgain(deps: ReadFolderDeps, connection: MailboxConnection, { id, place }: AskedAgain): Promise<void> {
  const { store, attempts } = deps;
  const attempt = (attempts.get(id) ?? 0) + 1;
  try {
    const fetched = await fetchFrom(connection, place);
    if (fetched === 'gone' || fetched === 'renumbered') await store.triedInVain(id, { type: fetched });
    else await handle(deps, place, fetched, id);
    attempts.delete(id);
  } catch (error) {
    attempts.set(id, attempt);
    // A line that breaks once says nothing of the mail: it is tried on the next one.
    const isOver = isAboutMail(error) || attempt >= MOST_BROKEN_LINES;
    if (isOver) {
      attempts.delete(id);
      await store.triedInVain(id, { type: 'failed', code: codeOf(error) });
    }
    if (!isAboutMail(error)) throw error;
  }
}

/** UIDs mean something only together with the UIDVALIDITY under which they were seen (RFC 3501, 2.3.1.1). */
async function fetchFrom(
  connection: MailboxConnection,
  { folder, uidValidity, uid }: AskedAgain['place'],
): Promise<Fetched | 'gone' | 'renumbered'> {
  const opened = await connection.open(folder);
  if (opened.uidValidity !== uidValidity) return 'renumbered';
  return (await connection.fetch(uid)) ?? 'gone';
}

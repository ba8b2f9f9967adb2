import type { AskedAgain, Fetched, MailboxConnection } from '../../activities/inbound-ports.js';
import { codeOf, handle, isAboutMail, type ReadFolderDeps } from './read-folder.js';

/**
 * Tries the mails again that could not be handled and that somebody wants tried: exactly those, by folder and UID. Each once;
 * if it fails again it waits for the next wish.
 */
export async function readAgain(deps: ReadFolderDeps, connection: MailboxConnection, mailboxId: string): Promise<void> {
  for (const asked of await deps.store.askedAgain(mailboxId)) await tryAgain(deps, connection, asked);
}

async function tryAgain(deps: ReadFolderDeps, connection: MailboxConnection, { id, place }: AskedAgain): Promise<void> {
  const { store } = deps;
  try {
    const fetched = await fetchFrom(connection, place);
    if (fetched === 'gone' || fetched === 'renumbered') return await store.triedInVain(id, { type: fetched });
    await handle(deps, place, fetched, id);
  } catch (error) {
    // A line that breaks says nothing of the mail: it is tried on the next one.
    if (!isAboutMail(error)) throw error;
    await store.triedInVain(id, { type: 'failed', code: codeOf(error) });
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

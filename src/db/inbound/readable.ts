import type { ReadableMailbox } from '../../activities/inbound-ports.js';
import type { Db } from '../client.js';
import type { Mailbox } from '../generated/client.js';
import { accessOf } from '../mailboxes/servers.js';
import type { Seal } from '../seal.js';

/** The mailboxes that are in use and have a server to be read from. `seal`: null where the deployment has no secret. */
export async function readableMailboxes(db: Db, seal: Seal | null): Promise<readonly ReadableMailbox[]> {
  const rows = await db.mailbox.findMany({ where: { active: true, imapHost: { not: null } }, orderBy: { id: 'asc' } });
  return rows.flatMap((row) => readable(row, seal) ?? []);
}

function readable(row: Mailbox, seal: Seal | null): ReadableMailbox | null {
  const access = accessOf(row, 'imap', seal);
  const base = { id: row.id, revision: String(row.revision) };
  switch (access.type) {
    case 'none':
      return null;
    case 'locked':
      return { ...base, server: null };
    case 'open': {
      const { user, password, ...server } = access.server;
      return { ...base, server: { ...server, user: user ?? row.address, password: password ?? '' } };
    }
  }
}

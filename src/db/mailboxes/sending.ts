import type { MailServerAccess } from '../../domain/mail-server.js';
import type { Db } from '../client.js';
import type { Seal } from '../seal.js';
import { accessOf, opened, placeOf } from './servers.js';

interface Sending {
  readonly revision: number;
  readonly smtp: MailServerAccess | 'locked' | null;
  readonly dkim: { readonly domain: string; readonly selector: string; readonly privateKey: string } | 'locked' | null;
}

/** How a mailbox sends, with its secrets opened: for the worker that sends. Null: there is no such mailbox. */
export async function readSending(db: Db, seal: Seal | null, mailboxId: string): Promise<Sending | null> {
  const row = await db.mailbox.findUnique({ where: { id: mailboxId } });
  if (row === null) return null;
  const access = accessOf(row, 'smtp', seal);
  const smtp = access.type === 'open' ? access.server : access.type === 'locked' ? 'locked' : null;
  const { dkimDomain: domain, dkimSelector: selector, dkimKey: sealed } = row;
  if (domain === null || selector === null || sealed === null) return { revision: row.revision, smtp, dkim: null };
  const privateKey = opened(seal, sealed, placeOf(row.id, 'dkim'));
  return {
    revision: row.revision,
    smtp,
    dkim: privateKey === null ? 'locked' : { domain, selector, privateKey },
  };
}

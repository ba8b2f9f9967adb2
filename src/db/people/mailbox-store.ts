import type { MailboxStore } from '../../api/people-ports.js';
import { defined } from '../../domain/defined.js';
import { err, ok } from '../../domain/result.js';
import { writeAudit } from '../audit.js';
import type { Db, Tx } from '../client.js';
import type { Mailbox } from '../generated/client.js';

const view = ({ id, name, address, ownerId, active }: Mailbox) => ({ id, name, address, ownerId, active });

const isMissing = async (tx: Tx, ownerId: string | null | undefined): Promise<boolean> =>
  typeof ownerId === 'string' && (await tx.user.findUnique({ where: { id: ownerId, active: true } })) === null;

/** The shared addresses that definitions send from. */
export function createMailboxStore(db: Db): MailboxStore {
  return {
    list: async () => (await db.mailbox.findMany({ orderBy: { id: 'asc' } })).map(view),
    create: (mailbox, by) =>
      db.$transaction(async (tx) => {
        if (await isMissing(tx, mailbox.ownerId)) return err('unknown-owner');
        const { count } = await tx.mailbox.createMany({ data: [mailbox], skipDuplicates: true });
        if (count === 0) return err('mailbox-taken');
        await writeAudit(tx, by, { action: 'mailbox.create', objectType: 'mailbox', objectId: mailbox.id });
        return ok(mailbox);
      }),
    update: (id, changes, by) =>
      db.$transaction(async (tx) => {
        if ((await tx.mailbox.findUnique({ where: { id } })) === null) return null;
        if (await isMissing(tx, changes.ownerId)) return err('unknown-owner');
        const row = await tx.mailbox.update({ where: { id }, data: defined(changes) });
        const detail = { fields: Object.keys(changes) };
        await writeAudit(tx, by, { action: 'mailbox.update', objectType: 'mailbox', objectId: id, detail });
        return ok(view(row));
      }),
  };
}

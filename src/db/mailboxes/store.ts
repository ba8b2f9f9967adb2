import type { MailboxChanges, NewMailbox } from '../../api/contracts/mailboxes.js';
import type { MailboxRefusal, MailboxStore } from '../../api/people-ports.js';
import type { Writer } from '../../api/store-ports.js';
import { defined } from '../../domain/defined.js';
import { err, ok, type Result } from '../../domain/result.js';
import { writeAudit } from '../audit.js';
import type { Db, Tx } from '../client.js';
import type { Mailbox } from '../generated/client.js';
import type { Seal } from '../seal.js';
import { countMessages, countOfEach } from './counted.js';
import { settingsOf } from './settings.js';
import { accessViewOf, sendingViewOf, settingsViewOf, viewOf } from './view.js';

/** A mailbox before anything is said of it. */
const blank = ({ id, name, address }: Pick<Mailbox, 'id' | 'name' | 'address'>): Mailbox => ({
  ...{ id, name, address, kind: 'team', ownerId: null, teamId: null, active: true, revision: 0 },
  ...{ smtpHost: null, smtpPort: null, smtpTls: null, smtpUser: null, smtpPassword: null },
  ...{ imapHost: null, imapPort: null, imapTls: null, imapUser: null, imapPassword: null, plusAddresses: false },
  ...{ dailyQuota: null, hourlyQuota: null, warmUpFrom: null, warmUpFirst: null, warmUpGrowth: null },
  ...{ dkimDomain: null, dkimSelector: null, dkimKey: null },
});

/** Whether somebody and a team exist, and a personal mailbox is its owner's only one. The owner's row is locked meanwhile. */
async function whoseFault(tx: Tx, before: Mailbox, after: Mailbox): Promise<MailboxRefusal | null> {
  const { id, kind, ownerId, teamId } = after;
  if (ownerId !== null && (ownerId !== before.ownerId || kind !== before.kind)) {
    const [owner] = await tx.$queryRaw<{ active: boolean }[]>`
      SELECT active FROM users WHERE id = ${ownerId} FOR NO KEY UPDATE`;
    if (owner?.active !== true) return 'unknown-owner';
  }
  if (teamId !== null && teamId !== before.teamId && (await tx.team.findUnique({ where: { id: teamId } })) === null)
    return 'unknown-team';
  if (kind !== 'personal') return null;
  if (ownerId === null) return 'mailbox-needs-owner';
  const other = await tx.mailbox.findFirst({ where: { kind, ownerId, id: { not: id } }, select: { id: true } });
  return other === null ? null : 'has-mailbox';
}

/** The columns that change; what is sealed is sealed already. */
async function changed(
  before: Mailbox,
  changes: MailboxChanges,
  seal: Seal | null,
): Promise<Result<Partial<Mailbox>, MailboxRefusal>> {
  const settings = await settingsOf(before, changes, seal);
  if (!settings.ok) return settings;
  const { smtp: _smtp, imap: _imap, dkim: _dkim, warmUp: _warmUp, ...plain } = changes;
  return ok({ ...defined(plain), ...settings.value });
}

/** From where mail goes out. `seal`: null where the deployment has no secret; then no passwords and keys can be kept. */
export function createMailboxStore(db: Db, seal: Seal | null): MailboxStore {
  const shown = async (tx: Db | Tx, row: Mailbox, now: number) =>
    settingsViewOf(row, seal, await countMessages(tx, row.id, now), now);
  /** People are locked before mailboxes, as when somebody leaves; so what was read is held by its revision. */
  const tryUpdate = (id: string, changes: MailboxChanges, by: Writer) =>
    db.$transaction(async (tx) => {
      const before = await tx.mailbox.findUnique({ where: { id } });
      if (before === null) return null;
      const columns = await changed(before, changes, seal);
      if (!columns.ok) return columns;
      const row = { ...before, ...columns.value, revision: before.revision + 1 };
      const fault = await whoseFault(tx, before, row);
      if (fault !== null) return err(fault);
      const data = { ...columns.value, revision: row.revision };
      const { count } = await tx.mailbox.updateMany({ where: { id, revision: before.revision }, data });
      if (count === 0) return 'changed-meanwhile';
      const detail = { fields: Object.keys(changes) };
      await writeAudit(tx, by, { action: 'mailbox.update', objectType: 'mailbox', objectId: id, detail });
      return ok(await shown(tx, row, by.at));
    });
  return {
    list: async () => (await db.mailbox.findMany({ orderBy: { id: 'asc' } })).map(viewOf),
    sendings: async (now) => {
      const rows = await db.mailbox.findMany({ orderBy: { id: 'asc' } });
      const counted = await countOfEach(
        db,
        rows.map(({ id }) => id),
        now,
      );
      return rows.map((row) => sendingViewOf(row, counted.get(row.id) ?? new Map(), now));
    },
    get: async (id, now) => {
      const row = await db.mailbox.findUnique({ where: { id } });
      return row === null ? null : await shown(db, row, now);
    },
    create: async (mailbox: NewMailbox, by: Writer) => {
      const before = blank(mailbox);
      const made = await changed(before, mailbox, seal);
      if (!made.ok) return made;
      const row = { ...before, ...made.value };
      return await db.$transaction(async (tx) => {
        const fault = await whoseFault(tx, before, row);
        if (fault !== null) return err(fault);
        const { count } = await tx.mailbox.createMany({ data: [row], skipDuplicates: true });
        if (count === 0) return err('mailbox-taken');
        await writeAudit(tx, by, { action: 'mailbox.create', objectType: 'mailbox', objectId: mailbox.id });
        return ok(await shown(tx, row, by.at));
      });
    },
    update: async (id, changes, by) => {
      for (;;) {
        const updated = await tryUpdate(id, changes, by);
        if (updated !== 'changed-meanwhile') return updated;
      }
    },
    access: async (id) => {
      const row = await db.mailbox.findUnique({ where: { id } });
      return row === null ? null : accessViewOf(row, seal);
    },
  };
}

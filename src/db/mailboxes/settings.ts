import type { MailboxChanges } from '../../api/contracts/mailboxes.js';
import type { MailboxRefusal } from '../../api/people-ports.js';
import { parseInstant } from '../../domain/instant.js';
import type { TlsMode } from '../../domain/mail-server.js';
import { isAligned } from '../../domain/mailbox.js';
import { err, ok, type Result } from '../../domain/result.js';
import type { Mailbox } from '../generated/client.js';
import type { Seal } from '../seal.js';
import { newDkimKey, readDkimKey } from './dkim-keys.js';
import { type KnownServer, placeOf, serverOf } from './servers.js';

type NewServer = NonNullable<MailboxChanges['smtp']>;
type Settings = Partial<Mailbox>;

/** What of the changes are settings that are checked or sealed before they are kept, as the row's columns. */
export async function settingsOf(
  before: Mailbox,
  changes: MailboxChanges,
  seal: Seal | null,
): Promise<Result<Settings, MailboxRefusal>> {
  const smtp = changes.smtp === undefined ? ok({}) : smtpColumns(before, changes.smtp, seal);
  if (!smtp.ok) return smtp;
  const imap = changes.imap === undefined ? ok({}) : imapColumns(before, changes.imap, seal);
  if (!imap.ok) return imap;
  const dkim = await dkimColumns(before, changes, seal);
  if (!dkim.ok) return dkim;
  return ok({ ...smtp.value, ...imap.value, ...dkim.value, ...warmUpColumns(changes.warmUp) });
}

function smtpColumns(before: Mailbox, server: NewServer | null, seal: Seal | null): Result<Settings, MailboxRefusal> {
  const kept = { known: serverOf(before, 'smtp'), sealed: before.smtpPassword };
  const columns = serverColumns(server, kept, seal, placeOf(before.id, 'smtp'));
  if (!columns.ok) return columns;
  const { host, port, tls, user, password } = columns.value;
  return ok({ smtpHost: host, smtpPort: port, smtpTls: tls, smtpUser: user, smtpPassword: password });
}

function imapColumns(before: Mailbox, server: NewServer | null, seal: Seal | null): Result<Settings, MailboxRefusal> {
  const kept = { known: serverOf(before, 'imap'), sealed: before.imapPassword };
  const columns = serverColumns(server, kept, seal, placeOf(before.id, 'imap'));
  if (!columns.ok) return columns;
  const { host, port, tls, user, password } = columns.value;
  return ok({ imapHost: host, imapPort: port, imapTls: tls, imapUser: user, imapPassword: password });
}

type Sealed = Mailbox['smtpPassword'];

interface ServerColumns {
  readonly host: string | null;
  readonly port: number | null;
  readonly tls: TlsMode | null;
  readonly user: string | null;
  readonly password: Sealed;
}

const NO_SERVER: ServerColumns = { host: null, port: null, tls: null, user: null, password: null };

function serverColumns(
  server: NewServer | null,
  kept: { readonly known: KnownServer | null; readonly sealed: Sealed },
  seal: Seal | null,
  place: string,
): Result<ServerColumns, MailboxRefusal> {
  if (server === null) return ok(NO_SERVER);
  const { password, ...rest } = server;
  if (rest.user === null) return ok({ ...rest, password: null });
  if (password !== undefined)
    return seal === null ? err('no-mailbox-secret') : ok({ ...rest, password: seal.seal(password, place) });
  // A password that is kept goes where it went: else whoever may change the server could have it sent to their own.
  return kept.sealed !== null && isSame(kept.known, rest)
    ? ok({ ...rest, password: kept.sealed })
    : err('mailbox-password-needed');
}

const isSame = (known: KnownServer | null, now: Omit<NewServer, 'password'>): boolean =>
  known !== null &&
  known.host === now.host &&
  known.port === now.port &&
  known.tls === now.tls &&
  known.user === now.user;

async function dkimColumns(
  before: Mailbox,
  { dkim, address = before.address }: MailboxChanges,
  seal: Seal | null,
): Promise<Result<Settings, MailboxRefusal>> {
  const domain = dkim === undefined ? before.dkimDomain : (dkim?.domain ?? null);
  if (domain !== null && !isAligned(domain, address)) return err('dkim-not-aligned');
  if (dkim === undefined) return ok({});
  if (dkim === null) return ok({ dkimDomain: null, dkimSelector: null, dkimKey: null });
  const names = { dkimDomain: dkim.domain, dkimSelector: dkim.selector };
  const isNamedAsBefore = before.dkimDomain === dkim.domain && before.dkimSelector === dkim.selector;
  if (dkim.privateKey === undefined && before.dkimKey !== null && isNamedAsBefore) return ok(names);
  if (seal === null) return err('no-mailbox-secret');
  const key = dkim.privateKey === undefined ? await newDkimKey() : readDkimKey(dkim.privateKey);
  return key === null ? err('bad-dkim-key') : ok({ ...names, dkimKey: seal.seal(key, placeOf(before.id, 'dkim')) });
}

function warmUpColumns(warmUp: MailboxChanges['warmUp']): Settings {
  if (warmUp === undefined) return {};
  return warmUp === null
    ? { warmUpFrom: null, warmUpFirst: null, warmUpGrowth: null }
    : { warmUpFrom: new Date(parseInstant(warmUp.from) ?? 0), warmUpFirst: warmUp.first, warmUpGrowth: warmUp.growth };
}

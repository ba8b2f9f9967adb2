import type {
  Fetched,
  IncomingStore,
  MailboxConnection,
  MailPlace,
  MailReader,
} from '../../activities/inbound-ports.js';
import { effectOf } from '../../domain/inbound/effect-of.js';
import { type FolderCursor, type OpenFolder, resume } from '../../domain/inbound/resume.js';
import type { MailboxTrouble } from '../../domain/inbound/trouble.js';
import { HOUR, type Instant } from '../../domain/instant.js';

export interface ReadFolderDeps {
  readonly reader: MailReader;
  readonly store: IncomingStore;
  /** Business time. */
  readonly now: () => Instant;
  /** Real time. */
  readonly realNow: () => number;
  /** Told of a mail that was taken: what it was and what it did, no more. */
  readonly onMail: (mail: { readonly mailbox: string; readonly kind: string; readonly effect: string }) => void;
  /** How often a mail was begun in vain, by folder and UID; lives as long as the reader. */
  readonly attempts: Map<string, number>;
}

/** A mail that can't be handled is tried again so often, each time on a new connection after a pause. */
const MOST_ATTEMPTS = 3;
/** One on which the line breaks so often is what breaks it. */
export const MOST_BROKEN_LINES = 8;

/** Reads what is new in a folder, in the order in which it came. Each mail is done before the next is fetched. */
export async function readFolder(
  deps: ReadFolderDeps,
  connection: MailboxConnection,
  mailboxId: string,
  folder: string,
): Promise<void> {
  const cursor = await deps.store.cursor(mailboxId, folder);
  const opened = await connection.open(folder);
  const uids = await newUids(deps, connection, cursor, opened);
  const placeOf = (uid: number): MailPlace => ({ mailboxId, folder, uidValidity: opened.uidValidity, uid });
  for (const uid of uids) await readOne(deps, connection, placeOf(uid));
  const readTo = Math.max(uids.at(-1) ?? 0, (opened.uidNext ?? 1) - 1);
  if (isWorthNoting(cursor, opened, readTo, deps.realNow())) await deps.store.advance(placeOf(readTo));
}

async function newUids(
  { realNow }: ReadFolderDeps,
  connection: MailboxConnection,
  cursor: FolderCursor | null,
  opened: OpenFolder,
): Promise<readonly number[]> {
  const how = resume(cursor, opened, realNow());
  if (how.type === 'since') return await connection.uidsSince(how.at);
  return opened.uidNext !== null && opened.uidNext <= how.uid ? [] : await connection.uidsFrom(how.uid);
}

/** The looks at a folder into which nothing comes need not all be written down. */
const isWorthNoting = (cursor: FolderCursor | null, opened: OpenFolder, readTo: number, now: number): boolean =>
  cursor === null ||
  cursor.uidValidity !== opened.uidValidity ||
  cursor.lastUid !== readTo ||
  now - cursor.lookedAt > HOUR;

async function readOne(deps: ReadFolderDeps, connection: MailboxConnection, place: MailPlace): Promise<void> {
  const key = `${place.folder}/${place.uidValidity}/${place.uid}`;
  const attempt = (deps.attempts.get(key) ?? 0) + 1;
  let fetched: Fetched | null = null;
  try {
    fetched = await connection.fetch(place.uid);
    if (fetched === null) await deps.store.advance(place);
    else await handle(deps, place, fetched);
    deps.attempts.delete(key);
  } catch (error) {
    deps.attempts.set(key, attempt);
    // A line that breaks says nothing of the mail, unless it always does.
    const isOfMail = isAboutMail(error);
    if (attempt < (isOfMail ? MOST_ATTEMPTS : MOST_BROKEN_LINES)) throw error;
    await deps.store.keepUnhandled(place, fetched, `unhandled ${key}`, codeOf(error));
    deps.attempts.delete(key);
    if (!isOfMail) throw error;
  }
}

export const isAboutMail = (error: unknown): boolean => {
  const trouble = troubleIn(error);
  return trouble === null || trouble === 'not-understood' || trouble === 'refused';
};

/** `again`: the row of one that could not be handled before. */
export async function handle(
  { reader, store, now, onMail }: ReadFolderDeps,
  place: MailPlace,
  fetched: Fetched,
  again?: string,
): Promise<void> {
  const mail = await reader.read(fetched.bytes);
  const { sent, invitedTo, ...sender } = await store.know(mail);
  const understood = {
    sorted: mail.sorted,
    match: reader.match(mail, sent, now()),
    sender: { ...mail.sender, ...sender },
    isStillTrying: mail.isStillTrying,
    ...(mail.answer === null ? {} : { invitation: { answer: mail.answer, to: invitedTo } }),
  };
  const effect = effectOf(understood);
  const row = again === undefined ? {} : { again };
  const isNew = await store.take({ place, fetched, mail, understood, effect, ...row });
  if (isNew) onMail({ mailbox: place.mailboxId, kind: mail.sorted.kind, effect: effect.type });
}

/** What is wrong with the mailbox, if an error is of it. */
export const troubleIn = (error: unknown): MailboxTrouble | null =>
  error instanceof Error && error.name === 'MailboxError' && 'trouble' in error
    ? (error.trouble as MailboxTrouble)
    : null;

/** No message: it could hold what the mail says. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
}

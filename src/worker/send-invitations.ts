import type { InvitationBook, Mailer } from '../activities/ports.js';

export interface InvitationSending {
  readonly book: InvitationBook;
  readonly mailer: Pick<Mailer, 'send'>;
  /** Real time, epoch ms. */
  readonly now: () => number;
  /** Told of what kept an appointment from being looked at: it is looked at again. */
  readonly onTrouble: (appointmentId: string, error: unknown) => void;
}

const AT_ONCE = 8;

/** Tells who is still to hear of an appointment, one mail each; answers how many appointments were looked at. */
export async function sendInvitations(deps: InvitationSending): Promise<number> {
  const ids = await deps.book.due(deps.now(), AT_ONCE);
  await Promise.all(ids.map((id) => tellOf(deps, id).catch((error: unknown) => deps.onTrouble(id, error))));
  return ids.length;
}

async function tellOf({ book, mailer }: InvitationSending, id: string): Promise<void> {
  const mail = await book.look(id);
  if (mail === null) return;
  const { raw, envelope, since } = mail;
  const verdict = await mailer.send(raw, { ...envelope, id: mail.id }, () => book.handOver(mail), since);
  if (verdict.type !== 'stopped') await book.settle(mail, verdict);
}

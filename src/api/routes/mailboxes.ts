import type { MailboxFinding } from '../../domain/mailbox.js';
import type { Result } from '../../domain/result.js';
import {
  checkMailbox,
  createMailbox,
  getMailbox,
  listMailboxes,
  listMailboxSendings,
  type MailboxChanges,
  updateMailbox,
} from '../contracts/mailboxes.js';
import type { AppDeps } from '../deps.js';
import { found } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import type { MailboxAccess, MailboxProbe, MailboxRefusal } from '../people-ports.js';
import { checkFields, misfit, writerOf } from './people.js';

/** From where mail goes out, and by which servers. */
export function mailboxRoutes(routes: Routes, deps: AppDeps): void {
  const { mailboxes } = deps.stores;
  routes.on(listMailboxes, async () => ({ data: [...(await mailboxes.list())] }));
  routes.on(listMailboxSendings, async () => ({ data: [...(await mailboxes.sendings(await deps.engine.now()))] }));
  routes.on(getMailbox, async ({ params }) =>
    found(await mailboxes.get(params.id, await deps.engine.now()), 'mailbox', params.id),
  );
  routes.on(createMailbox, async ({ body, actor }) => {
    checkFields(deps, { email: body.address }, '/address');
    return done(await mailboxes.create(body, await writerOf(deps, { actor })), body);
  });
  routes.on(updateMailbox, async ({ params, body, actor }) => {
    checkFields(deps, { email: body.address }, '/address');
    const updated = await mailboxes.update(params.id, body, await writerOf(deps, { actor }));
    return done(found(updated, 'mailbox', params.id), body);
  });
  routes.on(checkMailbox, async ({ params }) =>
    check(deps.mailboxProbe, found(await mailboxes.access(params.id), 'mailbox', params.id)),
  );
}

const LOCKED: MailboxFinding = { code: 'locked', detail: '' };

async function check(probe: MailboxProbe, { smtp, imap, dkim }: MailboxAccess) {
  const [smtpFound, imapFound, dkimFound] = await Promise.all([
    smtp === null || smtp === 'locked' ? smtp : probe.smtp(smtp),
    imap === null || imap === 'locked' ? imap : probe.imap(imap),
    dkim === null ? null : dkim.value === null ? LOCKED : probe.dkim({ name: dkim.name, value: dkim.value }),
  ]);
  const said = (found: MailboxFinding | 'locked' | null) => (found === 'locked' ? LOCKED : found);
  return { smtp: said(smtpFound), imap: said(imapFound), dkim: dkimFound };
}

/** What was written, or the refusal as a problem at the part of the body that it is about. */
function done<T>(result: Result<T, MailboxRefusal>, body: MailboxChanges): T {
  if (result.ok) return result.value;
  throw misfit(result.error, pointerOf(result.error, body));
}

function pointerOf(code: MailboxRefusal, { smtp }: MailboxChanges): string | undefined {
  switch (code) {
    case 'mailbox-taken':
      return '/id';
    case 'unknown-owner':
    case 'mailbox-needs-owner':
    case 'has-mailbox':
      return '/ownerId';
    case 'unknown-team':
      return '/teamId';
    case 'mailbox-password-needed': {
      const lacks = smtp !== undefined && smtp !== null && smtp.user !== null && smtp.password === undefined;
      return lacks ? '/smtp/password' : '/imap/password';
    }
    case 'no-mailbox-secret':
      return undefined;
    case 'bad-dkim-key':
      return '/dkim/privateKey';
    case 'dkim-not-aligned':
      return '/dkim/domain';
  }
}

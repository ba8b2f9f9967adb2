import { assertNever, err, ok, type Result } from '../domain/result.js';
import type { CampaignRows, Recipient } from './campaign-mail-ports.js';
import { type CampaignMessageDeps, CampaignMessages } from './campaign-message.js';
import type { Moment } from './campaign-ports.js';
import type { Links, MailAddress, SendVerdict, Transport } from './ports.js';

/*
 * A mail of a campaign to somebody of the house, as a contact would get it: marked as a test, with links of ours that lead
 * nowhere. Nothing of it is written down, so that nothing counts it.
 */

export interface TestMailDeps extends Omit<CampaignMessageDeps, 'links' | 'tracking'> {
  readonly rows: CampaignRows;
  readonly transport: Transport;
  /** Those that lead nowhere. */
  readonly links: Links;
  readonly newMessageId: () => string;
}

/** A code of src/domain/error-codes. */
export type TestMailRefusal =
  | 'campaign-has-no-mail'
  | 'unknown-contact'
  | 'no-sender'
  | 'missing-variable'
  | 'render-failed'
  | 'test-not-taken';

export interface TestMail {
  readonly to: string;
  readonly subject: string;
  /** Of the template that was taken. */
  readonly locale: string;
}

/** `detail`: what the mail server said. */
export interface TestMailFault {
  readonly code: TestMailRefusal;
  readonly detail: string;
}

export interface TestMails {
  /** Sends what `contactId` would get to somebody else, whatever the gate would say of it. */
  send(
    campaignId: string,
    asked: { readonly contactId: string; readonly to: MailAddress },
    now: Moment,
  ): Promise<Result<TestMail, TestMailFault>>;
}

export function createTestMails(deps: TestMailDeps): TestMails {
  const refuse = (code: TestMailRefusal, detail = '') => err<TestMailFault>({ code, detail });
  return {
    async send(campaignId, { contactId, to }, now) {
      const campaign = await deps.rows.campaign(campaignId, now);
      if (campaign === null) return refuse('campaign-has-no-mail');
      const [recipient]: readonly Recipient[] = await deps.rows.contacts(campaign, [contactId], now);
      if (recipient === undefined) return refuse('unknown-contact');
      const messages = new CampaignMessages({ ...deps, tracking: 'off' }, campaign);
      const made = await messages.test(recipient, { to, messageId: deps.newMessageId() }, now);
      if (!made.ok) return refuse(made.code);
      const { raw, from, sender, subject, locale } = made;
      const { mailbox } = sender;
      const via = mailbox === null ? {} : { via: { mailboxId: mailbox.id, revision: mailbox.revision } };
      const verdict = await deps.transport.send(raw, { from, to: made.to, ...via }, async () => true);
      const trouble = troubleIn(verdict);
      return trouble === null ? ok({ to: to.address, subject, locale }) : refuse('test-not-taken', trouble);
    },
  };
}

/** What the server had against it; null: nothing. */
function troubleIn(verdict: SendVerdict): string | null {
  switch (verdict.type) {
    case 'accepted':
      return null;
    case 'refused':
    case 'uncertain':
      return verdict.reply;
    case 'later':
      return `${verdict.cause}: ${verdict.reply}`;
    case 'stopped':
      return 'it was stopped';
    default:
      return assertNever(verdict);
  }
}

/*
 * What the mail server of a run does wrong, by the recipient's domain, and what must come of it. The times are the
 * shortest that a server may ask for (src/mail/smtp-replies.ts).
 */

export interface SmtpTrouble {
  readonly at: 'rcpt' | 'data' | 'body' | 'dot' | 'every-answer';
  /** A reply in place of the proper one; `taken`: the mail was kept before the connection is lost. */
  readonly do:
    | { readonly reply: string; readonly thenDrop?: true }
    | 'silence'
    | 'drop'
    | 'take-and-drop'
    | 'take-and-silence'
    | 'wait';
  /** Of a recipient's messages the first try only, or each. */
  readonly times: 'first' | 'each';
  /**
   * `sent`: put off, then sent. `refused`: each mail is, and the address is not blamed. `suppressed`: the first mail is
   * refused, and the address gets no other. `doubt`: the first mail is listed as in doubt.
   */
  readonly ends: 'sent' | 'refused' | 'suppressed' | 'doubt';
}

const AGAIN = 'try again in 30 seconds';
const put = (reply: string, more: { readonly thenDrop?: true } = {}): SmtpTrouble => ({
  at: 'rcpt',
  do: { reply, ...more },
  times: 'first',
  ends: 'sent',
});
const silent = (at: SmtpTrouble['at']): SmtpTrouble => ({ at, do: 'silence', times: 'first', ends: 'sent' });
const lost = (how: SmtpTrouble['do']): SmtpTrouble => ({ at: 'dot', do: how, times: 'first', ends: 'doubt' });

export const SMTP_TROUBLES: { readonly [domain: string]: SmtpTrouble } = {
  'closing.example': put(`421 4.3.2 closing, ${AGAIN}`, { thenDrop: true }),
  'busy.example': put(`450 4.2.1 mailbox busy, ${AGAIN}`),
  'grey.example': put(`451 4.7.1 greylisted, ${AGAIN}`),
  'full.example': put(`452 4.3.1 no space, ${AGAIN}`),
  'nobody.example': { at: 'rcpt', do: { reply: '550 5.1.1 no such user' }, times: 'each', ends: 'suppressed' },
  'policy.example': { at: 'dot', do: { reply: '550 5.7.1 not wanted' }, times: 'each', ends: 'refused' },
  'silent-rcpt.example': silent('rcpt'),
  'silent-data.example': silent('data'),
  'silent-body.example': silent('body'),
  'silent-dot.example': lost('take-and-silence'),
  'dropped.example': lost('take-and-drop'),
  'vanished.example': lost('drop'),
  'slow.example': { at: 'every-answer', do: 'wait', times: 'each', ends: 'sent' },
};

/** What befalls a connection before there is talk of any message, some per cent of them: nothing is lost by it. */
export const DOOR_TROUBLES = [
  'drop-greeting',
  'busy-greeting',
  'silent-greeting',
  'silent-ehlo',
  'silent-mail',
  'drop-mail',
] as const;
export type DoorTrouble = (typeof DOOR_TROUBLES)[number];

export const troubleOf = (address: string): SmtpTrouble | undefined =>
  SMTP_TROUBLES[address.slice(address.indexOf('@') + 1)];

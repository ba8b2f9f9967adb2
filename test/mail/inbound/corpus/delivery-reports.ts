import { type CorpusMail, dsn, type Report, THEM } from './builders.js';

const of = (name: string, kind: CorpusMail['kind'], report: Report, address: string = THEM): CorpusMail => ({
  name,
  kind,
  raw: dsn(report),
  ...(kind === 'other' ? {} : { address }),
  names: report.returned !== 'nothing',
});

const EXCHANGE = {
  From: 'Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@customer.example>',
  Subject: 'Undeliverable: The pumps we spoke about',
};
const GMAIL = {
  From: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
  Subject: 'Delivery Status Notification (Failure)',
  'X-Failed-Recipients': THEM,
};

/** Reports by RFC 3464. */
export const DELIVERY_REPORTS: readonly CorpusMail[] = [
  of('Postfix: user unknown', 'hard-bounce', {
    status: '5.1.1',
    diagnostic:
      '550 5.1.1 <wang.li@customer.example>: Recipient address rejected: User unknown in virtual mailbox table',
  }),
  of('Postfix: returned with the whole mail', 'hard-bounce', {
    status: '5.1.1',
    diagnostic: '550 5.1.1 no such user',
    returned: 'mail',
  }),
  of('Postfix: nothing returned', 'hard-bounce', {
    status: '5.1.1',
    diagnostic: '550 5.1.1 no such user',
    returned: 'nothing',
  }),
  of('Postfix: domain not found', 'hard-bounce', {
    status: '5.4.4',
    diagnostic: 'Host or domain name not found. Name service error for name=customer.example type=A: Host not found',
  }),
  of('Postfix: mailbox full', 'soft-bounce', { status: '5.2.2', diagnostic: '552 5.2.2 Mailbox over quota' }),
  of('Postfix: full after days of trying', 'soft-bounce', {
    status: '4.2.2',
    diagnostic: '452 4.2.2 The email account that you tried to reach is over quota',
  }),
  of('Postfix: connection timed out for five days', 'soft-bounce', {
    status: '4.4.1',
    diagnostic: 'connect to mx.customer.example[192.0.2.1]:25: Connection timed out',
  }),
  of('Postfix: greylisted for too long', 'soft-bounce', {
    status: '4.7.1',
    diagnostic:
      '450 4.7.1 <wang.li@customer.example>: Recipient address rejected: Greylisted, see http://postgrey.example',
  }),
  of('Postfix: blocked by Spamhaus', 'soft-bounce', {
    status: '5.7.1',
    diagnostic: '554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using zen.spamhaus.org',
  }),
  of('Postfix: relay access denied', 'soft-bounce', {
    status: '5.7.1',
    diagnostic: '554 5.7.1 <wang.li@customer.example>: Relay access denied',
  }),
  of('Postfix: too large', 'soft-bounce', {
    status: '5.3.4',
    diagnostic: '552 5.3.4 Message size exceeds fixed limit',
  }),
  of('Postfix: sender refused', 'soft-bounce', {
    status: '5.1.8',
    diagnostic: '550 5.1.8 <sales@followthrough.example>: Sender address rejected: Domain not found',
  }),
  of('Postfix: a loop', 'soft-bounce', {
    status: '5.4.6',
    diagnostic: 'mail for customer.example loops back to myself',
  }),
  of('Postfix: delayed', 'soft-bounce', {
    action: 'delayed',
    status: '4.4.1',
    diagnostic: 'connect to mx: Connection refused',
    headers: { Subject: 'Delayed Mail (still being retried)' },
  }),
  of('Postfix: delivered, as asked for', 'other', {
    action: 'delivered',
    status: '2.0.0',
    diagnostic: '250 2.0.0 Ok',
    headers: { Subject: 'Successful Mail Delivery Report' },
  }),
  of('Postfix: relayed to a server without reports', 'other', {
    action: 'relayed',
    status: '2.0.0',
    diagnostic: '250 Ok',
    headers: { Subject: 'Successful Mail Delivery Report' },
  }),
  of('Postfix: expanded', 'other', { action: 'expanded', status: '2.0.0' }),
  of('Sendmail: user unknown, vague code in the field', 'hard-bounce', {
    status: '5.0.0',
    diagnostic: '550 5.1.1 <wang.li@customer.example>... User unknown',
    headers: {
      Subject: 'Returned mail: see transcript for details',
      From: 'Mail Delivery Subsystem <MAILER-DAEMON@mx.customer.example>',
    },
  }),
  of('Sendmail: cannot resolve the host', 'hard-bounce', {
    status: '5.1.2',
    headers: { Subject: 'Returned mail: Host unknown (Name server: customer.example: host not found)' },
  }),
  of('Sendmail: warning after four hours', 'soft-bounce', {
    action: 'delayed',
    status: '4.4.2',
    headers: { Subject: 'Warning: could not send message for past 4 hours' },
    text: 'THIS IS A WARNING MESSAGE ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE',
  }),
  of('Exim: all in one line', 'hard-bounce', {
    status: '5.0.0',
    diagnostic: '550 No such user here',
    headers: {
      From: 'Mail Delivery System <Mailer-Daemon@mx.customer.example>',
      Subject: 'Mail delivery failed: returning message to sender',
      'X-Failed-Recipients': THEM,
    },
  }),
  of('Exim: retry time not reached', 'soft-bounce', {
    status: '5.0.0',
    diagnostic: '',
    text: 'retry timeout exceeded',
    headers: { Subject: 'Mail delivery failed: returning message to sender' },
  }),
  of('Gmail: address not found', 'hard-bounce', {
    status: '5.1.1',
    diagnostic:
      "550-5.1.1 The email account that you tried to reach does not exist. Please try\n 550-5.1.1 double-checking the recipient's email address for typos",
    headers: GMAIL,
  }),
  of('Gmail: account disabled', 'hard-bounce', {
    status: '5.2.1',
    diagnostic: '550 5.2.1 The email account that you tried to reach is disabled.',
    headers: GMAIL,
  }),
  of('Gmail: out of storage', 'soft-bounce', {
    status: '5.2.2',
    diagnostic: "552-5.2.2 The recipient's inbox is out of storage space and inactive.",
    headers: GMAIL,
  }),
  of('Gmail: receiving too fast', 'soft-bounce', {
    status: '4.2.1',
    diagnostic: '450 4.2.1 The user you are trying to contact is receiving mail too quickly.',
    headers: GMAIL,
  }),
  of('Gmail: unauthenticated', 'soft-bounce', {
    status: '5.7.26',
    diagnostic: '550 5.7.26 This mail has been blocked because the sender is unauthenticated.',
    headers: GMAIL,
  }),
  of('Gmail: delayed', 'soft-bounce', {
    action: 'delayed',
    status: '4.4.1',
    headers: { ...GMAIL, Subject: 'Delivery Status Notification (Delay)' },
  }),
  of('Gmail: no such domain', 'hard-bounce', {
    status: '5.1.2',
    diagnostic:
      'DNS Error: DNS type mx lookup of customer.example responded with code NXDOMAIN Domain name not found: customer.example',
    headers: GMAIL,
  }),
  of('Exchange Online: no such recipient', 'hard-bounce', {
    status: '5.1.10',
    diagnostic: '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
    headers: EXCHANGE,
  }),
  of('Exchange Online: refused at the edge', 'hard-bounce', {
    status: '5.4.1',
    diagnostic:
      '550 5.4.1 Recipient address rejected: Access denied. [AM5EUR03FT012.eop-EUR03.prod.protection.outlook.com]',
    headers: EXCHANGE,
  }),
  of('Exchange Online: no such domain', 'hard-bounce', {
    status: '5.4.310',
    diagnostic: '550 5.4.310 DNS domain customer.example does not exist [Message=InfoDomainNonexistent]',
    headers: EXCHANGE,
  }),
  of('Exchange Online: message expired', 'soft-bounce', {
    status: '5.4.300',
    diagnostic: '550 5.4.300 Message expired',
    headers: EXCHANGE,
  }),
  of('Exchange Online: only members may write', 'soft-bounce', {
    status: '5.7.133',
    diagnostic: '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required',
    headers: EXCHANGE,
  }),
  of('Exchange Online: banned sender', 'soft-bounce', {
    status: '5.7.708',
    diagnostic: '550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP.',
    headers: EXCHANGE,
  }),
  of('Exchange Online: full', 'soft-bounce', {
    status: '5.2.2',
    diagnostic: '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException',
    headers: EXCHANGE,
  }),
  of('Exchange 2010: user gone', 'hard-bounce', {
    status: '5.1.1',
    diagnostic: '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found',
    headers: { ...EXCHANGE, 'Content-Language': 'en-US' },
  }),
  of('Exchange: in German', 'hard-bounce', {
    status: '5.1.1',
    diagnostic: '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found',
    headers: { ...EXCHANGE, Subject: 'Unzustellbar: The pumps we spoke about' },
    text: 'Fehler bei der Nachrichtenzustellung an folgende Empfänger',
  }),
  of('Exchange: in Chinese', 'hard-bounce', {
    status: '5.1.1',
    headers: { ...EXCHANGE, Subject: '无法传递: The pumps we spoke about' },
    text: '未向以下收件人传递邮件',
  }),
  of('Exchange: delayed', 'soft-bounce', {
    action: 'delayed',
    status: '4.4.7',
    headers: { ...EXCHANGE, Subject: 'Delivery delayed: The pumps we spoke about' },
  }),
  of('Exchange: relayed', 'other', {
    action: 'relayed',
    status: '2.1.5',
    headers: { ...EXCHANGE, Subject: 'Relayed: The pumps we spoke about' },
  }),
  of('Outlook.com: does not exist', 'hard-bounce', {
    status: '5.5.0',
    diagnostic: '550 5.5.0 Requested action not taken: mailbox unavailable; user does not exist',
  }),
  of('Yahoo: no such account', 'hard-bounce', {
    status: '5.0.0',
    diagnostic:
      "554 delivery error: dd This user doesn't have a yahoo.com account (wang.li@customer.example) [0] - mta1",
    returned: 'mail',
  }),
  of('Yahoo: deferred by complaints', 'soft-bounce', {
    status: '4.7.0',
    diagnostic:
      '421 4.7.0 [TSS04] Messages from 192.0.2.9 temporarily deferred due to unexpected volume or user complaints',
  }),
  of('QQ: no such mailbox', 'hard-bounce', {
    status: '5.0.0',
    diagnostic: '550 Mailbox not found. http://service.mail.qq.com/cgi-bin/help?id=1000',
  }),
  of('QQ: sender too frequent', 'soft-bounce', { status: '5.0.0', diagnostic: '550 Sender frequency limited' }),
  of('QQ: flooded', 'soft-bounce', { status: '5.0.0', diagnostic: '550 Mailbox unavailable or access denied' }),
  of('NetEase: content refused', 'soft-bounce', {
    status: '5.0.0',
    diagnostic: '554 DT:SPM 163 mx12,SMCowACXn5,please see http://mail.163.com/help/help_spam_16.htm',
  }),
  of('NetEase: user not found', 'hard-bounce', {
    status: '5.0.0',
    diagnostic: '550 User not found: wang.li@customer.example',
  }),
  of('Mimecast: invalid recipient', 'hard-bounce', {
    status: '5.0.0',
    diagnostic: '550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550',
  }),
  of('Mimecast: rejected by policy', 'soft-bounce', {
    status: '5.0.0',
    diagnostic: '554 Email rejected due to security policies - MCSpamSignature.sa.14.5',
  }),
  of('Barracuda: blocked', 'soft-bounce', {
    status: '5.7.1',
    diagnostic: '550 permanent failure for one or more recipients (wang.li@customer.example:blocked)',
  }),
  of('Proofpoint: no such user behind 5.7.1', 'hard-bounce', {
    status: '5.7.1',
    diagnostic: '550 5.7.1 <wang.li@customer.example>: Recipient address rejected: no such user here',
  }),
  of('bad syntax of the address', 'hard-bounce', {
    status: '5.1.3',
    diagnostic: '501 5.1.3 Bad recipient address syntax',
  }),
  of('moved without a trace', 'hard-bounce', {
    status: '5.1.6',
    diagnostic: '551 5.1.6 Recipient no longer on server',
  }),
  of('null MX', 'hard-bounce', { status: '5.1.10', diagnostic: '556 5.1.10 Domain does not accept mail (nullMX)' }),
  of('the original recipient counts, not where it was forwarded', 'hard-bounce', {
    status: '5.1.1',
    recipient: 'old-account@elsewhere.example',
    fields: `Original-Recipient: rfc822;${THEM}`,
  }),
  of(
    'an original recipient in xtext',
    'hard-bounce',
    { status: '5.1.1', fields: 'Original-Recipient: rfc822;wang+2Bpumps@customer.example' },
    'wang+pumps@customer.example',
  ),
  of(
    'two recipients, one arrived and one is dead',
    'hard-bounce',
    {
      action: 'delivered',
      status: '2.0.0',
      recipient: 'one@customer.example',
      more: ['Final-Recipient: rfc822; two@customer.example\nAction: failed\nStatus: 5.1.1'],
    },
    'two@customer.example',
  ),
  of(
    'two recipients, one full and one dead',
    'hard-bounce',
    {
      status: '5.2.2',
      recipient: 'full@customer.example',
      more: ['Final-Recipient: rfc822; dead@customer.example\nAction: failed\nStatus: 5.1.1'],
    },
    'dead@customer.example',
  ),
  of(
    'two recipients, one delayed and one full',
    'soft-bounce',
    {
      action: 'delayed',
      status: '4.4.1',
      recipient: 'slow@customer.example',
      more: ['Final-Recipient: rfc822; full@customer.example\nAction: failed\nStatus: 5.2.2'],
    },
    'full@customer.example',
  ),
  of('Status with a comment behind it', 'hard-bounce', { status: '5.1.1 (bad destination mailbox address)' }),
];

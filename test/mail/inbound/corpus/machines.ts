import { type CorpusMail, type Headers, mail, multipart, OUR_ID, ours, THEM, thread } from './builders.js';

const auto = (name: string, headers: Headers, text: string): CorpusMail => ({
  name,
  kind: 'auto-reply',
  raw: mail({ ...thread, ...headers }, text),
});
const other = (name: string, raw: Buffer): CorpusMail => ({ name, kind: 'other', raw });
const arf = (fields: string, carried = `Content-Type: message/rfc822\n\n${ours()}\n\nHello`): Buffer =>
  multipart(
    'report; report-type=feedback-report',
    { From: 'feedback@provider.example', Subject: 'FW: The pumps we spoke about' },
    [
      'Content-Type: text/plain\n\nThis is an email abuse report.',
      `Content-Type: message/feedback-report\n\n${fields}`,
      carried,
    ],
  );
const calendar = (method: string, subject: string, headers: Headers = {}): Buffer =>
  multipart('alternative', { ...headers, Subject: subject }, [
    'Content-Type: text/plain; charset=utf-8\n\n',
    `Content-Type: text/calendar; charset=utf-8; method=${method}\n\nBEGIN:VCALENDAR\nMETHOD:${method}\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR`,
  ]);

/** Answers of machines that say nothing of somebody away. */
export const AUTO_REPLIES: readonly CorpusMail[] = [
  auto(
    'a ticket was opened',
    { 'Auto-Submitted': 'auto-replied', Subject: '[Ticket#2026112410000017] The pumps' },
    'Thank you for contacting us. Your request has been received and ticket number 17 was created.',
  ),
  auto(
    'a desk, without In-Reply-To',
    {
      'In-Reply-To': '',
      References: '',
      'Auto-Submitted': 'auto-generated',
      Subject: 'We have received your request [#5512]',
    },
    'Your request (5512) has been received and is being reviewed by our support staff.',
  ),
  auto(
    'Zendesk',
    { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', Subject: '[Request received] The pumps' },
    'Your request (123) has been received.',
  ),
  auto(
    'a thank-you',
    { 'X-Autoreply': 'yes', Subject: 'Re: The pumps' },
    'Thank you for your email. We will get back to you within two working days.',
  ),
  auto(
    'Chinese',
    { 'X-QQ-AUTO-REPLY': 'true', Subject: '自动回复:The pumps' },
    '您好，您的邮件已收到，我会尽快回复您。',
  ),
  auto('Chinese by the subject alone', { Subject: '自动回复: The pumps' }, '邮件已收到，谢谢！'),
  auto(
    'German desk',
    { 'Auto-Submitted': 'auto-replied', Subject: 'Eingangsbestätigung: The pumps' },
    'Vielen Dank, wir haben Ihre Anfrage erhalten.',
  ),
  auto(
    'somebody left',
    { 'Auto-Submitted': 'auto-replied', Subject: 'Automatic reply: The pumps' },
    'Wang Li no longer works at Customer Ltd. Please contact Ann Other.',
  ),
  auto('left, in Chinese', { 'X-Autoreply': 'yes', Subject: '自动回复: x' }, '王丽已离职，请联系张三。'),
  auto('not monitored', { 'X-Autorespond': 'yes', Subject: 'Re: The pumps' }, 'This mailbox is not monitored.'),
  auto('cPanel', { 'X-Autorespond': 'The pumps', Precedence: 'auto_reply', Subject: 'Re: The pumps' }, 'We got it.'),
  auto(
    'a question whether we are human',
    { 'In-Reply-To': '', References: '', Subject: 'Please confirm your email' },
    'To have your message delivered, please click here and confirm that you are a person.',
  ),
  auto(
    'Boxbe',
    {
      'In-Reply-To': '',
      Subject: 'The pumps (Action Required)',
      From: 'wang.li@customer.example via Boxbe <noreply@boxbe.com>',
    },
    'Your message is waiting for approval. boxbe.com',
  ),
  auto(
    'Spam Arrest',
    { From: 'wang.li@customer.example', 'X-SpamArrest-noreply': '1', Subject: 'Re: The pumps (verification)' },
    'Please verify once, so that your messages are delivered.',
  ),
  auto(
    'Japanese desk',
    { 'Auto-Submitted': 'auto-replied', Subject: '【自動返信】お問い合わせありがとうございます' },
    'お問い合わせを受け付けました。',
  ),
  auto(
    'from no-reply in the thread',
    { From: 'no-reply@customer.example', Subject: 'Re: The pumps' },
    'This address takes no answers.',
  ),
];

export const COMPLAINTS: readonly CorpusMail[] = [
  {
    name: 'ARF: abuse',
    kind: 'complaint',
    address: THEM,
    names: true,
    raw: arf(
      `Feedback-Type: abuse\nUser-Agent: Yahoo!-Mail-Feedback/2.0\nVersion: 0.1\nOriginal-Mail-From: <b@followthrough.example>\nOriginal-Rcpt-To: ${THEM}\nReported-Domain: followthrough.example`,
    ),
  },
  {
    name: 'ARF: the recipient only in the mail',
    kind: 'complaint',
    address: THEM,
    names: true,
    raw: arf('Feedback-Type: abuse\nUser-Agent: x/1\nVersion: 1'),
  },
  {
    name: 'ARF: headers only',
    kind: 'complaint',
    address: THEM,
    names: true,
    raw: arf('Feedback-Type: abuse\nUser-Agent: x/1\nVersion: 1', `Content-Type: text/rfc822-headers\n\n${ours()}`),
  },
  { name: 'ARF: fraud', kind: 'complaint', raw: arf('Feedback-Type: fraud\nUser-Agent: x/1\nVersion: 1') },
  { name: 'ARF: of an unknown type', kind: 'complaint', raw: arf('Feedback-Type: other\nUser-Agent: x/1\nVersion: 1') },
  {
    name: "Microsoft's junk mail reporting",
    kind: 'complaint',
    address: THEM,
    names: true,
    raw: multipart('mixed', { From: 'staff@hotmail.com', Subject: 'complaint about message from 192.0.2.9' }, [
      `Content-Type: message/rfc822\n\nX-HmXmrOriginalRecipient: ${THEM}\n${ours()}\n\nHello`,
    ]),
  },
  {
    name: 'ARF: opt-out',
    kind: 'unsubscribe',
    raw: arf(`Feedback-Type: opt-out\nUser-Agent: x/1\nVersion: 1\nOriginal-Rcpt-To: ${THEM}`),
  },
];

export const OTHERS: readonly CorpusMail[] = [
  other('ARF: not spam', arf('Feedback-Type: not-spam\nUser-Agent: x/1\nVersion: 1')),
  other(
    'ARF: a failure of authentication',
    arf('Feedback-Type: auth-failure\nUser-Agent: x/1\nVersion: 1\nAuth-Failure: dmarc'),
  ),
  other(
    'read receipt, displayed',
    multipart('report; report-type=disposition-notification', { Subject: 'Read: The pumps', ...thread }, [
      'Content-Type: text/plain\n\nYour message was read on Tuesday.',
      `Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;${THEM}\nOriginal-Message-ID: ${OUR_ID}\nDisposition: manual-action/MDN-sent-manually; displayed`,
    ]),
  ),
  other(
    'read receipt, deleted',
    multipart('report; report-type=disposition-notification', { Subject: 'Not read: The pumps' }, [
      'Content-Type: text/plain\n\nYour message was deleted without being read.',
      `Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;${THEM}\nDisposition: automatic-action/MDN-sent-automatically; deleted`,
    ]),
  ),
  other(
    'read receipt of Foxmail',
    mail({ Subject: '已读: The pumps' }, '您的邮件已于 2026-11-24 10:00 被阅读。已读回执'),
  ),
  other(
    'Lotus return receipt',
    mail({ Subject: 'Return Receipt (displayed) - The pumps' }, 'Return receipt: your document was displayed.'),
  ),
  other(
    'DMARC aggregate',
    multipart(
      'mixed',
      {
        From: 'noreply-dmarc-support@google.com',
        Subject: 'Report domain: followthrough.example Submitter: google.com Report-ID: 1234',
      },
      [
        'Content-Type: application/zip; name="google.com!followthrough.example!1764000000!1764086399.zip"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="google.com!followthrough.example!1764000000!1764086399.zip"\n\nUEsDBA==',
      ],
    ),
  ),
  other(
    'TLS report',
    multipart(
      'report; report-type=tlsrpt',
      { From: 'noreply-smtp-tls-reporting@google.com', Subject: 'Report Domain: followthrough.example' },
      [
        'Content-Type: text/plain\n\nTLS',
        'Content-Type: application/tlsrpt+gzip\nContent-Transfer-Encoding: base64\n\nH4sI',
      ],
    ),
  ),
  other('invitation accepted', calendar('REPLY', 'Accepted: Pumps @ Tue Dec 1', thread)),
  other('invitation declined in Chinese', calendar('REPLY', '已拒绝: 会议')),
  other('another time proposed', calendar('COUNTER', 'New Time Proposed: Pumps')),
  other('a calendar invites', calendar('REQUEST', 'Invitation: Fair')),
  other('a meeting was cancelled', calendar('CANCEL', 'Canceled: Fair')),
  other(
    'newsletter',
    mail(
      {
        From: 'news@shop.example',
        Subject: 'Our offers',
        'List-Unsubscribe': '<https://shop.example/u>',
        Precedence: 'bulk',
      },
      'Offers. To unsubscribe click here.',
    ),
  ),
  other(
    'mail of a list',
    mail({ From: 'a@list.example', Subject: '[users] A question', 'List-Id': '<users.list.example>' }, 'Hello all'),
  ),
  other(
    'a notification',
    mail(
      {
        From: 'notifications@crm.example',
        Subject: 'You have a new follower',
        'Auto-Submitted': 'auto-generated',
        'List-Unsubscribe': '<https://x.example>',
      },
      'Somebody follows you.',
    ),
  ),
  other(
    'a receipt',
    mail({ From: 'no-reply@shop.example', Subject: 'Your order 1234' }, 'Thank you for your order. Total: 20 EUR'),
  ),
  other(
    'a sent-by-program mail',
    mail({ From: 'billing@saas.example', Subject: 'Invoice', 'Feedback-ID': '1:2:3:x' }, 'Attached'),
  ),
  other('empty file', Buffer.alloc(0)),
  other('blank lines', Buffer.from('\r\n\r\n  \r\n')),
];

import { type CorpusMail, type Headers, mail, THEM, thread } from './builders.js';

/* A fourth round, of traps: short wishes, words that only sound like them, subjects that only look like a machine's. */

const R: Headers = { ...thread, Subject: 'Re: The pumps' };
const A: Headers = { ...thread, 'Auto-Submitted': 'auto-replied', Subject: 'Automatic reply: x' };
const D: Headers = {
  From: 'Mail Delivery Subsystem <MAILER-DAEMON@x.example>',
  Subject: 'Undelivered Mail Returned to Sender',
};

/** `wanted`: the kind, then the day or the address. */
function as(wanted: string, headers: Headers, text: string): CorpusMail {
  const [kind = '', detail] = wanted.split(' ');
  return {
    name: `${headers['Subject']} | ${text.replace(/\s+/g, ' ').slice(0, 100)}`,
    kind: kind as CorpusMail['kind'],
    raw: mail(headers, text),
    ...(kind === 'out-of-office' && { until: detail ?? null }),
    ...(detail !== undefined && kind.endsWith('bounce') && { address: detail }),
  };
}

export const FOURTH_ROUND: readonly CorpusMail[] = [
  as('reply', R, 'Please unsubscribe my colleague ann@customer.example, she left; I still want them.'),
  as('reply', R, 'Stop by our booth tomorrow!'),
  as('reply', R, 'We will not stop until it works.'),
  as('reply', R, 'Can I unsubscribe later if I sign up?'),
  as('reply', R, 'Do you stop sending after the trial?'),
  as('reply', R, 'Please keep me on the list, do not remove me.'),
  as('reply', R, "I don't want you to stop emailing me."),
  as('reply', R, '我没有要退订，只是想改一下邮箱地址。'),
  as('reply', R, '请问退订后还能再订阅吗？'),
  as('reply', R, '不需要退订，谢谢'),
  as('reply', R, '退订功能怎么用？我们的客户想知道。'),
  as('reply', R, 'TD的价格是多少？'),
  as('unsubscribe', R, '回复TD退订'),
  as('unsubscribe', R, '不感兴趣，请退订'),
  as('unsubscribe', R, '请停止发送'),
  as('unsubscribe', R, '不要再发邮件给我'),
  as('unsubscribe', R, '请将我移出邮件列表'),
  as('unsubscribe', R, 'Unsubscribe.\n\nWang Li\nPurchasing Manager\nCustomer Ltd.'),
  as('unsubscribe', R, 'remove'),
  as('unsubscribe', R, 'UNSUBSCRIBE ME NOW'),
  as('unsubscribe', R, 'Please take my name off your list'),
  as('unsubscribe', R, 'I would like to unsubscribe from this list.'),
  as('unsubscribe', R, "Please don't send me any more emails."),
  as('unsubscribe', R, "I'd like to be removed from your mailing list."),
  as('unsubscribe', R, 'Do not send me emails.'),
  as('unsubscribe', R, 'How do I unsubscribe?'),
  as('unsubscribe', R, 'Please remove this address from your list'),
  as('unsubscribe', R, 'We are not interested. Please stop contacting us.'),
  as('unsubscribe', R, 'Please stop.'),
  as('unsubscribe', R, 'Lassen Sie mich bitte in Ruhe, keine Mails mehr!'),
  as('unsubscribe', R, 'Bitte löschen Sie meine Adresse aus Ihrem Verteiler.'),
  as('unsubscribe', R, 'Je ne souhaite plus recevoir vos emails.'),
  as('unsubscribe', R, 'Désinscrivez-moi'),
  as('unsubscribe', R, 'No quiero recibir más correos.'),
  as('unsubscribe', R, 'メールの配信を停止してください。'),
  as('unsubscribe', R, '더 이상 메일을 보내지 마세요.'),
  as('unsubscribe', { ...thread, Subject: 'Re: 水泵 退订' }, ''),
  as('unsubscribe', { ...thread, Subject: 'Unsubscribe - Re: The pumps' }, ''),
  as('reply', R, ''),
  as('reply', { Subject: 'Auto parts catalogue' }, 'Do you have one?'),
  as('reply', { Subject: 'Automatic reply setup' }, 'How do I set one up?'),
  as('reply', { Subject: 'Absence of documents' }, 'The papers are missing.'),
  as('reply', { Subject: 'Returned goods' }, 'We returned two pumps. When do we get the money?'),
  as('reply', { Subject: 'Message from Ann' }, 'Call me.'),
  as('reply', { ...R, From: 'bounces@bounce-club.example' }, 'We jump.'),
  as(
    'reply',
    { Subject: 'Delivery failed' },
    'The courier did not come with the pumps. Delivery failed again! Please call.',
  ),
  as(
    'reply',
    { Subject: 'Delivery problem' },
    'Your pump could not be delivered to our warehouse, the address was not found by the driver.',
  ),
  as(
    'out-of-office 2026-12-01',
    {
      ...thread,
      Subject: 'Re: The pumps',
      'X-Auto-Response-Suppress': 'All',
      'X-MS-Exchange-Inbox-Rules-Loop': 'wang@customer.example',
    },
    'I am out of office. Back on 1 December.',
  ),
  as('out-of-office 2026-12-01', { ...thread, Subject: 'Out of Office AutoReply: The pumps' }, 'Back on 1 December.'),
  as('out-of-office 2026-11-30', { ...A }, 'Gone fishing. Back Monday.'),
  as(
    'out-of-office 2027-01-02',
    { ...A, Date: 'Thu, 31 Dec 2026 10:00:00 +0000' },
    'Happy new year! I am out of office until Jan 2.',
  ),
  as(
    'out-of-office 2026-12-28',
    { ...A, Date: 'Wed, 23 Dec 2026 10:00:00 +0000' },
    'The office is closed for Christmas from 24 to 27 December.',
  ),
  as(
    'out-of-office 2026-12-07',
    { ...A },
    'Vielen Dank für Ihre Nachricht. Ich bin ab 7.12. wieder im Büro. Ihre E-Mail wird nicht weitergeleitet.',
  ),
  as(
    'out-of-office 2026-12-07',
    { ...A },
    'Thank you for your message. I am away from the office and will return on the 7th December.',
  ),
  as('out-of-office 2026-12-07', { ...A }, 'I will be out starting 11/24 and returning 12/7.'),
  as('out-of-office 2026-12-07', { ...A }, 'I am out of the office. I will be back in office Mon, Dec 7, 2026.'),
  as('out-of-office 2026-12-05', { ...A }, 'I am out of the office from Nov. 23rd through Dec. 4th.'),
  as(
    'out-of-office 2026-11-30',
    { ...A },
    'I am out of the office until Monday, Nov 30th. For urgent requests, contact bob@x.example before Nov 27.',
  ),
  as('out-of-office 2026-12-07', { ...A }, 'I am not in the office until 07.12.2026.'),
  as('out-of-office 2026-12-07', { ...A }, '我将于2026年12月7日（星期一）回到办公室。休假期间如有急事请致电。'),
  as('out-of-office 2026-12-05', { ...A }, '您好，我从11月23日起休假至12月4日。'),
  as('out-of-office 2026-12-05', { ...A }, '休假中，12月4日前无法回复邮件，12月5日起恢复办公。'),
  as('out-of-office 2026-12-07', { ...A }, '本人正在出差，預計12/7返回公司。'),
  as(
    'auto-reply',
    { ...thread, Subject: 'Re: The pumps', 'X-Autoreply': 'yes' },
    'Your message was received on 24 November. Reference number 4711.',
  ),
  as(
    'hard-bounce wang.li@customer.example',
    D,
    `The following message to <${THEM}> was undeliverable.\n550 5.1.1 unknown`,
  ),
  as(
    'hard-bounce wang.li@customer.example',
    { From: 'postmaster@x.example', Subject: 'Mail delivery failed' },
    `Your mail to ${THEM} could not be delivered because the account has been disabled or discontinued.`,
  ),
  as('soft-bounce wang.li@customer.example', D, `<${THEM}>: host mx said: 421 Too many connections`),
  as(
    'soft-bounce wang.li@customer.example',
    D,
    `<${THEM}>: delivery temporarily suspended: connect to mx: Connection refused`,
  ),
  as(
    'soft-bounce wang.li@customer.example',
    { ...D, Subject: 'Delivery Status Notification (Delay)' },
    `This is an automatically generated Delivery Status Notification.\nTHIS IS A WARNING MESSAGE ONLY.\nDelivery to the following recipient has been delayed:\n   ${THEM}\nMessage will be retried for 2 more day(s)`,
  ),
  as(
    'hard-bounce wang.li@customer.example',
    {
      From: '"Mail Delivery Subsystem" <noreply@mail.example>',
      'Auto-Submitted': 'auto-replied',
      Subject: 'Delivery Status Notification (Failure)',
    },
    `Delivery to the following recipient failed permanently:\n\n     ${THEM}\n\nTechnical details of permanent failure:\nThe error that the other server returned was: 550 550 No such user`,
  ),
  as('other', { Subject: 'Accepted: Meeting' }, ''),
  as('other', { Subject: 'Read: The pumps' }, 'Your message\n\nTo: Wang\nSubject: x\n\nwas read on 24.11.2026 10:00.'),
];

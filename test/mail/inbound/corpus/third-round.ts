import { type CorpusMail, DATE, type Headers, mail, multipart, rawBytes, THEM, thread, US } from './builders.js';

/* A third round, of what the first two left out; sorted, too, before anything was changed for it. */

const OOF = { 'Auto-Submitted': 'auto-replied', Subject: 'Automatic reply: The pumps' };
const away = (name: string, text: string, until: string | null, headers: Headers = {}): CorpusMail => ({
  name,
  kind: 'out-of-office',
  until,
  raw: mail({ ...thread, ...OOF, ...headers }, text),
});
const as = (kind: CorpusMail['kind'], name: string, headers: Headers, text: string, address?: string): CorpusMail => ({
  name,
  kind,
  raw: mail(headers, text),
  ...(address === undefined ? {} : { address }),
});

/** 请退订 in GBK. */
const GBK = [0xc7, 0xeb, 0xcd, 0xcb, 0xb6, 0xa9];

export const THIRD_ROUND: readonly CorpusMail[] = [
  away('Japanese, numbers with a weekday', '休暇中です。12/7(月)より出社します。', '2026-12-07'),
  away('Korean, numbers', '휴가중입니다. 12/7(월)에 복귀합니다.', '2026-12-07'),
  away('Chinese, 元旦', '元旦放假通知：1月1日至1月3日放假，1月4日正常上班。', '2027-01-04'),
  away('Chinese, 春节 over the year', '我司春节放假时间为2027年2月5日-2月12日，给您带来不便敬请谅解。', '2027-02-13'),
  away('Chinese, 本周五', '我在出差，本周五回公司上班。', '2026-11-27'),
  away('Chinese, 预计', '本人因公外出，预计12月3日返回，期间请联系李四 13800000000。', '2026-12-03'),
  away(
    'English, return date as a field',
    'I am out of the office.\nReturn date: 07/12/2026\nContact: Bob',
    '2026-12-07',
    { From: 'A <a@firm.co.uk>' },
  ),
  away('English, month first and no year', 'I am currently out of the office, returning on 12/7.', '2026-12-07', {
    Date: 'Tue, 24 Nov 2026 10:15:00 -0800',
  }),
  away('English, ordinal words', "I'm away until the 7th of December 2026.", '2026-12-07'),
  away('English, abbreviations', 'OOO, back Mon. 7 Dec.', '2026-12-07'),
  away(
    'English, leaves and comes back',
    'I am away from Monday 23rd November, returning Monday 7th December.',
    '2026-12-07',
  ),
  away('English, between', 'I am on leave between 23 November and 4 December 2026.', '2026-12-05'),
  away(
    'English, two absences',
    'I am out of office on Nov 24 and Nov 25. I return to the office on Nov 26.',
    '2026-11-26',
  ),
  away('English, limited', 'I am traveling through December 4th and will have limited access to email.', '2026-12-05'),
  away(
    'English, end of the month',
    'I am on sabbatical and will return on January 15, 2027. Happy holidays!',
    '2027-01-15',
  ),
  away('English, after', 'I am on vacation and will respond after December 4.', '2026-12-05'),
  away(
    'English, copyright below',
    'I am out of the office until 1 December.\n\n© 2026 Customer Ltd. Registered 1 May 1999.',
    '2026-12-01',
  ),
  away(
    'English, a fair besides',
    'I am out of the office and back on 1 December. Meet us at the fair from 10 to 12 January!',
    '2026-12-01',
  ),
  away('German, range with one month', 'Ich bin vom 23. bis 27. November nicht im Büro.', '2026-11-28'),
  away('German, range with dots', 'Abwesend: 23.11.-27.11.2026', '2026-11-28'),
  away('German, am Montag dem', 'Ich bin außer Haus und am Montag, dem 30. November, wieder erreichbar.', '2026-11-30'),
  away(
    'German, ohne Zugriff',
    'Ich habe bis 30.11.2026 keinen Zugriff auf meine E-Mails, da ich im Urlaub bin.',
    '2026-12-01',
  ),
  away('Austrian January', 'Ich bin ab 7. Jänner 2027 wieder im Büro.', '2027-01-07'),
  away('French, range with numbers', 'Je suis absent du 23/11 au 27/11.', '2026-11-28'),
  away('French, joignable', 'Absente, je serai de nouveau joignable lundi 30 novembre.', '2026-11-30'),
  away('Spanish, me reincorporo', 'Estoy de permiso. Me reincorporo el 30 de noviembre de 2026.', '2026-11-30'),
  away(
    'Spanish, desde hasta',
    'Estaré fuera de la oficina desde el 23 de noviembre hasta el 27 de noviembre.',
    '2026-11-28',
  ),
  away('Italian, tornerò', 'Sono in ferie, tornerò in ufficio lunedì 30 novembre.', '2026-11-30'),
  away('Italian, dal al with numbers', 'Ufficio chiuso dal 23/11/2026 al 27/11/2026.', '2026-11-28'),
  away('Portuguese, de a', 'Estarei ausente de 23/11 a 27/11.', '2026-11-28'),
  away('Portuguese, voltarei', 'Estou de férias. Voltarei na segunda-feira, 30 de novembro.', '2026-11-30'),
  away('Dutch, ben ik weer', 'Ik ben afwezig. Op 30 november ben ik weer aanwezig.', '2026-11-30'),
  away('Polish, wrócę', 'Przebywam na urlopie, wrócę do biura 30 listopada.', '2026-11-30'),
  away('Polish, od do', 'Jestem na urlopie od 23.11 do 27.11.2026.', '2026-11-28'),
  away('Russian, numbers', 'Я в отпуске до 27.11.2026. Выйду на работу 30.11.2026.', '2026-11-30'),
  away('Swedish, åter', 'Jag är ledig och åter på kontoret måndag 30 november.', '2026-11-30'),
  away('Japanese, まで休み', '11月27日まで休みをいただいております。', '2026-11-28'),
  away('Korean, 까지 휴가', '11/27까지 휴가입니다.', '2026-11-28'),
  away('Korean, 월요일', '출장 중이며 다음주 월요일에 복귀 예정입니다.', '2026-11-30'),
  away(
    'by its words, no header, in a thread',
    'This is an automated response. I am on leave until 1 December.',
    '2026-12-01',
    { 'Auto-Submitted': '', Subject: 'Re: The pumps' },
  ),

  as(
    'auto-reply',
    'by its words, no header',
    { ...thread, Subject: 'Re: The pumps' },
    'This is an automated reply. Please do not reply to this email. We will contact you soon.',
  ),
  as(
    'auto-reply',
    'by its words, Chinese',
    { ...thread, Subject: 'Re: 水泵' },
    '您的来信已收到。本邮件由系统自动发送，请勿回复。',
  ),
  as(
    'auto-reply',
    'a desk at no-reply',
    { 'Auto-Submitted': 'auto-generated', From: 'noreply@customer.example', Subject: 'Thanks' },
    'Thank you for contacting us. We have received your message.',
  ),
  as(
    'auto-reply',
    'Precedence bulk in a thread',
    { ...thread, Precedence: 'bulk', Subject: 'Re: The pumps' },
    'We have your mail and will answer.',
  ),
  as(
    'other',
    'a receipt that says it is automatic',
    { From: 'orders@shop.example', Subject: 'Your order', 'List-Unsubscribe': '<https://x.example>' },
    'This is an automated message.',
  ),
  as(
    'reply',
    'a person below a forwarded report',
    { ...thread, Subject: 'Fwd: Undelivered Mail' },
    `Look at this.\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; bob@followthrough.example\nAction: failed\nStatus: 5.1.1`,
  ),
  as(
    'reply',
    'a forwarded report without a thread',
    { Subject: 'Fwd: Undelivered Mail Returned to Sender' },
    `What now?\n\n-----Original Message-----\nFrom: MAILER-DAEMON\n\nFinal-Recipient: rfc822; bob@followthrough.example\nAction: failed\nStatus: 5.1.1`,
  ),
  as('reply', 'a byte order mark in front', { ...thread, Subject: 'Re: x' }, '\uFEFFFine'),
  as(
    'reply',
    'thanks for the automatic reply',
    { ...thread, Subject: 'Re: x' },
    'Thanks, I saw your automatic reply. When are you back?',
  ),
  as(
    'hard-bounce',
    'IronPort: address rejected',
    {
      From: 'Mail Delivery System <MAILER-DAEMON@ironport.customer.example>',
      Subject: 'Delivery Status Notification (Failure)',
    },
    `The following message to <${THEM}> was undeliverable.\nThe reason for the problem:\n5.1.0 - Unknown address error 550-'#5.1.0 Address rejected.'`,
    THEM,
  ),
  as(
    'soft-bounce',
    'IronPort: content',
    { From: 'MAILER-DAEMON@ironport.customer.example', Subject: 'Delivery Status Notification (Failure)' },
    `The following message to <${THEM}> was undeliverable.\nThe reason for the problem:\n5.3.0 - Other mail system problem 554-'Blocked: message is spam'`,
    THEM,
  ),
  as(
    'hard-bounce',
    'IronPort: unknown user behind 5.3.0',
    { From: 'MAILER-DAEMON@ironport.customer.example', Subject: 'Delivery Status Notification (Failure)' },
    `The following message to <${THEM}> was undeliverable.\n5.3.0 - Other mail system problem 550-'No such user here'`,
    THEM,
  ),
  as(
    'unsubscribe',
    'a mail program with a token in the subject',
    { To: 'u+abc@followthrough.example', Subject: 'unsubscribe:abc123' },
    '',
  ),
  {
    name: 'GBK that is called UTF-8',
    kind: 'unsubscribe',
    raw: rawBytes(
      `From: li@customer.example\nTo: ${US}\nDate: ${DATE}\nSubject: Re: x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n`,
      GBK,
      '\n',
    ),
  },
  {
    name: 'GBK that is called Latin, in a part',
    kind: 'unsubscribe',
    raw: rawBytes(
      `From: li@customer.example\nTo: ${US}\nDate: ${DATE}\nSubject: Re: x\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n`,
      GBK,
      '\n--b--\n',
    ),
  },
  {
    name: 'GBK in base64 that is called UTF-8',
    kind: 'unsubscribe',
    raw: mail({ ...thread, 'Content-Transfer-Encoding': 'base64' }, Buffer.from(GBK).toString('base64')),
  },
  {
    name: 'blank lines in front of the head',
    kind: 'reply',
    raw: Buffer.concat([Buffer.from('\r\n\r\n'), mail({ ...thread, Subject: 'Re: x' }, 'Fine')]),
  },
  {
    name: 'a report in a mail of a list',
    kind: 'hard-bounce',
    address: THEM,
    raw: multipart('mixed', { From: 'mailer-daemon@x.example', Subject: 'Undeliverable' }, [
      `Content-Type: multipart/report; report-type=delivery-status; boundary=in\n\n--in\nContent-Type: text/plain\n\nx\n--in\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; ${THEM}\nAction: failed\nStatus: 5.1.1\n--in--`,
      'Content-Type: text/plain\n\nfooter',
    ]),
  },
];

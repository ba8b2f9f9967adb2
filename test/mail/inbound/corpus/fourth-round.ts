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

/** A fifth, of absences as their templates word them. */
export const FIFTH_ROUND: readonly CorpusMail[] = [
  as('out-of-office 2026-12-07', A, 'I am on PTO from 11/24 to 12/4, back 12/7.'),
  as('out-of-office 2026-12-07', A, 'Out of office from Monday, Nov 23 to Friday, Dec 4. Returning Monday, Dec 7.'),
  as('out-of-office 2026-12-05', A, 'I will be out of the office from Monday, Nov 23 to Friday, Dec 4.'),
  as(
    'out-of-office 2026-12-07',
    A,
    'I am currently out of office and will have no access to email until I return on December 7th, 2026.',
  ),
  as(
    'out-of-office 2026-12-07',
    { ...A, Date: 'Tue, 24 Nov 2026 17:15:00 +0800' },
    '您好！我目前正在休年假（2026年11月23日—2026年12月6日），12月7日起恢复正常工作，届时回复您的邮件。',
  ),
  as('out-of-office 2026-12-07', A, 'Ich bin derzeit nicht im Büro und kehre am 07.12.2026 zurück.'),
  as('out-of-office 2026-12-07', A, 'Vielen Dank für Ihre E-Mail. Ich bin bis einschl. 06.12.2026 nicht erreichbar.'),
  as(
    'out-of-office 2026-12-07',
    A,
    "Merci pour votre message. Je suis en congé jusqu'au 4 décembre. Je serai de retour le 7 décembre 2026.",
  ),
  as(
    'out-of-office 2026-12-07',
    A,
    'Gracias por su mensaje. Me encuentro fuera de la oficina. Regresaré el lunes 7 de diciembre de 2026.',
  ),
  as('out-of-office 2026-12-07', A, 'Grazie per il messaggio. Sarò assente dal 23 novembre e rientrerò il 7 dicembre.'),
  as(
    'out-of-office 2026-12-07',
    A,
    'Obrigado pelo seu email. Estou ausente do escritório, regressando a 7 de dezembro de 2026.',
  ),
  as(
    'out-of-office 2026-12-07',
    A,
    'Bedankt voor uw bericht. Ik ben momenteel met vakantie. Op maandag 7 december ben ik weer op kantoor.',
  ),
  as(
    'out-of-office 2026-12-07',
    A,
    'お世話になっております。誠に勝手ながら、12月6日（日）まで休暇をいただいております。12月7日（月）より順次対応いたします。',
  ),
  as('out-of-office 2026-12-07', A, '안녕하세요. 12월 6일까지 휴가입니다. 12월 7일(월)부터 업무에 복귀합니다.'),
  as(
    'out-of-office 2026-12-07',
    A,
    'Dziękuję za wiadomość. Jestem poza biurem i wracam w poniedziałek 7 grudnia 2026.',
  ),
  as('out-of-office 2026-12-07', A, 'Спасибо за письмо. Я в отпуске и вернусь в офис 7 декабря 2026 г.'),
  as('out-of-office 2026-12-07', A, 'Tack för ditt mejl. Jag är på semester och åter måndagen den 7 december.'),
  as('out-of-office 2026-12-07', A, 'Děkuji, jsem mimo kancelář. Zpět budu 7. prosince 2026.'),
  as('out-of-office 2026-12-07', A, 'Kiitos viestistä. Olen lomalla ja palaan töihin 7. joulukuuta 2026.'),
  as('out-of-office 2026-12-07', A, 'Ofis dışındayım, 7 Aralık 2026 tarihinde döneceğim.'),
  as('out-of-office 2026-12-07', A, 'I will be out of office, back Dec 7th at 8:00. My last day is not until 2030.'),
  as('out-of-office 2026-12-07', A, 'I am out of the office 30 November to 6 December inclusive.'),
  as('out-of-office 2026-12-07', A, 'Away until 07-Dec-2026.'),
  as('out-of-office 2026-12-07', A, 'I am away returning 7/12/26'),
  as('out-of-office 2026-12-07', A, 'Returning to the office: Monday 7th December 2026'),
  as('out-of-office 2026-12-07', A, 'I am on holiday for two weeks, returning on Monday the 7th of December.'),
  as(
    'out-of-office 2026-12-07',
    A,
    'I am out of the office with no email access. I will reply when I am back on 7 Dec.',
  ),
  as(
    'out-of-office 2026-12-07',
    A,
    'Thanks for your mail dated 24 November 2026. I am on leave and back on 7 December 2026.',
  ),
  as('out-of-office 2026-11-25', A, 'I am out sick today, November 24.'),
  as('out-of-office 2026-12-01', A, '我将于11月25日至30日出差，期间邮件回复可能不及时。'),
  as('out-of-office 2026-12-01', A, 'Ik ben van 25 t/m 30 november afwezig.'),
  as('out-of-office 2026-12-01', A, 'Estoy fuera del 25 al 30 de noviembre.'),
  as('out-of-office 2026-12-01', A, "Je suis absent jusqu'au 30/11/2026 inclus."),
  as('out-of-office 2026-12-01', A, 'Estaré de vacaciones hasta el 30/11 inclusive.'),
  as('out-of-office 2026-12-01', A, 'Sono assente fino al 30/11 incluso.'),
  as('out-of-office 2026-12-01', A, 'Estou ausente até 30/11, inclusive.'),
  as('out-of-office 2026-12-01', A, '30/11 inclusive is my last day away. I am out of office.'),
  as('out-of-office 2026-12-01', A, '休暇期間：11月25日～11月30日'),
  as('out-of-office 2026-12-01', A, '휴가 기간: 2026.11.25 ~ 2026.11.30'),
];

/** A sixth, of servers' words and of mails that sound like theirs. */
export const SIXTH_ROUND: readonly CorpusMail[] = [
  as('reply', R, 'I will be back in the office on Monday, let us talk then.'),
  as(
    'reply',
    { ...R, 'X-Auto-Response-Suppress': 'DR, OOF, AutoReply', 'X-MS-Exchange-Inbox-Rules-Loop': 'x' },
    'Thanks, please call me on Friday.',
  ),
  as('reply', { Subject: 'RE: Out of office: The pumps', ...thread }, 'Hi, I am back. Sure, send it.'),
  as(
    'reply',
    { Subject: 'Re: Undeliverable: The pumps', ...thread },
    'I fixed my mailbox, please resend. It was full.',
  ),
  as(
    'reply',
    { ...R, From: 'Postmaster Team <postmaster@customer.example>' },
    'Hello, we looked at it and the pumps are fine. Ann',
  ),
  as(
    'auto-reply',
    { ...thread, From: 'postmaster@customer.example', 'Auto-Submitted': 'auto-replied', Subject: 'Re: The pumps' },
    'Thank you for your mail.',
  ),
  as(
    'reply',
    { ...R, 'Content-Type': 'text/html; charset=utf-8' },
    '<div>Yes please</div><div id="divRplyFwdMsg"><hr><b>From:</b> David &lt;sales@followthrough.example&gt;<br><b>Sent:</b> Tue<br>Unsubscribe</div>',
  ),
  as(
    'reply',
    { ...R, 'Content-Type': 'text/html; charset=utf-8' },
    '<div>好的</div><div style="font-size:12px">------------------&nbsp;原始邮件&nbsp;------------------</div><div>退订</div>',
  ),
  as(
    'unsubscribe',
    { ...R, 'Content-Type': 'text/html; charset=utf-8' },
    '<div>退订</div><div><br></div><div>------------------&nbsp;原始邮件&nbsp;------------------</div><div>hi</div>',
  ),
  as(
    `hard-bounce ${THEM}`,
    { From: 'Microsoft Outlook <postmaster@x.example>', Subject: '未送达: 水泵' },
    `未能送达 ${THEM}\n找不到你要联系的收件人的电子邮件地址。 550 5.1.10`,
  ),
  as(
    `soft-bounce ${THEM}`,
    { From: 'postmaster@x.example', Subject: 'Undeliverable: x' },
    `Your message to ${THEM} couldn't be delivered. The recipient's mailbox is full and can't accept messages now.`,
  ),
  as(
    `soft-bounce ${THEM}`,
    { From: 'postmaster@163.com', Subject: '系统退信' },
    `${THEM}\n收件人邮箱已满 552 Quota exceeded or service disabled.`,
  ),
  as(
    `hard-bounce ${THEM}`,
    { From: 'postmaster@aliyun.com', Subject: '退信通知 Delivery Failure' },
    `很抱歉，您发往以下收件人的邮件被退回：\n${THEM}\n退信原因：550 RCPT TO ${THEM} ERROR: Mailbox not found`,
  ),
  as(
    `hard-bounce ${THEM}`,
    { From: 'Postmaster <postmaster@sina.cn>', Subject: 'Failure notice' },
    `Hi. ...\n<${THEM}>:\nRemote host said: 553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1) no such user`,
  ),
  as(
    `soft-bounce ${THEM}`,
    D,
    `<${THEM}>: host gmail-smtp-in.l.google.com said: 550-5.7.1 [192.0.2.1] Our system has detected that this message is likely unsolicited mail. (in reply to end of DATA command)`,
  ),
  as(`soft-bounce ${THEM}`, D, `<${THEM}>: host x said: 452 4.2.2 mailbox full`),
  as(`hard-bounce ${THEM}`, D, `<${THEM}>: host x said: 550 5.2.1 mailbox unavailable (in reply to RCPT TO command)`),
  as(
    `hard-bounce ${THEM}`,
    D,
    `<${THEM}>: host x said: 550 Requested action not taken: mailbox unavailable (in reply to RCPT TO command)`,
  ),
  as(`hard-bounce ${THEM}`, D, `<${THEM}>: host x said: 550 5.1.1 Recipient address rejected: undeliverable address`),
  as(
    `hard-bounce ${THEM}`,
    D,
    `<${THEM}>: Host or domain name not found. Name service error for name=x type=MX: Host not found`,
  ),
  as(`soft-bounce ${THEM}`, D, `<${THEM}>: host x said: 451 4.7.1 Greylisting in action, please come back later`),
  as(`soft-bounce ${THEM}`, D, `<${THEM}>: host x said: 550 5.7.1 Message rejected due to DMARC policy`),
  as(
    `soft-bounce ${THEM}`,
    D,
    `<${THEM}>: host x said: 554 5.7.1 Sender address rejected: user unknown in relay table`,
  ),
  as(`hard-bounce ${THEM}`, D, `<${THEM}>: account is not active`),
  as(
    'other',
    { From: 'calendar-notification@google.com', Subject: 'Accepted: Pumps @ Tue 1 Dec' },
    'Wang Li has accepted this invitation.',
  ),
  as(
    'other',
    { Subject: 'Read receipt: The pumps', 'X-MimeOLE': 'x' },
    'This is a receipt for the mail you sent. Your message has been read.',
  ),
  as(
    'other',
    { From: 'newsletter@x.example', Subject: 'News', 'List-Unsubscribe': '<mailto:x@x.example>' },
    'unsubscribe',
  ),
  as(
    'complaint',
    {
      From: 'abuse@provider.example',
      Subject: 'Abuse report',
      'Content-Type': 'multipart/report; report-type=feedback-report; boundary=b',
      'Content-Transfer-Encoding': '',
    },
    '--b\nContent-Type: text/plain\n\nx\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x\nVersion: 1\n\n--b--\n',
  ),
];

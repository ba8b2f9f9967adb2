import { type CorpusMail, type Headers, mail, multipart, OUR_ID, ours, THEM, thread, US } from './builders.js';

/*
 * A second round, written after the sorter was done and sorted before anything in it was changed for them:
 * docs/mail-sorting.md has the figures of that run.
 */

const OOF = { 'Auto-Submitted': 'auto-replied' };
const away = (name: string, text: string, until: string | null, headers: Headers = {}): CorpusMail => ({
  name,
  kind: 'out-of-office',
  until,
  raw: mail({ ...thread, Subject: 'Automatic reply: The pumps', ...OOF, ...headers }, text),
});
const reply = (name: string, text: string, headers: Headers = {}): CorpusMail => ({
  name,
  kind: 'reply',
  raw: mail({ ...thread, Subject: 'Re: The pumps we spoke about', ...headers }, text),
});
const stop = (name: string, text: string, headers: Headers = {}): CorpusMail => ({
  name,
  kind: 'unsubscribe',
  raw: mail({ ...thread, Subject: 'Re: The pumps we spoke about', ...headers }, text),
});
const auto = (name: string, text: string, headers: Headers): CorpusMail => ({
  name,
  kind: 'auto-reply',
  raw: mail({ ...thread, ...headers }, text),
});
const bounce = (name: string, kind: 'hard-bounce' | 'soft-bounce', headers: Headers, text: string): CorpusMail => ({
  name,
  kind,
  address: THEM,
  raw: mail({ From: 'Mail Delivery System <MAILER-DAEMON@mx.customer.example>', ...headers }, text),
});

export const SECOND_ROUND: readonly CorpusMail[] = [
  away(
    'until, then back',
    'Hello, I am out of the office until Friday 4 December and back at my desk on Monday 7 December.',
    '2026-12-07',
  ),
  away('back, then away', 'I will be back on Dec 2. I am out of office since Nov 20.', '2026-12-02'),
  away(
    'a phone number and a postcode',
    'I am on leave. Call 030-12-34-56 or 5/7 Main Street. Returning on 1 December.',
    '2026-12-01',
  ),
  away('leave begins and ends', 'My leave starts on 24 November and ends on 30 November.', '2026-12-01'),
  away('last day', 'I am on vacation. My first day back is December 14.', '2026-12-14'),
  away('on one day', 'I am out of the office on Wednesday, November 25.', '2026-11-26'),
  away('today only', 'I am out of the office today.', '2026-11-25'),
  away('the whole week', 'I am out of office this week and return next Monday.', '2026-11-30'),
  away('a dash between', 'Out of office: 23 Nov - 3 Dec', '2026-12-04'),
  away('a dash between US numbers', 'OOO 11/23/2026 - 12/03/2026', '2026-12-04', {
    Date: 'Tue, 24 Nov 2026 10:15:00 -0600',
  }),
  away('a time of day', 'I am away and will be back on Monday 30 November at 9:00 AM.', '2026-11-30'),
  away('the year in two digits', 'Ich bin bis 04.12.26 im Urlaub und ab 07.12.26 wieder für Sie da.', '2026-12-07'),
  away(
    'German: erreichen Sie mich',
    'Derzeit bin ich nicht im Büro. Sie erreichen mich wieder ab Montag, den 7. Dezember.',
    '2026-12-07',
  ),
  away('German: Rückkehr', 'Ich bin außer Haus. Meine Rückkehr ist am 7.12.', '2026-12-07'),
  away('German: erst', 'Ich bin im Urlaub und kann Ihre Mail erst am 7. Dezember lesen.', '2026-12-07'),
  away('German: bis zum', 'Ich bin bis zum 4. Dezember im Urlaub.', '2026-12-05'),
  away('German: morgen', 'Ich bin heute nicht im Büro. Morgen bin ich wieder da.', '2026-11-25'),
  away('French: reprise', "Je suis en vacances jusqu'au 6 décembre. Reprise le 7 décembre.", '2026-12-07'),
  away(
    'French: mon retour',
    'Absent. Je prendrai connaissance de votre message à mon retour le 07/12/2026.',
    '2026-12-07',
    { Subject: 'Réponse automatique : x' },
  ),
  away('French: absent du au inclus', 'Je serai absente du lundi 23 au vendredi 27 novembre inclus.', '2026-11-28'),
  away('Spanish: hasta', 'Estoy de vacaciones hasta el 4 de diciembre. Saludos.', '2026-12-05'),
  away('Spanish: estaré de vuelta', 'Estoy ausente y estaré de vuelta el próximo lunes.', '2026-11-30'),
  away('Italian: fino al', 'Sono assente fino al 4 dicembre. Rientro previsto: 7 dicembre.', '2026-12-07'),
  away('Portuguese: até', 'Estou em férias até 4 de dezembro.', '2026-12-05'),
  away('Portuguese: a partir de', 'Estou ausente. Responderei a partir de 7 de dezembro.', '2026-12-07'),
  away('Dutch: tot', 'Ik ben met verlof tot 7 december.', '2026-12-07'),
  away('Dutch: tot en met', 'Ik ben afwezig tot en met 4 december.', '2026-12-05'),
  away('Dutch: maandag', 'Ik ben vandaag niet op kantoor. Maandag ben ik weer bereikbaar.', '2026-11-30'),
  away('Japanese: full-width digits', '１１月２３日から１１月２７日まで休暇をいただいております。', '2026-11-28'),
  away('Japanese: 30日より通常', '不在にしております。11月30日より通常営業いたします。', '2026-11-30'),
  away('Japanese: 以降', '出張中です。12月1日以降に返信いたします。', '2026-12-01'),
  away('Korean: 부터 정상', '휴가 중입니다. 12월 7일부터 정상 근무합니다.', '2026-12-07'),
  away('Korean: range with a tilde', '부재 기간: 11월 23일 ~ 11월 27일', '2026-11-28'),
  away('Chinese: 到', '我11月23日到12月4日休年假。', '2026-12-05'),
  away('Chinese: 恢复', '您好！我在外出差，12月1日恢复正常办公。', '2026-12-01'),
  away('Chinese: dots', '休假时间：2026.11.23-2026.11.27', '2026-11-28'),
  away('Chinese: slashes', '本人 2026/11/23 - 2026/11/27 休假', '2026-11-28'),
  away('Chinese: 国庆 without a date', '您好，目前放假中，假期结束后回复您。', null),
  away('Chinese: 12月1号', '出差中，12月1号回来', '2026-12-01'),
  away('Chinese: 后天', '我在外地出差，后天回公司。', '2026-11-26'),
  away(
    'bilingual',
    '您好，我正在休假，12月7日返回。\n\nHello, I am on leave and will be back on December 7.',
    '2026-12-07',
  ),
  away('Polish: do', 'Jestem nieobecny do 4 grudnia. Będę ponownie od 7 grudnia.', '2026-12-07'),
  away('Russian: по', 'Я нахожусь в отпуске с 23 ноября по 4 декабря.', '2026-12-05'),
  away('Swedish: till och med', 'Jag är på semester till och med den 4 december.', '2026-12-05'),
  away('Danish', 'Jeg er på ferie og er tilbage den 7. december.', '2026-12-07', { Subject: 'Automatisk svar: x' }),
  away('maternity, next year', 'I am on maternity leave and will return in June 2027.', '2027-06-01'),
  away('until further notice', 'I am out of the office until further notice.', null),
  away('Precedence bulk and a subject', 'I will be back on 1 December.', '2026-12-01', {
    'Auto-Submitted': '',
    Precedence: 'bulk',
    Subject: 'Out of Office Re: The pumps',
  }),
  away('an empty return path and a subject in brackets', 'Back on 1 December.', '2026-12-01', {
    'Auto-Submitted': '',
    'Return-Path': '<>',
    Subject: '[Out of office] The pumps',
  }),
  away('no time zone in the Date', 'Back on 1 December. I am on leave.', '2026-12-01', { Date: '24 Nov 2026 10:15' }),

  reply('short and on leave tomorrow', `OK. I'm on leave tomorrow, call me today.`),
  reply('subject begins with Out', 'Where is it?', { Subject: 'Out of stock?', 'In-Reply-To': '', References: '' }),
  reply('subject names vacation rentals', 'We let houses.', {
    Subject: 'Vacation homes and your pumps',
    'In-Reply-To': '',
    References: '',
  }),
  reply('holiday greetings', 'Happy holidays! We are closed until January 4, so let us talk after that.'),
  reply('stop the order', 'Please stop the delivery, we ordered twice.'),
  reply('cancel the meeting', 'Please cancel the meeting on Friday.'),
  reply('remove an item', 'Please remove the second pump from the order list.'),
  reply('end', 'At the end of the month we decide.'),
  reply('no more questions', 'No more questions from my side, please send the contract.'),
  reply('don’t send by post', `Please don't send the contract by post, mail it.`),
  reply('do not contact my boss', 'Please do not contact my boss directly, he is busy.'),
  reply('a list of mails', 'Please take me through the list on the phone.'),
  reply('不用发了', '样品收到了，资料我看完联系您。'),
  reply('停止 of a machine', '机器停止工作了，请帮忙看看。'),
  reply('取消 a meeting', '周五的会议请取消，改到下周。'),
  reply('T for a name', 'T. Smith will call you.'),
  reply('German: abmelden for an event', 'Ich möchte Herrn Meyer zur Schulung am Freitag anmelden.'),
  reply('a question on spam', 'Your mail was in my spam folder. Please send again.'),
  reply('from a mailbox called postmaster', 'Hello, I run the mail here and want ten pumps.', {
    From: 'Paul Postmaster <paul@customer.example>',
  }),
  reply('from an info address', 'We are interested, please call.', { From: 'info@customer.example' }),
  reply('from a support desk, by a person', 'Hi, this is Ann from support. Which model is it?', {
    From: 'Support <support@customer.example>',
    Subject: 'Re: The pumps [#1234]',
  }),
  reply(
    'fwd of ours to somebody',
    'Bob, see below.\n\n---------- Forwarded message ---------\nFrom: David <sales@followthrough.example>\nunsubscribe',
    { Subject: 'Fwd: The pumps' },
  ),
  reply('quotes between the lines', '> Do you need pumps?\nYes.\n> Not useful? unsubscribe\n\nWang'),
  reply(
    'Outlook quote without a line',
    `Fine.\n\nFrom: David Love <${US}>\nSent: Tuesday\nTo: Wang\nSubject: x\n\nunsubscribe`,
  ),
  reply(
    'Chinese Outlook',
    `好的，请发合同。\n\n发件人: David <${US}>\n发送时间: 2026年11月24日\n收件人: 王丽\n主题: 水泵\n\n退订`,
  ),
  reply(
    'Foxmail',
    `可以，价格多少？\n\n\n王丽\n\n发件人： David\n发送时间： 2026-11-24 09:00\n收件人： wang.li\n主题： 水泵\n一键退订`,
  ),
  reply('NetEase', `请电话联系我。\n\n\n\n在 2026-11-24 09:00:00，"David" <${US}> 写道：\n一键退订`),
  reply(
    'Aliyun',
    `好的\n------------------------------------------------------------------\n发件人：David <${US}>\n发送时间：2026年11月24日(星期二) 09:00\n收件人：王丽\n主　题：水泵\n\n退订`,
  ),
  reply('Thunderbird in German', `Gerne.\n\nAm 24.11.26 um 09:00 schrieb David Love:\n> x\n> abmelden`),

  stop('unsubscribe in a sentence', 'Hi there, could you please unsubscribe this address? Best, Ann'),
  stop('angry', 'STOP EMAILING ME!!!'),
  stop('off the list', 'kindly take us off your mailing list'),
  stop('delete my data', 'Please delete my email address from your database.'),
  stop('not interested, remove', 'Not interested. Remove me please.'),
  stop('cease', 'Cease and desist. Do not email me again.'),
  stop('with a phone signature', 'Unsubscribe\n\nSent from my iPhone'),
  stop('no more emails', 'No more emails please'),
  stop('别发了', '别发了'),
  stop('不想收到', '我不想再收到你们的邮件。'),
  stop('拒收', '拒收，谢谢'),
  stop('td small', 'td'),
  stop('in HTML', '<p>please <b>unsubscribe</b> me</p><blockquote>Hello</blockquote>', {
    'Content-Type': 'text/html; charset=utf-8',
  }),
  stop('subject and body', 'please', { Subject: 'Unsubscribe me', 'In-Reply-To': '', References: '' }),
  stop('Re: and the body', 'Please cancel my subscription.'),

  auto(
    'thanks for your message, with hours',
    'Thank you for your message. Our office hours are Monday to Friday, 9 to 5.',
    { ...OOF, Subject: 'Re: The pumps' },
  ),
  auto('a job application', 'We have received your application.', {
    'Auto-Submitted': 'auto-generated',
    Subject: 'Your application',
  }),
  auto('address changed', 'My address has changed. Please write to ann.new@customer.example from now on.', {
    ...OOF,
    Subject: 'Automatic reply: The pumps',
  }),
  auto('Freshdesk', 'Hi, your ticket has been created. We will respond soon.', {
    'Auto-Submitted': 'auto-replied',
    'X-Autoreply': 'true',
    Subject: 'Ticket Received - The pumps',
  }),
  auto('自动回复 thanks', '感谢您的来信，我们会尽快与您联系。', { Subject: '【自动回复】感谢来信' }),

  bounce(
    'Amazon SES',
    'hard-bounce',
    { From: 'MAILER-DAEMON@amazonses.com', Subject: 'Delivery Status Notification (Failure)' },
    `An error occurred while trying to deliver the mail to the following recipients:\n${THEM}\n\n550 5.1.1 user unknown`,
  ),
  bounce(
    'Courier',
    'hard-bounce',
    { Subject: 'NOTICE: mail delivery status.' },
    `This is a delivery status notification from mx.customer.example.\n\nUNDELIVERABLE MAIL: your message to the following recipient could not be delivered:\n\n<${THEM}>:\n    550 User unknown.`,
  ),
  bounce(
    'Yahoo old',
    'hard-bounce',
    { From: 'MAILER-DAEMON@yahoo.com', Subject: 'Failure Notice' },
    `Sorry, we were unable to deliver your message to the following address.\n\n<${THEM}>:\n554: delivery error: dd This user doesn't have a yahoo.com account\n\n--- Below this line is a copy of the message.\n\n${ours()}`,
  ),
  bounce(
    'IMail',
    'hard-bounce',
    { From: 'Postmaster <postmaster@customer.example>', Subject: 'Undeliverable Mail' },
    `Unknown user: ${THEM}\n\nOriginal message follows.\n\n${ours()}`,
  ),
  bounce(
    'Kerio',
    'soft-bounce',
    { Subject: 'Delivery Failure Notification' },
    `Your message could not be delivered to ${THEM}: mailbox is over quota`,
  ),
  bounce(
    'Lotus, full',
    'soft-bounce',
    { From: 'postmaster@customer.example', Subject: 'DELIVERY FAILURE: Error delivering to wang.li; Quota exceeded' },
    `Your message was not delivered to:\n\n  ${THEM}\n\nbecause:\n\n  Error delivering; quota exceeded`,
  ),
  bounce(
    'GMX',
    'hard-bounce',
    { From: 'GMX Mailer Daemon <mailer-daemon@gmx.net>', Subject: 'Mail delivery failed: returning message to sender' },
    `A message that you sent could not be delivered.\n\n${THEM}:\nSMTP error from remote server for RCPT TO command, host: mx.customer.example reason: 550 5.1.1 unknown recipient`,
  ),
  bounce(
    'T-Online, German',
    'hard-bounce',
    { Subject: 'Unzustellbare Nachricht' },
    `Ihre Nachricht konnte nicht zugestellt werden:\n\n<${THEM}>\nEmpfänger unbekannt (550)`,
  ),
  bounce(
    'Chinese: 域名解析失败',
    'hard-bounce',
    { From: 'postmaster@qiye.example', Subject: '退信通知' },
    `收件人：${THEM}\n退信原因：收件人域名不存在，请检查。`,
  ),
  bounce(
    'Chinese: 拒收',
    'soft-bounce',
    { From: 'postmaster@exmail.example', Subject: '系统退信' },
    `收件人：${THEM}\n退信原因：您的邮件被对方服务器识别为垃圾邮件而拒收。`,
  ),
  bounce(
    'Chinese: 550 Mail content denied',
    'soft-bounce',
    { From: 'PostMaster@qq.com', Subject: '系统退信/Systems bounce' },
    `${THEM}\nhost mx3.qq.com said: 550 Mail content denied. http://service.mail.qq.com`,
  ),
  bounce(
    'Chinese: 554 MI:SPB',
    'soft-bounce',
    { From: 'Postmaster@163.com', Subject: '系统退信' },
    `${THEM}\nSMTP error, RCPT TO: Host 163mx01(1.2.3.4) said 554 MI:SPB 163 mx9`,
  ),
  bounce(
    'timeout',
    'soft-bounce',
    { Subject: 'Undelivered Mail Returned to Sender' },
    `<${THEM}>: connect to mx.customer.example[192.0.2.1]:25: Connection timed out`,
  ),
  bounce(
    'a spam filter with user words',
    'soft-bounce',
    { Subject: 'Undeliverable: The pumps' },
    `Delivery has failed to these recipients: ${THEM}\nYour message wasn't delivered because the recipient's email provider rejected it. 550 5.7.1 Message blocked due to spam content`,
  ),
  {
    name: 'a delivery report in another order, as mixed',
    kind: 'hard-bounce',
    address: THEM,
    raw: multipart('mixed', { From: 'MAILER-DAEMON@x.example', Subject: 'Returned mail' }, [
      `Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: RFC822; <${THEM}>\nAction: Failed\nStatus: 5.1.1`,
      `Content-Type: message/rfc822\n\n${ours()}`,
    ]),
  },
  {
    name: 'utf-8 report',
    kind: 'hard-bounce',
    address: THEM,
    raw: multipart('report; report-type=delivery-status', { From: 'MAILER-DAEMON@x.example', Subject: 'Undelivered' }, [
      'Content-Type: text/plain\n\nSorry',
      `Content-Type: message/global-delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: utf-8; ${THEM}\nAction: failed\nStatus: 5.1.1`,
      `Content-Type: message/global-headers\n\n${ours()}`,
    ]),
    names: true,
  },
  {
    name: 'base64 report',
    kind: 'soft-bounce',
    address: THEM,
    raw: multipart('report; report-type=delivery-status', { From: 'MAILER-DAEMON@x.example', Subject: 'Undelivered' }, [
      'Content-Type: text/plain\n\nSorry',
      `Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n${Buffer.from(`Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; ${THEM}\nAction: failed\nStatus: 5.2.2\n`).toString('base64')}`,
    ]),
  },
  {
    name: 'German invitation accepted',
    kind: 'other',
    raw: multipart('alternative', { Subject: 'Zugesagt: Termin' }, [
      'Content-Type: text/plain\n\n ',
      'Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR',
    ]),
  },
  {
    name: 'a receipt by Outlook in German',
    kind: 'other',
    raw: multipart('report; report-type=disposition-notification', { Subject: 'Gelesen: The pumps' }, [
      'Content-Type: text/plain\n\nIhre Nachricht wurde gelesen',
      `Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;${THEM}\nOriginal-Message-ID: ${OUR_ID}\nDisposition: manual-action/MDN-sent-manually; displayed`,
    ]),
    names: true,
  },
];

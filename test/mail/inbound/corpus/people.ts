import {
  type CorpusMail,
  DATE,
  dsn,
  type Headers,
  mail,
  multipart,
  OUR_ID,
  ours,
  rawBytes,
  THEM,
  thread,
  US,
} from './builders.js';

const QUOTED = `\n\nOn Tue, Nov 24, 2026 at 9:00 AM David Love <${US}> wrote:\n> Hello,\n> the pumps we spoke about.\n> Not useful to you? Stop these mails with one click, or unsubscribe here.\n`;
const OUTLOOK = `\n\n________________________________\nFrom: David Love <${US}>\nSent: Tuesday, November 24, 2026 9:00 AM\nTo: Wang Li\nSubject: The pumps\n\nNot useful to you? Stop these mails with one click: unsubscribe`;
const CHINESE = `\n\n------------------ 原始邮件 ------------------\n发件人: "David" <${US}>;\n发送时间: 2026年11月24日\n主题: 水泵\n\n如不希望再收到此类邮件，可一键退订`;
const reply = (name: string, text: string, headers: Headers = {}): CorpusMail => ({
  name,
  kind: 'reply',
  names: headers['In-Reply-To'] !== '',
  raw: mail({ ...thread, Subject: 'Re: The pumps we spoke about', ...headers }, text),
});
const stop = (name: string, text: string, headers: Headers = {}): CorpusMail => ({
  name,
  kind: 'unsubscribe',
  raw: mail({ ...thread, Subject: 'Re: The pumps we spoke about', ...headers }, text),
});

export const REPLIES: readonly CorpusMail[] = [
  reply('Gmail', `Sounds good, let's talk on Friday.${QUOTED}`),
  reply('Outlook', `Please send a quote.\n\nRegards\nWang Li${OUTLOOK}`),
  reply('QQ', `请报价，谢谢。${CHINESE}`, { Subject: '回复：水泵' }),
  reply('one word', `Yes${QUOTED}`),
  reply(
    'Apple Mail from a phone',
    `Thanks!\n\nSent from my iPhone\n\n> On Nov 24, 2026, at 9:00 AM, David Love <${US}> wrote:\n>\n> Hello, unsubscribe here`,
  ),
  reply('says when they are out', `Works for me. I'm out on Friday, so Monday is better.${QUOTED}`),
  reply(
    'a signature that tells of leave',
    `Please send the papers.\n\n--\nWang Li\nNote: I will be out of office from 1 to 5 December.${QUOTED}`,
  ),
  reply(
    'on holiday, and writes it themselves',
    `Hi David, I'm on vacation until Monday but this is interesting. Call me then.${QUOTED}`,
  ),
  reply(
    'above a quoted out of office',
    `I'm back now. Let's talk.\n\n-----Original Message-----\nFrom: Wang Li <${THEM}>\nSubject: Automatic reply: The pumps\n\nI am out of the office until 1 December.`,
    { Subject: 'RE: Automatic reply: The pumps' },
  ),
  reply('asks about automatic replies', '请问自动回复功能怎么设置？', { Subject: '请问自动回复功能怎么设置' }),
  reply('do not stop', `Please don't stop sending these, they are useful.${QUOTED}`),
  reply('does not want to unsubscribe', `I do not want to unsubscribe, only fewer mails.${QUOTED}`),
  reply('asks how customers unsubscribe', `How can our customers unsubscribe from the mails your pumps send?${QUOTED}`),
  reply('unsubscribe rate', `Our unsubscribe rate went down thanks to you.${QUOTED}`),
  reply('stop by', `Can you stop by on Friday?${QUOTED}`),
  reply('the pump stops', `The pump does not stop when I press the button. Please help.${QUOTED}`),
  reply('不要退订', `不要退订，我还要看的。${CHINESE}`),
  reply('如何退订 for their users', `请问你们的系统如何让客户退订？${CHINESE}`),
  reply('an old version', `请不要再用旧版报价单了，用新的。${CHINESE}`),
  reply('remove me from Cc only', `Please remove my colleague Bob from the meeting on Friday.${QUOTED}`),
  reply(
    'forwards a bounce and asks',
    `Hi David,\n\nI got this when I wrote to your colleague. What is the right address?\n\n---------- Forwarded message ---------\nFrom: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nSubject: Delivery Status Notification (Failure)\n\nYour message wasn't delivered to bob@followthrough.example because the address couldn't be found. 550 5.1.1`,
    { Subject: 'Fwd: Delivery Status Notification (Failure)' },
  ),
  reply(
    'writes of a bounce',
    `Hello, my last mail to you was returned: 550 5.1.1 user unknown. Which address is right?`,
    { Subject: 'Undeliverable?', 'In-Reply-To': '', References: '' },
  ),
  reply('wrong person', `You have the wrong person, I don't buy pumps. Try Ann.${QUOTED}`),
  reply('no thanks', `No thanks, not interested.${QUOTED}`),
  reply(
    'German',
    `Klingt gut, bitte schicken Sie ein Angebot.\n\nAm 24.11.2026 um 09:00 schrieb David Love <${US}>:\n> Abmelden`,
  ),
  reply(
    'French',
    `Merci, rappelez-moi lundi.\n\nLe mar. 24 nov. 2026 à 09:00, David Love <${US}> a écrit :\n> Se désabonner`,
  ),
  reply(
    'Spanish',
    `Gracias, me interesa.\n\nEl mar, 24 nov 2026 a las 9:00, David Love (<${US}>) escribió:\n> Darse de baja`,
  ),
  reply(
    'Japanese',
    `ありがとうございます。見積もりをお願いします。\n\n2026年11月24日(火) 9:00 David Love <${US}>:\n> 配信停止はこちら`,
  ),
  reply(
    'Korean',
    `감사합니다. 견적 부탁드립니다.\n\n2026년 11월 24일 (화) 오전 9:00, David Love <${US}>님이 작성:\n> 수신거부`,
  ),
  reply('Exchange suppresses answers to it', `Fine with me.${OUTLOOK}`, { 'X-Auto-Response-Suppress': 'All' }),
  reply('says that it is no automatic mail', `Fine.${QUOTED}`, { 'Auto-Submitted': 'no' }),
  reply('a precedence of a list server', `I agree.${QUOTED}`, {
    Precedence: 'list',
    'List-Id': '<staff.customer.example>',
  }),
  reply('below the quote', `> Hello,\n> the pumps we spoke about.\n\nI want ten of them.`),
  reply('an id with a comment', `Fine.`, { 'In-Reply-To': `${OUR_ID} (David Love's message of Tuesday)` }),
  reply('a new mail', 'Do you also sell valves?', { 'In-Reply-To': '', References: '', Subject: 'A question' }),
  reply(
    'our footer in HTML',
    `<div>Great, send it.</div><div class="gmail_quote">On Tue, David wrote:<blockquote>Unsubscribe with one click</blockquote></div>`,
    { 'Content-Type': 'text/html; charset=utf-8' },
  ),
  reply('an automatic subject of ours', 'Which delivery do you mean?', { Subject: 'Re: Delivery of the pumps' }),
  reply('failure of a pump', 'The pump failed on Monday. The error says delivery pressure failed.', {
    Subject: 'Failure notice of pump 5',
    'In-Reply-To': '',
    References: '',
  }),
  {
    name: 'an invitation with words in the thread',
    kind: 'reply',
    raw: multipart('mixed', { ...thread, Subject: 'Re: The pumps' }, [
      'Content-Type: text/plain\n\nLet us meet, here is an invitation.',
      'Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR',
    ]),
  },
  {
    name: 'only an attachment',
    kind: 'reply',
    raw: multipart('mixed', { ...thread, Subject: 'Re: Order form' }, [
      'Content-Type: application/pdf; name=order.pdf\nContent-Transfer-Encoding: base64\n\nJVBERg==',
    ]),
  },
  {
    name: 'forwards a bounce as a file',
    kind: 'reply',
    raw: multipart('mixed', { ...thread, Subject: 'Re: The pumps' }, [
      'Content-Type: text/plain\n\nMy mail to Bob came back, see the file.',
      `Content-Type: message/rfc822\n\n${dsn({ status: '5.1.1' }).toString()}`,
    ]),
  },
  {
    name: 'in GBK that says nothing of it',
    kind: 'reply',
    raw: rawBytes(
      `From: li@customer.example\nTo: ${US}\nDate: ${DATE}\nIn-Reply-To: ${OUR_ID}\nSubject: `,
      [0xbb, 0xd8, 0xb8, 0xb4],
      ': x\n\n',
      [0xc7, 0xeb, 0xb1, 0xa8, 0xbc, 0xdb],
      '\n',
    ),
  },
  {
    name: 'our mail attached, with its footer',
    kind: 'reply',
    raw: multipart('mixed', { ...thread, Subject: 'Re: x' }, [
      'Content-Type: text/plain\n\nIs this from you?',
      `Content-Type: message/rfc822\n\n${ours()}\n\nunsubscribe`,
    ]),
  },
];

export const UNSUBSCRIBES: readonly CorpusMail[] = [
  stop('one word', `Unsubscribe${QUOTED}`),
  stop('STOP', 'STOP'),
  stop('please remove me', `Please remove me from your mailing list.${QUOTED}`),
  stop('take me off', `Hi, take me off this list. Thanks, Ann${QUOTED}`),
  stop('stop sending', `Stop sending me these emails!${QUOTED}`),
  stop('no longer wish', `I no longer wish to receive emails from your company.${QUOTED}`),
  stop('polite', `Hello David,\n\nplease unsubscribe me.\n\nBest regards\nWang Li${OUTLOOK}`),
  stop('do not contact again', `Not interested. Please do not contact me again.${QUOTED}`),
  stop('opt out', `I want to opt out.${QUOTED}`),
  stop('with a typographic apostrophe', `Please don’t email me again.${QUOTED}`),
  stop('a program by mailto', '', { Subject: 'unsubscribe', 'In-Reply-To': '', References: '' }),
  stop('Gmail by mailto', 'This message was automatically generated by Gmail.', {
    Subject: 'Unsubscribe',
    'In-Reply-To': '',
    References: '',
  }),
  stop('Apple Mail by mailto', 'Apple Mail sent this email to unsubscribe from the message “The pumps”.', {
    Subject: 'unsubscribe',
    'In-Reply-To': '',
    References: '',
  }),
  stop('退订', `退订${CHINESE}`),
  stop('TD', `TD${CHINESE}`),
  stop('您好，请退订', `您好，请帮我退订，谢谢。${CHINESE}`),
  stop('取消订阅', '取消订阅'),
  stop('不要再发', `请不要再给我发邮件了！${CHINESE}`),
  stop('从名单移除', `请把我从你们的邮件列表中删除。${CHINESE}`),
  stop('退訂', '退訂，謝謝'),
  stop('German', 'Bitte nehmen Sie mich aus Ihrem Verteiler.'),
  stop('German, no more', 'Ich möchte keine E-Mails mehr erhalten.'),
  stop('French', 'Merci de me désinscrire de votre liste.'),
  stop('Spanish', 'Por favor, dénme de baja de su lista.'),
  stop('Italian', 'Vi prego di cancellarmi dalla vostra lista.'),
  stop('Portuguese', 'Não quero mais receber estes e-mails.'),
  stop('Dutch', 'Graag uitschrijven.'),
  stop('Japanese', '配信停止をお願いします。'),
  stop('Korean', '수신거부 부탁드립니다.'),
  stop('Russian', 'Отпишите меня, пожалуйста.'),
  stop('Polish', 'Proszę o wypisanie mnie z listy.'),
];

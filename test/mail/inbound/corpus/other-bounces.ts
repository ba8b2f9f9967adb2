import { type CorpusMail, mail, multipart, OUR_ID, ours, rawBytes, THEM, US } from './builders.js';

const DAEMON = {
  From: 'Mail Delivery System <MAILER-DAEMON@mx.customer.example>',
  'Return-Path': '<>',
  'In-Reply-To': '',
};
const hard = (name: string, raw: Buffer, address = THEM): CorpusMail => ({ name, raw, kind: 'hard-bounce', address });
const soft = (name: string, raw: Buffer, address = THEM): CorpusMail => ({ name, raw, kind: 'soft-bounce', address });

/** 系统退信 in GBK, as headers without any charset. */
const GBK_SUBJECT = [0xcf, 0xb5, 0xcd, 0xb3, 0xcd, 0xcb, 0xd0, 0xc5];
/** 收件人不存在 in GBK. */
const GBK_NO_RECIPIENT = [0xca, 0xd5, 0xbc, 0xfe, 0xc8, 0xcb, 0xb2, 0xbb, 0xb4, 0xe6, 0xd4, 0xda];

/** Bounces that are not by any standard. */
export const OTHER_BOUNCES: readonly CorpusMail[] = [
  hard(
    'qmail: no mailbox here',
    mail(
      { ...DAEMON, Subject: 'failure notice' },
      `Hi. This is the qmail-send program at mx.customer.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<${THEM}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n${ours()}\n\nHello`,
    ),
  ),
  soft(
    'qmail: could not connect',
    mail(
      { ...DAEMON, Subject: 'failure notice' },
      `Hi. This is the qmail-send program at mx.customer.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<${THEM}>:\nSorry, I wasn't able to establish an SMTP connection. (#4.4.1)\nI'm not going to try again; this message has been in the queue too long.\n\n--- Below this line is a copy of the message.\n\n${ours()}\n`,
    ),
  ),
  soft(
    'qmail: over quota',
    mail(
      { ...DAEMON, Subject: 'failure notice' },
      `Hi. This is the qmail-send program at mx.customer.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<${THEM}>:\nThe user's disk quota is exceeded (#5.2.2)\n\n--- Below this line is a copy of the message.\n\n${ours()}\n`,
    ),
  ),
  hard(
    'Exim: unrouteable address',
    mail(
      {
        ...DAEMON,
        Subject: 'Mail delivery failed: returning message to sender',
        'X-Failed-Recipients': THEM,
        'Auto-Submitted': 'auto-replied',
      },
      `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ${THEM}\n    Unrouteable address\n\n------ This is a copy of the message, including all the headers. ------\n\n${ours()}\n`,
    ),
  ),
  soft(
    'Exim: warning of a delay',
    mail(
      { ...DAEMON, Subject: 'Warning: message 1kAbCd-0001 delayed 24 hours' },
      `This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue.\n\nThe address to which the message has not yet been delivered is:\n\n  ${THEM}\n    Delay reason: connection timed out\n\nNo action is required on your part. Delivery attempts will continue for some time.\n\nMessage-ID: ${OUR_ID}\n`,
    ),
  ),
  soft(
    'Exim: full',
    mail(
      { ...DAEMON, Subject: 'Mail delivery failed: returning message to sender' },
      `A message that you sent could not be delivered to one or more of its\nrecipients. The following address(es) failed:\n\n  ${THEM}\n    mailbox is full: retry timeout exceeded\n\n${ours()}\n`,
    ),
  ),
  hard(
    'old Exchange: did not reach',
    mail(
      {
        From: 'System Administrator <postmaster@customer.example>',
        Subject: 'Undeliverable: The pumps we spoke about',
      },
      `Your message\n\n  To:      ${THEM}\n  Subject: The pumps we spoke about\n  Sent:    Tue, 24 Nov 2026 09:00:00 +0100\n\ndid not reach the following recipient(s):\n\n${THEM} on Tue, 24 Nov 2026 09:00:05 +0100\n    The e-mail account does not exist at the organization this message was sent to.\n    <mx.customer.example #5.1.1>\n`,
    ),
  ),
  hard(
    'Outlook.com in HTML',
    mail(
      {
        From: 'postmaster@outlook.com',
        Subject: 'Undeliverable: The pumps we spoke about',
        'Content-Type': 'text/html; charset=utf-8',
      },
      `<html><body><p><b>Your message to ${THEM} couldn't be delivered.</b></p><p>wang.li wasn't found at customer.example.</p></body></html>`,
    ),
  ),
  hard(
    'Gmail in words',
    mail(
      {
        From: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
        Subject: 'Delivery Status Notification (Failure)',
        'X-Failed-Recipients': THEM,
        ...{ 'In-Reply-To': OUR_ID },
      },
      `** Address not found **\n\nYour message wasn't delivered to ${THEM} because the address couldn't be found, or is unable to receive mail.\n\nThe response from the remote server was:\n550 5.1.1 No such user\n`,
    ),
  ),
  hard(
    'Domino: not listed',
    multipart(
      'mixed',
      {
        From: 'Mail Router <Postmaster@customer.example>',
        Subject: 'DELIVERY FAILURE: User wang.li (wang.li@customer.example) not listed in Domino Directory',
      },
      [
        `Content-Type: text/plain\n\nYour message\n\n  Subject: The pumps we spoke about\n\nwas not delivered to:\n\n  ${THEM}\n\nbecause:\n\n  User wang.li (${THEM}) not listed in Domino Directory\n`,
        `Content-Type: message/rfc822\n\n${ours()}\n\nHello`,
      ],
    ),
  ),
  hard(
    'MailEnable',
    mail(
      { From: 'MailEnable: Postmaster <POSTMASTER@mx.customer.example>', Subject: 'Message Delivery Failure' },
      `MailEnable: Message Delivery Failure.\n\nThe following recipient(s) could not be reached:\n\nRecipient: [SMTP:${THEM}]\nReason: Remote SMTP Server Returned: 550 Unknown user\n\nMessage headers follow:\n${ours()}\n`,
    ),
  ),
  soft(
    'Barracuda: bulk mail filter',
    mail(
      {
        From: 'Barracuda <postmaster@barracuda.customer.example>',
        Subject: '**Message you sent blocked by our bulk email filter**',
      },
      `Your message to: ${THEM}\nwas blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:\n\nSubject: The pumps we spoke about\n`,
    ),
  ),
  soft(
    'Mimecast: blocked',
    mail(
      { From: 'postmaster@mimecast.example', Subject: '[Postmaster] Message Delivery Failed' },
      `The email you sent to ${THEM} could not be delivered. Rejected by header based Blocked Senders policy - spam.\n`,
    ),
  ),
  hard(
    '163: 系统退信 in GBK without a charset',
    rawBytes(
      `From: postmaster@163.com\nTo: ${US}\nDate: Tue, 24 Nov 2026 18:00:00 +0800\nSubject: `,
      GBK_SUBJECT,
      `\nContent-Type: text/html; charset=gb2312\nMessage-ID: <sys.1@163.com>\n\n<html><body>`,
      GBK_NO_RECIPIENT,
      `: ${THEM}<br>550 User not found</body></html>\n`,
    ),
  ),
  hard(
    'QQ: 系统退信',
    mail(
      {
        From: 'PostMaster@qq.com',
        Subject: '=?gb18030?B?z7XNs83L0MU=?=/The email is returned',
        'Content-Type': 'text/html; charset=utf-8',
      },
      `<div>抱歉，您的邮件被退回来了……</div><div>原邮件信息：收件人 ${THEM}</div><div>退信原因：收件人邮件地址（${THEM}）不存在，邮件无法送达。<br>host mx.customer.example said: 550 Mailbox not found.</div>`,
    ),
  ),
  soft(
    'QQ: full',
    mail(
      { From: 'PostMaster@qq.com', Subject: '系统退信/The email is returned' },
      `抱歉，您的邮件被退回来了。\n收件人：${THEM}\n退信原因：对方邮箱空间已满，请稍后再试。\n`,
    ),
  ),
  soft(
    'Aliyun: frequent',
    mail(
      { From: '邮件系统 <postmaster@aliyun.example>', Subject: '系统退信' },
      `您的邮件无法投递到 ${THEM}\n退信原因：发送频率过高，被对方服务器暂时拒绝\n`,
    ),
  ),
  hard(
    'Sina: 退信',
    mail(
      { From: 'MAILER-DAEMON@sina.com', Subject: '退信：The pumps we spoke about' },
      `很抱歉，您发送的邮件未能送达：\n${THEM}\n原因：该用户不存在\n`,
    ),
  ),
  soft(
    'Coremail: delay',
    mail(
      { From: 'postmaster@mail.customer.example', Subject: '邮件投递延迟通知' },
      `您的邮件暂时未能送达 ${THEM}，系统将继续尝试投递，请稍后查看。\n`,
    ),
  ),
  hard(
    'a Chinese server with a domain that is not there',
    mail(
      { From: '系统管理员 <postmaster@mx.example.cn>', Subject: '邮件投递失败' },
      `无法投递到 ${THEM}：域名不存在\n`,
    ),
  ),
  hard(
    'Japanese',
    mail(
      { From: 'MAILER-DAEMON@mx.example.jp', Subject: '配信エラーのお知らせ' },
      `次の宛先にメールを配信できませんでした。\n\n<${THEM}>: 宛先不明 (550 User unknown)\n`,
    ),
  ),
  hard(
    'French, Exchange',
    mail(
      { From: 'Microsoft Outlook <postmaster@customer.example>', Subject: 'Non remis : The pumps we spoke about' },
      `Votre message n'a pas pu être remis à ${THEM}.\nL'adresse n'existe pas. 550 5.1.1\n`,
    ),
  ),
  hard(
    'Spanish',
    mail(
      { From: 'postmaster@customer.example', Subject: 'No se puede entregar: The pumps we spoke about' },
      `No se pudo entregar su mensaje a ${THEM}: el usuario no existe.\n`,
    ),
  ),
  soft(
    'German, full',
    mail(
      { From: 'Mailer-Daemon <mailer-daemon@customer.example>', Subject: 'Unzustellbar: The pumps we spoke about' },
      `Ihre Nachricht an ${THEM} konnte nicht zugestellt werden. Das Postfach ist voll.\n`,
    ),
  ),
  hard(
    'a report whose parts lost their boundary',
    mail(
      {
        ...DAEMON,
        Subject: 'Undelivered Mail Returned to Sender',
        'Content-Type': 'multipart/report; report-type=delivery-status',
      },
      `--x\nContent-Type: text/plain\n\nSorry\n--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; ${THEM}\nAction: failed\nStatus: 5.1.1\n\n--x--\n`,
    ),
  ),
  hard(
    'the fields of a report in plain text',
    mail(
      { ...DAEMON, Subject: 'Delivery failure' },
      `Your mail could not be delivered.\n\nFinal-Recipient: rfc822; ${THEM}\nAction: failed\nStatus: 5.1.1\n`,
    ),
  ),
  {
    name: 'a note that it was delivered',
    kind: 'other',
    raw: mail(
      { From: 'postmaster@customer.example', Subject: 'Delivery Status Notification (Success)' },
      `Your message was successfully delivered to ${THEM}.\n`,
    ),
  },
  soft(
    'a virus scanner',
    mail(
      { From: 'postmaster@customer.example', Subject: 'Mail delivery failed' },
      `Your message to ${THEM} was not delivered: the attachment is banned by policy.\n`,
    ),
  ),
  hard(
    'Postmaster without any code',
    mail(
      { From: 'Postmaster <postmaster@customer.example>', Subject: 'Returned mail: User unknown' },
      `Your message could not be delivered to <${THEM}>. There is no such user.\n`,
    ),
  ),
];

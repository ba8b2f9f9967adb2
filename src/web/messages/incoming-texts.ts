import { texts } from '../texts/texts.js';

/** Mails that came in: what they were, and what they did. */
export const incomingTexts = texts({
  en: {
    title: 'Messages received',
    none: 'Nothing came back yet',
    noneHelp: 'Answers, absences and bounces appear here as soon as a mailbox has them.',
    more: 'Show older ones',
    from: 'From',
    otherAddress: 'from another address than the mail went to',
    until: (day: string) => `back on ${day}`,
    noText: 'It has no text.',
    bySms: 'SMS',
    noMoreSms: 'Wants no more SMS',
  },
  'zh-CN': {
    title: '收到的消息',
    none: '还没有收到消息',
    noneHelp: '回复、外出通知和退信到达邮箱后，会立即显示在这里。',
    more: '显示更早的',
    from: '发件人',
    otherAddress: '发件地址与我们写信的地址不同',
    until: (day) => `${day} 返回`,
    noText: '没有正文。',
    bySms: '短信',
    noMoreSms: '不再接收短信',
  },
});

/** What a mail that came in did. */
export const effectTexts = texts({
  en: {
    replied: 'Answered',
    away: 'Away',
    bounced: 'Came back',
    complained: 'Called it spam',
    'opted-out': 'Wants no more marketing',
    answered: 'Answered an invitation',
    none: 'No effect',
  },
  'zh-CN': {
    replied: '已回复',
    away: '外出中',
    bounced: '被退回',
    complained: '标记为垃圾邮件',
    'opted-out': '不再接收营销邮件',
    answered: '已答复邀请',
    none: '没有作用',
  },
});

/** Why one did nothing. */
export const noEffectTexts = texts({
  en: {
    'nothing-to-do': 'a machine wrote it, and nobody waits for it',
    'own-mail': 'one of us wrote it',
    'no-mail-of-ours': 'it answers no mail of ours',
    'another-address': 'it is about another address than ours went to',
    'only-guessed': 'only its subject speaks for it',
    'still-trying': 'the receiving server is still trying',
    'forged-sender': 'its sender is forged',
    unhandled: 'it could not be taken apart',
  },
  'zh-CN': {
    'nothing-to-do': '由程序自动发出，没有步骤在等待',
    'own-mail': '由我们自己的人发出',
    'no-mail-of-ours': '不是对我们邮件的回复',
    'another-address': '所指的地址不是我们写信的地址',
    'only-guessed': '只有主题相符，依据不足',
    'still-trying': '对方服务器仍在尝试投递',
    'forged-sender': '发件人系伪造',
    unhandled: '无法解析',
  },
});

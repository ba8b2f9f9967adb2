import { texts } from '../texts/texts.js';

/** What mail providers tell, and which of their calls are refused. */
export const mailEventTexts = texts({
  en: {
    title: 'Providers’ events, last seven days',
    provider: 'Told by',
    taken: 'Calls taken',
    last: 'Last call',
    refused: 'Calls refused',
    never: 'None',
    none: 'None',
    latest: 'last',
  },
  'zh-CN': {
    title: '服务商回执（近七天）',
    provider: '来源',
    taken: '已接收',
    last: '最近一次',
    refused: '已拒绝',
    never: '无',
    none: '无',
    latest: '最近',
  },
});

export const formTexts = texts({
  en: { sendgrid: 'SendGrid', mailgun: 'Mailgun', standard: 'Own relay (Standard Webhooks)' },
  'zh-CN': { sendgrid: 'SendGrid', mailgun: 'Mailgun', standard: '自有中继（Standard Webhooks）' },
});

/** Why calls were refused: forged, or the key here is not theirs. */
export const refusalTexts = texts({
  en: {
    'no-signature': 'Not signed',
    'bad-signature': 'Wrong signature: forged, or another key is set here',
    'too-old': 'Signed at another time: replayed, or a clock is wrong',
    'used-before': 'Signature used before for other words',
    unreadable: 'Can’t be read',
  },
  'zh-CN': {
    'no-signature': '未签名',
    'bad-signature': '签名不符：可能是伪造，或此处密钥有误',
    'too-old': '签名时间不符：可能是重放，或时钟有误',
    'used-before': '签名已用于其他内容',
    unreadable: '无法识别',
  },
});

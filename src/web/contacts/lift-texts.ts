import { texts } from '../texts/texts.js';

export const liftTexts = texts({
  en: {
    block: 'Block…',
    blockTitle: (name: string) => `Send nothing more to ${name}`,
    blockEffect: 'Nothing goes to the present address from now on, by no journey and no campaign, whoever has it.',
    blockConfirm: 'Block the address',
    blocked: 'Blocked.',
    lift: 'Lift…',
    title: (cause: string) => `Send there again although: ${cause}`,
    free: 'Messages go there again. Do it when you know that the address is good.',
    byConsent:
      'Its holder did not want this. It can be lifted only with a consent that they gave since, which is kept as its proof.',
    confirm: 'Lift it',
    done: 'Lifted.',
    source: 'Where they agreed',
    sourceHelp: 'Like form:trial, phone, trade-show-2027.',
    words: 'What they agreed to, in its words',
    missing: 'Say where they agreed and to which words.',
    numberBlocked: 'No SMS to the number',
    noAdvertisingToNumber: 'No advertising to the number: its holder was erased',
    because: (what: string, cause: string) => `${what}: ${cause}`,
  },
  'zh-CN': {
    block: '屏蔽…',
    blockTitle: (name) => `不再向${name}发送`,
    blockEffect: '从现在起，任何旅程和活动都不再向现有地址发送，无论该地址属于谁。',
    blockConfirm: '屏蔽此地址',
    blocked: '已屏蔽。',
    lift: '解除…',
    title: (cause) => `恢复发送（原因：${cause}）`,
    free: '将重新向其发送消息。请在确认地址有效后操作。',
    byConsent: '这是对方的意愿。只有对方此后重新表示同意才能解除，该同意会作为证明保留。',
    confirm: '解除',
    done: '已解除。',
    source: '在哪里表示同意',
    sourceHelp: '例如 form:trial、phone、trade-show-2027。',
    words: '同意内容的原话',
    missing: '请填写在哪里同意以及原话。',
    numberBlocked: '不再向此号码发短信',
    noAdvertisingToNumber: '不向此号码发送广告：其持有人已被抹除',
    because: (what, cause) => `${what}：${cause}`,
  },
});

/** Why nothing is sent to an address. */
export const causeTexts = texts({
  en: {
    'hard-bounce': 'it is dead',
    complaint: 'its holder called a mail spam',
    stop: 'its holder answered STOP',
    'by-hand': 'somebody here said so',
    erased: 'its holder was erased',
  },
  'zh-CN': {
    'hard-bounce': '已失效',
    complaint: '被对方标记为垃圾邮件',
    stop: '对方回复了退订',
    'by-hand': '由我们的人屏蔽',
    erased: '其持有人已被抹除',
  },
});

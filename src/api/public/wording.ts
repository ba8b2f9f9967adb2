import type { PageLanguage } from './language.js';

/** The texts of the public pages. Whatever comes in from outside is escaped by the page, not here. */
export interface Wording {
  readonly tag: string;
  /** Stands for an address that we don't have. */
  readonly yourAddress: string;
  readonly allMail: string;
  readonly about: (topic: string) => string;
  readonly stopTitle: string;
  readonly stopAll: (address: string) => string;
  readonly stopTopic: (address: string, topic: string) => string;
  readonly serviceMail: string;
  readonly stopButton: string;
  readonly stoppedTitle: string;
  readonly stoppedAll: (address: string) => string;
  readonly stoppedTopic: (address: string, topic: string) => string;
  readonly choose: string;
  readonly preferencesTitle: string;
  readonly preferencesFor: (address: string) => string;
  readonly on: string;
  readonly off: string;
  readonly stop: string;
  readonly stopAllButton: string;
  readonly allow: string;
  /** What somebody agrees to who allows mail again: shown beside the button, and kept as the text of the consent. */
  readonly consentAll: (address: string) => string;
  readonly consentTopic: (address: string, topic: string) => string;
  readonly tracking: string;
  readonly allowTracking: string;
  readonly consentTracking: (address: string) => string;
  readonly savedStopped: string;
  readonly savedAllowed: string;
  readonly scoreFrom: string;
  readonly scoreTo: string;
  readonly sendAnswers: string;
  readonly nothingAnswered: string;
  readonly thanksTitle: string;
  readonly thanks: string;
  readonly answeredBefore: string;
  readonly rsvpAsk: string;
  readonly rsvpYes: string;
  readonly rsvpNo: string;
  readonly rsvpComing: string;
  readonly rsvpNotComing: string;
  readonly placesLeft: (n: number) => string;
  readonly noPlaces: string;
  /** `n`: others who wait. */
  readonly wouldWait: (n: number) => string;
  readonly companionsAsk: string;
  readonly companionsNone: string;
  readonly youCome: (companions: number) => string;
  readonly youWait: (turn: number, companions: number) => string;
  readonly youDoNotCome: string;
  readonly waitingHelp: string;
  readonly fewerHelp: string;
  readonly noRoomForMore: string;
  readonly changeAnswer: string;
  readonly unknownTitle: string;
  readonly unknown: string;
  readonly waitTitle: string;
  readonly wait: string;
  readonly failedTitle: string;
  readonly failed: string;
  readonly refusedTitle: string;
  readonly refused: string;
}

const EN: Wording = {
  tag: 'en',
  yourAddress: 'your address',
  allMail: 'All marketing mail',
  about: (topic) => `About “${topic}”`,
  stopTitle: 'Stop these mails?',
  stopAll: (address) => `If you unsubscribe, we send no more marketing mail to ${address}.`,
  stopTopic: (address, topic) => `If you unsubscribe, we send no more mail about “${topic}” to ${address}.`,
  serviceMail: 'Mail about an order or a request of yours still reaches you.',
  stopButton: 'Unsubscribe',
  stoppedTitle: 'You are unsubscribed',
  stoppedAll: (address) => `No more marketing mail goes to ${address}, from this moment on.`,
  stoppedTopic: (address, topic) => `No more mail about “${topic}” goes to ${address}, from this moment on.`,
  choose: 'Choose what you get',
  preferencesTitle: 'What we may send you',
  preferencesFor: (address) => `These choices are for ${address}. They hold from the moment you make them.`,
  on: 'On',
  off: 'Off',
  stop: 'Stop',
  stopAllButton: 'Stop all',
  allow: 'Allow again',
  consentAll: (address) =>
    `I would like marketing mail at ${address} again. I can stop it at any time, with the link in every mail.`,
  consentTopic: (address, topic) =>
    `I would like mail about “${topic}” at ${address} again. I can stop it at any time, with the link in every mail.`,
  tracking: 'Telling us whether you open a mail and which links you follow',
  allowTracking: 'Allow',
  consentTracking: (address) =>
    `Mails to ${address} may tell you whether I open them and which links I follow. I can stop that at any time, with the link in every mail.`,
  savedStopped: 'Done: this is stopped.',
  savedAllowed: 'Thank you: this is allowed again.',
  scoreFrom: 'not at all',
  scoreTo: 'very much',
  sendAnswers: 'Send the answers',
  nothingAnswered: 'Please answer at least one question.',
  thanksTitle: 'Thank you',
  thanks: 'Your answer has arrived. We read every one.',
  answeredBefore: 'We have your answer from before. To add something, please answer the mail.',
  rsvpAsk: 'Will you come?',
  rsvpYes: 'Yes, I will come',
  rsvpNo: 'No, I can’t come',
  rsvpComing: 'We look forward to seeing you. If your plans change, please answer the mail.',
  rsvpNotComing: 'What a pity. Thank you for telling us; we won’t ask again.',
  placesLeft: (n) => (n === 1 ? 'One place is left.' : `${n} places are left.`),
  noPlaces: 'All places are taken.',
  wouldWait: (n) =>
    n === 0
      ? 'A yes puts you on the waiting list.'
      : `A yes puts you on the waiting list, on which there ${n === 1 ? 'is one other guest' : `are ${n} other guests`}.`,
  companionsAsk: 'How many come with you?',
  companionsNone: 'Nobody, I come alone',
  youCome: (n) => (n === 0 ? 'You have a place.' : `You have places for yourself and ${n} more.`),
  youWait: (turn, n) => `You are on the waiting list as number ${turn}${n === 0 ? '' : `, with ${n} more`}.`,
  youDoNotCome: 'You have told us that you can’t come.',
  waitingHelp: 'Places that become free go to the waiting list in its order.',
  fewerHelp: 'With fewer who come along it may be sooner.',
  noRoomForMore: 'There are no places for more at the moment. Your answer from before stands.',
  changeAnswer: 'Change your answer',
  unknownTitle: 'This link leads nowhere',
  unknown:
    'It is not one of ours, it is incomplete, or we no longer keep the address it was made for. Open the link from the mail once more, whole. If that doesn’t help, answer the mail and we will do it by hand.',
  waitTitle: 'A moment, please',
  wait: 'There were too many requests in a short time. Nothing was changed by this one; try again in a minute.',
  failedTitle: 'That didn’t work',
  failed: 'The fault is ours, and nothing was changed. Please try again in a few minutes.',
  refusedTitle: 'We didn’t understand that',
  refused: 'Nothing was changed. Please go back and use the buttons of the page.',
};

const ZH: Wording = {
  tag: 'zh-CN',
  yourAddress: '您的邮箱',
  allMail: '全部营销邮件',
  about: (topic) => `“${topic}”类邮件`,
  stopTitle: '不再接收这类邮件？',
  stopAll: (address) => `退订后，我们将不再向 ${address} 发送营销邮件。`,
  stopTopic: (address, topic) => `退订后，我们将不再向 ${address} 发送“${topic}”类邮件。`,
  serviceMail: '与您的订单或咨询有关的邮件不受影响。',
  stopButton: '退订',
  stoppedTitle: '您已退订',
  stoppedAll: (address) => `从现在起，我们不再向 ${address} 发送营销邮件。`,
  stoppedTopic: (address, topic) => `从现在起，我们不再向 ${address} 发送“${topic}”类邮件。`,
  choose: '选择接收哪些邮件',
  preferencesTitle: '邮件接收设置',
  preferencesFor: (address) => `以下设置适用于 ${address}，更改后立即生效。`,
  on: '接收中',
  off: '已停止',
  stop: '停止接收',
  stopAllButton: '全部停止',
  allow: '重新接收',
  consentAll: (address) => `我同意在 ${address} 重新接收营销邮件，并可随时通过邮件中的链接退订。`,
  consentTopic: (address, topic) => `我同意在 ${address} 重新接收“${topic}”类邮件，并可随时通过邮件中的链接退订。`,
  tracking: '告知我们您是否打开邮件、点击了哪些链接',
  allowTracking: '允许',
  consentTracking: (address) =>
    `我同意发往 ${address} 的邮件告知您我是否打开邮件、点击了哪些链接，并可随时通过邮件中的链接停止。`,
  savedStopped: '已保存：不再发送这类邮件。',
  savedAllowed: '已保存：您将重新收到这类邮件。',
  scoreFrom: '完全不',
  scoreTo: '非常',
  sendAnswers: '提交回答',
  nothingAnswered: '请至少回答一个问题。',
  thanksTitle: '感谢您',
  thanks: '我们已收到您的回答，每一份都会认真阅读。',
  answeredBefore: '我们已收到您之前的回答。如需补充，请直接回复邮件。',
  rsvpAsk: '您会参加吗？',
  rsvpYes: '参加',
  rsvpNo: '不参加',
  rsvpComing: '期待与您见面。如计划有变，请直接回复邮件。',
  rsvpNotComing: '很遗憾。感谢您的告知，我们不再打扰。',
  placesLeft: (n) => `还有${n}个名额。`,
  noPlaces: '名额已满。',
  wouldWait: (n) => (n === 0 ? '选择参加后您将进入候补名单。' : `选择参加后您将进入候补名单，目前已有${n}位来宾候补。`),
  companionsAsk: '有几位与您同行？',
  companionsNone: '无人同行',
  youCome: (n) => (n === 0 ? '已为您保留名额。' : `已为您和${n}位同行者保留名额。`),
  youWait: (turn, n) => `您在候补名单中排第${turn}位${n === 0 ? '' : `，同行${n}人`}。`,
  youDoNotCome: '您已告知我们不参加。',
  waitingHelp: '如有空出的名额，将按候补顺序安排。',
  fewerHelp: '减少同行人数可能会更快得到名额。',
  noRoomForMore: '目前没有更多名额，您之前的回复仍然有效。',
  changeAnswer: '更改回复',
  unknownTitle: '链接无效',
  unknown:
    '该链接不是由我们发出、不完整，或对应的邮箱已不再保存。请从邮件中重新打开完整的链接；如仍有问题，请直接回复邮件，我们会为您人工处理。',
  waitTitle: '请稍候',
  wait: '短时间内请求过多，本次操作未生效。请一分钟后再试。',
  failedTitle: '操作未成功',
  failed: '这是我们的问题，您的设置没有改变。请几分钟后再试。',
  refusedTitle: '无法识别该请求',
  refused: '您的设置没有改变。请返回并使用页面上的按钮。',
};

export const WORDING: { readonly [language in PageLanguage]: Wording } = { en: EN, zh: ZH };

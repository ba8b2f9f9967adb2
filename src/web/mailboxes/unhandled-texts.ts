import { texts } from '../texts/texts.js';

export const unhandledTexts = texts({
  en: {
    title: 'Mails that could not be handled',
    help: 'They lie unchanged in the mailbox, and nothing has come of them. After an upgrade, or when the server is well again, have them tried again.',
    again: 'Try again',
    more: 'Show older ones',
  },
  'zh-CN': {
    title: '未能处理的邮件',
    help: '这些邮件仍原样保存在邮箱中，没有产生任何作用。升级之后，或服务器恢复正常后，可以重试。',
    again: '重试',
    more: '显示更早的',
  },
});

/** What came of a wish to try one again. */
export const retryTexts = texts({
  en: {
    asked: 'is being tried again',
    gone: 'the server has it no more',
    renumbered: 'the server has numbered its mails anew: which it was can’t be told',
    failed: 'it failed again',
  },
  'zh-CN': {
    asked: '正在重试',
    gone: '服务器上已没有此邮件',
    renumbered: '服务器已重新编号，无法确定是哪一封',
    failed: '再次失败',
  },
});

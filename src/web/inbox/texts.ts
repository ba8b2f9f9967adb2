import { texts } from '../texts/texts.js';

export const inboxTexts = texts({
  en: { title: 'Inbox' },
  'zh-CN': { title: '收件箱' },
});

import { texts } from '../texts/texts.js';

export const messagesTexts = texts({
  en: { title: 'Messages' },
  'zh-CN': { title: '消息' },
});

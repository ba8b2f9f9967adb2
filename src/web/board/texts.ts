import { texts } from '../texts/texts.js';

export const boardTexts = texts({
  en: { title: 'Board' },
  'zh-CN': { title: '看板' },
});

import { texts } from '../texts/texts.js';

export const homeTexts = texts({
  en: { title: 'Home' },
  'zh-CN': { title: '首页' },
});

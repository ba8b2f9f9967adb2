import { texts } from '../texts/texts.js';

export const journeyTexts = texts({
  en: { title: 'Journey' },
  'zh-CN': { title: '旅程' },
});

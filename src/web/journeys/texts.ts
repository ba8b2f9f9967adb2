import { texts } from '../texts/texts.js';

export const journeysTexts = texts({
  en: { title: 'Journeys' },
  'zh-CN': { title: '旅程' },
});

import { texts } from '../texts/texts.js';

export const definitionsTexts = texts({
  en: { title: 'Definitions' },
  'zh-CN': { title: '定义' },
});

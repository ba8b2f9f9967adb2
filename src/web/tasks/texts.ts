import { texts } from '../texts/texts.js';

export const tasksTexts = texts({
  en: { title: 'Tasks' },
  'zh-CN': { title: '任务' },
});

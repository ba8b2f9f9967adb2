import { texts } from '../texts/texts.js';

export const contactsTexts = texts({
  en: { title: 'Contacts' },
  'zh-CN': { title: '联系人' },
});

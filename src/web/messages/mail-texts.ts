import { texts } from '../texts/texts.js';

/** A message in words, wherever one is shown: its states, and its content. */
export const mailTexts = texts({
  en: {
    replied: 'Answered',
    content: 'Content',
    asRead: 'As its reader sees it',
    plainText: 'Plain text',
    headers: 'Headers',
    frame: (subject: string) => `Mail: ${subject}`,
    noSubject: 'no subject',
    neverMade: 'This mail was never made',
    neverMadeHelp: 'It was left out, or has not been sent yet, so there is nothing to show.',
    noHtml: 'This mail has plain text only.',
    noText: 'This mail has no plain text.',
    rest: 'Links open in a new tab. Pictures from elsewhere are not fetched.',
  },
  'zh-CN': {
    replied: '已回复',
    content: '内容',
    asRead: '收件人看到的样子',
    plainText: '纯文本',
    headers: '邮件头',
    frame: (subject) => `邮件：${subject}`,
    noSubject: '无主题',
    neverMade: '这封邮件从未生成',
    neverMadeHelp: '它已被略过，或尚未发送，因此没有内容可显示。',
    noHtml: '这封邮件只有纯文本。',
    noText: '这封邮件没有纯文本。',
    rest: '链接会在新标签页中打开。不会加载外部图片。',
  },
});

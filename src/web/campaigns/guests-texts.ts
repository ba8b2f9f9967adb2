import { texts } from '../texts/texts.js';

/** The guest list of an event. */
export const guestsTexts = texts({
  en: {
    table: 'Guest list',
    guest: 'Guest',
    answer: 'Answer',
    company: 'Company',
    at: 'Answered',
    yes: 'Comes',
    no: 'Does not come',
    none: 'No answer yet',
    'not-asked': 'Not asked',
    count: (answer: string, n: string) => `${answer}: ${n}`,
    export: 'Guest list as CSV',
    nobody: 'Nobody is on this list',
    nobodyHelp: 'Answers come by the link of the invitation, or by whom a person has asked.',
  },
  'zh-CN': {
    table: '来宾名单',
    guest: '来宾',
    answer: '回复',
    company: '公司',
    at: '回复时间',
    yes: '参加',
    no: '不参加',
    none: '尚未回复',
    'not-asked': '未邀请',
    count: (answer, n) => `${answer}：${n}`,
    export: '导出来宾名单（CSV）',
    nobody: '此名单上没有人',
    nobodyHelp: '回复来自邀请邮件中的链接，或由人工询问得知。',
  },
});

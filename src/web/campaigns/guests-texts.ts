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
    waiting: 'Waits for a place',
    turn: (n: string) => `Waits, number ${n}`,
    companions: 'Companions',
    people: (n: string) => `${n} people come, companions counted in.`,
    places: (taken: string, places: string, left: string, waiting: string) =>
      `${taken} of ${places} places are taken, companions counted in; left: ${left}. Those who wait would take ${waiting}.`,
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
    waiting: '候补',
    turn: (n) => `候补第${n}位`,
    companions: '同行人数',
    people: (n) => `含同行者共${n}人参加。`,
    places: (taken, places, left, waiting) =>
      `名额共${places}个，含同行者已占${taken}个，剩余${left}个；候补来宾共需${waiting}个。`,
    no: '不参加',
    none: '尚未回复',
    'not-asked': '未邀请',
    count: (answer, n) => `${answer}：${n}`,
    export: '导出来宾名单（CSV）',
    nobody: '此名单上没有人',
    nobodyHelp: '回复来自邀请邮件中的链接，或由人工询问得知。',
  },
});

import { DAY, HOUR } from '../../domain/instant.js';
import { LI_NA, type SampleCompany, type SamplePerson } from './people.js';

/** Somebody who fills in the form on the website while the demo runs. */
export interface LateLead {
  /** Business milliseconds after the demo's beginning. */
  readonly after: number;
  readonly person: SamplePerson;
  readonly company: SampleCompany;
}

const lead = (
  after: number,
  [firstName, lastName]: readonly [string, string],
  mail: string,
  company: SampleCompany,
) => {
  const title = company.language === 'en' ? 'Buyer' : '采购';
  const source = company.language === 'en' ? 'Website' : '官网';
  const person: SamplePerson = { firstName, lastName, mail, title, source, status: 'new' };
  return { after, person, company };
};

const us = (name: string, domain: string, city: string): SampleCompany => ({
  name,
  domain: `${domain}.example.com`,
  language: 'en',
  country: 'US',
  timezone: 'America/New_York',
  city,
  currency: 'USD',
  // Nobody's yet: the journey's first step gives it to the rep of the team who has the least to do.
  owner: null,
  people: [],
});

const cn = (name: string, domain: string, city: string): SampleCompany => ({
  ...us(name, domain, city),
  language: 'zh-CN',
  country: null,
  timezone: 'Asia/Shanghai',
  currency: 'CNY',
  owner: LI_NA,
});

/** One every day or so for three weeks of business time, ten minutes of real time. */
export const LATE_LEADS: readonly LateLead[] = [
  lead(4 * HOUR, ['Beth', 'Sandoval'], 'beth.sandoval', us('Sandoval Farms', 'sandoval-farms', 'Albany')),
  lead(15 * HOUR, ['静怡', '许'], 'xu.jingyi', cn('静水茶业', 'jingshui', '苏州')),
  lead(27 * HOUR, ['Hugo', 'Brandt'], 'hugo.brandt', us('Brandt Cycles', 'brandt-cycles', 'Hartford')),
  lead(2 * DAY + 3 * HOUR, ['Dana', 'Whitlock'], 'dana.whitlock', us('Whitlock Press', 'whitlock-press', 'Newark')),
  lead(2 * DAY + 14 * HOUR, ['明哲', '韩'], 'han.mingzhe', cn('明哲印刷', 'mingzhe', '南京')),
  lead(3 * DAY + 5 * HOUR, ['Sol', 'Navarro'], 'sol.navarro', us('Navarro Tiles', 'navarro-tiles', 'Richmond')),
  lead(4 * DAY + 2 * HOUR, ['Ivy', 'Castellan'], 'ivy.castellan', us('Castellan Books', 'castellan', 'Providence')),
  // A weekend: their first mails wait for Monday morning, and the story says so.
  lead(5 * DAY + 3 * HOUR, ['Nell', 'Ashworth'], 'nell.ashworth', us('Ashworth Ceramics', 'ashworth', 'Burlington')),
  lead(5 * DAY + 15 * HOUR, ['宇航', '冯'], 'feng.yuhang', cn('宇航电子', 'yuhang', '武汉')),
  lead(6 * DAY + 6 * HOUR, ['Otto', 'Marchetti'], 'otto.marchetti', us('Marchetti Foods', 'marchetti', 'Trenton')),
  lead(7 * DAY + 2 * HOUR, ['Rhys', 'Tennant'], 'rhys.tennant', us('Tennant Marine', 'tennant-marine', 'Portland')),
  lead(7 * DAY + 14 * HOUR, ['雪', '唐'], 'tang.xue', cn('雪域乳品', 'xueyu', '成都')),
  lead(9 * DAY + 4 * HOUR, ['Mona', 'Eriksen'], 'mona.eriksen', us('Eriksen Dental', 'eriksen-dental', 'Buffalo')),
  lead(11 * DAY + 3 * HOUR, ['Theo', 'Lasker'], 'theo.lasker', us('Lasker Glass', 'lasker-glass', 'Pittsburgh')),
  lead(14 * DAY + 2 * HOUR, ['Pearl', 'Addison'], 'pearl.addison', us('Addison Farms', 'addison-farms', 'Concord')),
  lead(16 * DAY + 15 * HOUR, ['子轩', '梁'], 'liang.zixuan', cn('子轩科技', 'zixuan', '广州')),
  lead(18 * DAY + 4 * HOUR, ['Kit', 'Bowman'], 'kit.bowman', us('Bowman Sails', 'bowman-sails', 'Annapolis')),
];

import { LI_NA, ROBIN, SAM, type SampleCompany, type SamplePerson } from './people.js';

/* Who is there when the demo begins: people at every stage, in two languages and five zones. */

type More = Partial<Pick<SamplePerson, 'deal' | 'calls' | 'status'>>;

const person = (name: string, mail: string, title: string, source: string, more: More = {}): SamplePerson => {
  const [firstName = '', lastName = ''] = name.split(' ');
  return { firstName, lastName, mail, title, source, status: 'new', ...more };
};

const call = (daysAgo: number, minutes: number, note: string) =>
  ({ daysAgo, minutes, note, outcome: minutes === 0 ? 'no-answer' : 'reached' }) as const;

const NEW_YORK = { language: 'en', country: 'US', timezone: 'America/New_York', currency: 'USD' } as const;
const CHICAGO = { ...NEW_YORK, timezone: 'America/Chicago' } as const;
const SHANGHAI = { language: 'zh-CN', country: null, timezone: 'Asia/Shanghai', currency: 'CNY' } as const;

export const COMPANIES: readonly SampleCompany[] = [
  {
    ...NEW_YORK,
    name: 'Harbour Lights',
    domain: 'harbour-lights.example.com',
    city: 'Boston',
    owner: ROBIN,
    people: [
      person('Nora Whitfield', 'nora.whitfield', 'Head of Purchasing', 'Trade Show'),
      person('Idris Calloway', 'idris.calloway', 'Site Engineer', 'Trade Show'),
      person('Maeve Donnelly', 'maeve.donnelly', 'Managing Director', 'Partner', {
        status: 'contacted',
        deal: { name: 'Pier 4 lighting', stage: 'needs-analysis', amount: 48_000 },
        calls: [call(6, 14, 'Wants two piers done before summer; asks what is possible in stages.')],
      }),
      person('Owen Pratt', 'owen.pratt', 'Accountant', 'External Referral', { status: 'contacted' }),
    ],
  },
  {
    ...NEW_YORK,
    name: 'Ortega Millwork',
    domain: 'ortega-millwork.example.com',
    city: 'Philadelphia',
    owner: ROBIN,
    people: [
      person('Calvin Ortega', 'calvin.ortega', 'Owner', 'Web Research'),
      person('Lucia Ortega', 'lucia.ortega', 'Owner', 'Web Research', {
        status: 'contacted',
        deal: { name: 'Workshop refit', stage: 'proposal', amount: 21_500 },
        calls: [
          call(9, 22, 'Went through the workshop together.'),
          call(3, 8, 'Quote wanted with and without fitting.'),
        ],
      }),
      person('Dean Marsh', 'dean.marsh', 'Foreman', 'Cold Call', { status: 'contacted' }),
    ],
  },
  {
    ...NEW_YORK,
    name: 'Northgate Clinics',
    domain: 'northgate-clinics.example.com',
    city: 'Baltimore',
    owner: ROBIN,
    people: [
      person('Priya Raman', 'priya.raman', 'Operations Lead', 'Partner'),
      person('Helen Sato', 'helen.sato', 'Facilities Manager', 'Partner', {
        status: 'contacted',
        deal: { name: 'Waiting rooms, six sites', stage: 'negotiation', amount: 96_000 },
        calls: [call(4, 31, 'Price is fine; payment in three parts is what is left to agree on.')],
      }),
      person('Grant Mulcahy', 'grant.mulcahy', 'Chief of Staff', 'Seminar Partner', {
        status: 'customer',
        deal: { name: 'Reception desk', stage: 'won', amount: 12_400 },
      }),
      person('Tess Okoro', 'tess.okoro', 'Nurse Manager', 'Seminar Partner'),
    ],
  },
  {
    ...CHICAGO,
    name: 'Lakeside Schools',
    domain: 'lakeside-schools.example.com',
    city: 'Chicago',
    owner: SAM,
    people: [
      person('Simone Achebe', 'simone.achebe', 'Superintendent', 'External Referral', { status: 'contacted' }),
      person('Ross Feldman', 'ross.feldman', 'Principal', 'Trade Show'),
      person('June Halloran', 'june.halloran', 'Board Member', 'Public Relations', {
        status: 'contacted',
        deal: { name: 'Library furniture', stage: 'proposal', amount: 33_000 },
        calls: [call(8, 17, 'The board meets on Thursdays and wants a quote it can hand round.')],
      }),
      person('Abel Nwosu', 'abel.nwosu', 'Caretaker', 'Trade Show'),
    ],
  },
  {
    ...CHICAGO,
    name: 'Juniper Hotels',
    domain: 'juniper-hotels.example.com',
    city: 'Minneapolis',
    owner: SAM,
    people: [
      person('Carmen Beltran', 'carmen.beltran', 'Interior Designer', 'Advertisement'),
      person('Felix Arden', 'felix.arden', 'General Manager', 'Advertisement', {
        status: 'contacted',
        deal: { name: 'Lobby and bar', stage: 'negotiation', amount: 74_000 },
        calls: [call(5, 26, 'Would sign for delivery in May.')],
      }),
      person('Ruth Engel', 'ruth.engel', 'Head of Housekeeping', 'Employee Referral', {
        status: 'customer',
        deal: { name: 'Linen rooms', stage: 'won', amount: 8_900 },
      }),
      person('Vince Tran', 'vince.tran', 'Night Manager', 'Advertisement', {
        status: 'contacted',
        deal: { name: 'Staff lounge', stage: 'lost', amount: 6_200 },
      }),
    ],
  },
  {
    language: 'en',
    country: null,
    timezone: 'Europe/London',
    currency: 'GBP',
    name: 'Birch Logistics',
    domain: 'birch-logistics.example.com',
    city: 'Bristol',
    owner: SAM,
    people: [
      person('Tobias Lindqvist', 'tobias.lindqvist', 'Fleet Manager', 'Advertisement', { status: 'contact-in-future' }),
      person('Amira Khalil', 'amira.khalil', 'Buyer', 'Web Research', { status: 'contacted' }),
      person('Gareth Price', 'gareth.price', 'Depot Manager', 'Web Research', {
        status: 'contacted',
        deal: { name: 'Depot offices', stage: 'needs-analysis', amount: 27_000 },
        calls: [call(7, 0, 'No answer; left word.'), call(6, 12, 'Two depots to move this year.')],
      }),
      person('Elsie Vaughan', 'elsie.vaughan', 'Office Manager', 'Web Research'),
    ],
  },
  {
    // Germany asks for consent to marketing, which nobody here gave: their story says why no such mail goes out.
    language: 'en',
    country: 'DE',
    timezone: 'Europe/Berlin',
    currency: 'EUR',
    name: 'Kessler Antriebe',
    domain: 'kessler-antriebe.example.com',
    city: 'Bremen',
    owner: SAM,
    people: [
      person('Jonas Kessler', 'jonas.kessler', 'Managing Director', 'Trade Show'),
      person('Marlene Voss', 'marlene.voss', 'Plant Manager', 'Trade Show', {
        status: 'contacted',
        deal: { name: 'Canteen', stage: 'needs-analysis', amount: 39_000 },
      }),
    ],
  },
  {
    ...SHANGHAI,
    name: '星河照明',
    domain: 'xinghe.example.com',
    city: '上海',
    owner: LI_NA,
    people: [
      person('晓梅 王', 'wang.xiaomei', '采购经理', '展会'),
      person('建国 林', 'lin.jianguo', '总经理', '展会', {
        status: 'contacted',
        deal: { name: '展厅照明改造', stage: 'proposal', amount: 260_000 },
        calls: [call(5, 18, '希望报价分两期，五月前完工。')],
      }),
      person('思雨 周', 'zhou.siyu', '设计师', '展会'),
      person('浩然 孙', 'sun.haoran', '财务主管', '转介绍', { status: 'contacted' }),
    ],
  },
  {
    ...SHANGHAI,
    name: '启明诊所',
    domain: 'qiming.example.com',
    city: '杭州',
    owner: LI_NA,
    people: [
      person('立 陈', 'chen.li', '院长', '转介绍'),
      person('雅婷 吴', 'wu.yating', '行政主任', '转介绍', {
        status: 'contacted',
        deal: { name: '候诊区家具', stage: 'negotiation', amount: 185_000 },
        calls: [call(4, 25, '价格已认可，交货日期待定。')],
      }),
      person('志强 郑', 'zheng.zhiqiang', '后勤主管', '官网', {
        status: 'customer',
        deal: { name: '前台改造', stage: 'won', amount: 62_000 },
      }),
    ],
  },
  {
    ...SHANGHAI,
    name: '云帆物流',
    domain: 'yunfan.example.com',
    city: '深圳',
    owner: LI_NA,
    people: [
      person('文博 赵', 'zhao.wenbo', '运营总监', '官网', { status: 'contacted' }),
      person('丽华 何', 'he.lihua', '采购专员', '官网'),
      person('俊杰 马', 'ma.junjie', '仓储经理', '官网', {
        status: 'contacted',
        deal: { name: '新仓办公区', stage: 'needs-analysis', amount: 148_000 },
        calls: [call(6, 9, '六月搬迁，先看方案。')],
      }),
      person('佳怡 高', 'gao.jiayi', '人事经理', '转介绍', {
        status: 'contacted',
        deal: { name: '员工休息室', stage: 'lost', amount: 38_000 },
      }),
    ],
  },
];

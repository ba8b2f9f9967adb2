import { createPool, giveLead, returnLead } from '../../../src/api/contracts/pools.js';
import { newId } from '../../../src/db/new-id.js';
import { type Language, userId } from './people.js';
import type { World } from './world.js';

/** The pool of each language: free leads, one given back, two with the rep of that language. */
export const poolIdOf = (language: Language): string => (language === 'en' ? 'inbound' : 'inbound-cn');

const NAMES: { readonly [language in Language]: string } = { en: 'Inbound leads', 'zh-CN': '线上线索' };
const WHY: { readonly [language in Language]: string } = {
  en: 'Wants to talk again next quarter',
  'zh-CN': '希望下个季度再联系',
};

const LEADS: { readonly [language in Language]: readonly Lead[] } = {
  en: [
    ['Nora Whitfield', 'Head of Purchasing', 'Harbor Instruments', 'Boston'],
    ['Samuel Ortega', 'Plant Manager', 'Ortega Milling', 'Austin'],
    ['Priya Raman', 'Operations Lead', 'Bluefin Packaging', 'Chicago'],
    ['Tom Lindqvist', 'Owner', 'Lindqvist Tools', 'Minneapolis'],
    ['Grace Adeyemi', 'Buyer', 'Adeyemi Textiles', 'Atlanta'],
    ['Dana Kowalski', 'Engineer', 'Lakeside Pumps', 'Milwaukee'],
  ],
  'zh-CN': [
    ['周明远', '采购总监', '明远精密仪器', '苏州'],
    ['吴桂芳', '厂长', '桂芳食品机械', '青岛'],
    ['郑凯', '运营经理', '凯达包装', '东莞'],
    ['孙丽华', '总经理', '丽华五金工具', '宁波'],
    ['冯志强', '采购员', '志强纺织', '绍兴'],
    ['韩雪', '工程师', '湖滨水泵', '无锡'],
  ],
};

/** Makes the pool of a language. Its leads are put straight into the database: they begin no journey, and no board shows them. */
export async function addPool(world: World, language: Language, now: number): Promise<void> {
  const id = poolIdOf(language);
  const adminId = await userId(world.db, 'manager', language);
  await world.api.call(createPool, {
    body: {
      ...{ id, name: NAMES[language], teamId: 'sales', adminId },
      ...{ unworkedLimit: 3, holdLimit: 20, coolDown: '30 days' },
      ...{ followUpWithin: '2 business days', remindBefore: '4 business hours' },
    },
  });
  const leads = await Promise.all(LEADS[language].map((lead) => aLead(world, language, lead, new Date(now))));
  const rep = await userId(world.db, 'rep', language);
  const [first = '', second = '', third = ''] = leads;
  for (const contactId of [first, second, third])
    await world.api.call(giveLead, { params: { id }, body: { contactId, userId: rep } });
  await world.api.call(returnLead, { params: { id }, body: { contactId: third, reason: WHY[language] } });
}

type Lead = readonly [name: string, title: string, company: string, city: string];

async function aLead(world: World, language: Language, [name, title, company, city]: Lead, at: Date): Promise<string> {
  const id = newId('contact');
  const from = language === 'en' ? { country: 'US', source: 'Web form' } : { country: 'CN', source: '网站表单' };
  const pooled = { poolId: poolIdOf(language), tags: [], createdAt: at, updatedAt: at };
  await world.db.contact.create({ data: { id, name, title, company, city, ...from, ...pooled } });
  return id;
}

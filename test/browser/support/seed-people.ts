import type { Language } from './people.js';
import { REFUSED_DOMAIN } from './picky-smtp.js';

/** What becomes of a lead of the world; see seed.ts. */
export type Fate =
  | 'new'
  | 'called'
  | 'replied'
  | 'contacted'
  | 'needs-analysis'
  | 'proposal'
  | 'negotiation'
  | 'won'
  | 'customer'
  | 'lost'
  | 'refused'
  | 'paused'
  | 'held'
  | 'left'
  | 'markup'
  | 'care';

export interface SeedLead {
  readonly name: string;
  readonly company: string;
  readonly email: string;
  readonly fate: Fate;
}

/** A name that would run if a page took it for markup. */
export const MARKUP_NAME = '<img src=x onerror="window.pwned=1">';

const EN: readonly (readonly [string, string, Fate])[] = [
  ['Nora Whitfield', 'Harbour Lights', 'called'],
  ['Calvin Ortega', 'Ortega Millwork', 'replied'],
  ['Priya Raman', 'Northgate Clinics', 'new'],
  ['Simone Achebe', 'Lakeside Schools', 'new'],
  ['Tobias Lindqvist', 'Birch Logistics', 'contacted'],
  ['Hannah Brooks', 'Brooks & Daughters', 'contacted'],
  ['Marcus Bell', 'Bell Ceramics', 'needs-analysis'],
  ['Ingrid Solheim', 'Fjord Foods', 'needs-analysis'],
  ['Dale Whitaker', 'Whitaker Farms', 'proposal'],
  ['Yasmin Haddad', 'Cedar Interiors', 'proposal'],
  ['Owen Pritchard', 'Pritchard Tools', 'negotiation'],
  ['Lucia Moretti', 'Moretti Travel', 'won'],
  ['George Adeyemi', 'Adeyemi Print', 'customer'],
  ['Ellen Vance', 'Vance Optics', 'lost'],
  ['Peter Nowak', 'Nowak Transport', 'refused'],
  ['Carla Jimenez', 'Sol Energy', 'paused'],
  ['Ravi Menon', 'Menon Textiles', 'held'],
  ['Beth Carver', 'Carver Bakery', 'left'],
  [MARKUP_NAME, '<b>Bold</b> & Sons', 'markup'],
  ['Frances Doyle', 'Doyle Gardens', 'care'],
];

const ZH: readonly (readonly [string, string, Fate])[] = [
  ['王晓梅', '星河照明', 'called'],
  ['陈立', '启明诊所', 'replied'],
  ['赵文博', '文博印务', 'new'],
  ['孙丽华', '丽华食品', 'new'],
  ['周建国', '建国物流', 'contacted'],
  ['吴静', '静雅家居', 'contacted'],
  ['郑浩', '浩海科技', 'needs-analysis'],
  ['冯雪', '雪莲纺织', 'needs-analysis'],
  ['褚明', '明德学校', 'proposal'],
  ['卫东', '东方旅行', 'proposal'],
  ['蒋涛', '涛声音响', 'negotiation'],
  ['沈月', '月光陶瓷', 'won'],
  ['韩冰', '冰川冷链', 'customer'],
  ['杨柳', '柳叶眼镜', 'lost'],
  ['朱强', '强力工具', 'refused'],
  ['秦岚', '岚山茶业', 'paused'],
  ['许诺', '诺亚能源', 'held'],
  ['何平', '和平面包', 'left'],
  [MARKUP_NAME, '<b>粗体</b> 公司', 'markup'],
  ['吕洁', '洁园园艺', 'care'],
];

const withAddress =
  (language: Language) =>
  ([name, company, fate]: readonly [string, string, Fate], index: number): SeedLead => {
    const domain = fate === 'refused' ? REFUSED_DOMAIN : 'customer.example';
    return { name, company, fate, email: `${fate}.${index}.${language.toLowerCase()}@${domain}` };
  };

export const SEED_LEADS: { readonly [language in Language]: readonly SeedLead[] } = {
  en: EN.map(withAddress('en')),
  'zh-CN': ZH.map(withAddress('zh-CN')),
};

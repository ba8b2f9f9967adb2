import type { TemplateData } from '../../src/domain/journey/template-data.js';
import { createRenderer } from '../../src/mail/renderer.js';
import { loadTemplates } from '../../src/mail/template-source.js';

/* The shipped mails, rendered as the engine renders them, for somebody made up. */

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface ShippedMail {
  readonly template: string;
  readonly language: Language;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

const LINKS: TemplateData['links'] = {
  unsubscribe: 'https://mail.example.com/u/Zm9sbG93dGhyb3VnaA',
  preferences: 'https://mail.example.com/p/Zm9sbG93dGhyb3VnaA',
  rsvp: 'https://mail.example.com/r/Zm9sbG93dGhyb3VnaA',
  confirm: 'https://mail.example.com/k/Zm9sbG93dGhyb3VnaA',
  survey: { 'customer-satisfaction': 'https://mail.example.com/s/Zm9sbG93dGhyb3VnaA' },
};

const DATES = { quoteValidUntil: '2027-04-16', contractEndsOn: '2027-06-30', expectedCloseAt: '2027-04-30' };

/** Somebody of whom much is known, so that every line of a template is in its mail. */
export const INVENTED: { readonly [language in Language]: TemplateData } = {
  en: {
    contact: {
      name: 'Mara Lindqvist',
      firstName: 'Mara',
      lastName: 'Lindqvist',
      email: 'mara.lindqvist@example.com',
      company: 'Norrvik Pumps',
    },
    account: { name: 'Norrvik Pumps' },
    deal: { name: 'Pump monitoring, plant 2', amount: 48_500, currency: 'EUR', stage: 'proposal', ...DATES },
    owner: { name: 'Robin Vale', firstName: 'Robin', email: 'robin.vale@example.com', phone: '+44 20 7946 0321' },
    variables: {
      company: 'Harbour Sensors Ltd.',
      companyAddress: '12 Quay Street, Bristol BS1 4DB',
      eventName: 'Harbour Sensors open day',
      eventDate: 'Thursday, 20 May 2027, 2 pm',
      eventPlace: 'Quay Hall, Bristol',
    },
    steps: {},
    links: LINKS,
  },
  'zh-CN': {
    contact: {
      name: '陈思远',
      firstName: '思远',
      lastName: '陈',
      email: 'chen.siyuan@example.com',
      company: '江澜泵业有限公司',
    },
    account: { name: '江澜泵业有限公司' },
    deal: { name: '二号厂房水泵监测', amount: 368_000, currency: 'CNY', stage: 'proposal', ...DATES },
    owner: { name: '李娜', firstName: '娜', email: 'li.na@example.com', phone: '+86 21 5555 0132' },
    variables: {
      company: '海桥传感科技有限公司',
      companyAddress: '上海市徐汇区漕溪北路88号',
      eventNameZh: '海桥客户开放日',
      eventDateZh: '2027年5月20日（星期四）14:00',
      eventPlaceZh: '上海徐汇会议中心',
    },
    steps: {},
    links: LINKS,
  },
};

const ZONES: { readonly [language in Language]: string } = { en: 'Europe/London', 'zh-CN': 'Asia/Shanghai' };

const library = loadTemplates('templates', 'en');
const renderer = createRenderer(library, 'en');

/** Names of all shipped templates. */
export const SHIPPED: readonly string[] = [...library.templates.keys()];

export async function shippedMail(template: string, language: Language): Promise<ShippedMail> {
  const data = INVENTED[language];
  const rendered = await renderer.render({ template, language, timezone: ZONES[language], data });
  if (!rendered.ok) throw new Error(`${template} in ${language}: ${JSON.stringify(rendered)}`);
  const { subject, html, text } = rendered;
  return { template, language, subject, html, text };
}

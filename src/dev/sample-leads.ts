/** A lead of the sample: the fields that `POST /v1/contacts` takes. Nobody of them exists; the addresses can't be real (RFC 2606). */
export interface SampleLead {
  readonly email: string;
  readonly firstName?: string;
  readonly lastName: string;
  readonly name: string;
  readonly company: string;
  readonly language: 'en' | 'zh-CN';
  readonly country: string | null;
  readonly timezone: string;
  readonly source: string;
  readonly status: string;
}

const lead = (
  name: string,
  company: string,
  rest: Omit<SampleLead, 'email' | 'firstName' | 'lastName' | 'name' | 'company'> & { readonly mail: string },
): SampleLead => {
  const { mail, ...fields } = rest;
  const [firstName = '', lastName = ''] = name.split(' ');
  return {
    ...fields,
    name,
    company,
    email: `${mail}@example.com`,
    ...(lastName === '' ? { lastName: firstName } : { firstName, lastName }),
  };
};

const us = { language: 'en', country: 'US', timezone: 'America/New_York', status: 'new' } as const;
// The country is left open: marketing to China needs a consent that nobody here gave.
const zh = { language: 'zh-CN', country: null, timezone: 'Asia/Shanghai', status: 'new' } as const;

export const SAMPLE_LEADS: readonly SampleLead[] = [
  lead('Nora Whitfield', 'Harbour Lights', { ...us, mail: 'nora.whitfield', source: 'Trade Show' }),
  lead('Calvin Ortega', 'Ortega Millwork', { ...us, mail: 'calvin.ortega', source: 'Web Research' }),
  lead('Priya Raman', 'Northgate Clinics', { ...us, mail: 'priya.raman', source: 'Partner' }),
  lead('Hollis', 'Hollis & Daughters', { ...us, mail: 'hollis', source: 'Cold Call' }),
  lead('Simone Achebe', 'Lakeside Schools', {
    ...us,
    mail: 'simone.achebe',
    source: 'External Referral',
    status: 'contacted',
  }),
  lead('Tobias Lindqvist', 'Birch Logistics', {
    ...us,
    mail: 'tobias.lindqvist',
    source: 'Advertisement',
    status: 'contact-in-future',
  }),
  {
    ...lead('王 晓梅', '星河照明', { ...zh, mail: 'wang.xiaomei', source: '展会' }),
    name: '王晓梅',
    lastName: '王',
    firstName: '晓梅',
  },
  {
    ...lead('陈 立', '启明诊所', { ...zh, mail: 'chen.li', source: '转介绍' }),
    name: '陈立',
    lastName: '陈',
    firstName: '立',
  },
  {
    ...lead('赵 文博', '文博印务', { ...zh, mail: 'zhao.wenbo', source: '官网', status: 'contacted' }),
    name: '赵文博',
    lastName: '赵',
    firstName: '文博',
  },
];

import type { Field, FieldCatalogue, RecordKind } from '../fields.js';
import { formatInstant, type Instant } from '../instant.js';
import type { Fields, FieldValue } from '../journey/facts.js';
import type { Subject } from './subject.js';

/** Somebody made up of whom everything is known, to look at a mail before there is anybody. `locale`: whose names they have. */
export function sampleSubject(fields: FieldCatalogue, locale: string | null, now: Instant): Subject {
  const names = locale?.toLowerCase().startsWith('zh') === true ? CHINESE : ENGLISH;
  const record = (kind: RecordKind): Fields =>
    Object.fromEntries(
      [...fields[kind]].map(([name, field]) => [name, names[kind]?.[name] ?? placeholder(name, field, now)]),
    );
  return {
    contact: record('contact'),
    account: record('account'),
    deal: record('deal'),
    owner: record('owner'),
    ...{ consents: ['*'], optOuts: [], suppressed: false },
  };
}

type Names = { readonly [kind in RecordKind]?: Fields };

const ENGLISH: Names = {
  contact: {
    ...{ firstName: 'Jordan', lastName: 'Example', name: 'Jordan Example', email: 'jordan@example.com' },
    ...{ phone: '+1 555 0100', company: 'Example Ltd', title: 'Head of Operations', language: 'en' },
    ...{ timezone: 'UTC', country: 'US', city: 'Springfield' },
  },
  account: { name: 'Example Ltd', industry: 'Software', country: 'US', website: 'https://example.com' },
  deal: { name: 'Example Ltd, 20 seats', currency: 'USD', amount: 12_000 },
  owner: { name: 'Alex Owner', email: 'alex@example.com', phone: '+1 555 0101', language: 'en', timezone: 'UTC' },
};

const CHINESE: Names = {
  contact: {
    ...{ firstName: '晓明', lastName: '王', name: '王晓明', email: 'xiaoming@example.com', phone: '+86 10 5555 0100' },
    ...{ company: '示例科技有限公司', title: '运营总监', language: 'zh-CN', timezone: 'Asia/Shanghai', country: 'CN' },
    ...{ city: '上海' },
  },
  account: { name: '示例科技有限公司', industry: '软件', country: 'CN', website: 'https://example.com' },
  deal: { name: '示例科技 20 席', currency: 'CNY', amount: 80_000 },
  owner: {
    name: '李娜',
    email: 'lina@example.com',
    phone: '+86 10 5555 0101',
    language: 'zh-CN',
    timezone: 'Asia/Shanghai',
  },
};

function placeholder(name: string, { type }: Field, now: Instant): FieldValue {
  switch (type) {
    case 'text':
      return `[${name}]`;
    case 'number':
      return 1;
    case 'boolean':
      return false;
    case 'instant':
      return formatInstant(now);
    case 'date':
    case 'birthday':
      return formatInstant(now).slice(0, 10);
    case 'tags':
      return [];
  }
}

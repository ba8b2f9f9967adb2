import type { LawRule } from './rule.js';

/* Beyond Europe. A country that is in no list has no row: what holds for it says consent.ts. */

export const WORLD: readonly LawRule[] = [
  {
    country: 'US',
    // Opt-out, a postal address and, of mail that was not agreed to, that it is seen to be an advertisement.
    law: 'CAN-SPAM Act, 15 U.S.C. § 7704 (a) (3), (5)',
    consent: { type: 'opt-out' },
    always: false,
    postalAddress: true,
    // TCPA, 47 C.F.R. § 64.1200 (a) (2), (c) (1).
    sms: { consent: { type: 'express' }, hours: { from: '08:00', to: '21:00' } },
  },
  {
    country: 'CA',
    // Section 10 (9), (10): implied by a purchase of the last two years, an inquiry of the last six months.
    law: 'CASL, S.C. 2010 c. 23, ss. 6, 10 (9), (10)',
    consent: { type: 'customers', monthsAfterOrder: 24, monthsAfterInquiry: 6 },
    always: true,
    postalAddress: true,
  },
  {
    country: 'CN',
    // Article 13: (2) consent, (3) the mark at the front of the subject. Advertising Law article 43: identity, a way to refuse.
    law: '互联网电子邮件服务管理办法 art. 13; 广告法 art. 43',
    consent: { type: 'express' },
    always: true,
    mark: { text: 'AD: ', inChinese: '广告：', written: /^\s*[[(【（<《]?\s*(?:广告|廣告|AD(?![\p{L}\p{N}]))/u },
  },
  {
    country: 'KR',
    // (1) consent, but of goods like those bought in the last six months; (3) the night, from which mail is excepted
    // (decree, art. 61); (4) the mark, to the letter.
    law: 'Network Act art. 50',
    consent: { type: 'customers', monthsAfterOrder: 6 },
    always: false,
    mark: { text: '(광고) ', written: /^\s*\(광고\)/ },
    sms: { hours: { from: '08:00', to: '21:00' } },
  },
  {
    country: 'JP',
    // Article 3: consent, or a business relation; article 4: name and address of the sender.
    law: '特定電子メール法 arts. 3, 4',
    consent: { type: 'customers' },
    always: false,
    postalAddress: true,
  },
  {
    country: 'SG',
    law: 'Spam Control Act 2007, s. 11, sch. 2',
    consent: { type: 'opt-out' },
    always: false,
    mark: { text: '<ADV> ', written: /^\s*<ADV>/i, onlyUnasked: true },
  },
  {
    country: 'IL',
    law: 'Communications Law, s. 30A',
    consent: { type: 'customers' },
    always: false,
    mark: { text: 'פרסומת: ', written: /^\s*[[(]?\s*פרסומת/ },
  },
  {
    country: 'VN',
    law: 'Decree 91/2020, arts. 9 to 17',
    consent: { type: 'express' },
    always: false,
    mark: { text: '[AD] ', written: /^\s*\[(?:AD|QC)\]/i },
    sms: { hours: { from: '07:00', to: '22:00' } },
  },
  // Inferred from a business relation that goes on (schedule 2).
  { country: 'AU', law: 'Spam Act 2003, ss. 16 to 18', consent: { type: 'customers' }, always: false },
  {
    country: 'NZ',
    law: 'Unsolicited Electronic Messages Act 2007, ss. 9 to 11',
    consent: { type: 'customers' },
    always: false,
  },
  { country: 'ZA', law: 'POPIA s. 69', consent: { type: 'customers' }, always: false },
  { country: 'TR', law: 'Law 6563, art. 6', consent: { type: 'express' }, always: false },
  { country: 'RU', law: 'Federal Law on Advertising, art. 18', consent: { type: 'express' }, always: false },
  { country: 'BR', law: 'LGPD arts. 7, 18', consent: { type: 'customers' }, always: false },
  {
    country: 'HK',
    law: 'Unsolicited Electronic Messages Ordinance (cap. 593)',
    consent: { type: 'opt-out' },
    always: false,
  },
  { country: 'TW', law: 'Personal Data Protection Act, art. 20', consent: { type: 'opt-out' }, always: false },
  // No act on mail; of SMS the telecom regulator's rules (TCCCPR 2018): with the operator, not with the sender's program.
  { country: 'IN', law: 'no act on electronic mail', consent: { type: 'opt-out' }, always: false },
];

import type { LawRule } from './rule.js';

/*
 * The EU and the EEA: directive 2002/58/EC, article 13, as each country has put it into its own law: (1) consent before
 * electronic mail for marketing, which SMS is too; (2) none of customers whose address came with a sale, for the sender's
 * own similar goods, if they could refuse then and can with every message. GDPR articles 7 (consent can be shown and
 * withdrawn) and 21 (2), (3) (an objection ends it) hold beside it. Some countries ask less of mail to companies; whether
 * an address is a company's is not known, so that is not used.
 */

const DIRECTIVE = 'Directive 2002/58/EC, art. 13';

const NATIONAL: readonly (readonly [string, string])[] = [
  ['AT', 'TKG 2021 § 174'],
  ['BE', 'Code of Economic Law, art. XII.13'],
  ['BG', 'Electronic Communications Act, art. 261'],
  ['HR', 'Electronic Communications Act (2022), art. 50'],
  ['CY', 'Law 112(I)/2004, s. 106'],
  ['CZ', 'Act 480/2004, § 7'],
  ['DK', 'Markedsføringsloven § 10'],
  ['EE', 'Electronic Communications Act § 103¹'],
  ['FI', 'Act 917/2014, § 200'],
  ['FR', 'CPCE art. L34-5'],
  ['DE', 'UWG § 7 (2), (3)'],
  ['GR', 'Law 3471/2006, art. 11'],
  ['IE', 'S.I. 336/2011, reg. 13'],
  ['IT', 'Codice privacy, art. 130'],
  ['LV', 'Law on Information Society Services, s. 9'],
  ['LT', 'Law on Electronic Communications, art. 81'],
  ['LU', 'Law of 30 May 2005, art. 11'],
  ['MT', 'S.L. 586.01, reg. 9'],
  ['NL', 'Telecommunicatiewet art. 11.7'],
  ['PL', 'Electronic Communications Law (2024), art. 398'],
  ['PT', 'Law 41/2004, art. 13-A'],
  ['RO', 'Law 506/2004, art. 12'],
  ['SK', 'Act 452/2021, § 116'],
  ['SI', 'ZEKom-2, art. 226'],
  ['ES', 'LSSI art. 21'],
  ['SE', 'Marknadsföringslagen §§ 19, 20'],
  ['IS', 'Electronic Communications Act 70/2022'],
  ['LI', 'Communications Act (KomG)'],
  ['NO', 'Markedsføringsloven § 15'],
];

const ofDirective = ([country, law]: readonly [string, string]): LawRule => ({
  country,
  law: `${law}; ${DIRECTIVE}`,
  consent: { type: 'customers' },
  always: true,
});

export const EUROPE: readonly LawRule[] = [
  ...NATIONAL.map(ofDirective),
  // The act knows no exception for customers.
  { country: 'HU', law: `Act XLVIII of 2008, § 6; ${DIRECTIVE}`, consent: { type: 'express' }, always: true },
  { country: 'GB', law: 'PECR 2003, reg. 22', consent: { type: 'customers' }, always: true },
  { country: 'CH', law: 'UWG art. 3 (1) (o)', consent: { type: 'customers' }, always: true },
];

/*
 * The shape of the sample. Nobody of it exists: names are made up, addresses end in .example.com (RFC 2606), and phone
 * numbers are left out.
 */

/** A deal as it stands when the demo begins. */
export interface SampleDeal {
  readonly name: string;
  readonly stage: 'needs-analysis' | 'proposal' | 'negotiation' | 'won' | 'lost';
  readonly amount: number;
}

/** A call that was made before the demo begins. */
export interface SampleCall {
  readonly daysAgo: number;
  readonly outcome: 'reached' | 'no-answer';
  readonly minutes: number;
  readonly note: string;
}

export interface SamplePerson {
  readonly firstName: string;
  readonly lastName: string;
  /** The address before the @. */
  readonly mail: string;
  readonly title: string;
  readonly source: string;
  /** As a CRM says it: new, contacted, contact-in-future, customer, lost. */
  readonly status: string;
  readonly deal?: SampleDeal;
  readonly calls?: readonly SampleCall[];
}

export interface SampleCompany {
  readonly name: string;
  /** The addresses' domain. */
  readonly domain: string;
  readonly language: 'en' | 'zh-CN';
  /** Null leaves it open: marketing to a country that asks for consent is skipped, and most of the sample gets mail. */
  readonly country: string | null;
  readonly timezone: string;
  readonly city: string;
  readonly currency: string;
  /** Address of the rep whose customers they are; null: the journey finds one. */
  readonly owner: string | null;
  readonly people: readonly SamplePerson[];
}

/** The demo's reps, and where their office is. */
export const ROBIN = 'rep@demo.example';
export const SAM = 'sam@demo.example';
export const LI_NA = 'li.na@demo.example';

/** The name as it is written in the person's language. */
export const fullName = ({ firstName, lastName }: SamplePerson, { language }: SampleCompany): string =>
  language === 'zh-CN' ? `${lastName}${firstName}` : `${firstName} ${lastName}`;

export const addressOf = ({ mail }: SamplePerson, { domain }: SampleCompany): string => `${mail}@${domain}`;

/*
 * What a country's law asks of marketing that reaches its people. Requirements of a program, not legal advice: docs/law.md
 * says what is done about each, what isn't, and that a lawyer must look at it.
 */

/** Whom marketing may be sent to. */
export type ConsentRule =
  /** Whoever has not refused. */
  | { readonly type: 'opt-out' }
  /** Who has agreed before. */
  | { readonly type: 'express' }
  /**
   * Who has agreed before, or is a customer: for so many months after the last order (absent: without end), and after a
   * question of their own where the law has that too.
   */
  | { readonly type: 'customers'; readonly monthsAfterOrder?: number; readonly monthsAfterInquiry?: number };

/** What the subject of advertising begins with. */
export interface SubjectMark {
  /** As it is put before a subject, with what sets it off. */
  readonly text: string;
  /** In mails in Chinese, where it differs. */
  readonly inChinese?: string;
  /** How a subject begins that has it already. */
  readonly written: RegExp;
  /** Not for mail that was agreed to. */
  readonly onlyUnasked?: true;
}

export interface LawRule {
  /** ISO 3166, two letters. */
  readonly country: string;
  /** The law and its articles. */
  readonly law: string;
  readonly consent: ConsentRule;
  /**
   * The consent is always asked for, as docs/cadence-format.md promises; else only where the deployment's policy lets the
   * whole table hold.
   */
  readonly always: boolean;
  readonly mark?: SubjectMark;
  /** The mail must name a postal address of its sender. */
  readonly postalAddress?: true;
  /** Where SMS have a rule of their own: consent, and the hours in which they may come, on the receiver's clock. */
  readonly sms?: { readonly consent?: ConsentRule; readonly hours?: { readonly from: string; readonly to: string } };
}

import type { CalendarDay } from './calendar-day.js';

/** A mail that came in, taken apart as far as it can be. Nothing in it is to be trusted. */
export interface IncomingMail {
  /** By lower-case name, in the order they stand; unfolded, in whatever charset they were written. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly from: MailPerson;
  /** Addresses of To, Cc and Delivered-To, lower case. */
  readonly recipients: readonly string[];
  readonly subject: string;
  /** The day of the Date header, or of the last Received, where its writer was. */
  readonly sentOn: CalendarDay | null;
  /** Minutes east of UTC, of the same header. */
  readonly zoneMinutes: number | null;
  /** The value of Content-Type without parameters, lower case. */
  readonly type: string;
  /** `report-type` of a multipart/report, lower case; or ''. */
  readonly reportType: string;
  /** The plain text, else the text of the HTML. */
  readonly text: string;
  /** Reports, messages, calendars and files that hang on it, with the beginning of what they say. */
  readonly parts: readonly MailPart[];
  readonly isEmpty: boolean;
}

export interface MailPerson {
  /** Lower case; '' if there is none. */
  readonly address: string;
  readonly name: string;
}

export interface MailPart {
  readonly type: string;
  readonly fileName: string;
  /** '' for parts that are not text. */
  readonly text: string;
}

/** The first header of that name, or ''. */
export const headerOf = (mail: Pick<IncomingMail, 'headers'>, name: string): string =>
  mail.headers.get(name)?.[0]?.trim() ?? '';

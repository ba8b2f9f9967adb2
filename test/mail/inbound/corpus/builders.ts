import type { MailKind } from '../../../../src/domain/sorted-mail.js';

/*
 * Mails in the forms that servers and mail programs write, put together from the standards and from what their forms
 * are known to be. Every one is about a mail of ours, from sales@followthrough.example to a customer.
 */

/** What the sorter must say of a mail. Fields that are left out may be anything. */
export interface CorpusMail {
  readonly name: string;
  readonly raw: Buffer;
  readonly kind: MailKind;
  readonly until?: string | null;
  readonly address?: string;
  readonly names?: boolean;
}

export type Headers = { readonly [name: string]: string };

export const US = 'sales@followthrough.example';
export const THEM = 'wang.li@customer.example';
export const OUR_ID = '<01jd7z3k8qxw5v9t2m4n6p8r0s.4f7k2@mail.followthrough.example>';
/** A Tuesday. */
export const DATE = 'Tue, 24 Nov 2026 10:15:00 +0100';

export const bytes = (text: string): Buffer => Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'utf8');

/** A mail with these headers; those of every mail stand in front unless they are given, or given as ''. */
export function mail(headers: Headers, body: string): Buffer {
  const all: { [name: string]: string } = {
    From: `Wang Li <${THEM}>`,
    To: `Sales <${US}>`,
    Date: DATE,
    'Message-ID': '<answer.1@customer.example>',
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Transfer-Encoding': '8bit',
    ...headers,
  };
  const head = Object.entries(all).filter(([, value]) => value !== '');
  return bytes(`${head.map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n${body}`);
}

export const thread: Headers = { 'In-Reply-To': OUR_ID, References: OUR_ID };

/** The mail that we sent, as reports carry it. */
export const ours = (to = THEM): string =>
  `From: David Love <${US}>\nTo: <${to}>\nSubject: The pumps we spoke about\nMessage-ID: ${OUR_ID}\nDate: Tue, 24 Nov 2026 09:00:00 +0100\nList-Unsubscribe: <https://followthrough.example/u/x>`;

export const multipart = (type: string, headers: Headers, parts: readonly string[]): Buffer =>
  mail(
    { ...headers, 'Content-Type': `multipart/${type}; boundary="=_b1"`, 'Content-Transfer-Encoding': '' },
    `${parts.map((part) => `--=_b1\n${part}\n`).join('')}--=_b1--\n`,
  );

export interface Report {
  readonly action?: string;
  readonly status: string;
  readonly diagnostic?: string;
  readonly recipient?: string;
  readonly text?: string;
  readonly headers?: Headers;
  /** More lines of the recipient's fields. */
  readonly fields?: string;
  readonly returned?: 'mail' | 'headers' | 'nothing';
  /** More recipients, as blocks of fields. */
  readonly more?: readonly string[];
}

/** A delivery status notification by RFC 3464. */
export function dsn(report: Report): Buffer {
  const { action = 'failed', status, diagnostic, recipient = THEM, returned = 'headers' } = report;
  const fields = [
    `Final-Recipient: rfc822; ${recipient}`,
    ...(report.fields === undefined ? [] : [report.fields]),
    `Action: ${action}`,
    `Status: ${status}`,
    ...(diagnostic === undefined ? [] : [`Diagnostic-Code: smtp; ${diagnostic}`]),
  ].join('\n');
  const carried =
    returned === 'mail'
      ? `Content-Type: message/rfc822\n\n${ours(recipient)}\n\nHello, please unsubscribe with one click.\n`
      : `Content-Type: text/rfc822-headers\n\n${ours(recipient)}\n`;
  return multipart(
    'report; report-type=delivery-status',
    {
      From: 'Mail Delivery System <MAILER-DAEMON@mx.customer.example>',
      Subject: 'Undelivered Mail Returned to Sender',
      'Auto-Submitted': 'auto-replied',
      'Return-Path': '<>',
      ...report.headers,
    },
    [
      `Content-Type: text/plain; charset=utf-8\n\n${report.text ?? 'This is the mail system at host mx.customer.example.'}\n`,
      `Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.customer.example\nArrival-Date: Tue, 24 Nov 2026 09:00:02 +0100\n\n${[fields, ...(report.more ?? [])].join('\n\n')}\n`,
      ...(returned === 'nothing' ? [] : [carried]),
    ],
  );
}

/** A text in another charset than UTF-8, for programs of the time before. */
export const rawBytes = (...pieces: readonly (string | readonly number[])[]): Buffer =>
  Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? bytes(piece) : Buffer.from(piece))));

import { MAIL_KINDS, type MailKind } from '../../../src/domain/sorted-mail.js';

export interface Sorting {
  readonly wanted: MailKind;
  readonly got: MailKind;
}

/** The confusion table as Markdown: a row for what mails are, a column for what they were taken for. */
export function confusionTable(sortings: readonly Sorting[]): string {
  const count = (wanted: MailKind, got: MailKind) =>
    sortings.filter((sorting) => sorting.wanted === wanted && sorting.got === got).length;
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(['is \\ sorted as', ...MAIL_KINDS]),
    row(['---', ...MAIL_KINDS.map(() => '--:')]),
    ...MAIL_KINDS.map((wanted) => row([wanted, ...MAIL_KINDS.map((got) => String(count(wanted, got) || '·'))])),
  ].join('\n');
}

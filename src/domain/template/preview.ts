import type { TemplateData } from '../journey/template-data.js';

/** Bytes of a mail's two parts. */
export interface TemplateSize {
  readonly htmlBytes: number;
  readonly textBytes: number;
}

/** A mail that nobody gets: of which template, and as for whom. */
export interface MailToPreview {
  readonly template: string;
  /** The very locale, if the template has it; null: the nearest to `language`. */
  readonly locale: string | null;
  readonly language: string | null;
  readonly timezone: string;
  /** Without the links, which the preview makes. */
  readonly data: Omit<TemplateData, 'links'>;
  /** For staff: none of the customer's links. */
  readonly isForStaff: boolean;
}

export interface PreviewedMail {
  readonly outcome: 'ok' | 'missing-variable' | 'render-failed';
  readonly detail: string | null;
  readonly missing: readonly string[];
  readonly subject: string | null;
  readonly preheader: string | null;
  readonly html: string | null;
  readonly text: string | null;
  readonly locale: string | null;
  readonly size: TemplateSize | null;
}

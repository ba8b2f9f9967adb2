import type { MailToPreview, PreviewedMail } from '../../domain/template/preview.js';
import { nearestLocale } from '../locale.js';
import { MailRun } from '../renderer.js';
import { linksTo, NOWHERE_LINKS } from '../simulated-rendering.js';
import { templateFacts } from '../template-facts.js';
import type { TemplateFile } from '../template-files.js';
import { RenderFault } from '../template-run.js';
import { filesFor } from '../template-shelf.js';
import { libraryOf } from '../template-source.js';

/** Makes a mail as it would be sent; but for missing values, of which the gaps can be seen, and for links that lead nowhere. */
export function previewMail(files: readonly TemplateFile[], mail: MailToPreview, language: string): PreviewedMail {
  const library = libraryOf(filesFor(files, mail.template), language);
  const facts = templateFacts(library, mail.template);
  const fault = facts?.problems[0];
  if (fault !== undefined) return failed(`${fault.file}:${fault.line}:${fault.column}: ${fault.message}`);
  const locales = library.templates.get(mail.template) ?? new Map<string, never>();
  const wanted = mail.locale !== null && locales.has(mail.locale) ? mail.locale : null;
  const locale = wanted ?? nearestLocale(mail.locale ?? mail.language, [...locales.keys()], language);
  const variant = locale === null ? undefined : locales.get(locale);
  if (variant === undefined) return failed(`there is no template ${mail.template}`);
  const links = mail.isForStaff ? {} : { ...NOWHERE_LINKS, survey: linksTo(facts?.paths ?? []) };
  const run = new MailRun(library, variant, { timezone: mail.timezone, data: { ...mail.data, links } });
  try {
    const made = run.render();
    const missing = [...run.missing];
    const outcome = missing.length > 0 ? 'missing-variable' : made.subject === '' ? 'render-failed' : 'ok';
    const detail = outcome === 'render-failed' ? `${variant.file}: the subject came out empty` : null;
    const size = { htmlBytes: Buffer.byteLength(made.html), textBytes: Buffer.byteLength(made.text) };
    return { outcome, detail, missing, ...made, locale: variant.locale, size };
  } catch (error) {
    if (error instanceof RenderFault) return failed(error.message);
    throw error;
  }
}

const failed = (detail: string): PreviewedMail => ({
  ...{ outcome: 'render-failed', detail, missing: [] },
  ...{ subject: null, preheader: null, html: null, text: null, locale: null, size: null },
});

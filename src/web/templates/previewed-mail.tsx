import type { Answer } from '../../api/contracts/contract.js';
import type { previewTemplate } from '../../api/contracts/templates.js';
import { ask } from '../api/ask.js';
import { MailFrame } from '../kit/mail-frame.js';
import { Notice } from '../kit/notice.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Loading } from '../kit/states.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { useLocaleName } from './locale-name.js';
import type { Look, View } from './preview.js';
import { templatesTexts } from './texts.js';
import { useAsked } from './use-asked.js';
import '../messages/mail-content.css';

type Mail = Answer<typeof previewTemplate>;

interface PreviewedProps {
  readonly view: View;
  readonly look: Look;
  readonly contactId: string | null;
}

/** The mail of one language, made anew whenever its text rests. */
export function PreviewedMail({ view, look, contactId }: PreviewedProps) {
  const t = useTexts(templatesTexts);
  const localeName = useLocaleName();
  const { file, source, template, locale } = view;
  const body = {
    file,
    locale,
    ...(source === undefined ? {} : { source }),
    ...(template === undefined ? {} : { template }),
    ...(contactId === null ? {} : { contactId }),
  };
  const { answer, error } = useAsked(JSON.stringify(body), (signal) =>
    ask<typeof previewTemplate>('POST /v1/templates/preview', { body }, { signal }),
  );
  return (
    <section className="tpl-mail ft-stack" aria-label={t.previewIn(localeName(locale))}>
      {error != null && <ProblemNote error={error} />}
      {answer === null ? (
        error == null && <Loading lines={6} />
      ) : (
        <ShownMail mail={answer} locale={locale} look={look} />
      )}
    </section>
  );
}

interface ShownProps {
  readonly mail: Omit<Mail, 'template' | 'contact' | 'journey' | 'problems' | 'size'> & Partial<Pick<Mail, 'size'>>;
  readonly locale: string;
  readonly look: Look;
}

/** A mail as its reader sees it, and what it lacks. */
export function ShownMail({ mail, locale, look }: ShownProps) {
  const t = useTexts(templatesTexts);
  const formats = useFormats();
  const { outcome, detail, missing, subject, preheader, html, text, size = null } = mail;
  const lang = mail.locale ?? locale;
  const kilobytes = (bytes: number) => formats.number(Math.round(bytes / 102.4) / 10);
  return (
    <>
      <dl className="tpl-head">
        <dt>{t.subject}</dt>
        <dd lang={lang}>{subject ?? '—'}</dd>
        {preheader !== null && (
          <>
            <dt>{t.preheader}</dt>
            <dd lang={lang} className="ft-soft">
              {preheader}
            </dd>
          </>
        )}
      </dl>
      {outcome === 'missing-variable' && (
        <Notice tone="warn">
          <p>{t.missing}</p>
          <p lang="zxx">{formats.list(missing)}</p>
        </Notice>
      )}
      {outcome === 'render-failed' && (
        <Notice tone="bad">
          <p>{t.renderFailed}</p>
          {detail !== null && <p lang="en">{detail}</p>}
        </Notice>
      )}
      {look.part === 'html' && html !== null && (
        <div className={look.width === 'narrow' ? 'tpl-narrow' : 'tpl-wide'}>
          <MailFrame html={html} title={t.frame(subject ?? '')} dark={look.scheme === 'dark'} />
        </div>
      )}
      {look.part === 'text' && text !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <pre className="mail-text" lang={lang} tabIndex={0}>
          {text}
        </pre>
      )}
      {size !== null && (
        <p className={size.htmlBytes > size.clipsAt ? 'ft-error' : 'ft-soft ft-small'}>
          {t.size(kilobytes(size.htmlBytes), kilobytes(size.clipsAt), kilobytes(size.textBytes))}
        </p>
      )}
    </>
  );
}

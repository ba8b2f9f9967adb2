import { useState } from 'react';
import type { MessageContentView, messageContent } from '../../api/contracts/messages.js';
import { useOne } from '../api/hooks.js';
import { isProblem } from '../api/problem.js';
import { MailFrame } from '../kit/mail-frame.js';
import { Empty, Loaded } from '../kit/states.js';
import { Tabs } from '../kit/tabs.js';
import { useTexts } from '../texts/use-texts.js';
import { mailTexts } from './mail-texts.js';
import './mail-content.css';

/** A message as it went out: as its reader sees it, as plain text, and its headers. */
export function MailContent({ messageId }: { readonly messageId: string }) {
  const t = useTexts(mailTexts);
  const content = useOne<typeof messageContent>('GET /v1/messages/:id/content', { params: { id: messageId } });
  if (isProblem(content.error, 'not-found')) return <Empty title={t.neverMade}>{t.neverMadeHelp}</Empty>;
  return <Loaded of={content}>{(mail) => <MailParts mail={mail} />}</Loaded>;
}

type Part = 'html' | 'text' | 'headers';

/** A mail that was taken apart; its markup is shown where it can do nothing. */
export function MailParts({
  mail,
}: {
  readonly mail: Pick<MessageContentView, 'html' | 'text' | 'subject' | 'headers'>;
}) {
  const t = useTexts(mailTexts);
  const [part, setPart] = useState<Part>(mail.html === null ? 'text' : 'html');
  const { html, text, subject, headers } = mail;
  return (
    <Tabs<Part>
      label={t.content}
      chosen={part}
      onChoose={setPart}
      tabs={[
        {
          id: 'html',
          label: t.asRead,
          content:
            html === null ? (
              <p className="ft-soft">{t.noHtml}</p>
            ) : (
              <>
                <MailFrame html={html} title={t.frame(subject ?? t.noSubject)} />
                <p className="ft-soft ft-small mail-rest">{t.rest}</p>
              </>
            ),
        },
        {
          id: 'text',
          label: t.plainText,
          content:
            text === null ? (
              <p className="ft-soft">{t.noText}</p>
            ) : (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
              <pre className="mail-text" lang="zxx" tabIndex={0}>
                {text}
              </pre>
            ),
        },
        {
          id: 'headers',
          label: t.headers,
          content: (
            <dl className="mail-headers" lang="zxx">
              {headers.map(({ name, value }, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: headers repeat, and never move
                <div key={i}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          ),
        },
      ]}
    />
  );
}

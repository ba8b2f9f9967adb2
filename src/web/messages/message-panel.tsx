import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import type { getMessage, MessageView } from '../../api/contracts/messages.js';
import { useOne } from '../api/hooks.js';
import { reasonTexts, reasonWords } from '../journey/reason-texts.js';
import { Card } from '../kit/card.js';
import { Code } from '../kit/code.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { Notice } from '../kit/notice.js';
import { Sign } from '../kit/sign.js';
import { Loaded } from '../kit/states.js';
import { useTexts } from '../texts/use-texts.js';
import { MailContent } from './mail-content.js';
import { isServerCode, MessageState, wasMade } from './message-state.js';
import { messagesTexts } from './texts.js';

/** Fetched for a message in doubt, of which there are few. */
const Settle = lazy(() => import('./settle.js').then(({ Settle }) => ({ default: Settle })));

/** One message: what became of it and why, and what went out. */
export function MessagePanel({ id, back }: { readonly id: string; readonly back: string }) {
  const t = useTexts(messagesTexts);
  const message = useOne<typeof getMessage>('GET /v1/messages/:id', { params: { id } });
  return (
    <div className="ft-stack">
      <p className="messages-back">
        <Link href={back} look="button">
          <Sign of="left" /> {t.back}
        </Link>
      </p>
      <Loaded of={message} lines={8}>
        {(found) => <Found message={found} />}
      </Loaded>
    </div>
  );
}

function Found({ message }: { readonly message: MessageView }) {
  const t = useTexts(messagesTexts);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Card>
      <div className="ft-stack">
        <header className="ft-stack">
          <h2 ref={heading} tabIndex={-1}>
            {message.subject ?? t.noSubject}
          </h2>
          <MessageState message={message} />
        </header>
        {message.state === 'uncertain' ? <Uncertain message={message} /> : <Reason message={message} />}
        <Facts message={message} />
        {wasMade(message) && <MailContent messageId={message.id} />}
      </div>
    </Card>
  );
}

/** Why it was left out, put off or refused. A refusal's reason is the code of the server that gave it. */
function Reason({ message: { state, reason } }: { readonly message: MessageView }) {
  const t = useTexts(messagesTexts);
  const reasons = useTexts(reasonTexts);
  if (reason === null) return state === 'refused' ? <Notice tone="bad">{reasons.refused}</Notice> : null;
  const words = reasonWords(reasons, reason);
  return (
    <Notice tone={state === 'refused' || state === 'bounced' ? 'bad' : 'info'}>
      {words ?? (
        <p>
          {isServerCode(reason) ? t.smtpCode : t.whyCode} <Code>{reason}</Code>
        </p>
      )}
    </Notice>
  );
}

/** What is known of a message in doubt, and what a person can do today. */
function Uncertain({ message }: { readonly message: MessageView }) {
  const t = useTexts(messagesTexts);
  const reasons = useTexts(reasonTexts);
  const { evidence } = message;
  return (
    <Notice tone="warn">
      <p>
        <strong>{t.uncertainTitle}</strong>
      </p>
      <p>{t.uncertainKnown}</p>
      <p>
        {evidence === null ? (
          t.notLookedFor
        ) : (
          <>
            {reasonWords(reasons, evidence.answer) ?? <Code>{evidence.answer}</Code>} <Instant at={evidence.at} />
          </>
        )}
      </p>
      <p>{t.uncertainDo}</p>
      <ul className="messages-ways">
        <li>{t.uncertainAnswer}</li>
        <li>{t.uncertainLook}</li>
        <li>{t.uncertainSettle}</li>
        <li>{t.uncertainEnd}</li>
      </ul>
      <Suspense>
        <Settle message={message} />
      </Suspense>
    </Notice>
  );
}

function Facts({ message }: { readonly message: MessageView }) {
  const t = useTexts(messagesTexts);
  const { contactId, contactName, journeyId, fromAddress, toAddress, purpose, topic, template, step, attempts } =
    message;
  return (
    <dl className="messages-facts">
      <Fact name={t.contact}>
        <Link href={`/contacts/${contactId}`}>{contactName}</Link>
      </Fact>
      <Fact name={t.journey}>
        <Link href={`/journeys/${journeyId}`}>{t.toStory}</Link>
      </Fact>
      {fromAddress !== null && <Fact name={t.from}>{fromAddress}</Fact>}
      {toAddress !== null && <Fact name={t.to}>{toAddress}</Fact>}
      <Fact name={t.intended}>
        <Instant at={message.intendedAt} style="full" />
      </Fact>
      {message.claimedAt !== null && (
        <Fact name={t.handed}>
          <Instant at={message.claimedAt} style="full" />
        </Fact>
      )}
      {message.acceptedAt !== null && (
        <Fact name={t.accepted}>
          <Instant at={message.acceptedAt} style="full" />
        </Fact>
      )}
      {message.repliedAt !== null && (
        <Fact name={t.answered}>
          <Instant at={message.repliedAt} style="full" />
        </Fact>
      )}
      {message.openedAt !== null && (
        <Fact name={t.opened}>
          <Instant at={message.openedAt} style="full" />
        </Fact>
      )}
      {message.clickedAt !== null && (
        <Fact name={t.clicked}>
          <Instant at={message.clickedAt} style="full" />
        </Fact>
      )}
      {message.machineVisits > 0 && <Fact name={t.machines}>{t.machineVisits(message.machineVisits)}</Fact>}
      <Fact name={t.purpose}>
        {purpose === 'marketing' ? t.marketing : purpose === 'service' ? t.service : <Code>{purpose}</Code>}
      </Fact>
      {topic !== null && (
        <Fact name={t.topic}>
          <Code>{topic}</Code>
        </Fact>
      )}
      <Fact name={t.template}>
        <Code>{template}</Code>
      </Fact>
      <Fact name={t.step}>
        <Code>{step}</Code>
      </Fact>
      <Fact name={t.attempts}>{attempts}</Fact>
      <Fact name={t.messageId}>
        <Code>{message.messageId}</Code>
      </Fact>
    </dl>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

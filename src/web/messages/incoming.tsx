import type { IncomingMailView } from '../../api/contracts/incoming-mails.js';
import type { List } from '../api/hooks.js';
import { Button } from '../kit/button.js';
import { Instant } from '../kit/instant.js';
import { Empty, ErrorState, Loading } from '../kit/states.js';
import { Status, type Tone } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import { effectTexts, incomingTexts, noEffectTexts } from './incoming-texts.js';
import './incoming.css';

const TONES: Readonly<Record<IncomingMailView['effect'], Tone>> = {
  replied: 'good',
  away: 'info',
  bounced: 'bad',
  complained: 'bad',
  'opted-out': 'warn',
  answered: 'info',
  none: 'neutral',
};

/** Mails that came in, newest first, with what their writers wrote. */
export function IncomingMails({ list }: { readonly list: List<IncomingMailView> }) {
  const t = useTexts(incomingTexts);
  if (list.isLoading) return <Loading lines={3} />;
  if (list.rows.length === 0)
    return list.error == null ? (
      <Empty title={t.none}>{t.noneHelp}</Empty>
    ) : (
      <ErrorState error={list.error} onRetry={list.refetch} />
    );
  return (
    <>
      <ol className="incoming-mails">
        {list.rows.map((mail) => (
          <li key={mail.id}>
            <Mail mail={mail} />
          </li>
        ))}
      </ol>
      {list.hasMore && <Button onPress={list.fetchMore}>{t.more}</Button>}
    </>
  );
}

function Mail({ mail }: { readonly mail: IncomingMailView }) {
  const t = useTexts(incomingTexts);
  const effects = useTexts(effectTexts);
  const reasons = useTexts(noEffectTexts);
  const { channel, effect, noEffect, until, fromAddress, otherAddress, subject, text, at } = mail;
  return (
    <article>
      <p className="ft-line">
        <Status tone={TONES[effect]}>
          {channel === 'sms' && effect === 'opted-out' ? t.noMoreSms : effects[effect]}
        </Status>
        {channel === 'sms' && <span className="ft-soft">{t.bySms}</span>}
        {effect === 'away' && until !== null && <span>{t.until(until)}</span>}
        {noEffect !== null && <span className="ft-soft">{reasons[noEffect]}</span>}
        <span className="ft-soft ft-small">
          <Instant at={at} relative="beside" />
        </span>
      </p>
      {fromAddress !== null && (
        <p className="ft-soft ft-small">
          {t.from} <span lang="zxx">{fromAddress}</span>
          {otherAddress && `, ${t.otherAddress}`}
        </p>
      )}
      {subject !== null && subject !== '' && <p className="incoming-subject">{subject}</p>}
      {text !== null && (text === '' ? <p className="ft-soft">{t.noText}</p> : <p className="incoming-text">{text}</p>)}
    </article>
  );
}

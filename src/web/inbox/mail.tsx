import type { ReactNode } from 'react';
import type { getInboxMail, InboxMail } from '../../api/contracts/inbox.js';
import { useOne } from '../api/hooks.js';
import { Link } from '../kit/link.js';
import { Sign } from '../kit/sign.js';
import { Loaded } from '../kit/states.js';
import { MailParts } from '../messages/mail-content.js';
import { ownZone } from '../texts/formats.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { journeyOf } from './journey-of.js';
import { inboxTexts } from './texts.js';

/** One caught mail. Its markup is shown where it can do nothing. */
export function Mail({ id, backHref }: { readonly id: string; readonly backHref: string }) {
  const t = useTexts(inboxTexts);
  // A caught mail never changes.
  const mail = useOne<typeof getInboxMail>('GET /v1/inbox/:id', { params: { id } }, { kinds: [] });
  return (
    <div className="inbox-detail">
      <Link href={backHref} look="button" className="inbox-back">
        <Sign of="left" /> {t.back}
      </Link>
      <Loaded of={mail} lines={8}>
        {(found) => (
          <article className="ft-card inbox-card" aria-labelledby="inbox-subject">
            <Head mail={found} />
            <MailParts mail={found} />
          </article>
        )}
      </Loaded>
    </div>
  );
}

function Head({ mail }: { readonly mail: InboxMail }) {
  const t = useTexts(inboxTexts);
  const formats = useFormats();
  const journey = journeyOf(mail.messageId);
  return (
    <header className="ft-stack inbox-head">
      <h2 id="inbox-subject">{mail.subject === '' ? t.noSubject : mail.subject}</h2>
      <dl className="inbox-facts">
        <Fact name={t.from}>{mail.from}</Fact>
        <Fact name={t.to}>{mail.to.join(', ')}</Fact>
        <Fact name={t.at}>
          <time dateTime={mail.at}>{formats.instant(mail.at, ownZone(), 'full')}</time>{' '}
          <span className="ft-soft">({t.realTime})</span>
        </Fact>
      </dl>
      {journey !== null && (
        <div>
          <Link href={`/journeys/${journey}`}>{t.journey}</Link>
        </div>
      )}
    </header>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

import { useState } from 'react';
import type { IncomingMailView, listIncomingMails, retryIncomingMail } from '../../api/contracts/incoming-mails.js';
import { newKey } from '../api/ask.js';
import { useAct, useList } from '../api/hooks.js';
import { Button } from '../kit/button.js';
import { Card } from '../kit/card.js';
import { Instant } from '../kit/instant.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Status } from '../kit/status.js';
import { useTexts } from '../texts/use-texts.js';
import { retryTexts, unhandledTexts } from './unhandled-texts.js';

const LOOK_EVERY_MS = 5_000;

/** Mails of a mailbox that could not be handled, each with a way to have it tried again; nothing while there are none. */
export function Unhandled({ mailboxId }: { readonly mailboxId: string }) {
  const t = useTexts(unhandledTexts);
  const query = { mailbox: mailboxId, kind: 'unhandled' };
  const list = useList<typeof listIncomingMails>('GET /v1/incoming-mails', { query }, { everyMs: LOOK_EVERY_MS });
  if (list.rows.length === 0) return null;
  return (
    <Card title={t.title}>
      <p className="ft-help">{t.help}</p>
      <ul className="mailbox-unhandled">
        {list.rows.map((mail) => (
          <li key={mail.id}>
            <Mail mail={mail} />
          </li>
        ))}
      </ul>
      {list.hasMore && <Button onPress={list.fetchMore}>{t.more}</Button>}
    </Card>
  );
}

function Mail({ mail: { id, at, why, retry } }: { readonly mail: IncomingMailView }) {
  const t = useTexts(unhandledTexts);
  const retries = useTexts(retryTexts);
  const [error, setError] = useState<unknown>(null);
  const act = useAct<typeof retryIncomingMail>('POST /v1/incoming-mails/:id/retry', { changes: ['message'] });
  const ask = () => {
    setError(null);
    act.run({ params: { id } }, newKey()).catch(setError);
  };
  return (
    <div className="ft-line">
      <Instant at={at} style="full" />
      <code>{why}</code>
      {retry !== null && <Status tone={retry === 'asked' ? 'info' : 'bad'}>{retries[retry]}</Status>}
      {retry !== 'asked' && (
        <Button onPress={ask} isDisabled={act.isRunning}>
          {t.again}
        </Button>
      )}
      {error !== null && <ProblemNote error={error} />}
    </div>
  );
}

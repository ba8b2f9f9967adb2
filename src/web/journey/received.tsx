import type { listIncomingMails } from '../../api/contracts/incoming-mails.js';
import { useList } from '../api/hooks.js';
import { Card } from '../kit/card.js';
import { IncomingMails } from '../messages/incoming.js';
import { incomingTexts } from '../messages/incoming-texts.js';
import { useTexts } from '../texts/use-texts.js';

const AT_FIRST = 3;

/** What came back of the journey's mails, in their writers' words; nothing while nothing has. */
export function Received({ journeyId }: { readonly journeyId: string }) {
  const t = useTexts(incomingTexts);
  const query = { journey: journeyId, limit: AT_FIRST };
  const list = useList<typeof listIncomingMails>('GET /v1/incoming-mails', { query });
  if (list.rows.length === 0) return null;
  return (
    <Card title={t.title}>
      <IncomingMails list={list} />
    </Card>
  );
}

import { lazy, Suspense } from 'react';
import type { listIncomingMails } from '../../api/contracts/incoming-mails.js';
import { useList } from '../api/hooks.js';

const ReceivedCard = lazy(() => import('./received-card.js').then((card) => ({ default: card.ReceivedCard })));

const AT_FIRST = 3;

/** What came back of the journey's mails, in their writers' words; nothing while nothing has. */
export function Received({ journeyId }: { readonly journeyId: string }) {
  const query = { journey: journeyId, limit: AT_FIRST };
  const list = useList<typeof listIncomingMails>('GET /v1/incoming-mails', { query });
  if (list.rows.length === 0) return null;
  return (
    <Suspense>
      <ReceivedCard list={list} />
    </Suspense>
  );
}

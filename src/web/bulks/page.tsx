import { useMemo } from 'react';
import type { BulkView, listBulks } from '../../api/contracts/bulks.js';
import { useList } from '../api/hooks.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { PageHeader } from '../kit/page-header.js';
import { Empty } from '../kit/states.js';
import { useTexts } from '../texts/use-texts.js';
import { BulkState, useKindWords } from './bulk-state.js';
import { bulkTexts } from './texts.js';
import './bulks.css';

const EVERY_MS = 5_000;

/** Every bulk that the person may see. */
export function Page() {
  const t = useTexts(bulkTexts);
  const kindWords = useKindWords();
  const list = useList<typeof listBulks>('GET /v1/bulks', { query: {} }, { everyMs: EVERY_MS });
  const columns = useMemo(
    (): readonly Column<BulkView>[] => [
      {
        id: 'kind',
        title: t.command,
        cell: ({ kind, reason }) => (
          <>
            {kindWords(kind)}
            <span className="bulks-under">{reason}</span>
          </>
        ),
      },
      { id: 'state', title: t.state, cell: ({ state }) => <BulkState state={state} />, onPhone: true, width: '120px' },
      { id: 'total', title: t.total, cell: ({ total }) => total, align: 'end', width: '110px', onPhone: true },
      { id: 'reached', title: t.reached, cell: ({ done }) => done, align: 'end', width: '90px' },
      { id: 'refused', title: t.refused, cell: ({ refused }) => refused, align: 'end', width: '90px' },
      { id: 'failed', title: t.failed, cell: ({ failed }) => failed, align: 'end', width: '110px' },
      { id: 'by', title: t.by, cell: ({ actorName, actorId }) => actorName ?? actorId },
      { id: 'at', title: t.madeAt, cell: ({ createdAt }) => <Instant at={createdAt} />, width: '150px' },
    ],
    [t, kindWords],
  );
  return (
    <>
      <PageHeader title={t.title} above={<Link href="/journeys">{t.toJourneys}</Link>} />
      <DataTable
        label={t.title}
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        href={({ id }) => `/bulks/${id}`}
        tall
        empty={<Empty title={t.empty}>{t.emptyHelp}</Empty>}
      />
    </>
  );
}

import { useMemo, useState } from 'react';
import type { listPools, PoolView } from '../../api/contracts/pools.js';
import { useOne } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { PageHeader } from '../kit/page-header.js';
import { Empty } from '../kit/states.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { leads } from './address.js';
import { SettingsDialog } from './settings-dialog.js';
import { useSpan } from './span.js';
import { poolsTexts } from './texts.js';
import './pools.css';

/** Of changes in leads that are nobody's, the stream tells a rep nothing. */
const EVERY_MS = 15_000;

/** The pools that the person may see. */
export function Page() {
  const t = useTexts(poolsTexts);
  const me = useMe();
  const [making, setMaking] = useState(false);
  const pools = useOne<typeof listPools>('GET /v1/pools', {}, { everyMs: EVERY_MS });
  const columns = useColumns();
  const rows = pools.data?.data ?? [];
  const limit = pools.data?.holdLimit ?? null;
  return (
    <>
      <PageHeader
        title={t.title}
        {...(limit === null ? {} : { below: t.limitAll(limit) })}
        {...(leads(me.role) ? { acts: <Button onPress={() => setMaking(true)}>{t.make}</Button> } : {})}
      />
      <DataTable
        label={t.table}
        columns={columns}
        list={{ ...pools, rows, hasMore: false, isFetchingMore: false, fetchMore: () => undefined }}
        rowKey={({ id }) => id}
        href={({ id }) => `/pools/${encodeURIComponent(id)}`}
        total={rows.length}
        empty={<Empty title={t.emptyTitle}>{t.emptyHelp}</Empty>}
      />
      {making && <SettingsDialog pool={null} onClose={() => setMaking(false)} />}
    </>
  );
}

function useColumns(): readonly Column<PoolView>[] {
  const t = useTexts(poolsTexts);
  const formats = useFormats();
  const span = useSpan();
  return useMemo(
    () => [
      { id: 'name', title: t.pool, cell: (row) => row.name },
      {
        id: 'free',
        title: t.free,
        cell: (row) => formats.number(row.leads.free),
        width: '110px',
        align: 'end',
        onPhone: true,
      },
      { id: 'taken', title: t.taken, cell: (row) => formats.number(row.leads.taken), width: '110px', align: 'end' },
      {
        id: 'unworked',
        title: t.unworked,
        cell: (row) => formats.number(row.leads.unworked),
        width: '150px',
        align: 'end',
      },
      {
        id: 'rule',
        title: t.rule,
        cell: (row) => (row.followUpWithin === null ? t.noRule : span(row.followUpWithin)),
        width: '180px',
      },
      { id: 'mine', title: t.yours, cell: (row) => <MineCell pool={row} />, width: '200px' },
    ],
    [t, formats, span],
  );
}

function MineCell({ pool: { mine, unworkedLimit, holdLimit } }: { readonly pool: PoolView }) {
  const t = useTexts(poolsTexts);
  const formats = useFormats();
  if (mine === null) return <span className="ft-soft">{t.nothing}</span>;
  if (unworkedLimit !== null) return t.unworkedLeft(mine.unworked, unworkedLimit);
  return holdLimit === null ? formats.number(mine.held) : t.heldLeft(mine.held, holdLimit);
}

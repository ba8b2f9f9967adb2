import { useCallback, useMemo } from 'react';
import type { listJourneys } from '../../api/contracts/journeys.js';
import { useList } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { filterOf } from '../bulks/choice.js';
import { Button } from '../kit/button.js';
import { DataTable } from '../kit/data-table.js';
import { Link } from '../kit/link.js';
import { PageHeader } from '../kit/page-header.js';
import { Empty } from '../kit/states.js';
import { useAddress } from '../kit/use-address.js';
import { useTexts } from '../texts/use-texts.js';
import { isNarrowed, queryOf, SHAPE, type Sort } from './address.js';
import { BulkActs, useChoiceColumn, useSelection } from './bulk-acts.js';
import { useColumns } from './columns.js';
import { FilterBar } from './filter-bar.js';
import { journeysTexts } from './texts.js';
import './journeys.css';

/** Every journey that the person may see. */
export function Page() {
  const t = useTexts(journeysTexts);
  const address = useAddress(SHAPE);
  const { values, set, clear } = address;
  const me = useMe();
  const query = useMemo(() => queryOf(values, me.id), [values, me.id]);
  const list = useList<typeof listJourneys>('GET /v1/journeys', { query }, { keepOld: true });
  const onSort = useCallback((sort: Sort) => set({ sort }), [set]);
  const selection = useSelection();
  const columns = [...useColumns(values.columns, values.sort, onSort), ...useChoiceColumn(selection)];
  const filter = useMemo(() => filterOf(values, me.id), [values, me.id]);
  const leftOut = useLeftOut(values.sort);
  return (
    <>
      <PageHeader title={t.title} acts={<BulkActs filter={filter} selection={selection} />} />
      <FilterBar address={address} />
      {leftOut !== null && <p className="ft-soft ft-small journeys-left-out">{leftOut}</p>}
      <DataTable
        label={t.table}
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        href={({ id }) => `/journeys/${id}`}
        tall
        empty={
          isNarrowed(values) ? (
            <Empty title={t.emptyFiltered} acts={<Button onPress={clear}>{t.clear}</Button>}>
              {t.emptyFilteredHelp}
            </Empty>
          ) : (
            <Empty title={t.empty} acts={<Link href="/definitions">{t.toDefinitions}</Link>}>
              {t.emptyHelp}
            </Empty>
          )
        }
      />
    </>
  );
}

/** Each order but the first leaves out what has no such instant: said, since rows would seem lost. */
function useLeftOut(sort: Sort): string | null {
  const t = useTexts(journeysTexts);
  switch (sort) {
    case 'newest':
      return null;
    case 'nextAt':
      return t.leavesOutNext;
    case 'stageSince':
      return t.leavesOutStage;
    case 'attention':
      return t.leavesOutAttention;
  }
}

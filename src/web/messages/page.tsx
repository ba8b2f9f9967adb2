import { useMemo } from 'react';
import { useParams, useSearch } from 'wouter';
import type { listMessages } from '../../api/contracts/messages.js';
import { useList } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { DataTable } from '../kit/data-table.js';
import { Link } from '../kit/link.js';
import { PageHeader } from '../kit/page-header.js';
import { Panes, useWide } from '../kit/panes.js';
import { Empty } from '../kit/states.js';
import { type Address, useAddress } from '../kit/use-address.js';
import { useTexts } from '../texts/use-texts.js';
import { queryOf, SHAPE } from './address.js';
import { useColumns } from './columns.js';
import { FilterBar } from './filter-bar.js';
import { MessagePanel } from './message-panel.js';
import { messagesTexts } from './texts.js';
import './messages.css';

/** Every message that was meant to be sent, and what became of it. */
export function Page() {
  const t = useTexts(messagesTexts);
  const { id } = useParams<{ id?: string }>();
  const search = useSearch();
  const wide = useWide();
  const address = useAddress(SHAPE);
  const me = useMe();
  const suffix = search === '' ? '' : `?${search}`;
  // Narrow windows show one of the two; what is not shown is not there, so that it asks for nothing.
  const shown = wide || id === undefined;
  const list = shown ? <MessageList address={address} suffix={suffix} chosen={id ?? null} /> : null;
  return (
    <>
      <PageHeader
        title={t.title}
        acts={(me.role === 'ops' || me.role === 'manager') && <Link href="/policy">{t.policy}</Link>}
      />
      {shown && <FilterBar address={address} />}
      {id === undefined ? (
        list
      ) : (
        <Panes shows="detail" list={list} detail={<MessagePanel key={id} id={id} back={`/messages${suffix}`} />} />
      )}
    </>
  );
}

function MessageList({
  address,
  suffix,
  chosen,
}: {
  readonly address: Address<typeof SHAPE>;
  readonly suffix: string;
  readonly chosen: string | null;
}) {
  const t = useTexts(messagesTexts);
  const me = useMe();
  const query = useMemo(() => queryOf(address.values, me.id), [address.values, me.id]);
  const list = useList<typeof listMessages>('GET /v1/messages', { query }, { keepOld: true });
  const columns = useColumns(chosen);
  return (
    <DataTable
      label={t.table}
      columns={columns}
      list={list}
      rowKey={(row) => row.id}
      href={(row) => `/messages/${row.id}${suffix}`}
      tall
      empty={
        address.isSaid ? (
          <Empty title={t.emptyFiltered} acts={<Button onPress={address.clear}>{t.clear}</Button>}>
            {t.emptyFilteredHelp}
          </Empty>
        ) : (
          <Empty title={t.empty} acts={<Link href="/journeys">{t.toJourneys}</Link>}>
            {t.emptyHelp}
          </Empty>
        )
      }
    />
  );
}

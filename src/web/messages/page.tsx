import { useMemo } from 'react';
import { useParams, useSearch } from 'wouter';
import type { listMessages, MessageView } from '../../api/contracts/messages.js';
import { useList } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { Button } from '../kit/button.js';
import { type Column, DataTable } from '../kit/data-table.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { PageHeader } from '../kit/page-header.js';
import { Panes, useWide } from '../kit/panes.js';
import { Empty } from '../kit/states.js';
import { useAddress } from '../kit/use-address.js';
import { useTexts } from '../texts/use-texts.js';
import { queryOf, SHAPE } from './address.js';
import { FilterBar } from './filter-bar.js';
import { MessagePanel } from './message-panel.js';
import { MessageState } from './message-state.js';
import { messagesTexts } from './texts.js';
import './messages.css';

/** Every message that was meant to be sent, and what became of it. */
export function Page() {
  const t = useTexts(messagesTexts);
  const { id } = useParams<{ id?: string }>();
  const search = useSearch();
  const wide = useWide();
  const suffix = search === '' ? '' : `?${search}`;
  // Narrow windows show one of the two; what is not shown is not there, so that it asks for nothing.
  const list = wide || id === undefined ? <MessageList suffix={suffix} chosen={id ?? null} /> : null;
  return (
    <>
      <PageHeader title={t.title} />
      <Panes
        shows={id === undefined ? 'list' : 'detail'}
        list={list}
        detail={
          id === undefined ? (
            <Empty title={t.chooseTitle}>{t.chooseHelp}</Empty>
          ) : (
            <MessagePanel key={id} id={id} back={`/messages${suffix}`} />
          )
        }
      />
    </>
  );
}

function MessageList({ suffix, chosen }: { readonly suffix: string; readonly chosen: string | null }) {
  const t = useTexts(messagesTexts);
  const address = useAddress(SHAPE);
  const me = useMe();
  const query = useMemo(() => queryOf(address.values, me.id), [address.values, me.id]);
  const list = useList<typeof listMessages>('GET /v1/messages', { query }, { keepOld: true });
  const columns = useColumns(chosen);
  return (
    <>
      <FilterBar address={address} />
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
    </>
  );
}

function useColumns(chosen: string | null): readonly Column<MessageView>[] {
  const t = useTexts(messagesTexts);
  return useMemo(
    () => [
      {
        id: 'message',
        title: t.message,
        cell: (row) => (
          <span aria-current={row.id === chosen ? 'true' : undefined} className="messages-name">
            {row.contactName}
            <span className="messages-under">{row.subject ?? t.noSubject}</span>
          </span>
        ),
      },
      {
        id: 'state',
        title: t.state,
        width: '40%',
        onPhone: true,
        cell: (row) => (
          <>
            <MessageState message={row} />
            <span className="messages-under">
              <Instant at={row.acceptedAt ?? row.claimedAt ?? row.intendedAt} />
            </span>
          </>
        ),
      },
    ],
    [t, chosen],
  );
}

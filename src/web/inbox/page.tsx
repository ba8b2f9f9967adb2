import { useParams, useSearch } from 'wouter';
import type { listInbox } from '../../api/contracts/inbox.js';
import { useList } from '../api/hooks.js';
import { isProblem } from '../api/problem.js';
import { useMe } from '../app/session.js';
import { useWorld } from '../app/world.js';
import { textField } from '../kit/address.js';
import { Filters, SearchFilter } from '../kit/filters.js';
import { Link } from '../kit/link.js';
import { PageHeader } from '../kit/page-header.js';
import { Panes } from '../kit/panes.js';
import { Denied, Empty, Loading } from '../kit/states.js';
import { useAddress } from '../kit/use-address.js';
import { useTexts } from '../texts/use-texts.js';
import { Mail } from './mail.js';
import { MailList } from './mail-list.js';
import { inboxTexts } from './texts.js';
import './inbox.css';

const SHAPE = { q: textField() };
/** Mail that no change of a record announces, such as a reminder to a rep. */
const EVERY_MS = 10_000;

export function Page() {
  const t = useTexts(inboxTexts);
  const world = useWorld();
  const me = useMe();
  return (
    <>
      <PageHeader title={t.title} below={t.below} />
      {world === undefined ? (
        <Loading />
      ) : !world.inbox ? (
        <NoInbox />
      ) : me.role === 'rep' ? (
        // Caught mail knows no owner, so nobody who sees only their own sees it.
        <Denied />
      ) : (
        <Inbox />
      )}
    </>
  );
}

function NoInbox() {
  const t = useTexts(inboxTexts);
  return (
    <Empty title={t.noInboxTitle} acts={<Link href="/messages">{t.messages}</Link>}>
      {t.noInboxHelp}
    </Empty>
  );
}

function Inbox() {
  const t = useTexts(inboxTexts);
  const { id = null } = useParams<{ id?: string }>();
  const search = useSearch();
  const address = useAddress(SHAPE);
  const q = address.values.q.trim();
  const list = useList<typeof listInbox>(
    'GET /v1/inbox',
    { query: q === '' ? {} : { q } },
    { keepOld: true, everyMs: EVERY_MS },
  );
  const hrefOf = (to: string | null) =>
    `${to === null ? '/inbox' : `/inbox/${to}`}${search === '' ? '' : `?${search}`}`;
  if (isProblem(list.error, 'not-embedded')) return <NoInbox />;
  return (
    <div className={id === null ? 'inbox-page' : 'inbox-page inbox-page-one'}>
      <Panes
        shows={id === null ? 'list' : 'detail'}
        list={
          <>
            <Filters
              faults={address.faults}
              isSaid={address.isSaid}
              onClear={address.clear}
              aside={
                list.isLoading ? undefined : (
                  <span className="ft-soft ft-small">{t.count(list.rows.length, list.hasMore)}</span>
                )
              }
            >
              <SearchFilter label={t.search} value={address.values.q} onChange={(text) => address.set({ q: text })} />
            </Filters>
            <MailList list={list} chosen={id} hrefOf={hrefOf} isFiltered={q !== ''} />
          </>
        }
        detail={
          id === null ? (
            list.rows.length === 0 ? null : (
              <Empty title={t.chooseTitle}>{t.chooseHelp}</Empty>
            )
          ) : (
            <Mail key={id} id={id} backHref={hrefOf(null)} />
          )
        }
      />
    </div>
  );
}

import { useState } from 'react';
import type { listNotices, readAllNotices } from '../../api/contracts/notices.js';
import { newKey } from '../api/ask.js';
import { type List, type RowOf, useAct, useList } from '../api/hooks.js';
import { modeField } from '../kit/address.js';
import { Button } from '../kit/button.js';
import { Link } from '../kit/link.js';
import { PageHeader } from '../kit/page-header.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Empty, ErrorState, Loading } from '../kit/states.js';
import { Tabs } from '../kit/tabs.js';
import { kitTexts } from '../kit/texts.js';
import { toast } from '../kit/toast.js';
import { useAddress } from '../kit/use-address.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { Notice } from './notice.js';
import { noticesTexts } from './texts.js';
import './notices.css';

const PARTS = ['unread', 'all'] as const;
type Part = (typeof PARTS)[number];
const SHAPE = { show: modeField(PARTS) };
const A_PAGE = 50;

type Notices = List<RowOf<typeof listNotices>, { readonly unread: number }>;

const useNotices = (show: Part): Notices =>
  useList<typeof listNotices>(
    'GET /v1/notices',
    { query: { limit: A_PAGE, ...(show === 'unread' ? { unread: 'true' as const } : {}) } },
    { keepOld: true },
  );

/** What the person is told: reminders, escalations, leads, messages. */
export function Page() {
  const t = useTexts(noticesTexts);
  const formats = useFormats();
  const { values, set } = useAddress(SHAPE);
  const list = useNotices(values.show);
  const unread = list.first?.unread ?? 0;
  const content = <NoticeList list={list} show={values.show} />;
  return (
    <>
      <PageHeader title={t.title} acts={unread > 0 && <ReadAll upTo={list.rows[0]?.id} />} />
      <Tabs
        label={t.parts}
        chosen={values.show}
        onChoose={(show) => set({ show })}
        tabs={PARTS.map((id) => ({
          id,
          label: id === 'unread' && unread > 0 ? `${t[id]} ${formats.number(unread)}` : t[id],
          content,
        }))}
      />
    </>
  );
}

/** Up to the newest that is shown: what comes in at this moment stays unread. */
function ReadAll({ upTo }: { readonly upTo: string | undefined }) {
  const t = useTexts(noticesTexts);
  const act = useAct<typeof readAllNotices>('POST /v1/notices/read');
  const [error, setError] = useState<unknown>(null);
  if (upTo === undefined) return null;
  const readAll = async () => {
    setError(null);
    try {
      const { read } = await act.run({ body: { upTo } }, newKey());
      toast(t.readAllDone(read));
      // The button goes with the last unread one.
      document.querySelector<HTMLElement>('h1')?.focus();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <>
      {error !== null && <ProblemNote error={error} />}
      <Button onPress={() => void readAll()} isDisabled={act.isRunning}>
        {t.readAll}
      </Button>
    </>
  );
}

function NoticeList({ list, show }: { readonly list: Notices; readonly show: Part }) {
  const t = useTexts(noticesTexts);
  const kit = useTexts(kitTexts);
  const { rows, error } = list;
  if (list.isLoading) return <Loading lines={6} />;
  if (rows.length === 0 && error != null) return <ErrorState error={error} onRetry={list.refetch} />;
  if (rows.length === 0) return <NoNotices show={show} />;
  return (
    <div className="ft-stack">
      {error != null && (
        <div className="ft-line">
          <ProblemNote error={error} />
          <Button onPress={list.refetch}>{kit.tryAgain}</Button>
        </div>
      )}
      {list.isBehind && (
        <div className="ft-line" role="status">
          <span>{kit.changesIn}</span>
          <Button onPress={list.refetch}>{kit.showChanges}</Button>
        </div>
      )}
      <ul className="notices-list" aria-label={t.title}>
        {rows.map((notice) => (
          <Notice key={notice.id} notice={notice} />
        ))}
      </ul>
      {list.hasMore && (
        <Button onPress={list.fetchMore} isDisabled={list.isFetchingMore}>
          {t.more}
        </Button>
      )}
    </div>
  );
}

function NoNotices({ show }: { readonly show: Part }) {
  const t = useTexts(noticesTexts);
  if (show === 'all') return <Empty title={t.emptyAll}>{t.emptyUnreadHelp}</Empty>;
  return (
    <Empty title={t.emptyUnread} acts={<Link href="/notices?show=all">{t.seeAll}</Link>}>
      {t.emptyUnreadHelp}
    </Empty>
  );
}

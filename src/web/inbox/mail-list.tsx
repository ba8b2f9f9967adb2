import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { InboxRow } from '../../api/contracts/inbox.js';
import type { List } from '../api/hooks.js';
import { Button } from '../kit/button.js';
import { Link } from '../kit/link.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Empty, ErrorState, Loading } from '../kit/states.js';
import { kitTexts } from '../kit/texts.js';
import { ownZone } from '../texts/formats.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { inboxTexts } from './texts.js';

const ROW = 76;
const AHEAD = 15;

interface ListProps {
  readonly list: List<InboxRow>;
  readonly chosen: string | null;
  readonly hrefOf: (id: string | null) => string;
}

/** The caught mails, newest first, of any number: only the rows in sight are there. */
export function MailList({ list, isFiltered, ...rest }: ListProps & { readonly isFiltered: boolean }) {
  const t = useTexts(inboxTexts);
  const kit = useTexts(kitTexts);
  if (list.isLoading) return <Loading lines={8} />;
  if (list.rows.length === 0 && list.error != null) return <ErrorState error={list.error} onRetry={list.refetch} />;
  if (list.rows.length === 0) return <Empty title={t.emptyTitle}>{isFiltered ? t.emptyFound : t.emptyHelp}</Empty>;
  return (
    <>
      {list.error != null && <ProblemNote error={list.error} />}
      {list.isBehind && (
        <div className="ft-line" role="status">
          <span>{kit.changesIn}</span>
          <Button onPress={list.refetch}>{kit.showChanges}</Button>
        </div>
      )}
      <Rows list={list} {...rest} />
    </>
  );
}

function Rows({ list, chosen, hrefOf }: ListProps) {
  const t = useTexts(inboxTexts);
  const scroller = useRef<HTMLElement>(null);
  const { rows, hasMore, fetchMore } = list;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= rows.length - AHEAD) fetchMore();
  }, [hasMore, lastShown, rows.length, fetchMore]);
  return (
    <nav aria-label={t.list} className="inbox-list" ref={scroller}>
      <ul style={{ blockSize: virtual.getTotalSize() }}>
        {items.map((item) => {
          const mail = rows[item.index];
          return mail === undefined ? null : (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <Row mail={mail} isChosen={mail.id === chosen} href={hrefOf(mail.id)} />
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function Row({ mail, isChosen, href }: { readonly mail: InboxRow; readonly isChosen: boolean; readonly href: string }) {
  const t = useTexts(inboxTexts);
  const formats = useFormats();
  return (
    <Link href={href} look="plain" className="inbox-row" {...(isChosen ? { 'aria-current': 'true' as const } : {})}>
      <span className="inbox-row-line">
        <span className="inbox-row-to">{mail.to.join(', ')}</span>
        <time className="ft-soft" dateTime={mail.at} title={t.realTime}>
          {formats.instant(mail.at, ownZone(), 'short')}
        </time>
      </span>
      <span className="inbox-row-subject">{mail.subject === '' ? t.noSubject : mail.subject}</span>
      <span className="ft-soft ft-small inbox-row-from">{mail.from}</span>
    </Link>
  );
}

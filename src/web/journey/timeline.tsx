import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useFormats } from '../texts/use-formats.js';
import { LineEntry, type LineSurroundings } from './line-entry.js';
import type { Row } from './rows.js';

const DAY_HEIGHT = 40;
const LINE_HEIGHT = 72;
/** So many rows before the end, the next page is fetched. */
const AHEAD = 15;

/** The lines of a story, of any number: they scroll with the page, and only those in sight are there. */
export function Timeline({
  rows,
  zone,
  around,
  more,
  label,
}: {
  readonly rows: readonly Row[];
  readonly zone: string;
  readonly around: LineSurroundings;
  /** Fetches what follows; null: this is all. */
  readonly more: (() => void) | null;
  readonly label: string;
}) {
  const list = useRef<HTMLOListElement>(null);
  const margin = useListTop(list);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: contentElement,
    estimateSize: (index) => (rows[index]?.type === 'day' ? DAY_HEIGHT : LINE_HEIGHT),
    getItemKey: (index) => rows[index]?.key ?? index,
    scrollMargin: margin,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= rows.length - AHEAD) more?.();
  }, [lastShown, rows.length, more]);
  const before = Math.max(0, (items[0]?.start ?? margin) - margin);
  const after = Math.max(0, virtual.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin));
  return (
    <ol
      ref={list}
      className="journey-timeline"
      aria-label={label}
      style={{ paddingBlockStart: before, paddingBlockEnd: after }}
    >
      {items.map((item) => {
        const row = rows[item.index];
        if (row === undefined) return null;
        return (
          <li
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            data-line={row.type === 'line' ? '' : undefined}
            className={row.type === 'day' ? 'journey-day' : 'journey-line'}
            aria-setsize={more === null ? rows.length : -1}
            aria-posinset={item.index + 1}
          >
            {row.type === 'day' ? <Day at={row.at} zone={zone} /> : <LineEntry line={row.line} around={around} />}
          </li>
        );
      })}
    </ol>
  );
}

function Day({ at, zone }: { readonly at: string; readonly zone: string }) {
  const formats = useFormats();
  return <h3>{formats.instant(at, zone, 'day')}</h3>;
}

/** What the shell scrolls. */
const contentElement = (): HTMLElement | null => document.getElementById('content');

/** How far below the top of what scrolls the list begins: what stands above it grows and shrinks. */
function useListTop(list: { readonly current: HTMLElement | null }): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const scroller = contentElement();
    const own = list.current;
    if (scroller === null || own === null) return;
    const found = Math.round(
      own.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop,
    );
    if (Math.abs(found - top) > 1) setTop(found);
  });
  return top;
}

import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useTexts } from '../texts/use-texts.js';
import { Button } from './button.js';
import { classes } from './classes.js';
import { Link } from './link.js';
import { ProblemNote } from './problem-note.js';
import { Sign } from './sign.js';
import { ErrorState, Loading } from './states.js';
import { kitTexts } from './texts.js';
import './data-table.css';

export interface Column<R> {
  readonly id: string;
  readonly title: string;
  /** The first column's cell is the row's link: keep links and buttons out of it. */
  readonly cell: (row: R) => ReactNode;
  /** A CSS width; the columns without one share the rest. */
  readonly width?: string;
  readonly align?: 'start' | 'end';
  /** Whether phones show it; the first column always is. */
  readonly onPhone?: boolean;
  /** Makes the head a button that sorts by this column. */
  readonly sort?: { readonly direction: 'ascending' | 'descending' | null; readonly onSort: () => void };
}

/** What a table needs of a list; `useList` gives it. */
export interface TableRows<R> {
  readonly rows: readonly R[];
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly isFetchingMore: boolean;
  readonly isBehind?: boolean;
  readonly fetchMore: () => void;
  readonly refetch: () => void;
}

export interface DataTableProps<R> {
  /** What the table holds, for whoever can't see it. */
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly list: TableRows<R>;
  readonly rowKey: (row: R) => string;
  /** Where a row leads. */
  readonly href?: (row: R) => string;
  /** Shown when there are no rows. */
  readonly empty: ReactNode;
  /** How many there are in all, if known. */
  readonly total?: number;
  /** Rows of two lines. */
  readonly tall?: boolean;
}

const ROW = 44;
const TALL_ROW = 60;
/** So many rows before the end, the next page is fetched. */
const AHEAD = 15;

/** A table of any length: only the rows in sight are there. Rows come page by page as one scrolls. */
export function DataTable<R>(table: DataTableProps<R>) {
  const { list, label, columns, total } = table;
  const t = useTexts(kitTexts);
  if (list.isLoading) return <Loading lines={8} />;
  if (list.rows.length === 0 && list.error != null) return <ErrorState error={list.error} onRetry={list.refetch} />;
  if (list.rows.length === 0) return table.empty;
  const count = total ?? list.rows.length;
  return (
    <div className="ft-table-frame">
      {list.error != null && (
        <div className="ft-line">
          <ProblemNote error={list.error} />
          <Button onPress={list.refetch}>{t.tryAgain}</Button>
        </div>
      )}
      {list.isBehind === true && (
        <div className="ft-line" role="status">
          <span>{t.changesIn}</span>
          <Button onPress={list.refetch}>{t.showChanges}</Button>
        </div>
      )}
      <TableBody {...table} columns={columns} label={label} />
      <p className="ft-table-foot ft-soft ft-small">
        {list.isFetchingMore
          ? t.loadingMore
          : total === undefined && list.hasMore
            ? t.rowsSoFar(list.rows.length)
            : t.rows(count)}
      </p>
    </div>
  );
}

function TableBody<R>({ label, columns, list, rowKey, href, total, tall = false }: DataTableProps<R>) {
  const t = useTexts(kitTexts);
  const scroller = useRef<HTMLDivElement>(null);
  const [, navigate] = useLocation();
  const { rows, hasMore, fetchMore } = list;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    // Coarse pointers have taller rows: each is measured as it is drawn.
    estimateSize: () => (tall ? TALL_ROW : ROW),
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= rows.length - AHEAD) fetchMore();
  }, [hasMore, lastShown, rows.length, fetchMore]);

  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const focusRow = (index: number) => {
    const to = Math.max(0, Math.min(rows.length - 1, index));
    virtual.scrollToIndex(to);
    // The row may have to be drawn first.
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        scroller.current?.querySelector<HTMLElement>(`tr[data-index="${to}"] .ft-row-link`)?.focus(),
      ),
    );
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = STEPS[event.key];
    const at = (event.target as HTMLElement).closest('tr')?.dataset['index'];
    if (step === undefined || at === undefined || !(event.target as HTMLElement).matches('.ft-row-link')) return;
    event.preventDefault();
    focusRow(step(Number(at), rows.length));
  };

  return (
    <div className="ft-table-scroll" ref={scroller}>
      <table
        className={classes('ft-table', tall && 'ft-table-tall')}
        aria-label={label}
        aria-rowcount={hasMore && total === undefined ? -1 : (total ?? rows.length) + 1}
        onKeyDown={onKeyDown}
      >
        <colgroup>
          {columns.map((column, i) => (
            <col key={column.id} className={phoneClass(column, i)} style={widthOf(column)} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column, i) => (
              <th
                key={column.id}
                scope="col"
                className={classes(phoneClass(column, i), column.align === 'end' && 'ft-end')}
                aria-sort={column.sort === undefined ? undefined : (column.sort.direction ?? 'none')}
              >
                {column.sort === undefined ? (
                  column.title
                ) : (
                  <button
                    type="button"
                    className="ft-sort"
                    aria-label={t.sortBy(column.title)}
                    onClick={column.sort.onSort}
                  >
                    {column.title}
                    <Sign of={ARROWS[column.sort.direction ?? 'none']} />
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap height={before} />
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const to = href?.(row);
            return (
              <tr
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                aria-rowindex={item.index + 2}
                className={to === undefined ? undefined : 'ft-row-open'}
                onClick={(event) => {
                  if (to !== undefined && isPlainClick(event.target)) navigate(to);
                }}
              >
                {columns.map((column, i) => (
                  <td key={column.id} className={classes(phoneClass(column, i), column.align === 'end' && 'ft-end')}>
                    {i === 0 && to !== undefined ? (
                      <Link href={to} look="plain" className="ft-row-link">
                        {column.cell(row)}
                      </Link>
                    ) : (
                      column.cell(row)
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
          <Gap height={after} />
        </tbody>
      </table>
    </div>
  );
}

const ARROWS = { ascending: 'up', descending: 'down', none: 'sort' } as const;

const PAGE = 10;
const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at) => at + PAGE,
  PageUp: (at) => at - PAGE,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** The rows out of sight, as one empty one. */
const Gap = ({ height }: { readonly height: number }) =>
  height <= 0 ? null : (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
    <tr aria-hidden="true" className="ft-gap">
      {/* No span: on phones it would make columns of those that are not shown. */}
      <td style={{ height }} />
    </tr>
  );

const phoneClass = <R,>(column: Column<R>, index: number): string | undefined =>
  index === 0 || column.onPhone === true ? undefined : 'ft-not-on-phone';

const widthOf = <R,>(column: Column<R>) => (column.width === undefined ? undefined : { width: column.width });

/** A click on the row itself: not on a link or button in it, and not the end of marking text. */
const isPlainClick = (target: EventTarget): boolean =>
  target instanceof Element &&
  target.closest('a, button, input, select, label') === null &&
  (window.getSelection()?.isCollapsed ?? true);

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import type { TaskView } from '../../api/contracts/tasks.js';
import type { List } from '../api/hooks.js';
import { useMe } from '../app/session.js';
import { useNow } from '../app/world.js';
import { Button } from '../kit/button.js';
import { Instant } from '../kit/instant.js';
import { Link } from '../kit/link.js';
import { ProblemNote } from '../kit/problem-note.js';
import { Empty, ErrorState, Loading } from '../kit/states.js';
import { kitTexts } from '../kit/texts.js';
import { ownZone } from '../texts/formats.js';
import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import { type DeskRow, type DueGroup, deskRows } from './due.js';
import { tasksTexts } from './texts.js';
import type { Desk } from './use-desk.js';

const HEAD = 36;
const ROW = 64;
const AHEAD = 15;
const MINUTE_MS = 60_000;

/** The tasks by day, of any number: only the rows in sight are there. */
export function DeskList({
  list,
  desk,
  isFiltered,
  seesOthers,
}: {
  readonly list: List<TaskView>;
  readonly desk: Desk;
  readonly isFiltered: boolean;
  /** Whether there may be tasks of others to look at. */
  readonly seesOthers: boolean;
}) {
  const t = useTexts(tasksTexts);
  const kit = useTexts(kitTexts);
  if (list.isLoading) return <Loading lines={8} />;
  if (list.rows.length === 0 && list.error != null) return <ErrorState error={list.error} onRetry={list.refetch} />;
  if (list.rows.length === 0) {
    const acts = seesOthers ? { acts: <Link href="/tasks?whose=everybody">{t.seeEverybody}</Link> } : {};
    return (
      <Empty title={t.emptyTitle} {...acts}>
        {isFiltered ? t.emptyFound : t.emptyMine}
      </Empty>
    );
  }
  return (
    <>
      {list.error != null && <ProblemNote error={list.error} />}
      {list.isBehind && (
        <div className="ft-line" role="status">
          <span>{kit.changesIn}</span>
          <Button onPress={list.refetch}>{kit.showChanges}</Button>
        </div>
      )}
      <Rows list={list} desk={desk} />
    </>
  );
}

function Rows({ list, desk }: { readonly list: List<TaskView>; readonly desk: Desk }) {
  const t = useTexts(tasksTexts);
  const scroller = useRef<HTMLElement>(null);
  const rows = useDeskRows(list.rows);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.type === 'head' ? HEAD : ROW),
    getItemKey: (index) => keyOf(rows[index], index),
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const { hasMore, fetchMore } = list;
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= rows.length - AHEAD) fetchMore();
  }, [hasMore, lastShown, rows.length, fetchMore]);

  const chosen = rows.findIndex((row) => row.type === 'task' && row.task.id === desk.id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only choosing another task scrolls, not what comes in
  useEffect(() => {
    if (chosen >= 0) virtual.scrollToIndex(chosen === 1 ? 0 : chosen, { align: 'auto' });
  }, [desk.id]);

  return (
    <nav aria-label={t.list} className="tasks-list" ref={scroller}>
      <ul style={{ blockSize: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {row.type === 'head' ? (
                <GroupHead group={row.group} count={row.count} />
              ) : (
                <TaskRow task={row.task} group={row.group} desk={desk} />
              )}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** Grouped anew as business time goes on, once a minute of it at most. */
function useDeskRows(tasks: readonly TaskView[]): readonly DeskRow[] {
  const me = useMe();
  const now = useNow();
  const minute = now === null ? null : Math.floor(now / MINUTE_MS);
  const zone = me.timezone ?? ownZone();
  return useMemo(() => deskRows(tasks, (minute ?? 0) * MINUTE_MS, zone), [tasks, minute, zone]);
}

const keyOf = (row: DeskRow | undefined, index: number): string | number =>
  row === undefined ? index : row.type === 'head' ? row.group : row.task.id;

function GroupHead({ group, count }: { readonly group: DueGroup; readonly count: number }) {
  const t = useTexts(tasksTexts);
  return (
    <h2 className={group === 'overdue' ? 'tasks-group tasks-group-overdue' : 'tasks-group'}>
      {t[group]}
      <span className="ft-soft" aria-hidden="true">
        {count}
      </span>
      <span className="ft-hidden">{t.count(count)}</span>
    </h2>
  );
}

function TaskRow({ task, group, desk }: { readonly task: TaskView; readonly group: DueGroup; readonly desk: Desk }) {
  const words = useWords();
  const me = useMe();
  const isChosen = task.id === desk.id;
  // The title says the contact's name as a rule.
  const who = task.contactName !== null && !task.title.includes(task.contactName) ? task.contactName : null;
  const about = [who, words.taskKind(task.kind), task.stage === null ? null : words.stage(task.stage)];
  return (
    <Link
      href={desk.hrefOf(task.id)}
      look="plain"
      className="tasks-row"
      data-task={task.id}
      {...(isChosen ? { 'aria-current': 'true' as const } : {})}
      onClick={desk.enter}
    >
      <span className="tasks-row-title">{task.title}</span>
      <span className="tasks-row-below">
        <span className="ft-soft">{about.filter((part) => part !== null).join(' · ')}</span>
        {task.dueAt !== null && (
          <span className={group === 'overdue' ? 'tasks-late' : 'ft-soft'}>
            <Instant
              at={task.dueAt}
              zone={me.timezone ?? ownZone()}
              style={group === 'today' || group === 'tomorrow' ? 'time' : 'short'}
              relative={group === 'overdue' ? 'only' : 'none'}
            />
          </span>
        )}
      </span>
    </Link>
  );
}

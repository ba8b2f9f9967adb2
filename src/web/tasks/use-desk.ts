import { useCallback, useEffect, useState } from 'react';
import { useLocation, useParams, useSearch } from 'wouter';
import type { TaskView } from '../../api/contracts/tasks.js';
import { useWide } from '../kit/panes.js';
import { nextTask, taskBeside } from './due.js';

/** Which task is chosen, and how to choose another. */
export interface Desk {
  readonly id: string | null;
  readonly hrefOf: (id: string | null) => string;
  readonly move: (step: 1 | -1) => void;
  /** Into the chosen task: its heading takes the focus. */
  readonly enter: () => void;
  /** To the task after this one, or back to the list if there is none. */
  readonly goOn: (id: string) => void;
  /** Counts the times that the heading was asked to take the focus. */
  readonly entered: number;
}

export function useDesk(rows: readonly TaskView[]): Desk {
  const { id = null } = useParams<{ id?: string }>();
  const search = useSearch();
  const [, navigate] = useLocation();
  const [entered, setEntered] = useState(0);
  const isWide = useWide();
  const hrefOf = useCallback(
    (to: string | null) => `${to === null ? '/tasks' : `/tasks/${to}`}${search === '' ? '' : `?${search}`}`,
    [search],
  );
  // Where there is room for both, the first task is open at once; it then stays, whatever comes before it.
  const first = rows[0]?.id;
  useEffect(() => {
    if (id === null && isWide && first !== undefined) navigate(hrefOf(first), { replace: true });
  }, [id, isWide, first, hrefOf, navigate]);
  const enter = () => setEntered((n) => n + 1);
  return {
    id,
    hrefOf,
    entered,
    enter,
    move: (step) => {
      const to = taskBeside(rows, id, step);
      if (to !== null && to !== id) navigate(hrefOf(to), { replace: true });
      if (to !== null) focusRow(to);
    },
    goOn: (from) => {
      navigate(hrefOf(nextTask(rows, from)), { replace: true });
      enter();
    },
  };
}

/** The row may have to be scrolled to and drawn first. */
function focusRow(id: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-task="${CSS.escape(id)}"]`)?.focus()),
  );
}

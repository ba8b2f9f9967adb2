import type { TaskView } from '../../api/contracts/tasks.js';
import { dayKey } from '../texts/formats.js';

/** When a task is due, as somebody plans their day. */
export const DUE_GROUPS = ['overdue', 'today', 'tomorrow', 'week', 'later', 'none'] as const;
export type DueGroup = (typeof DUE_GROUPS)[number];

const DAY_MS = 86_400_000;

/** Days from one calendar day to another, both YYYY-MM-DD. */
const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);

/** Monday is 0. */
const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/**
 * The group of a due time. `now` is business time (epoch ms), days are those of `zone`, and a week ends with Sunday.
 */
export function dueGroup(dueAt: string | null, now: number, zone: string): DueGroup {
  if (dueAt === null) return 'none';
  if (Date.parse(dueAt) < now) return 'overdue';
  const today = dayKey(new Date(now).toISOString(), zone);
  const days = daysBetween(today, dayKey(dueAt, zone));
  if (days <= 0) return 'today';
  if (days === 1) return 'tomorrow';
  return days <= 6 - weekdayOf(today) ? 'week' : 'later';
}

export type DeskRow =
  | { readonly type: 'head'; readonly group: DueGroup; readonly count: number }
  | { readonly type: 'task'; readonly task: TaskView; readonly group: DueGroup };

/** The rows of the desk: each group that has tasks under its heading, what is due first at the top. */
export function deskRows(tasks: readonly TaskView[], now: number, zone: string): readonly DeskRow[] {
  const groups = new Map<DueGroup, TaskView[]>(DUE_GROUPS.map((group) => [group, []]));
  for (const task of tasks) groups.get(dueGroup(task.dueAt, now, zone))?.push(task);
  return [...groups].flatMap(([group, members]): DeskRow[] =>
    members.length === 0
      ? []
      : [
          { type: 'head', group, count: members.length },
          ...members.map((task): DeskRow => ({ type: 'task', task, group })),
        ],
  );
}

/** The task to go to when this one is gone: the one after it, else the one before; null: it was the last. */
export function nextTask(tasks: readonly Pick<TaskView, 'id'>[], id: string): string | null {
  const at = tasks.findIndex((task) => task.id === id);
  if (at < 0) return tasks[0]?.id ?? null;
  return (tasks[at + 1] ?? tasks[at - 1])?.id ?? null;
}

/** The task so many places after this one, at most the first or last. Without one chosen: the first. */
export function taskBeside(tasks: readonly Pick<TaskView, 'id'>[], id: string | null, step: number): string | null {
  const at = tasks.findIndex((task) => task.id === id);
  if (at < 0) return tasks[0]?.id ?? null;
  return tasks[Math.max(0, Math.min(tasks.length - 1, at + step))]?.id ?? null;
}

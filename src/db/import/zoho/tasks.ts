import { z } from 'zod';
import { defineKind, inOrder } from './kind.js';
import { tableTarget } from './table-target.js';
import { instant, optionalInstant, text } from './values.js';

interface TaskEntry {
  readonly kind: string;
  readonly title: string;
  readonly assigneeId: string | null;
  readonly status: 'open' | 'done';
  readonly dueAt: string | null;
  readonly createdAt: string;
  readonly modifiedAt: string | null;
}

/** Work somebody had or has to do. The export gives it no id and says of nobody whom it is about. */
export const tasks = defineKind({
  kind: 'task',
  file: 'Tasks.csv',
  needed: ['Task Owner', 'Subject', 'Created Time', 'Due Date', 'Status', 'Modified Time'],
  others: [],
  schema: ({ timezone }) =>
    z.object({
      'Task Owner': text,
      Subject: text,
      'Created Time': instant(timezone),
      'Due Date': optionalInstant(timezone),
      Status: text,
      'Modified Time': optionalInstant(timezone),
    }),
  keyOf: () => null,
  check: (row, references) => [
    ...references.ownerOf(null, row['Task Owner'], 'Task Owner').notes,
    ...inOrder(row['Created Time'], row['Modified Time'], 'Modified Time', 'it was modified before it was created'),
    ...inOrder(row['Created Time'], row['Due Date'], 'Due Date', 'it was due before it was created'),
  ],
  toEntry: (row, references, ids): TaskEntry => ({
    kind: /\bcall\b/i.test(row.Subject ?? '') ? 'call' : /\be-?mail\b/i.test(row.Subject ?? '') ? 'message' : 'todo',
    title: row.Subject ?? 'Task',
    assigneeId: ids.of('user', references.ownerOf(null, row['Task Owner'], 'Task Owner').key),
    status: /^completed$/i.test(row.Status ?? '') ? 'done' : 'open',
    dueAt: row['Due Date'],
    createdAt: row['Created Time'],
    modifiedAt: row['Modified Time'],
  }),
  target: () => {
    const columns = (id: string, { modifiedAt, ...entry }: TaskEntry) => {
      const updatedAt = modifiedAt ?? entry.createdAt;
      return { ...entry, id, origin: 'import', updatedAt, doneAt: entry.status === 'done' ? updatedAt : null };
    };
    return tableTarget<TaskEntry>({
      entity: 'task',
      create: (tx, rows) => tx.task.createMany({ data: rows.map(({ id, entry }) => columns(id, entry)) }),
      update: (tx, { id, entry }) => tx.task.updateMany({ where: { id }, data: columns(id, entry) }),
    });
  },
  isLinked: () => false,
});

import type { TaskReads, Writer } from '../api/store-ports.js';
import { writeAudit } from './audit.js';
import type { Db } from './client.js';

/** Gives an open task to an active user. A team's task that somebody is given stays the team's. */
export function reassignTask(
  db: Db,
  id: string,
  to: string,
  reason: string,
  by: Writer,
): ReturnType<TaskReads['reassign']> {
  return db.$transaction(async (tx) => {
    if ((await tx.user.findUnique({ where: { id: to, active: true }, select: { id: true } })) === null)
      return 'unknown-assignee';
    const before = await tx.task.findUnique({ where: { id }, select: { assigneeId: true } });
    // The status is asked in the write: whoever completes it meanwhile wins.
    const { count } = await tx.task.updateMany({
      where: { id, status: 'open' },
      // Who was given it by hand keeps it, whoever becomes the owner.
      data: { assigneeId: to, assign: to, updatedAt: new Date(by.at) },
    });
    if (count === 0) return 'closed';
    await writeAudit(tx, by, {
      action: 'task.reassign',
      objectType: 'task',
      objectId: id,
      reason,
      detail: { from: before?.assigneeId ?? null, to },
    });
    return 'done';
  });
}

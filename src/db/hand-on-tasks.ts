import type { Instant } from '../domain/instant.js';
import type { Db } from './client.js';
import { isPresent, standInFor } from './journey/people.js';

const MOST_AT_ONCE = 500;

/**
 * Open tasks of people who are away or gone go to their deputy, else their manager, as new tasks do. An approval never goes
 * to the contact's owner, who asks for it. Answers how many went.
 */
export async function handOnTasks(db: Db, now: Instant): Promise<number> {
  const at = new Date(now);
  const away = await db.user.findMany({
    where: { OR: [{ active: false }, { absentFrom: { lte: at }, OR: [{ absentTo: null }, { absentTo: { gt: at } }] }] },
  });
  let moved = 0;
  for (const user of away) {
    if (isPresent(user, at)) continue;
    const tasks = await db.task.findMany({
      where: { assigneeId: user.id, status: 'open' },
      select: { id: true, kind: true, contactId: true },
      take: MOST_AT_ONCE,
    });
    if (tasks.length === 0) continue;
    const to = await standInFor(db, user, at);
    if (to === null) continue;
    const asked = await db.contact.findMany({
      where: {
        ownerId: to,
        id: { in: tasks.flatMap(({ kind, contactId }) => (kind === 'approval' && contactId ? [contactId] : [])) },
      },
      select: { id: true },
    });
    const own = new Set(asked.map(({ id }) => id));
    const ids = tasks
      .filter(({ kind, contactId }) => kind !== 'approval' || !own.has(contactId ?? ''))
      .map(({ id }) => id);
    // The status and assignee are asked in the write: whoever completes or moves it meanwhile wins.
    const { count } = await db.task.updateMany({
      where: { id: { in: ids }, status: 'open', assigneeId: user.id },
      data: { assigneeId: to, updatedAt: at },
    });
    moved += count;
  }
  return moved;
}

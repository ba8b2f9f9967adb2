import type { NoticeKind } from '../../domain/notices.js';
import type { Tx } from '../client.js';
import { newId } from '../new-id.js';

export interface NewNotice {
  readonly userId: string;
  readonly kind: NoticeKind;
  /** Business time, epoch ms. */
  readonly at: number;
  readonly journeyId?: string;
  readonly taskId?: string | null;
  readonly contactId?: string;
  /** Of a `message`: what it says. */
  readonly title?: string;
  readonly text?: string;
}

/**
 * Tells somebody something: a notice on the page, and in the same transaction what their robots are to say, or those of
 * their teams where they have none of their own.
 */
export async function createNotice(tx: Tx, notice: NewNotice): Promise<void> {
  const id = newId('notice');
  const at = new Date(notice.at);
  await tx.notice.create({ data: { ...notice, id, at } });
  const robots = await robotsOf(tx, notice.userId);
  if (robots.length === 0) return;
  const { kind, title = '', text = '', journeyId = '' } = notice;
  await tx.delivery.createMany({
    data: robots.map(({ robotId, language }) => ({
      id: newId('delivery'),
      kind: 'robot',
      journeyId,
      ...{ stepId: `robot/${robotId}/${id}`, occurrence: 1, state: 'waiting', at, realDueAt: new Date() },
      content: { robotId, notice: kind, language, title, text, path: pathOf(notice) },
    })),
  });
}

/** In one statement: most people have none, and are told much. */
const robotsOf = (tx: Tx, userId: string) =>
  tx.$queryRaw<{ readonly robotId: string; readonly language: string | null }[]>`
    SELECT r.id AS "robotId", u.language
    FROM users u JOIN robots r ON r."userId" = u.id
      OR (r."teamId" IN (SELECT "teamId" FROM team_members WHERE "userId" = u.id)
        AND NOT EXISTS (SELECT FROM robots own WHERE own."userId" = u.id))
    WHERE u.id = ${userId} ORDER BY r.id`;

/** Where the page shows what it is about. */
const pathOf = ({ taskId, journeyId, contactId }: NewNotice): string =>
  taskId != null
    ? `/tasks/${taskId}`
    : journeyId !== undefined
      ? `/journeys/${journeyId}`
      : contactId !== undefined
        ? `/contacts/${contactId}`
        : '/notices';

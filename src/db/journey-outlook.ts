import type { Upcoming } from '../api/contracts/journeys.js';
import type { JourneyReads } from '../api/store-ports.js';
import type { Wait } from '../domain/journey/state.js';
import type { Db } from './client.js';

/** What an open wait is in the projection: `openWaits` of the planner wrote it. */
interface StoredWait {
  readonly track: string;
  readonly step: string;
  readonly wait: Wait;
}

/** What a journey waits for, first due first. */
export async function outlookOf(db: Db, id: string): ReturnType<JourneyReads['outlook']> {
  const row = await db.journey.findUnique({
    where: { id },
    select: { phase: true, waits: true },
  });
  const waits = row === null || row.phase === 'ended' ? [] : (row.waits as unknown as readonly StoredWait[]);
  const next = waits.map(
    ({ track, step, wait }): Omit<Upcoming, 'local'> => ({ track, step, waitsFor: wait.type, at: textOf(dueOf(wait)) }),
  );
  return next.sort((a, b) => (a.at ?? LAST).localeCompare(b.at ?? LAST));
}

const LAST = '~';
const textOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

function dueOf(wait: Wait): number | null {
  if (wait.type === 'task') return wait.dueAt;
  return wait.type === 'uncertain' ? (wait.lookAt ?? null) : wait.due;
}

import type { Instant } from '../instant.js';

/** That a case was opened or closed, as an event told it. */
export interface CaseEvent {
  readonly type: string;
  readonly at: Instant;
  /** The case's own number, where the source names one. */
  readonly case: string | null;
  readonly subject: string | null;
}

export interface OpenCase {
  readonly subject: string | null;
  readonly openedAt: Instant;
}

/**
 * What of a contact's cases is open, by its events, oldest first. A number says which case is closed; without one it is the
 * oldest that is open.
 */
export function openCases(events: readonly CaseEvent[]): readonly OpenCase[] {
  const open: CaseEvent[] = [];
  for (const event of events) {
    const known = event.case === null ? -1 : open.findIndex((each) => each.case === event.case);
    if (event.type === 'case.opened') {
      // Told twice, it is one case.
      if (known < 0) open.push(event);
      continue;
    }
    const oldest = event.case === null ? 0 : open.findIndex((each) => each.case === null);
    const ended = known >= 0 ? known : oldest;
    if (ended >= 0) open.splice(ended, 1);
  }
  return open.map(({ subject, at }) => ({ subject, openedAt: at }));
}

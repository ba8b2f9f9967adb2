import type { Programs } from '../../activities/ports.js';
import { lookAhead } from '../../domain/care/look-ahead.js';
import { occasionsOf } from '../../domain/care/occasions.js';
import type { Instant } from '../../domain/instant.js';
import type { Deployment } from '../../domain/journey/place.js';
import type { Program } from '../../domain/journey/program.js';
import { STATE_VERSION } from '../../domain/journey/state.js';
import type { CareRecord, CareRow, ExpectedCare } from '../../domain/verify/compare-care.js';
import type { Decision } from '../../domain/verify/sights.js';
import type { Tx } from '../client.js';
import type { Journey } from '../generated/client.js';
import { readFacts } from '../journey/facts.js';
import { isUnreachable } from '../unreachable.js';

export interface CareParts {
  readonly programs: Programs;
  readonly deployment: Deployment;
}

type JourneyOf = Pick<
  Journey,
  | 'id'
  | 'contactId'
  | 'subjectId'
  | 'subjectType'
  | 'startEventId'
  | 'definitionId'
  | 'definitionVersion'
  | 'lastAdvanceAt'
>;

/** What the calendar has of some journeys, and when their contacts' records were changed last. */
export interface CareRows {
  readonly rows: ReadonlyMap<string, readonly CareRow[]>;
  readonly changedAt: ReadonlyMap<string, Instant>;
}

export async function readCareRows(tx: Tx, ids: readonly string[]): Promise<CareRows> {
  const found = await tx.$queryRaw<(Omit<CareRow, 'at'> & { journeyId: string; at: Date })[]>`
    SELECT "journeyId", step, ordinal, occasion, "definitionVersion" AS version, at, to_char(day, 'YYYY-MM-DD') AS day, zone
    FROM care_occasions WHERE "journeyId" = ANY(${[...ids]}) ORDER BY "journeyId", at`;
  // One by one, by their keys: a join of some hundred journeys would read all contacts and accounts there are.
  const changes = await tx.$queryRaw<{ id: string; at: Date }[]>`
    SELECT j.id, greatest(c."updatedAt", (SELECT a."updatedAt" FROM accounts a WHERE a.id = c."accountId"),
      (SELECT max(d."updatedAt") FROM deals d WHERE d."contactId" = c.id)) AS at
    FROM journeys j CROSS JOIN LATERAL (SELECT * FROM contacts WHERE id = j."contactId" OFFSET 0) c
    WHERE j.id = ANY(${[...ids]})`;
  const rows = new Map<string, CareRow[]>();
  for (const { journeyId, at, ...row } of found)
    rows.set(journeyId, [...(rows.get(journeyId) ?? []), { ...row, at: at.getTime() }]);
  return { rows, changedAt: new Map(changes.map(({ id, at }) => [id, at.getTime()])) };
}

/**
 * What the calendar should have of a journey by its last decision. Null: it neither has anything nor should, or nobody can tell, as of a
 * version or a state that can't be read.
 */
export async function careOf(
  tx: Tx,
  parts: CareParts,
  journey: JourneyOf,
  last: Decision | null,
  { rows: all, changedAt }: CareRows,
): Promise<CareRecord | null> {
  const rows = all.get(journey.id) ?? [];
  const state = last?.result.state ?? null;
  const at = last?.decided?.at ?? journey.lastAdvanceAt?.getTime() ?? null;
  if (state === null || at === null || state.v !== STATE_VERSION) return null;
  const version = state.version ?? journey.definitionVersion;
  const program = await programOf(parts.programs, journey.definitionId, version);
  if (program === null) return null;
  const occasions = occasionsOf(program);
  const isOver = state.phase.type === 'ended' || occasions.size === 0;
  if (isOver && rows.length === 0) return null;
  const changedSince = (changedAt.get(journey.id) ?? 0) > at;
  if (isOver) return { rows, expected: [], changedSince: false };
  const { id: journeyId, contactId, subjectId, subjectType, startEventId: startEvent } = journey;
  const subject = { journeyId, contactId, startEvent, dealId: subjectType === 'deal' ? subjectId : null };
  const facts = await readFacts(tx, subject, program, state, { virtual: at });
  const { deployment } = parts;
  const foreseen = lookAhead({ program, state, facts, deployment, subjectId, now: at });
  const isTask = (each: (typeof foreseen)[number]): boolean =>
    occasions.get(each.occasion)?.acts.find(({ step }) => step === each.step)?.action === 'task';
  const expected = foreseen.map((each): ExpectedCare => ({ ...each, version, byOwner: isTask(each) }));
  return { rows, expected, changedSince };
}

async function programOf(programs: Programs, definitionId: string, version: number): Promise<Program | null> {
  try {
    return await programs.program(definitionId, version);
  } catch (error) {
    if (isUnreachable(error)) throw error;
    return null;
  }
}

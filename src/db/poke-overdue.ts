import { campaignWorkflowId } from '../domain/campaign/wake.js';
import type { StuckBefore } from '../domain/stuck.js';
import type { Db } from './client.js';
import { Prisma } from './generated/client.js';

const MOST = 500;

/**
 * Has Temporal told again of journeys that should have moved long ago (src/domain/stuck.ts), and of those, also ended ones,
 * whose runs it calls `failing`: a server that is killed can lose a task that it had just handed out, and its run then waits
 * for nothing. A poke begins nothing and makes nothing happen twice; one that isn't heard is repeated when it is as late
 * itself. `failing`: workflow ids; `real`: now. Answers how many there were.
 */
export async function pokeOverdue(
  db: Db,
  before: StuckBefore,
  failing: readonly string[],
  real: number,
): Promise<number> {
  const now = new Date(real);
  const due = new Date(before.business);
  const unheard = new Date(before.real);
  const isFailing = Prisma.sql`
    "workflowId" = ANY(${[...failing]}::text[]) AND ("realPokedAt" IS NULL OR "realPokedAt" < ${unheard})`;
  const isOpen = Prisma.sql`status = 'open' AND phase IN ('active', 'starting')`;
  // Each way by an index of its own, so that a look costs the same with a million journeys; what was found is judged again
  // under its lock.
  return await db.$executeRaw`
    WITH found AS MATERIALIZED (
      (SELECT id FROM journeys WHERE ${isOpen} AND NOT poked AND "nextAt" < ${due} ORDER BY "nextAt" LIMIT ${MOST})
      UNION (SELECT id FROM journeys WHERE phase = 'starting' AND NOT poked AND "startedAt" < ${due} LIMIT ${MOST})
      UNION (SELECT id FROM journeys WHERE ${isOpen} AND poked AND "realPokedAt" < ${unheard} LIMIT ${MOST})
      UNION (SELECT id FROM journeys WHERE ${isFailing} LIMIT ${MOST})),
    overdue AS MATERIALIZED (
      SELECT id FROM journeys
      WHERE id IN (SELECT id FROM found)
        AND ((${isOpen} AND (CASE WHEN poked THEN "realPokedAt" < ${unheard}
                ELSE "nextAt" < ${due} OR (phase = 'starting' AND "startedAt" < ${due}) END))
          OR (${isFailing}))
      ORDER BY id LIMIT ${MOST} FOR UPDATE SKIP LOCKED),
    noted AS (
      UPDATE journeys j SET poked = true, "realPokedAt" = ${now} FROM overdue o WHERE j.id = o.id
      RETURNING j.id, j."workflowId")
    INSERT INTO outbox (kind, "journeyId", "workflowId", "realAt") SELECT 'poke', id, "workflowId", ${now} FROM noted`;
}

/**
 * The same of campaigns: one whose time came long ago, and one of which a block is long due though its rate lets it, and of which
 * nobody had any in hand since then. As long as some are worked off, the others wait for their turn, however long that takes.
 * Answers how many there were.
 */
export async function pokeOverdueCampaigns(db: Db, before: StuckBefore, real: number): Promise<number> {
  const now = new Date(real);
  const due = new Date(before.business);
  const unheard = new Date(before.real);
  return await db.$executeRaw`
    INSERT INTO outbox (kind, "journeyId", "workflowId", "realAt")
    SELECT 'campaign', c.id, ${campaignWorkflowId('')} || c.id, ${now} FROM campaigns c
    WHERE c.state = 'scheduled' AND c."startsAt" < ${due}
      OR c.state = 'sending' AND (c."resumedAt" IS NULL OR c."resumedAt" < ${due})
        AND EXISTS (
          SELECT FROM campaign_blocks b WHERE b."campaignId" = c.id AND b."doneAt" IS NULL AND b."nextAt" < ${due})
        AND NOT EXISTS (
          SELECT FROM campaign_blocks b
          WHERE b."campaignId" = c.id AND (b."realLeaseUntil" > ${unheard} OR b."doneAt" > ${due}))
        AND NOT EXISTS (SELECT FROM campaign_paces p WHERE p."campaignId" = c.id AND p."realClearAt" > ${unheard})`;
}

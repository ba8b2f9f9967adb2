import type { Db } from '../../src/db/client.js';
import { claimOutbox, finishOutbox, releaseOutbox } from '../../src/db/outbox.js';
import type { TemporalJourneys } from '../../src/temporal/journeys.js';
import type { TellingStore } from '../../src/temporal/relay.js';

/** The outbox as worker and API have it. `claimed` is run between a claim of rows and their telling. */
export const tellingsOf = (db: Db, claimed: () => Promise<void>): TellingStore => ({
  async claim(asked) {
    const rows = await claimOutbox(db, Date.now(), asked);
    if (rows.length > 0) await claimed();
    return rows;
  },
  finish: (rows) => finishOutbox(db, [...rows], Date.now()),
  release: (ids, code) => releaseOutbox(db, ids, code),
});

/** `told` is run when Temporal has been told, before that is written down. */
export const passingJourneys = (journeys: TemporalJourneys, told: () => Promise<void>): TemporalJourneys => ({
  ...journeys,
  async start(workflowId, journeyId) {
    await journeys.start(workflowId, journeyId);
    await told();
  },
  async poke(workflowId, journeyId) {
    await journeys.poke(workflowId, journeyId);
    await told();
  },
});

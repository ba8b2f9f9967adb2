import { describe, expect, test } from 'vitest';
import { Metrics } from '../../src/api/metrics.js';
import type { Figures } from '../../src/api/store-ports.js';

/** The figures of a deployment with as many journeys as it was read times. */
function aScrape() {
  const counted = { reads: 0, now: 1_000, isAway: false };
  const figures = async (): Promise<Figures> => {
    counted.reads += 1;
    if (counted.isAway) throw new Error('the database is away');
    const journeysByPhase = { active: counted.reads };
    return { journeysByPhase, messagesByState: {}, outboxDepth: 0, stuck: {}, furthestBehindMs: 0 };
  };
  const metrics = new Metrics({
    stores: { figures },
    engine: { now: async () => counted.now },
    failingRuns: async () => [],
    realNow: () => counted.now,
    surroundings: {
      version: '1.2.3',
      rate: () => 1,
      stuckAfterMs: 900_000,
      lateAfterMs: () => 300_000,
      temporalUiUrl: null,
      temporalNamespace: 'default',
    },
  });
  const active = async () => Number(/followthrough_journeys\{phase="active"\} (\d+)/.exec(await metrics.text())?.[1]);
  return { counted, active };
}

describe('the counts of the deployment', () => {
  test('are read once in 15 seconds at most, however often they are scraped', async () => {
    const { counted, active } = aScrape();
    expect(await Promise.all([active(), active(), active()])).toEqual([1, 1, 1]);
    counted.now += 14_999;
    expect(await active()).toBe(1);
    counted.now += 1;
    expect(await active()).toBe(2);
    expect(counted.reads).toBe(2);
  });

  test('that could not be read are read again by the next scrape', async () => {
    const { counted, active } = aScrape();
    counted.isAway = true;
    await expect(active()).rejects.toThrow('away');
    counted.isAway = false;
    expect(await active()).toBe(2);
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { findCampaignFaults } from '../chaos/campaign-check.js';
import { CampaignRun } from '../chaos/campaign-run.js';
import { TEMPLATE } from '../chaos/load.js';
import { randomFrom } from '../chaos/options.js';
import { World } from '../chaos/world.js';

/* The short form of `npm run chaos:campaign`. */

const SEED = 8;
const PATIENT = 400_000;

let world: World;
let run: CampaignRun;

beforeAll(async () => {
  world = await World.start(TEMPLATE, SEED);
  const asked = { recipients: 1_000, workers: 2, kills: 3, postgres: 1, temporal: 1, perMinute: 6_000, minutes: 5 };
  run = new CampaignRun(world, asked, randomFrom(SEED), () => {});
}, PATIENT);
afterAll(async () => {
  await run?.stop();
  await world?.stop();
});

test(
  'a campaign whose workers, Temporal and Postgres are killed reaches everybody once, and its sum holds at every look',
  async () => {
    const { records, faults, sum, killedAt, looks } = await run.run();
    expect([...faults, ...findCampaignFaults(records)]).toEqual([]);
    expect([...killedAt.values()].reduce((all, n) => all + n, 0)).toBeGreaterThanOrEqual(3);
    expect(looks).toBeGreaterThan(5);
    for (const part of ['sent', 'skipped', 'uncertain', 'heldOut'] as const)
      expect(sum.parts[part], part).toBeGreaterThan(0);
  },
  PATIENT,
);

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadTemplates } from '../../src/mail/template-source.js';
import { drawJourneys } from './drawn.js';
import { LiveRun, type LiveStory } from './live.js';
import { differenceOf } from './virtual.js';

/*
 * The proof that `simulate` never lies: hundreds of drawn journeys are lived through by the live engine (Temporal with
 * skipped time, Postgres, SMTP), then simulated with what they were told, and the journals are the same line by line.
 * Another draw, or a bigger one: DIFFERENTIAL_SEED=7 DIFFERENTIAL_JOURNEYS=1000.
 */

const COUNT = Number(process.env['DIFFERENTIAL_JOURNEYS'] ?? 200);
const SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 1);
/** Lived through beside each other; more only lengthens the server's list of timers. */
const AT_ONCE = 50;

describe('a simulation and the live engine', () => {
  let run: LiveRun;
  const stories: LiveStory[] = [];

  beforeAll(async () => {
    run = await LiveRun.start();
    const journeys = drawJourneys(COUNT, SEED);
    for (let i = 0; i < journeys.length; i += AT_ONCE)
      stories.push(...(await run.live(journeys.slice(i, i + AT_ONCE))));
  }, 900_000);

  afterAll(() => run?.stop());

  test('write the same journal line by line at their logical instants', async () => {
    const library = loadTemplates(run.system.templates, 'en');
    const differences = [];
    for (const story of stories) {
      const difference = await differenceOf(story, library);
      if (difference !== null) differences.push(difference);
    }
    if (differences.length > 0) throw new Error(`${differences.length} differ:\n${differences.slice(0, 5).join('\n')}`);
    expect(stories).toHaveLength(COUNT);
  });

  test('are asked about every kind of thing that can happen to a journey', () => {
    const seen = new Set(stories.flatMap(({ lines }) => lines.map(({ action, decision }) => `${action} ${decision}`)));
    const expected =
      'enter done,email send,email skip,email defer,wait wait,wait done,task done,choose done,split done';
    const more =
      'repeat done,update done,score done,assign done,stage done,sla done,goal done,exit done,end done,pause done';
    for (const each of `${expected},${more}`.split(',')) expect(seen).toContain(each);
    const lines = stories.reduce((sum, story) => sum + story.lines.length, 0);
    expect(lines).toBeGreaterThan(COUNT * 8);
    process.stderr.write(`${stories.length} journeys, ${lines} lines of journal\n`);
  });
});

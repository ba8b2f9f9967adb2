import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadTemplates } from '../../src/mail/template-source.js';
import { drawJourneys } from './drawn.js';
import { LiveRun, type LiveStory } from './live.js';
import { readShipped } from './shipped.js';
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
  const shipped = readShipped();
  let shippedStories: LiveStory[] = [];

  beforeAll(async () => {
    run = await LiveRun.start();
    const journeys = drawJourneys(COUNT, SEED);
    for (let i = 0; i < journeys.length; i += AT_ONCE)
      stories.push(...(await run.live(journeys.slice(i, i + AT_ONCE))));
    // On a server of its own: with hundreds of runs on one, the skipping of years came to a stop.
    await run.stop();
    run = await LiveRun.start();
    shippedStories = await run.liveShipped(shipped);
  }, 900_000);

  afterAll(() => run?.stop());

  const differing = async (of: readonly LiveStory[]): Promise<string[]> => {
    const library = loadTemplates(run.system.templates, 'en');
    const differences = await Promise.all(of.map((story) => differenceOf(story, library)));
    return differences.filter((difference) => difference !== null);
  };

  test('write the same journal line by line at their logical instants', async () => {
    const differences = await differing(stories);
    if (differences.length > 0) throw new Error(`${differences.length} differ:\n${differences.slice(0, 5).join('\n')}`);
    expect(stories).toHaveLength(COUNT);
  });

  test('write the same journal for every scenario of the shipped definitions', async () => {
    const differences = await differing(shippedStories);
    if (differences.length > 0) throw new Error(`${differences.length} differ:\n${differences.slice(0, 5).join('\n')}`);
    expect(shippedStories).toHaveLength(shipped.cases.length);
    const lines = shippedStories.reduce((sum, story) => sum + story.lines.length, 0);
    // What happens in the scenarios did happen: they don't all just wait.
    const outcomes = shippedStories.flatMap((story) => story.events.filter(({ type }) => type === 'task.completed'));
    const wanted = shipped.cases.flatMap(({ happenings }) =>
      happenings.filter(({ type }) => type === 'task.completed'),
    );
    expect(outcomes.length).toBeGreaterThan(wanted.length * 0.6);
    process.stderr.write(
      `${shippedStories.length} scenarios, ${lines} lines of journal, ${outcomes.length} of ${wanted.length} outcomes\n`,
    );
  });

  test('are asked about every kind of thing that can happen to a journey', () => {
    const seen = new Set(stories.flatMap(({ lines }) => lines.map(({ action, decision }) => `${action} ${decision}`)));
    const expected =
      'enter done,email send,email skip,email defer,wait wait,wait done,task done,choose done,split done';
    const more =
      'repeat done,update done,score done,assign done,stage done,sla done,goal done,exit done,end done,pause done,sms send,sms skip,notify done,create done,webhook done,start done,start skip,stop done';
    for (const each of `${expected},${more}`.split(',')) expect(seen).toContain(each);
    const lines = stories.reduce((sum, story) => sum + story.lines.length, 0);
    expect(lines).toBeGreaterThan(COUNT * 8);
    process.stderr.write(`${stories.length} journeys, ${lines} lines of journal\n`);
  });
});

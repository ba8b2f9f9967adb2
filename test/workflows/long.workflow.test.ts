import { afterEach, describe, expect, test } from 'vitest';
import { DAY } from '../../src/domain/instant.js';
import { aJourney, aMail } from '../support/definitions.js';
import { closedHistoriesOf } from '../support/histories.js';
import { CACHES, SkippingWorld } from '../support/skipping.js';
import { eventually } from '../support/system.js';

const BLOCKS = 124;
/** Four steps each: two decisions a day. */
const block = (n: number): string => `  - wait: 12 hours
  - update: { contact.score: ${n} }
  - wait: 12 hours
  - score: { add: 1, reason: day-${n} }`;

const LONG = aJourney(
  'long',
  [
    ...[aMail('first'), aMail('second')],
    ...Array.from({ length: BLOCKS }, (_, n) => block(n)),
    ...[aMail('last'), '  - end: through'],
  ].join('\n'),
);

describe.each(CACHES)('a definition of 500 steps, %s', (_, worker) => {
  let world: SkippingWorld;

  afterEach(() => world?.stop());

  test('is gone through to its end, each step once, in runs of some hundred events', async () => {
    expect(LONG.match(/^ {2}- /gm)).toHaveLength(500);
    world = await SkippingWorld.start(LONG, { worker, hibernateAfter: 3 * DAY });
    const { system } = world;
    const { journeyId, workflowId } = await system.enrol('long', await system.contact());
    await world.pass((BLOCKS + 2) * DAY);
    await eventually(
      () => system.row(journeyId),
      (row) => row.status === 'ended',
      60_000,
    );
    expect(await system.row(journeyId)).toMatchObject({ outcome: 'through', attention: null });
    const story = await system.story(journeyId);
    const counted = (line: string) => story.filter((each) => each.startsWith(line)).length;
    expect({ waits: counted('wait done'), updates: counted('update'), scores: counted('score') }).toEqual({
      waits: 2 * BLOCKS,
      updates: BLOCKS,
      scores: BLOCKS,
    });
    expect(system.inbox.mails).toHaveLength(3);
    const runs = await closedHistoriesOf(system.client, workflowId);
    expect(runs.length).toBeGreaterThan(2);
    expect(Math.max(...runs.map(({ events }) => events.length))).toBeLessThan(600);
  }, 240_000);
});

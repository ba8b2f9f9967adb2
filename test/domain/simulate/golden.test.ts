import { expect, it } from 'vitest';
import { parseDefinition } from '../../../src/domain/definition/parse.js';
import { DAY, HOUR } from '../../../src/domain/instant.js';
import { compileProgram } from '../../../src/domain/journey/program.js';
import { PAUSED, RESUMED, type VirtualEvent } from '../../../src/domain/simulate/events.js';
import { simulate } from '../../../src/domain/simulate/simulate.js';
import { type Drawn, drawJourneys } from '../../differential/drawn.js';
import { aDeployment, at } from '../../support/walk.js';
import { book } from '../calendar/shipped.js';

/*
 * Drawn journeys with all that happens to them, and the lines they wrote when they were looked at. That these lines are
 * those of the live engine is shown by test/differential; here every later change of a decision is seen in its place. To
 * keep a change: `npx vitest run --project pure test/domain/simulate/golden.test.ts --update`.
 */

const JOURNEYS = 60;
const START = at('2026-12-28T07:30:00Z');
const HOURS = [4, 19, 52, 30, 97, 75];

/** What happens in a round; an outcome is told for each step, since only tasks that are there hear theirs. */
function eventsOf({ happenings }: Drawn): VirtualEvent[] {
  let isPaused = false;
  let time = START;
  return happenings.flatMap((happening, round): VirtualEvent[] => {
    time += (HOURS[round] ?? 0) * HOUR;
    const now = time;
    if (happening.type === 'nothing') return [];
    if (happening.type === 'event') return [{ at: now, type: happening.event, fields: happening.fields }];
    if (happening.type === 'outcome')
      return Array.from({ length: 12 }, (_, n) => ({
        at: now + n * 60_000,
        type: 'task.completed',
        fields: { step: `step-${n + 1}`, outcome: happening.pick % 2 === 0 ? 'good' : 'bad' },
      }));
    if (isPaused === (happening.type === 'pause')) return [];
    isPaused = happening.type === 'pause';
    return [{ at: now, type: isPaused ? PAUSED : RESUMED, fields: {} }];
  });
}

async function story(drawn: Drawn): Promise<string[]> {
  const { definition } = parseDefinition({ file: 'drawn.json', text: drawn.definition });
  if (definition?.kind !== 'journey') throw new Error('a drawn definition is none');
  const { contact, consents, optOuts } = drawn;
  const { lines, state } = await simulate({
    program: compileProgram(definition),
    deployment: aDeployment({ calendars: book.calendars, calendarByCountry: book.byCountry }),
    subject: {
      contact: { id: `con_${definition.id}`, email: 'ada@example.com', ...(contact as object) },
      account: null,
      deal: { id: 'dea_1', name: 'Deal', stage: 'new', expectedCloseAt: '2027-01-06T07:30:00Z' },
      owner: null,
      consents,
      optOuts,
      suppressed: false,
    },
    events: eventsOf(drawn),
    start: START,
    until: START + 45 * DAY,
    render: async () => 'ok',
  });
  return [
    definition.id,
    ...lines.map(({ local, stage, track, step, action, decision, reason, until }) =>
      ['  ', local, stage, track, step, action, decision, reason, until].filter((part) => part !== null).join(' '),
    ),
    `   ${JSON.stringify(state.phase)}`,
  ];
}

it('drawn journeys go as they went when they were looked at', async () => {
  const stories = await Promise.all(drawJourneys(JOURNEYS, 11).map(story));
  expect(stories.flat().length).toBeGreaterThan(JOURNEYS * 8);
  await expect(`${stories.flat().join('\n')}\n`).toMatchFileSnapshot('golden/drawn.txt');
});

it('the same journey simulated again goes the same way', async () => {
  for (const drawn of drawJourneys(40, 23)) expect(await story(drawn)).toEqual(await story(drawn));
});

import { describe, expect, it } from 'vitest';
import type { Deps } from '../../src/cli/ports.js';
import { ALWAYS } from '../../src/domain/calendar/calendar.js';
import { NO_POLICY } from '../../src/domain/policy.js';
import { aPlace } from './places.js';
import { followthrough } from './support.js';

const JOURNEY = `kind: journey
id: nap
name: Nap
steps:
  - { id: rest, wait: 1 days }
  - id: call
    task: { kind: call, title: Call, due: 1 days, outcomes: [reached] }
    onOutcome: { reached: [] }
`;

const scenarios = (lines: readonly string[]): string => `contact: { id: con_1 }
start: 2027-01-04 09:00
days: 3
scenarios:
  - name: is reached
    events:
      - { at: 2027-01-05 10:00, type: task.completed, step: call, outcome: reached }
    expect:
${lines.map((line) => `      - ${line}\n`).join('')}`;

const LINES = [
  '2027-01-04 09:00 main enter done',
  '2027-01-04 09:00 main/main rest wait until 2027-01-05 09:00',
  '2027-01-05 09:00 main/main rest wait done (due)',
  '2027-01-05 09:00 main/main call task done',
  '2027-01-05 10:00 main/main call task done (reached)',
  '2027-01-05 10:00 main end done (completed)',
];

/** Files by their paths, with a deployment that has nothing but them. */
function world(files: Record<string, string>): Partial<Deps> {
  return {
    readText: async (file) => files[file] ?? Promise.reject(new Error(`${file} was not expected to be read`)),
    writeText: async (file, text) => {
      files[file] = String(text);
    },
    scenarioFiles: async () => Object.keys(files).filter((file) => file.includes('.scenarios.')),
    simulationWorld: async () => {
      const place = await aPlace();
      if (!place.ok) throw new Error('expected a world');
      const calendars = new Map([[ALWAYS.id, ALWAYS]]);
      return {
        ok: true,
        value: {
          lint: place.value,
          deployment: {
            zone: 'UTC',
            language: 'en',
            calendars,
            calendarByCountry: new Map(),
            catchUp: 0,
            policy: NO_POLICY,
          },
          render: () => Promise.reject(new Error('no message was expected')),
        },
      };
    },
  };
}

describe('test', () => {
  it('says that all is as expected', async () => {
    const said = await followthrough(
      ['test', 'a'],
      world({ 'a/nap.yaml': JOURNEY, 'a/nap.scenarios.yaml': scenarios(LINES) }),
    );
    expect([said.exit, said.out]).toEqual([0, '1 scenario in 1 file: all as expected\n']);
  });

  it('shows what was expected and what came, with line and column of the file', async () => {
    const wrong = LINES.with(2, '2027-01-05 09:30 main/main rest wait done (due)');
    const said = await followthrough(
      ['test', 'a'],
      world({ 'a/nap.yaml': JOURNEY, 'a/nap.scenarios.yaml': scenarios(wrong) }),
    );
    expect([said.exit, said.out]).toEqual([
      1,
      `a/nap.scenarios.yaml:5:11  is reached: not as expected (- expected, + came)
     9:9    2027-01-04 09:00 main enter done
    10:9    2027-01-04 09:00 main/main rest wait until 2027-01-05 09:00
    11:9  - 2027-01-05 09:30 main/main rest wait done (due)
          + 2027-01-05 09:00 main/main rest wait done (due)
    12:9    2027-01-05 09:00 main/main call task done
    13:9    2027-01-05 10:00 main/main call task done (reached)
            …

1 scenario in 1 file: 1 not as expected
`,
    ]);
  });

  it('prints one object a scenario as JSON', async () => {
    const files = { 'a/nap.yaml': JOURNEY, 'a/nap.scenarios.yaml': scenarios(LINES.slice(1)) };
    const said = await followthrough(['test', 'a', '--json'], world(files));
    expect(JSON.parse(said.out)).toMatchObject({
      file: 'a/nap.scenarios.yaml',
      line: 5,
      scenario: 'is reached',
      passed: false,
      diff: [{ type: 'unexpected', text: LINES[0], line: null }, ...LINES.slice(1).map(() => ({ type: 'same' }))],
    });
  });

  it('writes what came with --update, and is content then', async () => {
    const files = { 'a/nap.yaml': JOURNEY, 'a/nap.scenarios.yaml': scenarios(['nothing of the kind']) };
    expect((await followthrough(['test', 'a', '--update'], world(files))).exit).toBe(0);
    expect(files['a/nap.scenarios.yaml']).toBe(scenarios(LINES));
    expect((await followthrough(['test', 'a'], world(files))).exit).toBe(0);
  });

  it('tells what is wrong with the definition or the scenarios, at its place, and exits 1', async () => {
    const broken = { 'a/nap.yaml': JOURNEY.replace('1 days', '1 dyas'), 'a/nap.scenarios.yaml': scenarios(LINES) };
    expect(await followthrough(['test', 'a'], world(broken))).toMatchObject({
      exit: 1,
      out: expect.stringMatching(/^a\/nap\.yaml:5:\d+ {2}error {2}bad-duration/),
    });
    const unknown = {
      'a/nap.yaml': JOURNEY,
      'a/nap.scenarios.yaml': scenarios(LINES).replace('step: call', 'step: cal'),
    };
    expect(await followthrough(['test', 'a'], world(unknown))).toMatchObject({
      exit: 1,
      out: expect.stringMatching(/^a\/nap\.scenarios\.yaml:7:\d+ {2}error {2}unknown-step/),
    });
    expect(await followthrough(['lint', 'a/nap.scenarios.yaml'], world(unknown))).toMatchObject({
      exit: 1,
      out: expect.stringMatching(/^a\/nap\.scenarios\.yaml:7:\d+ {2}error {2}unknown-step/),
    });
  });

  it('is wrong use where there are none', async () => {
    const said = await followthrough(['test', 'a'], world({}));
    expect([said.exit, said.err]).toEqual([2, expect.stringContaining('There are no scenarios in a.')]);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codesOf, codesOfSteps, HEAD } from './support.js';

const EMAIL = 'email: { template: a, from: owner, purpose: service }';
const loopThrough = (step: string, id = 'again') =>
  codesOfSteps(`  - { id: ${id}, score: { add: 1, reason: r } }\n  - ${step}\n  - goTo: ${id}\n`);

describe('loops', () => {
  test.each([
    'wait: 1 minute',
    'wait: 1 business day',
    'wait: { until: { time: "09:00" } }',
    'wait: { until: { festival: christmas } }',
    'wait: { until: { date: contact.birthday, every: year } }',
    '{ id: t, task: { kind: call, title: T, due: 1 days, outcomes: [a] } }',
    '{ id: r, repeat: { every: 1 days, startAfter: 1 days, steps: [ { goTo: again } ] } }',
  ])('with "%s" wait', (step) => {
    expect(loopThrough(step).filter((code) => code.startsWith('loop'))).toEqual([]);
  });

  test.each([
    'score: { add: 1, reason: r }',
    '{ id: e, email: { template: a, from: owner, purpose: service } }',
    'wait: 0 days',
    'wait: { until: { date: contact.createdAt, shift: 30 days } }',
    'wait: { for: { if: { contact.score: { gt: 5 } } } }',
    'wait: { for: { if: { contact.score: { gt: 5 } } }, upTo: 5 days }',
    'wait: { for: { on: order.placed }, upTo: { date: contact.createdAt } }',
    '{ if: { contact.score: { gt: 5 } }, wait: 5 days }',
    '{ choose: [ { if: { contact.score: { gt: 5 } }, steps: [ { wait: 5 days } ] } ] }',
    '{ id: s, split: { arms: { a: 50, b: 50 } }, onArm: { a: [ { wait: 5 days } ] } }',
    '{ id: r, repeat: { every: 1 days, steps: [ { goTo: again } ] } }',
    '{ id: r, repeat: { every: 1 days, until: { contact.score: { gt: 5 } }, steps: [] } }',
  ])('with "%s" can go round at once', (step) => {
    expect(loopThrough(step).filter((code) => code.startsWith('loop'))).toHaveLength(1);
  });

  test('an event waits where something is sent in the same loop, for the wait looks back to that only', () => {
    const wait = '  - wait: { for: { on: email.replied } }\n';
    expect(codesOfSteps(`  - { id: ask, ${EMAIL} }\n${wait}  - goTo: ask\n`)).toEqual([]);
    expect(codesOfSteps(`  - { id: ask, if: { contact.score: 1 }, ${EMAIL} }\n${wait}  - goTo: ask\n`)).toEqual([
      'loop-without-wait:7',
    ]);
    expect(codesOfSteps(`  - id: ask\n    wait: { for: { on: email.replied } }\n  - goTo: ask\n`)).toEqual([
      'loop-without-wait:7',
    ]);
  });

  test('only the branch that loops counts', () => {
    const branches = (then: string, other: string) =>
      codesOfSteps(
        `  - id: ask\n    wait: { for: { on: email.replied }, upTo: 2 days }\n    then: [ ${then} ]\n    else: [ ${other} ]\n`,
      );
    expect(branches('{ end: x }', '{ goTo: ask }')).toEqual([]);
    expect(branches('{ goTo: ask }', '{ end: x }')).toEqual(['loop-without-wait:7']);
  });

  test('a date without a value goes on at once with else', () => {
    const text = (rest: string) => `  - id: b\n    wait: { until: { date: contact.birthday, every: year } }\n${rest}`;
    expect(codesOfSteps(text('    then: [ { goTo: b } ]\n'))).toEqual([]);
    expect(codesOfSteps(text('    then: [ { end: x } ]\n    else: [ { goTo: b } ]\n'))).toEqual([
      'loop-without-wait:8',
    ]);
  });

  test('from stage to stage are found too, and reported once', () => {
    const stages = (wait: string) =>
      codesOf(
        `${HEAD}stages:\n  - { id: a, steps: [ ${wait} { moveTo: b } ] }\n  - { id: b, steps: [ { moveTo: a } ] }\n`,
      );
    expect(stages('')).toEqual(['loop-without-wait:6']);
    expect(stages('{ wait: 1 days },')).toEqual([]);
  });

  test('at the beginning of a long journey are found', () => {
    const steps = '  - { id: s, score: { add: 1, reason: r } }\n  - { if: { contact.score: 1 }, goTo: s }\n';
    expect(codesOfSteps(`${steps}${'  - score: { add: 1, reason: r }\n'.repeat(250)}`)).toEqual([
      'loop-without-wait:6',
    ]);
  });

  test('are told one by one, up to two hundred', () => {
    const loop = (i: number) =>
      `  - { id: s${i}, score: { add: 1, reason: r } }\n  - { if: { contact.score: 1 }, goTo: s${i} }\n`;
    const loops = (count: number) => codesOfSteps(Array.from({ length: count }, (_, i) => loop(i)).join(''));
    expect(loops(3)).toEqual(['loop-without-wait:6', 'loop-without-wait:8', 'loop-without-wait:10']);
    expect(loops(201)).toHaveLength(200);
  });

  test('a jump forward is none', () => {
    expect(
      codesOfSteps(
        '  - if: { contact.score: 5 }\n    goTo: b\n  - score: { add: 1, reason: r }\n  - { id: b, end: x }\n',
      ),
    ).toEqual([]);
  });

  test('a chain of jumps is a loop exactly if some jump leads back and nothing on the way waits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ waits: fc.boolean(), target: fc.nat(7) }), { minLength: 8, maxLength: 8 }),
        (nodes) => {
          // Eight steps, each jumping to one of the eight; the walk from any of them ends in exactly one cycle.
          const lines = nodes.map(
            ({ waits, target }, i) =>
              `  - { id: s${i}, ${waits ? 'wait: 1 days' : 'score: { add: 1, reason: r }'} }\n  - goTo: s${target}\n`,
          );
          const loops = codesOfSteps(lines.join('')).filter((code) => code.startsWith('loop')).length;
          const endless = nodes.some((_, start) => {
            const seen = new Set<number>();
            let at = start;
            while (!seen.has(at) && !nodes[at]?.waits) {
              seen.add(at);
              at = nodes[at]?.target ?? 0;
            }
            return !nodes[at]?.waits;
          });
          expect(loops > 0).toBe(endless);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('steps that nothing leads to', () => {
  test.each([
    ['after an end', '  - end: a\n  - wait: 1 days\n  - wait: 1 days\n', ['unreachable-step:6']],
    ['after a goTo', '  - { id: w, wait: 1 days }\n  - goTo: w\n  - end: a\n', ['unreachable-step:7']],
    [
      'after a repeat without an end',
      '  - { id: r, repeat: { every: 1 days, steps: [] } }\n  - end: a\n',
      ['unreachable-step:6'],
    ],
    [
      'in the else of a wait that cannot run out',
      '  - wait: { for: { on: deal.won } }\n    then: []\n    else: [ { end: a } ]\n',
      ['unreachable-step:7'],
    ],
    ['in the else of a duration', '  - wait: 1 days\n    else: [ { end: a } ]\n', ['unreachable-step:6']],
    [
      'after branches that all end',
      '  - choose: [ { if: { contact.score: 1 }, steps: [ { end: a } ] }, { else: [ { end: b } ] } ]\n  - end: c\n',
      ['unreachable-step:6'],
    ],
  ])('%s are found, once a stretch', (_, text, codes) => expect(codesOfSteps(text)).toEqual(codes));

  test.each([
    ['after an end with a condition', '  - { if: { contact.score: 1 }, end: a }\n  - end: b\n'],
    ['after a repeat with an end', '  - { id: r, repeat: { every: 1 days, atMost: 3, steps: [] } }\n  - end: a\n'],
    ['behind an end, but jumped to', '  - { if: { contact.score: 1 }, goTo: c }\n  - end: b\n  - { id: c, end: c }\n'],
    [
      'in the else of a date, which may be missing',
      '  - wait: { until: { date: contact.birthday, every: year } }\n    else: [ { end: a } ]\n',
    ],
    [
      'after a choice without else',
      '  - choose: [ { if: { contact.score: 1 }, steps: [ { end: a } ] } ]\n  - end: c\n',
    ],
  ])('%s are not reported', (_, text) => expect(codesOfSteps(text)).toEqual([]));

  test('in a stage: anything may lead there, and nothing may', () => {
    const stages = (head: string, steps: string) =>
      codesOf(`${HEAD}${head}stages:\n  - { id: a, steps: [ ${steps} ] }\n  - { id: b, steps: [ { end: x } ] }\n`).map(
        (code) => code.split(':')[0],
      );
    expect(stages('', '')).toEqual(['unreachable-step']);
    expect(stages('', '{ moveTo: b }')).toEqual([]);
    expect(stages('moves: [ { on: deal.won, to: b } ]\n', '')).toEqual([]);
    expect(stages('enter: { at: [ { if: { contact.score: 1 }, stage: b } ] }\n', '')).toEqual([]);
  });

  test('are a warning', () => {
    expect(codesOf(`${HEAD}steps: [ { end: a }, { end: b } ]\n`)).toEqual(['unreachable-step:4']);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lintSource } from '../../../src/domain/definition/lint.js';
import { parseDefinition } from '../../../src/domain/definition/parse.js';
import { codesOf, HEAD, lint, lintContext } from './support.js';

const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghij'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(',')}]`).join('\n')}\n`;

describe('bad input', () => {
  test.each([
    ['an alias bomb', bomb],
    ['an alias of itself', 'a: &a [*a]\n'],
    ['an unknown alias', 'a: *b\n'],
    ['deep brackets', '['.repeat(200_000)],
    ['deep maps', '{a: '.repeat(50_000)],
    ['deep lists on one line', '- '.repeat(100_000)],
    ['deep indentation', Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}k:`).join('\n')],
    ['a tag', `${HEAD}steps: !!js/function "x"\n`],
    ['a known tag', `${HEAD}steps: []\nvariables: { a: !!binary aGk= }\n`],
    ['a key of the prototype', `${HEAD}steps: []\n__proto__: { a: 1 }\n`],
    ['constructor as a key', `${HEAD}steps: []\nvariables: { constructor: 1 }\n`],
    ['a repeated key', 'kind: journey\nkind: journey\n'],
    ['two documents', `${HEAD}steps: []\n---\na: 1\n`],
    ['another YAML version', `%YAML 1.1\n---\n${HEAD}steps: []\n`],
    ['a huge file', `${HEAD}# ${'x'.repeat(300_000)}\nsteps: []\n`],
    ['far too many values', `[${'1,'.repeat(90_000)}]`],
    ['binary', String.fromCharCode(...Array.from({ length: 2000 }, (_, i) => (i * 7919) % 256))],
    ['a control character', `${HEAD}steps: []\nvariables: { a: "b\\0c" }\n`],
    ['half a surrogate pair', `${HEAD}steps: []\nvariables: { a: "\\ud800" }\n`],
    ['an unclosed quote', `${HEAD}steps: "\n`],
  ])('%s is a yaml-syntax finding, soon', (_, text) => {
    const start = performance.now();
    const { definition, findings } = parseDefinition({ file: 'f.yaml', text });
    expect(definition).toBeNull();
    expect(findings.map((finding) => finding.code)).toContain('yaml-syntax');
    // Each takes some 10 ms; the bound is for what grows without end.
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test('thousands of unknown keys are told of in bounded number and time', () => {
    const text = `${HEAD}${Array.from({ length: 9_000 }, (_, i) => `key${i}: ${i}`).join('\n')}\n`;
    const { findings } = parseDefinition({ file: 'f.yaml', text });
    expect(findings.length).toBeGreaterThan(100);
    expect(findings.length).toBeLessThan(500);
  });

  test('an anchor used a few times is no bomb', () => {
    const text = `${HEAD}window: &w { from: "09:00", to: "18:00" }\nsteps:\n  - id: a\n    email: { template: x, from: owner, purpose: service, window: *w }\n`;
    expect(codesOf(text)).toEqual([]);
  });

  test('a finding inside an alias is placed at what the alias stands for', () => {
    const text = `${HEAD}window: &w { from: "09:00", to: "18:00", sprad: 1 days }\nsteps:\n  - id: a\n    email: { template: x, from: owner, purpose: service, window: *w }\n`;
    expect(codesOf(text)).toEqual(['unknown-key:4']);
  });

  test('no finding quotes a value at length', () => {
    for (const finding of lint(`${HEAD}per: ${'x'.repeat(5_000)}\nsteps: []\n`))
      expect(finding.message.length).toBeLessThan(300);
  });
});

const whole = `${HEAD}timezone: Europe/Berlin
window: { days: [mon], from: "09:00", to: "18:00", spread: 5 minutes }
variables: { trialDays: 14 }
enter: { on: lead.created, if: { contact.email: { exists: true } }, again: { after: 90 days } }
exit: [ { if: { contact.doNotContact: true }, as: dnc } ]
goal: { on: deal.won, stay: true }
stages:
  - id: new
    sla: { leaveWithin: 2 business days, escalateTo: manager }
    moves: [ { on: deal.lost, to: lost } ]
    steps:
      - id: hello
        email: { template: lead/hello, from: owner, purpose: marketing }
      - wait: { for: { on: email.replied, if: { all: [ { event.step: hello }, { not: { contact.tags: { contains: x } } } ] } }, upTo: 2 days }
        then:
          - id: call
            task: { kind: call, title: Call, due: 4 hours, outcomes: [reached, gone] }
            onOutcome: { reached: [ { moveTo: lost } ], gone: [] }
        else: [ { goTo: hello } ]
      - choose: [ { if: { contact.score: { gt: 5 } }, steps: [] }, { else: [ { end: x } ] } ]
      - id: r
        repeat: { every: 90 days, steps: [ { update: { contact.score: { add: 1 } } } ] }
  - { id: lost, final: true }
`;

test('an outcome may be called as something that every object has', () => {
  const steps = '  - id: t\n    task: { kind: call, title: T, due: 1 days, outcomes: [constructor, to-string] }\n';
  expect(codesOf(`${HEAD}steps:\n${steps}`)).toEqual([]);
  expect(codesOf(`${HEAD}steps:\n${steps}    onOutcome: { to-string: [] }\n`)).toEqual(['outcome-not-handled:6']);
});

describe('a message', () => {
  test.each([
    ['a line end', 'a\\nf.yaml:1:1  error  x  y'],
    ['an escape', 'a\\u009b2J'],
    ['a mark of direction', 'a\\u202eb'],
  ])('is one line whatever it quotes: %s', (_, text) => {
    const [finding] = lint(`${HEAD}enter: { on: "${text}" }\nsteps: []\n`);
    expect(finding?.message).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  test('is short whatever it quotes', () => {
    const [finding] = lint(`${HEAD}steps: []\n${'k'.repeat(1_000)}: 1\n`);
    expect(finding?.code).toBe('unknown-key');
    expect(finding?.message.length).toBeLessThanOrEqual(800);
  });
});

describe('any text', () => {
  const check = (text: string): void => {
    const { parsed, findings } = lintSource({ file: 'f.yaml', text }, lintContext());
    const lines = text.split('\n').length;
    const placed = findings.filter(
      ({ line, column, message }) => line >= 1 && line <= lines && column >= 1 && message !== '',
    );
    expect(placed).toHaveLength(findings.length);
    expect(parsed.definition === null).toBe(parsed.findings.length > 0);
  };

  test('the text that is damaged below is whole', () => expect(codesOf(whole)).toEqual([]));

  test('a damaged definition gives findings or a definition, never a crash', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '',
        ' ',
        '\n',
        '- ',
        '{',
        '}',
        '[',
        ']',
        ':',
        ': ',
        '"',
        "'",
        '*a',
        '&a ',
        '!!x ',
        '|',
        '>',
        '#',
        '? ',
        '\t',
        '~',
        'null',
        '0',
        '-1',
        '.inf',
        'x: y\n',
        '<<: ',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(30), piece, (at, length, inserted) => {
        check(whole.slice(0, at) + inserted + whole.slice(at + length));
      }),
      { numRuns: 1_200 },
    );
  }, 60_000);

  test('a definition with a value replaced gives findings or a definition, never a crash', () => {
    const places: { holder: { [key: string]: unknown }; key: string }[] = [];
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const key of Object.keys(value)) {
        places.push({ holder: value as { [key: string]: unknown }, key });
        visit((value as { [key: string]: unknown })[key]);
      }
    };
    const tree = parseDefinition({ file: 'f', text: whole }).value;
    visit(tree);
    fc.assert(
      fc.property(fc.nat(places.length - 1), fc.jsonValue({ maxDepth: 3 }), (i, replacement) => {
        const place = places[i];
        if (!place) return;
        const before = place.holder[place.key];
        place.holder[place.key] = replacement;
        try {
          check(JSON.stringify(tree));
        } finally {
          place.holder[place.key] = before;
        }
      }),
      { numRuns: 1_200 },
    );
  }, 60_000);

  test('any binary text gives findings', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => check(text)),
      { numRuns: 600 },
    );
  }, 60_000);
});

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { lintSource } from '../../../src/domain/definition/lint.js';
import { parseDefinition } from '../../../src/domain/definition/parse.js';
import { FAULTS, FAULTY_WORLD } from './faults.js';
import { shippedWorld } from './fuzz/world.js';
import { lint, print } from './support.js';

/*
 * A file with every kind of step is spoilt in every line in some ways, and all findings are kept as they were looked at:
 * whoever changes what lint says sees each place where it now says something else. To keep a change:
 * `npx vitest run --project pure test/domain/definition/golden.test.ts --update`.
 */

const TEXT = readFileSync(new URL('../graph/golden/every-kind.yaml', import.meta.url), 'utf8');
const LINES = TEXT.split('\n');

type Spoil = (line: string) => string | null;

const WAYS: { readonly [way: string]: Spoil } = {
  'left out': () => null,
  'said twice': (line) => `${line}\n${line}`,
  'a key misspelt': (line) => line.replace(/([a-z])([a-z]+):/, (_, a: string, b: string) => `${b}${a}:`),
  'the last word changed': (line) => line.replace(/([A-Za-z]+)(\W*)$/, 'xx$2'),
  'the first value a list': (line) => line.replace(/: ([\w"-][^,{}[\]]*)/, ': [$1]'),
  'a number in its place': (line) => line.replace(/: ([\w"-][^,{}[\]]*)/, ': 7'),
  'a duration changed': (line) => line.replace(/\d+ (business )?(days|minutes|weeks)/, '0 days'),
  'a path changed': (line) => line.replace(/(contact|deal|event)\.(\w)(\w+)/, '$1.$3$2'),
};

const world = shippedWorld();

function* spoilt(): Generator<string> {
  for (const [way, spoil] of Object.entries(WAYS)) {
    for (const [index, line] of LINES.entries()) {
      const changed = spoil(line);
      if (changed === line) continue;
      const text = LINES.toSpliced(index, 1, ...(changed === null ? [] : [changed])).join('\n');
      const { findings } = lintSource({ file: '', text }, world);
      yield `${way}: ${index + 1}: ${line.trim().slice(0, 60)}`;
      for (const { line: at, column, severity, code, message, pointer, suggestion } of findings)
        yield `    ${at}:${column} ${severity} ${code} ${pointer} ${message}${suggestion === undefined ? '' : ` (${suggestion})`}`;
    }
  }
}

// Hundreds of lints of the whole file: on a machine with other work they take longer than a pure test may by default.
it('what lint says of a file that is spoilt in every line is as it was looked at', { timeout: 90_000 }, async () => {
  const lines = [...spoilt()];
  expect(lines.length).toBeGreaterThan(400);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/spoilt.txt');
});

it('what is read from the whole file is as it was looked at', async () => {
  const { definition } = parseDefinition({ file: '', text: TEXT });
  await expect(`${JSON.stringify(definition, null, 1)}\n`).toMatchFileSnapshot('golden/every-kind.txt');
});

it('what lint says of each kind of fault, and what it takes it to have meant, is as it was looked at', async () => {
  const said = FAULTS.map(
    (text) => `${text.trimEnd()}\n${print(lint(text, FAULTY_WORLD)).replaceAll('f.yaml:', '    ')}\n`,
  );
  await expect(said.join('\n')).toMatchFileSnapshot('golden/faults.txt');
});

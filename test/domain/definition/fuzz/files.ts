import { readdirSync, readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import type { Random } from './random.js';

/** Texts that nobody would write, and texts that somebody nearly wrote: what lint must never fall over. */

const root = new URL('../../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** Every shipped definition, and every example of the format page and of lint's own. */
const REAL: readonly string[] = [
  ...readdirSync(new URL('definitions', root), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path))
    .sort()
    .map((path) => read(`definitions/${path}`)),
  ...[...`${read('docs/cadence-format.md')}\n${read('docs/lint.md')}`.matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ([, text = '']) => text,
  ),
];
const TREES: readonly unknown[] = REAL.flatMap((text) => {
  try {
    return [parse(text) as unknown];
  } catch {
    return [];
  }
});
const WORDS: readonly string[] = [...new Set(REAL.join(' ').match(/[A-Za-z][\w.:-]*/g) ?? [])];

const PIECES = [
  ...[
    '',
    ' ',
    '  ',
    '\n',
    '\r\n',
    '\t',
    '- ',
    '{',
    '}',
    '[',
    ']',
    ':',
    ': ',
    ', ',
    '"',
    "'",
    '|',
    '>',
    '|+\n',
    '#',
    ' #',
  ],
  ...[
    '? ',
    '*a',
    '&a ',
    '!!str ',
    '!x ',
    '%YAML 1.1\n',
    '---\n',
    '...\n',
    '<<: ',
    '~',
    'null',
    'true',
    '.nan',
    '.inf',
    '-0',
  ],
  ...[
    '0x1f',
    '1e999',
    '2 dys',
    '--02-29',
    '2027-02-30',
    '__proto__: 1\n',
    'constructor',
    '\u0000',
    '\u001b[2J',
    '\u202e',
  ],
  ...['\ud800', '\uffff', '\u2028', '\ufeff', '汉字', '😀', '{{contact.name}}', '{{', 'a'.repeat(300)],
];

const word = (random: Random): string => (random.chance(0.7) ? random.pick(WORDS) : random.pick(PIECES));

function value(random: Random, depth: number): unknown {
  const kind = random.below(depth > 3 ? 5 : 8);
  if (kind === 0) return random.pick([0, -1, 1.5, 1e308, 14, 100, Number.NaN]);
  if (kind === 1) return random.pick([true, false, null]);
  if (kind <= 4) return word(random);
  if (kind === 5) return random.times(random.below(4), () => value(random, depth + 1));
  return Object.fromEntries(random.times(random.below(4), () => [word(random), value(random, depth + 1)]));
}

/** Pieces of YAML in no order. */
const noise = (random: Random): string =>
  random.times(1 + random.below(80), () => (random.chance(0.5) ? word(random) : random.pick(PIECES))).join('');

/** Well-formed YAML of the format's own words, in shapes of its own. */
const shapes = (random: Random): string => {
  const head = { kind: random.pick(['journey', 'campaign', 'segment', 'survey', 'form']), id: 'a', name: 'A' };
  const rest = value(random, 0);
  return stringify({ ...head, ...(typeof rest === 'object' && rest !== null ? rest : { steps: rest }) });
};

/** A real file with characters cut out, put in, doubled, or taken over from another. */
function damaged(random: Random): string {
  let text = random.pick(REAL);
  for (let count = 1 + random.below(6); count > 0; count--) {
    const at = random.below(text.length + 1);
    const length = random.below(random.chance(0.2) ? 400 : 12);
    const other = random.pick(REAL);
    const from = random.below(other.length + 1);
    const inserted = random.pick([
      '',
      random.pick(PIECES),
      word(random),
      text.slice(at, at + length),
      other.slice(from, from + length),
    ]);
    text = text.slice(0, at) + inserted + text.slice(at + (random.chance(0.5) ? length : 0));
  }
  return text;
}

/** A real file whose lines are moved, doubled, lost, or indented otherwise. */
function shuffled(random: Random): string {
  const lines = random.pick(REAL).split('\n');
  for (let count = 1 + random.below(5); count > 0; count--) {
    const at = random.below(lines.length);
    const line = lines[at] ?? '';
    const moved = random.pick([[], [line, line], [`  ${line}`], [line.trimStart()], [line, random.pick(lines)]]);
    lines.splice(at, 1, ...moved);
    if (lines.length === 0) lines.push('');
  }
  return lines.join('\n');
}

/** A real file with some of its values or keys replaced. */
function replaced(random: Random): string {
  const tree = structuredClone(random.pick(TREES));
  const places: { readonly holder: { [key: string]: unknown }; readonly key: string }[] = [];
  const visit = (each: unknown): void => {
    if (typeof each !== 'object' || each === null) return;
    for (const [key, inner] of Object.entries(each)) {
      places.push({ holder: each as { [key: string]: unknown }, key });
      visit(inner);
    }
  };
  visit(tree);
  for (let count = 1 + random.below(4); count > 0 && places.length > 0; count--) {
    const { holder, key } = random.pick(places);
    const other = random.pick(places);
    const act = random.below(4);
    if (act === 0) holder[key] = value(random, 1);
    else if (act === 1) holder[key] = structuredClone(other.holder[other.key]);
    else if (act === 2) delete holder[key];
    else holder[word(random)] = structuredClone(holder[key]);
  }
  return random.chance(0.5) ? JSON.stringify(tree) : stringify(tree);
}

/** Nesting of every kind, in the middle of a file that is otherwise right. */
function deep(random: Random): string {
  const depth = 2 ** random.below(17);
  const head = 'kind: journey\nid: a\nname: A\nsteps:\n';
  const nested = (open: string, close: string): string =>
    `${open.repeat(depth)}x${close.repeat(random.below(2) * depth)}`;
  switch (random.below(8)) {
    case 0:
      return nested('[', ']');
    case 1:
      return `${head}  - if: ${nested('{ not: ', ' }')}\n    end: a\n`;
    case 2:
      return '- '.repeat(depth);
    case 3:
      return random.times(Math.min(depth, 900), (i) => `${' '.repeat(i)}k${i}:`).join('\n');
    case 4:
      return `${head}  - ${nested('{ wait: 1 days, then: [ ', ' ] }')}\n`;
    case 5:
      return `${head}  - ${nested('{ choose: [ { else: [ ', ' ] } ] }')}\n`;
    case 6:
      return `${head}  - if: ${nested('{ all: [ ', ' ] }')}\n`;
    default:
      return `${head}  - ${nested('? ', '')}\n`;
  }
}

/** Aliases of aliases, of themselves, of whole steps. */
function bomb(random: Random): string {
  const width = 2 + random.below(20);
  const levels = 1 + random.below(12);
  const name = (level: number): string => `a${level}`;
  const lines = random.times(levels, (level) =>
    level === 0
      ? `a0: &a0 [${random.times(width, () => 'x').join(',')}]`
      : `${name(level)}: &${name(level)} [${random.times(width, () => `*${name(level - (random.chance(0.9) ? 1 : 0))}`).join(',')}]`,
  );
  if (random.chance(0.5)) return `${lines.join('\n')}\n`;
  const steps = random.times(levels, (level) =>
    level === 0
      ? '  - &s0 { wait: 1 days }'
      : `  - &s${level} { wait: 1 days, then: [ ${random.times(width, () => `*s${level - 1}`).join(', ')} ] }`,
  );
  return `kind: journey\nid: a\nname: A\nsteps:\n${steps.join('\n')}\n`;
}

/** Up to and beyond the size that is read: long texts, many keys, steps, tests, jumps. */
function huge(random: Random): string {
  const count = 2 ** (4 + random.below(12));
  const head = 'kind: journey\nid: a\nname: A\n';
  const many = (line: (index: number) => string): string => random.times(count, line).join('');
  switch (random.below(7)) {
    case 0:
      return `${head}steps: []\nvariables: { a: "${'x'.repeat(count * 16)}" }\n`;
    case 1:
      return head + many((i) => `key${i}: ${i}\n`);
    case 2:
      return `${head}steps:\n${many((i) => `  - { id: s${i}, wait: ${random.pick(['1 days', '1 dys', '0 minutes'])} }\n`)}`;
    case 3:
      return `${head}steps:\n${many((i) => `  - { id: s${i}, if: { contact.score: ${i} }, goTo: s${random.below(count)} }\n`)}`;
    case 4:
      return `kind: segment\nid: a\nname: A\nif: { any: [ ${many((i) => `{ contact.f${i}: ${i} }, `)} ] }\n`;
    case 5:
      return `${head}stages:\n${many((i) => `  - { id: s${i}, steps: [ { moveTo: s${random.below(count)} } ] }\n`)}`;
    default:
      return many(() => random.pick(PIECES));
  }
}

const binary = (random: Random): string =>
  random
    .times(1 + random.below(2_000), () => String.fromCharCode(random.below(random.pick([128, 256, 65_536]))))
    .join('');

/** The kinds of files with how many of a hundred are of it; big ones are dear. */
export const KINDS = {
  noise: { share: 16, make: noise },
  shapes: { share: 20, make: shapes },
  damaged: { share: 25, make: damaged },
  shuffled: { share: 12, make: shuffled },
  replaced: { share: 20, make: replaced },
  deep: { share: 3, make: deep },
  bomb: { share: 1, make: bomb },
  huge: { share: 1, make: huge },
  binary: { share: 2, make: binary },
} as const satisfies { readonly [kind: string]: { readonly share: number; make(random: Random): string } };
export type FileKind = keyof typeof KINDS;

/** The kind of the n-th file: of every hundred each kind has its share. */
export function kindOf(n: number): FileKind {
  let rest = (n * 37) % 100;
  for (const [kind, { share }] of Object.entries(KINDS)) {
    if (rest < share) return kind as FileKind;
    rest -= share;
  }
  return 'noise';
}

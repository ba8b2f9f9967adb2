import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildProgram, pathOf, walk } from '../src/cli/program.js';
import { repositoryRoot } from '../src/config/env.js';
import { IMPORT_TABLE, type ImportRule } from './architecture/import-table.js';

const read = (file: string): string => readFileSync(path.join(repositoryRoot, file), 'utf8');

/** Every page of the project: those beside package.json, and all below docs and calendars. */
const PAGES = [
  ...readdirSync(repositoryRoot),
  ...['docs', 'calendars'].flatMap((folder) =>
    readdirSync(path.join(repositoryRoot, folder), { recursive: true }).map((name) => path.join(folder, String(name))),
  ),
]
  .filter((file) => file.endsWith('.md'))
  .sort();

const pages = PAGES.map((file) => ({ file, text: read(file) }));

/** Targets of `[text](target)` outside code blocks. */
const linksOf = (text: string): string[] =>
  [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');

/** The anchor that a heading gets on a page. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map((match) => anchorOf(match[1] ?? ''));

/** What is wrong with the relative links of a page. */
function deadLinks(file: string, text: string): string[] {
  return linksOf(text)
    .filter((link) => !/^(https?|mailto):/.test(link))
    .flatMap((link) => {
      const [target = '', anchor] = link.split('#');
      const full = target === '' ? file : path.join(path.dirname(file), target);
      if (!existsSync(path.join(repositoryRoot, full))) return [`${file}: ${link} leads nowhere`];
      if (anchor === undefined || !full.endsWith('.md')) return [];
      const known = anchorsOf(target === '' ? text : read(full));
      return known.includes(anchor) ? [] : [`${file}: ${link} has no such heading`];
    });
}

const SCRIPTS = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);
const COMMANDS = new Set(walk(buildProgram(() => Promise.resolve(), '0')).map(pathOf));
const GROUPS = new Set(
  [...COMMANDS].filter((command) => command.includes(' ')).map((command) => command.split(' ')[0]),
);

const missingScripts = (text: string): string[] =>
  [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map((match) => match[1] ?? '').filter((name) => !SCRIPTS.includes(name));

/** `bin/followthrough …` in a page that is no command of the program; `<command>` and options stand for any. */
function missingCommands(text: string): string[] {
  return [...text.matchAll(/bin\/followthrough ([a-z][\w-]*)(?: ([a-z][\w-]*))?/g)]
    .map(([, first = '', second = '']) => (GROUPS.has(first) ? `${first} ${second}`.trim() : first))
    .filter((command) => !COMMANDS.has(command));
}

/** Places of a particular machine, and hosts that packages come from: nobody else has those. */
const FORBIDDEN =
  /(^|[\s("'`=])\/(work|root|home\/\w+|Users\/\w+)\/|registry\.npm|npmjs\.org|\bproxy\.golang|repo1?\.maven/gm;

const forbidden = (text: string): string[] => [...text.matchAll(FORBIDDEN)].map((match) => match[0].trim());

const each = (find: (text: string) => string[]): string[] =>
  pages.flatMap(({ file, text }) => find(text).map((found) => `${file}: ${found}`));

describe('the pages', () => {
  test('are all there', () => {
    for (const file of [
      'README.md',
      'CONTRIBUTING.md',
      'docs/architecture.md',
      'docs/glossary.md',
      'docs/operations.md',
    ])
      expect(PAGES).toContain(file);
  });

  test('have no dead links', () => {
    expect(pages.flatMap(({ file, text }) => deadLinks(file, text))).toEqual([]);
  });

  test('name only npm scripts that exist', () => {
    expect(each(missingScripts)).toEqual([]);
  });

  test('name only commands that exist', () => {
    expect(each(missingCommands)).toEqual([]);
  });

  test('name only files of the sources that exist', () => {
    const named = (text: string) =>
      [...text.matchAll(/`((?:src|test|tools|docs|definitions|prisma)\/[\w./-]+\.\w+)`/g)].map(
        (match) => match[1] ?? '',
      );
    expect(each((text) => named(text).filter((file) => !existsSync(path.join(repositoryRoot, file))))).toEqual([]);
  });

  test('name no place of a particular machine, and no package registry', () => {
    expect(each(forbidden)).toEqual([]);
  });

  test('of decisions are short, numbered without a gap, and listed', () => {
    const decisions = PAGES.filter((file) => /^docs\/decisions\/\d/.test(file));
    expect(decisions.map((file) => Number(path.basename(file).slice(0, 4)))).toEqual(decisions.map((_, i) => i + 1));
    for (const file of decisions) {
      expect(read(file).trimEnd().split('\n').length, file).toBeLessThanOrEqual(40);
      expect(linksOf(read('docs/decisions/README.md')), file).toContain(path.basename(file));
    }
  });
});

describe('the checks of the pages', () => {
  test.each([
    ['a dead link', () => deadLinks('README.md', 'see [it](docs/no-such-page.md)')],
    ['a link to a heading that is gone', () => deadLinks('README.md', '[it](docs/architecture.md#no-such-heading)')],
    ['a script', () => missingScripts('run `npm run no-such`')],
    ['a command', () => missingCommands('bin/followthrough no-such')],
    ['a command of a group', () => missingCommands('bin/followthrough task no-such')],
    ['a place of a machine', () => forbidden('cd /root/project')],
  ])('find %s', (_, find) => {
    expect(find()).toHaveLength(1);
  });
});

describe('docs/operations.md', () => {
  const sources = ['env', 'mail-events', 'sms'].map((file) => read(`src/config/${file}.ts`)).join('\n');
  const declared = [...sources.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map((match) => match[1] ?? '');
  const listed = [...read('docs/operations.md').matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1] ?? '');

  test('lists exactly the variables that src/config reads', () => {
    expect(declared.length).toBeGreaterThan(20);
    expect([...listed].sort()).toEqual([...declared].sort());
  });

  test('and .env.example name the same ones', () => {
    const example = [...read('.env.example').matchAll(/^#([A-Z_]+)=/gm)].map((match) => match[1] ?? '');
    expect(example.sort()).toEqual([...declared].sort());
  });
});

describe('docs/architecture.md', () => {
  const list = (names: readonly string[]): string =>
    names.length === 0 ? '' : names.map((name) => `\`${name}\``).join(', ');
  const row = ([folder, rule]: [string, ImportRule]): string =>
    `| \`${folder}\` | ${list(rule.folders)} | ${list(rule.types)} | ${list(rule.packages)} | ${rule.node ? 'yes' : ''} |`;
  const table = Object.entries(IMPORT_TABLE)
    .map(row)
    .map((line) => line.replaceAll(/ {2,}/g, ' '));

  test('has the import table that the tests hold', () => {
    const shown = read('docs/architecture.md')
      .split('\n')
      .filter((line) => /^\| `[a-z/.-]+` \| .*\|.*\|.*\|.*\|$/.test(line));
    expect(shown).toEqual(table);
  });

  test('names every law that a test names', () => {
    const laws = new Set<string>();
    const tests = path.join(repositoryRoot, 'test');
    // Below its own files, `architecture` has folders that come and go while its tests plant violations.
    const filesIn = (folder: string): string[] =>
      readdirSync(path.join(tests, folder), { recursive: folder !== 'architecture' }).map((file) =>
        path.join('test', folder, String(file)),
      );
    const folders = readdirSync(tests, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const file of folders.flatMap(({ name }) => filesIn(name)).filter((name) => name.endsWith('.test.ts')))
      for (const match of read(file).matchAll(/\bLaw (\d+)/g)) laws.add(match[1] ?? '');
    expect(laws.size).toBeGreaterThan(10);
    const page = read('docs/architecture.md');
    expect([...laws].filter((law) => !page.includes(`\n| ${law} | **`))).toEqual([]);
  });
});

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { buildProgram, pathOf, walk } from '../../src/cli/program.js';
import { followthrough } from './support.js';

const program = buildProgram(async () => undefined, '1.2.3');
const commands = walk(program).slice(1);
const paths = commands.map(pathOf);

/** The words of a line as a shell would hand them over. */
const words = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|([^\s'"]+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  );

const helpOf = async (path: string): Promise<string> => (await followthrough([...words(path), '--help'])).out;

const examplesIn = (help: string): string[] =>
  [...help.matchAll(/^ {2}\$ followthrough (.*)$/gm)].map(([, line]) => line ?? '');

describe('the help', () => {
  it('is there for all that the issue asks for', () => {
    const wanted =
      'start,doctor,lint,publish,import zoho,import csv,enrol,segment count,segment explain,journeys,journey,task list,task done,lead add,deal set,log call,event,pause,resume,exit,retry';
    for (const path of wanted.split(',')) expect(paths).toContain(path);
  });

  it.each(paths)('of %s has an example, and its options are explained', async (path) => {
    const { out, err, exit } = await followthrough([...words(path), '--help']);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(examplesIn(out).length).toBeGreaterThan(0);
    expect(out).toContain('--json');
    for (const option of commands.find((command) => pathOf(command) === path)?.options ?? [])
      expect(option.description, option.flags).not.toBe('');
  });

  it('has only examples that can be typed', async () => {
    const lines = (await Promise.all(paths.map(helpOf))).flatMap(examplesIn);
    expect(lines.length).toBeGreaterThan(30);
    for (const line of lines) {
      const typed = words(line.replace(/ > .*$/, ''));
      let ran = typed.includes('--help');
      const fresh = buildProgram(async () => {
        ran = true;
      }, '1.2.3');
      for (const command of walk(fresh)) command.configureOutput({ writeOut: () => undefined });
      await fresh.parseAsync(typed, { from: 'user' }).catch((error: unknown) => {
        if (!typed.includes('--help')) throw error;
      });
      expect(ran, line).toBe(true);
    }
  });

  it('lists every command in docs/cli.md, and no other', async () => {
    const page = await readFile(new URL('../../docs/cli.md', import.meta.url), 'utf8');
    const documented = [...page.matchAll(/^### `followthrough (.*?)(?: [<[-].*)?`$/gm)].map(([, path]) => path);
    const leaves = commands.filter((command) => command.commands.length === 0).map(pathOf);
    expect(documented.sort()).toEqual(leaves.sort());
  });

  it('has every option of every command in docs/cli.md', async () => {
    const page = await readFile(new URL('../../docs/cli.md', import.meta.url), 'utf8');
    // What the commands of a chapter have in common stands above the first of them.
    const sections = page.split(/^## /m).flatMap((chapter) => {
      const [above = '', ...each] = chapter.split(/^### /m);
      return each.map((text) => ({ text, above }));
    });
    for (const command of commands.filter(({ commands: inner }) => inner.length === 0)) {
      const head = new RegExp(`^\`followthrough ${pathOf(command)}[ \`]`);
      const { text, above } = sections.find((section) => head.test(section.text)) ?? { text: '', above: '' };
      for (const option of command.options) expect(above + text, pathOf(command)).toContain(option.long ?? '?');
    }
  });
});

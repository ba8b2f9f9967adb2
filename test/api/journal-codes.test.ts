import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ATTENTION,
  FREE_REASON_ACTIONS,
  JOURNAL_ACTIONS,
  JOURNAL_DECISIONS,
  JOURNAL_REASONS,
} from '../../src/api/contracts/journal.js';
import { GATE_CODES } from '../../src/domain/error-codes/gate-codes.js';

const root = path.join(import.meta.dirname, '../../src');
const textOf = (...folders: string[]): string =>
  folders
    .flatMap((folder) =>
      readdirSync(path.join(root, folder))
        .filter((file) => file.endsWith('.ts'))
        .map((file) => readFileSync(path.join(root, folder, file), 'utf8')),
    )
    .join('\n');
const all = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? '')),
];

const planner = textOf('domain/journey', 'domain/journey/version');
const appointments = textOf('db/appointments');

describe('the codes that a story line can have', () => {
  it('have every action that a step or the planner can name', () => {
    const steps = all(
      readFileSync(path.join(root, 'domain/definition/definition.ts'), 'utf8'),
      /readonly action: '(\w+)'/g,
    );
    const written = all(`${planner}${appointments}`, /action: '(\w+)'/g);
    expect(steps.length).toBeGreaterThan(15);
    expect([...new Set([...steps, ...written])].sort()).toEqual([...JOURNAL_ACTIONS].sort());
  });

  it('have every decision', () => {
    const written = [
      ...all(planner, /decision: '(\w+)'/g),
      ...all(planner, /(?:note|passed)\(run, track, node, '(\w+)'/g),
    ];
    expect([...JOURNAL_DECISIONS]).toEqual(expect.arrayContaining(written));
    expect(new Set(written).size).toBe(JOURNAL_DECISIONS.length);
  });

  it('have every code of the gate', () => {
    expect([...JOURNAL_REASONS.gate]).toEqual(Object.keys(GATE_CODES));
  });

  it('have every reason that the planner and the mailer write as a literal', () => {
    const known = new Set<string>(Object.values(JOURNAL_REASONS).flat());
    const written = [
      // A task that is withdrawn has its own reasons, which no line shows.
      ...all(planner.replace(/withdrawTasks'[^}]*\}/g, ''), /reason: '([\w-]+)'/g),
      ...all(planner, /(?:note|passed)\(run, track, node, '\w+', '([\w-]+)'/g),
      ...all(textOf('mail'), /cause: '([\w-]+)'/g),
    ];
    expect(written.length).toBeGreaterThan(10);
    expect(written.filter((code) => !known.has(code))).toEqual([]);
  });

  it('have every cause of a hold', () => {
    const written = all(planner, /type: 'held', code: '([\w-]+)'/g);
    const activity = all(textOf('activities'), /(?:OUT_OF_STEP|UNKNOWN_STATE) = '([\w-]+)'/g);
    expect([...ATTENTION].sort()).toEqual([...written, ...activity, 'uncertain'].sort());
  });

  it('name actions that exist', () => {
    expect([...JOURNAL_ACTIONS]).toEqual(expect.arrayContaining([...FREE_REASON_ACTIONS]));
  });
});

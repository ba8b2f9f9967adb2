import { describe, expect, it } from 'vitest';
import type { Deps } from '../../src/cli/ports.js';
import { ERROR_TABLES } from '../../src/domain/errors.js';
import { calendar } from '../domain/calendar/shipped.js';
import { aPlace } from './places.js';
import { followthrough } from './support.js';

const GOOD = 'kind: journey\nid: nurture\nname: Nurture\nsteps:\n  - id: nap\n    wait: 2 days\n';
const BAD = `${GOOD}  - goTo: nep\n  - end: a\n`;

const files = (texts: { readonly [file: string]: string }): Partial<Deps> => ({
  readText: async (file) => texts[file] ?? Promise.reject(new Error(`${file} was not expected to be read`)),
});

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly partialFingerprints: { readonly [name: string]: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
      readonly region: { readonly startLine: number; readonly startColumn: number };
    };
  }[];
}
interface Sarif {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } };
    readonly originalUriBaseIds: { readonly [id: string]: object };
    readonly results: readonly SarifResult[];
  }[];
}

const sarifOf = async (texts: { readonly [file: string]: string }, uriOf?: Deps['uriOf']): Promise<Sarif> => {
  const deps = { ...files(texts), ...(uriOf ? { uriOf } : {}) };
  return JSON.parse((await followthrough(['lint', ...Object.keys(texts), '--sarif'], deps)).out) as Sarif;
};

describe('lint --sarif', () => {
  it('is one log of version 2.1.0 with all rules, each once, and one result a finding', async () => {
    const { version, $schema, runs } = await sarifOf({ 'a.yaml': BAD, 'b.yaml': GOOD });
    expect(version).toBe('2.1.0');
    expect($schema).toMatch(/^https:.*2\.1\.0/);
    expect(runs).toHaveLength(1);
    const [run] = runs;
    const rules = run?.tool.driver.rules.map(({ id }) => id) ?? [];
    expect(rules).toEqual(Object.keys(ERROR_TABLES.lint));
    expect(run?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['unknown-step', 'error'],
      ['unreachable-step', 'warning'],
    ]);
    for (const result of run?.results ?? []) {
      expect(rules[result.ruleIndex]).toBe(result.ruleId);
      expect(['error', 'warning', 'note', 'none']).toContain(result.level);
      expect(result.message.text).not.toBe('');
      expect(Object.values(result.partialFingerprints).every((print) => print !== '')).toBe(true);
    }
  });

  it('places results from 1, in relative URIs that a base of the log completes', async () => {
    const uriOf = (file: string): string => `my%20files/${file}`;
    const [run] = (await sarifOf({ 'a.yaml': BAD }, uriOf)).runs;
    const place = run?.results[0]?.locations[0]?.physicalLocation;
    expect(place).toEqual({
      artifactLocation: { uri: 'my%20files/a.yaml', uriBaseId: '%SRCROOT%' },
      region: { startLine: 7, startColumn: 11 },
    });
    expect(Object.keys(run?.originalUriBaseIds ?? {})).toContain('%SRCROOT%');
    expect(new URL(place?.artifactLocation.uri ?? '', 'file:///repository/').href).toBe(
      'file:///repository/my%20files/a.yaml',
    );
  });

  it('has an empty list of results for files without findings, and exits as lint does', async () => {
    expect((await sarifOf({ 'a.yaml': GOOD })).runs[0]?.results).toEqual([]);
    expect((await followthrough(['lint', 'a.yaml', '--sarif'], files({ 'a.yaml': BAD }))).exit).toBe(1);
  });
});

describe('lint --watch', () => {
  const watching = async (texts: readonly string[], args: readonly string[] = []) => {
    let round = 0;
    let said = '';
    const answer = await followthrough(['lint', 'a.yaml', '--watch', ...args], {
      readText: async () => texts[round] ?? '',
      say: (text) => {
        said += text;
      },
      lintChanges: async () =>
        (async function* () {
          for (round = 1; round < texts.length; round++) yield;
        })(),
    });
    return { ...answer, said };
  };

  it('judges at once and after every change, and ends well whatever was found', async () => {
    const { exit, said, err } = await watching([BAD, GOOD, BAD]);
    expect(exit).toBe(0);
    expect(said.match(/a\.yaml:7:11 {2}error {2}unknown-step/g)).toHaveLength(2);
    expect(err.match(/watching for changes/g)).toHaveLength(3);
  });

  it('with --json prints one object a finding', async () => {
    const { said } = await watching([BAD, BAD], ['--json']);
    const lines = said.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { code: string }).code)).toEqual([
      'unknown-step',
      'unreachable-step',
      'unknown-step',
      'unreachable-step',
    ]);
  });

  it('does not go with --sarif', async () => {
    expect((await followthrough(['lint', 'a.yaml', '--watch', '--sarif'])).exit).toBe(2);
  });
});

describe('lint --published', () => {
  const old = GOOD.replace('wait: 2 days', 'end: x');

  it('compares the meaning of ids with the published version of the same definition', async () => {
    const { out, exit } = await followthrough(
      ['lint', 'a.yaml', '--published', 'old.yaml'],
      files({ 'a.yaml': GOOD, 'old.yaml': old }),
    );
    expect(out).toMatch(/^a\.yaml:5:9 {2}error {2}reused-step-id/);
    expect(exit).toBe(1);
  });

  it('compares with no other definition', async () => {
    const other = old.replace('id: nurture', 'id: other');
    const texts = files({ 'a.yaml': GOOD, 'old.yaml': other });
    expect((await followthrough(['lint', 'a.yaml', '--published', 'old.yaml'], texts)).out).toBe('');
  });
});

describe('lint of a definition whose calendar has no official holidays for ever', () => {
  const lintWorld: Deps['lintWorld'] = async () => {
    const place = await aPlace();
    const calendars = new Map(['cn-office', 'us-office', 'always'].map((id) => [id, calendar(id)]));
    return place.ok ? { ok: true, value: { ...place.value, calendars } } : place;
  };
  const noted = async (head: string) => {
    const text = GOOD.replace('steps:', `${head}\nsteps:`);
    return await followthrough(['lint', 'a.yaml'], { ...files({ 'a.yaml': text }), lintWorld });
  };

  it('says that they are estimated, beside the findings', async () => {
    for (const named of ['cn-office', 'contact']) {
      const { exit, out, err } = await noted(`calendar: ${named}`);
      expect({ exit, out }).toEqual({ exit: 0, out: '' });
      expect(err).toMatch(/^a\.yaml:4:11 {2}note {2}holidays estimated: cn-office .* 2026/);
    }
  });

  it('says nothing of a calendar whose rules are the law, nor of a campaign in a year that is known', async () => {
    for (const named of ['us-office', 'always'])
      expect((await noted(`calendar: ${named}`)).err).not.toContain('estimated');
    const campaign = (year: number) =>
      `kind: campaign\nid: c\nname: C\ncalendar: cn-office\naudience: { segment: s }\nat: { time: "${year}-09-14T10:00", timezone: contact }\nsteps: []\n`;
    const of = async (year: number) =>
      (await followthrough(['lint', 'a.yaml'], { ...files({ 'a.yaml': campaign(year) }), lintWorld })).err;
    expect(await of(2026)).not.toContain('estimated');
    expect(await of(2027)).toContain('holidays estimated');
  });
});

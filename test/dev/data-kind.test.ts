import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseKind, type KindQuestion, readKind, writeKind } from '../../src/dev/data-kind.js';

const question = (more: Partial<KindQuestion>): KindQuestion => ({
  kept: undefined,
  asked: undefined,
  quick: false,
  named: [],
  ...more,
});

describe('what a start is', () => {
  it.each<[string, Partial<KindQuestion>, string]>([
    ['the demo, on an empty folder', {}, 'demo'],
    ['real, when that is asked', { asked: 'real' }, 'real'],
    ['quick and empty, when that is asked', { asked: 'empty' }, 'empty'],
    ['the demo again, where it was begun', { kept: 'demo' }, 'demo'],
    ['real still, where it was begun so', { kept: 'real' }, 'real'],
    ['the demo on another clock', { kept: 'demo', quick: true }, 'demo'],
    ['real, where a service is named: sample mail must not be sent', { named: ['SMTP_URL'] }, 'real'],
  ])('is %s', (_what, more, kind) => {
    expect(chooseKind(question(more))).toMatchObject({ ok: true, value: kind });
  });

  it.each<[string, Partial<KindQuestion>, RegExp]>([
    ['real people into the demo', { kept: 'demo', asked: 'real' }, /begun as the demo.*--clean/],
    ['the demo away', { kept: 'demo', asked: 'empty' }, /begun as the demo.*--clean/],
    ['the sample into real people', { kept: 'real', asked: 'empty' }, /begun at real time.*--data/],
    ['a quick clock onto real time', { kept: 'real', quick: true }, /--clock is for the demo/],
    ['the demo onto a real mail server', { kept: 'demo', named: ['SMTP_URL'] }, /SMTP_URL is set/],
  ])('never mixes %s', (_what, more, message) => {
    const chosen = chooseKind(question(more));
    expect(chosen.ok).toBe(false);
    expect(chosen.ok ? '' : chosen.error).toMatch(message);
  });

  it('says so when a plain start is not the demo', () => {
    expect(chooseKind(question({ kept: 'real' }))).toMatchObject({ note: expect.stringContaining('until --clean') });
    expect(chooseKind(question({ named: ['DATABASE_URL'] }))).toMatchObject({
      note: expect.stringContaining('DATABASE_URL is set'),
    });
  });
});

describe('what a folder was begun as', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'followthrough-test-kind-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is kept, and nothing in a new folder', async () => {
    expect(await readKind(folder)).toBeUndefined();
    await writeKind(folder, { kind: 'demo', sampleIsIn: false });
    expect(await readKind(folder)).toEqual({ kind: 'demo', sampleIsIn: false });
  });

  it('is real in a folder of a version that knew nothing else', async () => {
    await writeFile(path.join(folder, 'api-key'), 'ft_key');
    expect(await readKind(folder)).toEqual({ kind: 'real', sampleIsIn: true });
  });

  it('is not guessed from a damaged file', async () => {
    await writeFile(path.join(folder, 'kind.json'), '{"kind":"dem');
    await expect(readKind(folder)).rejects.toThrow(/kind\.json is damaged/);
  });
});

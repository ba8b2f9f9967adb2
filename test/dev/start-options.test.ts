import { describe, expect, it } from 'vitest';
import { parseStartOptions, START_HELP } from '../../src/dev/start-options.js';

describe('the arguments of the start', () => {
  it.each<[readonly string[], object]>([
    [[], { kind: undefined, clean: false, clock: undefined }],
    [['--real'], { kind: 'real' }],
    [['--no-sample'], { kind: 'empty' }],
    [['--real', '--no-sample'], { kind: 'real' }],
    [['--clean', '--clock', '1d=15s', '--data', 'here'], { clean: true, clock: '1d=15s', data: 'here' }],
  ])('%j are read', (args, expected) => {
    expect(parseStartOptions(args)).toMatchObject({ ok: true, value: expected });
  });

  it.each([
    [['--real', '--clock', '1d=15s'], 'contradict'],
    [['--fast'], '--fast'],
    [['extra'], 'extra'],
  ])('%j are refused', (args, word) => {
    const parsed = parseStartOptions(args);
    expect(parsed.ok ? '' : parsed.error).toContain(word);
  });

  it('are all in the help', () => {
    for (const option of ['--real', '--no-sample', '--clean', '--clock', '--hibernate-after', '--data']) {
      expect(START_HELP).toContain(`  ${option} `);
    }
  });
});

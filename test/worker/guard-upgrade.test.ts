import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { guardUpgrade, keepBuild } from '../../src/worker/guard-upgrade.js';

describe('a worker without a version', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'followthrough-test-guard-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  const well = async () => ({ replayed: 3, failed: [] });
  const ill = async () => ({
    replayed: 9,
    failed: Array.from({ length: 7 }, (_, n) => ({ workflowId: `journey/offer/con_${n}/1`, why: 'a timer too many' })),
  });

  test('does not start when something open can not be replayed, and says what, why and what to do', async () => {
    await keepBuild(dataDir, 'old');
    const message = await guardUpgrade({ dataDir, buildId: 'new', replay: ill }).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(message).toContain("7 of 9 open runs can't be replayed");
    expect(message).toContain('journey/offer/con_0/1: a timer too many');
    expect(message).toContain('and 2 more');
    expect(message).toContain('Start the code that ran before (build old)');
  });

  test('starts when all is well, and the same build needs no second replay', async () => {
    await guardUpgrade({ dataDir, buildId: 'new', replay: well });
    await expect(guardUpgrade({ dataDir, buildId: 'new', replay: ill })).rejects.toThrow();
    await keepBuild(dataDir, 'new');
    await guardUpgrade({ dataDir, buildId: 'new', replay: ill });
    await expect(guardUpgrade({ dataDir, buildId: 'newer', replay: ill })).rejects.toThrow();
  });
});

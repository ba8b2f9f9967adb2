import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Definition } from '../../src/domain/definition/definition.js';
import { parseDefinition } from '../../src/domain/definition/parse.js';
import { stepsOf } from '../../src/domain/definition/step-walk.js';
import { parseScenarios } from '../../src/domain/scenarios/parse-scenarios.js';
import { DEFINITION_FILES } from './shipped.js';

const run = promisify(execFile);

const runnable = DEFINITION_FILES.flatMap((file): { file: string; definition: Definition }[] => {
  const { definition } = parseDefinition({ file, text: readFileSync(file, 'utf8') });
  return definition?.kind === 'journey' || definition?.kind === 'campaign' ? [{ file, definition }] : [];
});

function expectedOf(file: string): string {
  const beside = file.replace(/\.yaml$/, '.scenarios.yaml');
  if (!existsSync(beside)) throw new Error(`${file} has no scenarios beside it`);
  const parsed = parseScenarios({ file: beside, text: readFileSync(beside, 'utf8') });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value.file.scenarios.flatMap((scenario) => scenario.expect).join('\n');
}

describe('the scenarios of the shipped definitions', () => {
  it('are all as expected', { timeout: 120_000 }, async () => {
    const { stdout } = await run('bin/followthrough', ['test', 'definitions']);
    expect(stdout).toMatch(/^\d+ scenarios in \d+ files: all as expected\n$/);
  });

  it.each(runnable)('of $file come to every stage, mail and task', ({ file, definition }) => {
    const expected = expectedOf(file);
    const stages = definition.kind === 'journey' && definition.stages.length > 1 ? definition.stages : [];
    const steps = stepsOf(definition).filter(
      ({ action, id }) => id !== undefined && ['email', 'task'].includes(action),
    );
    const missing = [
      ...stages.filter(({ id }) => !new RegExp(` ${id}(/| )`).test(expected)).map(({ id }) => `stage ${id}`),
      ...steps
        .filter(({ id, action }) => !new RegExp(` ${id} ${action} (send|done)`).test(expected))
        .map(({ id, action }) => `${action} ${id}`),
    ];
    expect(missing).toEqual([]);
  });
});

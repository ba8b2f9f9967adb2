import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundleWorkflows } from '../../src/worker/bundle.js';
import { replay } from '../../src/worker/replay.js';
import { quietRuntime } from '../support/quiet-runtime.js';

const FOLDER = fileURLToPath(new URL('./histories', import.meta.url));
const BROKEN = fileURLToPath(new URL('./broken-workflows.ts', import.meta.url));
const SHAPES = [
  'asleep-and-heard',
  'at-once',
  'campaign',
  'campaign-run',
  'changed-version',
  'held-and-retried',
  'hibernation',
  'lead-clock',
  'left-behind',
  'mail-and-reply',
  'mail-and-timeout',
  'pause-resume-exit',
  'released',
  'sent-now',
  'shown',
  'steered',
  'task',
  'tracks',
  'unknown-state',
  'upgraded',
  'woken',
  'woken-early',
];

/** As it is before any replay. The SDK hooks into stack traces and promises together, and the former can be seen. */
const STACK_TRACES = Error.prepareStackTrace;

/** Before there were local activities, each decision was an activity: the shapes as builds of then recorded them. */
const BY_ACTIVITIES = 'by-activities/';
/** What came later than those builds. */
const LATER = new Set(['campaign-run']);

const inFolder = (folder: string): string[] =>
  readdirSync(`${FOLDER}/${folder}`)
    .filter((file) => file.endsWith('.json'))
    .map((file) => `${folder}${file}`);
const files = [...inFolder(''), ...inFolder(BY_ACTIVITIES)];
const textOf = (file: string): string => readFileSync(`${FOLDER}/${file}`, 'utf8');

/** The names of the histories that don't replay on a bundle. `change`: of a history's text, before it is read. */
async function failures(
  workflowBundle: WorkflowBundleWithSourceMap,
  change: (text: string) => string = (text) => text,
): Promise<string[]> {
  const histories = files.map((file) => ({
    workflowId: file,
    history: historyFromJSON(JSON.parse(change(textOf(file)))),
  }));
  const { failed } = await replay(workflowBundle, histories);
  return failed.map(({ workflowId }) => workflowId).sort();
}

describe('Law 16: recorded histories', () => {
  beforeAll(() => quietRuntime());

  test('are there, of every shape, and one slept through several runs', () => {
    const before = SHAPES.filter((shape) => !LATER.has(shape));
    const recorded = [...new Set(files.map((file) => file.replace(/-\d+\.json$/, '')))].sort();
    expect(recorded).toEqual([...SHAPES, ...before.map((shape) => `${BY_ACTIVITIES}${shape}`)].sort());
    expect(files.filter((file) => file.startsWith('hibernation-')).length).toBeGreaterThanOrEqual(3);
  });

  test('all replay on the workflow as it is now', async () => {
    expect(await failures(await bundleWorkflows())).toEqual([]);
  }, 60_000);

  test('replay too where the run was begun with something to show, by a build that shows nothing', async () => {
    const shown = { next: 'waits for nothing', keywords: { FtStage: 'another' } };
    const begunSo = (text: string) =>
      text.replaceAll(/"data": ?"([A-Za-z0-9+/=]+)"/g, (payload, data: string) => {
        const value: unknown = JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
        const isInput = typeof value === 'object' && value !== null && 'carried' in value;
        if (!isInput) return payload;
        const { carried, ...input } = value as { carried: { last: object } };
        const begun = JSON.stringify({ ...input, carried: { last: { ...carried.last, shown } } });
        return `"data": "${Buffer.from(begun).toString('base64')}"`;
      });
    expect(files.filter((file) => begunSo(textOf(file)) !== textOf(file)).length).toBeGreaterThan(5);
    expect(await failures(await bundleWorkflows(), begunSo)).toEqual([]);
  }, 60_000);

  test('leave their process as it was: nothing of the SDK stays that looks at each of its promises', async () => {
    await failures(await bundleWorkflows());
    expect(Error.prepareStackTrace).toBe(STACK_TRACES);
  }, 60_000);

  test('all fail on a workflow that somebody broke', async () => {
    expect(await failures(await bundleWorkflows(BROKEN))).toEqual([...files].sort());
  }, 60_000);

  test('name no machine and no person', () => {
    const recorded = files.map(textOf).join('\n');
    const payloads = [...recorded.matchAll(/"data": ?"([A-Za-z0-9+/=]+)"/g)].map((found) =>
      Buffer.from(found[1] ?? '', 'base64').toString('utf8'),
    );
    expect(payloads.length).toBeGreaterThan(20);
    const all = `${recorded}\n${payloads.join('\n')}`;
    expect(all).not.toMatch(/customer\.example|sender\.example|Ada Lovelace|Rita Rep|\/home\/|\/root\/|file:\/\//i);
    // Temporal names a worker by its process and machine.
    expect(all).not.toMatch(/"\d+@/);
  });
});

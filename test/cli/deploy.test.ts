import { describe, expect, it } from 'vitest';
import type { WorkerBuilds } from '../../src/cli/ports.js';
import type { ReplayReport, WorkerBuild } from '../../src/domain/worker-builds.js';
import { followthrough } from './support.js';

const NOON = Date.UTC(2027, 0, 4, 12);

const aBuild = (buildId: string, changes: Partial<WorkerBuild> = {}): WorkerBuild => ({
  buildId,
  isCurrent: false,
  currentAt: null,
  workers: 1,
  journeys: 0,
  ...changes,
});

const OLD = aBuild('old', { isCurrent: true, currentAt: NOON, journeys: 3 });
const NEW = aBuild('new');

/** A deployment in memory; `journeys` are what later looks find on a build. */
function aDeployment(
  builds: readonly WorkerBuild[],
  changes: { own?: string; replay?: ReplayReport; journeys?: number[] },
) {
  const done: string[] = [];
  const journeys = [...(changes.journeys ?? [0])];
  const known: WorkerBuilds = {
    deployment: 'sales',
    builds: async () => builds,
    makeCurrent: async (buildId) => void done.push(`current ${buildId}`),
    journeysOn: async () => journeys.shift() ?? 0,
    release: async (buildId, most) => {
      done.push(`release ${buildId}`);
      return Math.min(most, journeys[0] ?? 0);
    },
    ownBuild: async () => changes.own ?? 'new',
    replay: async () => changes.replay ?? { replayed: 12, failed: [] },
  };
  const deploy = (line: string) =>
    followthrough(['deploy', ...line.split(' ')], { withWorkerBuilds: (work) => work(known) });
  return { deploy, done };
}

const ILL: ReplayReport = { replayed: 12, failed: [{ workflowId: 'journey/a/con_1/1', why: 'a timer too many' }] };

describe('deploy', () => {
  it('shows each build with what needs it, and says what stands still', async () => {
    const { deploy } = aDeployment([{ ...OLD, workers: 0 }, NEW], {});
    const { out, exit } = await deploy('status');
    expect(exit).toBe(0);
    expect(out).toBe(
      [
        'BUILD  STATE    WORKERS  JOURNEYS  CURRENT SINCE, OR LAST (UTC)',
        'old    current        0         3  2027-01-04 12:00Z',
        'new    new            1         0  never',
        '',
        'This checkout is build new.',
        'Build old is needed and has no worker: start one of it, or promote another.',
        '',
      ].join('\n'),
    );
    expect((await aDeployment([NEW], {}).deploy('status')).out).toContain('No build is current');
    expect((await aDeployment([], {}).deploy('status')).out).toContain('No worker of deployment sales');
  });

  it('promotes the build of this checkout when what is in flight replays on it, and says what to do next', async () => {
    const { deploy, done } = aDeployment([OLD, NEW], {});
    const { out, exit } = await deploy('promote');
    expect({ exit, done }).toEqual({ exit: 0, done: ['current new'] });
    expect(out).toContain('3 journeys still on build old');
    expect(out).toContain('followthrough deploy drain old --wait');
  });

  it.each([
    ['a history does not replay', 'promote', [OLD, NEW], { replay: ILL }, 'not-replayable'],
    ['no worker of it ever asked for work', 'promote', [OLD], {}, 'unknown-build'],
    ['none asks now', 'promote', [OLD, aBuild('new', { workers: 0 })], {}, 'build-without-workers'],
    ['this checkout is another build', 'promote new', [OLD, NEW], { own: 'third' }, 'other-checkout'],
    ['there is none to go back to', 'rollback', [OLD, NEW], {}, 'no-earlier-build'],
    ['the build to drain is the current one', 'drain old', [OLD, NEW], {}, 'build-is-current'],
    ['nobody knows the build to drain', 'drain older', [OLD, NEW], {}, 'unknown-build'],
  ] as const)('changes nothing when %s', async (_, line, builds, changes, code) => {
    const { deploy, done } = aDeployment(builds, changes);
    const { err, exit } = await deploy(line);
    expect({ exit, done }).toEqual({ exit: 1, done: [] });
    expect(err).toContain(`(${code})`);
  });

  it('promotes unchecked what this checkout can not judge', async () => {
    const { deploy, done } = aDeployment([OLD, NEW], { own: 'third', replay: ILL });
    expect(await deploy('promote new --unchecked')).toMatchObject({ exit: 0 });
    expect(done).toEqual(['current new']);
  });

  it('names each history that does not replay', async () => {
    const { out, exit } = await aDeployment([OLD], { replay: ILL }).deploy('check');
    expect(exit).toBe(1);
    expect(out).toContain("1 of 12 runs can't be replayed on build new");
    expect(out).toContain('journey/a/con_1/1: a timer too many');
    expect(await aDeployment([OLD], {}).deploy('check')).toMatchObject({ exit: 0 });
  });

  it('goes back to the build that was current before', async () => {
    const before = aBuild('before', { currentAt: NOON - 1 });
    const { deploy, done } = aDeployment([aBuild('first', { currentAt: NOON - 2 }), before, OLD, NEW], {});
    expect(await deploy('rollback')).toMatchObject({ exit: 0 });
    expect(done).toEqual(['current before']);
  });

  it('waits until several looks in a row find nothing on a build', async () => {
    const current = aBuild('new', { isCurrent: true, currentAt: NOON });
    const draining = { ...OLD, isCurrent: false };
    const { deploy, done } = aDeployment([draining, current], { journeys: [2, 0, 1, 0, 0, 0] });
    const { out, exit } = await deploy('drain old --wait');
    expect({ exit, done }).toEqual({ exit: 0, done: [] });
    expect(out).toContain('its workers may be stopped');
    expect(await aDeployment([draining, current], { journeys: [2] }).deploy('drain old')).toMatchObject({ exit: 1 });
  });

  it('releases what stays on a build', async () => {
    const current = aBuild('new', { isCurrent: true, currentAt: NOON });
    const { deploy, done } = aDeployment([{ ...OLD, isCurrent: false }, current], { journeys: [2, 0, 0, 0] });
    const { out } = await deploy('drain old --release --wait');
    expect(done[0]).toBe('release old');
    expect(out).toContain('2 journeys released to the current build.');
  });
});

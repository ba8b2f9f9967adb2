import { formatInstant } from '../../domain/instant.js';
import { buildBefore, type ReplayReport, stateOf, type WorkerBuild } from '../../domain/worker-builds.js';
import { examples, type Register } from '../command.js';
import { CommandFailure } from '../failure.js';
import { tableTime } from '../local-time.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps, WorkerBuilds } from '../ports.js';
import { counted, table } from '../table.js';

/*
 * Another build of the worker beside the one that runs (law 16; docs/operations.md, "Upgrading"). These speak to the
 * Temporal that the environment names, as the workers do.
 */

const LOOK_EVERY_MS = 2_000;
/** A new run that the old build was given in the moment of the change shows up within these. */
const QUIET_LOOKS = 3;
const RELEASED_AT_ONCE = 500;
const SHOWN_FAILURES = 10;

const withBuilds = (deps: Deps, work: (builds: WorkerBuilds) => Promise<Outcome>) => deps.withWorkerBuilds(work);

const runStatus = (deps: Deps): Promise<Outcome> =>
  withBuilds(deps, async (known) => {
    const builds = await known.builds();
    if (builds.length === 0)
      return listed([], `No worker of deployment ${known.deployment} has asked for work yet on this task queue.`);
    const own = await known.ownBuild();
    const columns = [
      { title: 'BUILD' },
      { title: 'STATE' },
      { title: 'WORKERS', align: 'right' as const },
      { title: 'JOURNEYS', align: 'right' as const },
      { title: 'CURRENT SINCE, OR LAST (UTC)' },
    ];
    const rows = builds.map((build) => [
      build.buildId,
      stateOf(build),
      String(build.workers),
      String(build.journeys),
      build.currentAt === null ? 'never' : tableTime(formatInstant(build.currentAt)),
    ]);
    const values = builds.map((build) => ({ ...build, state: stateOf(build) }));
    const lines = [table(columns, rows, deps.style), '', `This checkout is build ${own}.`, ...trouble(builds)];
    return listed(values, lines.join('\n'));
  });

/** What makes journeys stand still. */
function trouble(builds: readonly WorkerBuild[]): string[] {
  const lines = builds
    .filter((build) => build.workers === 0 && (build.isCurrent || build.journeys > 0))
    .map((build) => `Build ${build.buildId} is needed and has no worker: start one of it${wayOut(build)}.`);
  if (!builds.some((build) => build.isCurrent)) lines.push('No build is current: nothing begins and nothing wakes.');
  return lines;
}

const wayOut = (build: WorkerBuild): string =>
  build.isCurrent ? ', or promote another' : `, or \`followthrough deploy drain ${build.buildId} --release\``;

const runCheck = (deps: Deps): Promise<Outcome> =>
  withBuilds(deps, async (known) => {
    const own = await known.ownBuild();
    deps.progress('Replaying…');
    return checked(own, await known.replay());
  });

function checked(build: string, { replayed, failed }: ReplayReport): Outcome {
  const value = { build, replayed, failed };
  if (failed.length === 0)
    return documented(value, `${counted(replayed, 'run')} replayed on build ${build}: all well.`);
  const head = `${failed.length} of ${counted(replayed, 'run')} can't be replayed on build ${build}: they would stand still on it.`;
  return documented(value, [head, ...listOf(failed)].join('\n'), 1);
}

function listOf(failed: ReplayReport['failed']): string[] {
  const lines = failed.slice(0, SHOWN_FAILURES).map(({ workflowId, why }) => `  ${workflowId}: ${why}`);
  return failed.length > SHOWN_FAILURES ? [...lines, `  and ${failed.length - SHOWN_FAILURES} more`] : lines;
}

interface PromoteOptions {
  readonly unchecked?: boolean;
}

const runPromote = (build: string | undefined, options: PromoteOptions, deps: Deps): Promise<Outcome> =>
  withBuilds(deps, async (known) => {
    const own = await known.ownBuild();
    const wanted = build ?? own;
    const builds = await known.builds();
    const target = working(builds, wanted);
    if (target.isCurrent) return documented({ current: wanted, before: wanted }, `Build ${wanted} is current already.`);
    if (options.unchecked !== true) await demandReplay(known, { own, wanted }, deps);
    return await makeCurrent(known, builds, target);
  });

/** A build that can be made the current one; throws if nothing of it works. */
function working(builds: readonly WorkerBuild[], wanted: string): WorkerBuild {
  const found = builds.find(({ buildId }) => buildId === wanted);
  if (found === undefined)
    throw new CommandFailure({
      code: 'unknown-build',
      cause: `No worker of build ${wanted} has asked for work.`,
      fix: `Start a worker of it; known are: ${builds.map(({ buildId }) => buildId).join(', ') || 'none'}.`,
    });
  if (found.workers === 0)
    throw new CommandFailure({
      code: 'build-without-workers',
      cause: `No worker of build ${wanted} asks for work now: journeys that begin or wake would stand still.`,
      fix: 'Start a worker of it, then try again.',
    });
  return found;
}

async function demandReplay(
  known: WorkerBuilds,
  { own, wanted }: { readonly own: string; readonly wanted: string },
  deps: Deps,
): Promise<void> {
  if (own !== wanted)
    throw new CommandFailure({
      code: 'other-checkout',
      cause: `This checkout is build ${own}; it can't tell whether journeys replay on build ${wanted}.`,
      fix: 'Run this in a checkout of that build, or go without the check: --unchecked.',
    });
  deps.progress('Replaying…');
  const report = await known.replay();
  if (report.failed.length === 0) return;
  throw new CommandFailure({
    code: 'not-replayable',
    cause: `${report.failed.length} of ${counted(report.replayed, 'run')} can't be replayed on build ${wanted}, such as ${report.failed[0]?.workflowId}: ${report.failed[0]?.why}`,
    fix: '`followthrough deploy check` names them. The workflow code must be corrected (CONTRIBUTING.md, "Changing the workflow"); nothing was changed.',
  });
}

async function makeCurrent(known: WorkerBuilds, builds: readonly WorkerBuild[], target: WorkerBuild): Promise<Outcome> {
  await known.makeCurrent(target.buildId);
  const before = builds.find((build) => build.isCurrent) ?? null;
  const value = { current: target.buildId, before: before?.buildId ?? null, journeysBefore: before?.journeys ?? 0 };
  const lines = [`Build ${target.buildId} is current: journeys that begin or wake from now on run on it.`];
  if (before !== null)
    lines.push(
      `${counted(before.journeys, 'journey')} still on build ${before.buildId}: keep its workers until \`followthrough deploy drain ${before.buildId} --wait\` says that they may be stopped.`,
    );
  return documented(value, lines.join('\n'));
}

const runRollback = (deps: Deps): Promise<Outcome> =>
  withBuilds(deps, async (known) => {
    const builds = await known.builds();
    const earlier = buildBefore(builds);
    if (earlier === null)
      throw new CommandFailure({
        code: 'no-earlier-build',
        cause: 'No other build was ever current: there is none to go back to.',
        fix: '`followthrough deploy status` shows what there is; `deploy promote <build>` makes any of them current.',
      });
    return await makeCurrent(known, builds, working(builds, earlier.buildId));
  });

interface DrainOptions {
  readonly wait?: boolean;
  readonly release?: boolean;
}

const runDrain = (build: string, options: DrainOptions, deps: Deps): Promise<Outcome> =>
  withBuilds(deps, async (known) => {
    const builds = await known.builds();
    const found = builds.find(({ buildId }) => buildId === build);
    if (found === undefined) working(builds, build);
    if (found?.isCurrent === true)
      throw new CommandFailure({
        code: 'build-is-current',
        cause: `Build ${build} is the current one: journeys begin and wake on it.`,
        fix: 'Promote another first: `followthrough deploy promote <build>` or `followthrough deploy rollback`.',
      });
    let released = 0;
    let quiet = 0;
    for (;;) {
      if (options.release === true) released += await known.release(build, RELEASED_AT_ONCE);
      const journeys = await known.journeysOn(build);
      quiet = journeys === 0 ? quiet + 1 : 0;
      const isDone = quiet >= (options.wait === true ? QUIET_LOOKS : 1);
      if (isDone || options.wait !== true) return drained(build, journeys, released);
      deps.progress(`${counted(journeys, 'journey')} still on build ${build}`);
      await deps.pause(LOOK_EVERY_MS);
    }
  });

function drained(build: string, journeys: number, released: number): Outcome {
  const value = { build, journeys, released, mayBeStopped: journeys === 0 };
  const moved = released === 0 ? [] : [`${counted(released, 'journey')} released to the current build.`];
  const now =
    journeys === 0
      ? `Nothing is left on build ${build}: its workers may be stopped.`
      : `${counted(journeys, 'journey')} still on build ${build}: keep its workers. --wait waits; --release lets them go on with the current build at their next step.`;
  return documented(value, [...moved, now].join('\n'), journeys === 0 ? 0 : 1);
}

export const deployStatus: Register = (parent, run) =>
  parent
    .command('status')
    .summary('list the builds of the worker, and what still needs each')
    .description(
      'List the builds of the worker that Temporal knows: which is current, how many workers of each ask for work, and how many journeys stay on each until their next long wait.',
    )
    .addHelpText('after', examples('deploy status', 'deploy status --json'))
    .action(() => run(runStatus));

export const deployCheck: Register = (parent, run) =>
  parent
    .command('check')
    .summary('replay what is in flight on the code of this checkout')
    .description(
      'Replay the histories of open journeys, and of the latest closed runs, on the workflow code of this checkout. Changes nothing. Exits 1 if one of them would stand still.',
    )
    .addHelpText('after', examples('deploy check', 'deploy check --json'))
    .action(() => run(runCheck));

export const deployPromote: Register = (parent, run) =>
  parent
    .command('promote')
    .summary('make a build current, after a replay')
    .description(
      'Make a build current: journeys that begin, wake from a long wait, or take their next step run on it from now on. Refused if no worker of it asks for work, or if something in flight would not replay on it.',
    )
    .argument('[build]', 'the build (default: that of this checkout)')
    .option('--unchecked', 'without the replay, as for a build that this checkout is not')
    .addHelpText('after', examples('deploy promote', 'deploy promote 3f2a9c41d07e --unchecked'))
    .action((build: string | undefined, options: PromoteOptions) => run((deps) => runPromote(build, options, deps)));

export const deployRollback: Register = (parent, run) =>
  parent
    .command('rollback')
    .summary('make the build current that was so before')
    .description(
      'Make the build current again that was so before the present one. Needs workers of it. What the present build has taken up stays on it until its next step; `deploy drain <build> --release` takes it back at once.',
    )
    .addHelpText('after', examples('deploy rollback'))
    .action(() => run(runRollback));

export const deployDrain: Register = (parent, run) =>
  parent
    .command('drain')
    .summary('say whether the workers of a build may be stopped')
    .description(
      'Say whether a journey still stays on a build. Exits 1 while one does; with --wait only when none does. With --release they go on with the current build at their next step: for a build that is broken or gone, or that an early woken journey would keep for weeks. Check first that they replay: `deploy check` in a checkout of the current build.',
    )
    .argument('<build>', 'the build')
    .option('--wait', 'wait until nothing is left on it')
    .option('--release', 'let its journeys go on with the current build')
    .addHelpText(
      'after',
      examples('deploy drain 3f2a9c41d07e', 'deploy drain 3f2a9c41d07e --wait', 'deploy drain 3f2a9c41d07e --release'),
    )
    .action((build: string, options: DrainOptions) => run((deps) => runDrain(build, options, deps)));

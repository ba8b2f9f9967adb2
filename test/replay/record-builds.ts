import { createDeployments } from '../../src/temporal/deployments.js';
import { aJourney } from '../support/definitions.js';
import { eventually, type TestSystem } from '../support/system.js';
import { advanced, aSystem, inRun, shape } from './recorder.js';

/* Journeys over which one build of the worker takes the place of another, both of them working meanwhile (law 16). */

const OLDER = 'older';
const NEWER = 'newer';

const FAILED_PRECONDITION = 9;

function isTooSoon(error: unknown): false {
  if (error instanceof Error && Reflect.get(error, 'code') === FAILED_PRECONDITION) return false;
  throw error;
}

/** The builds of a system's deployment, which is the recording's alone. */
function buildsOf(system: TestSystem) {
  const deploymentName = `recorded-${system.taskQueue.slice(-12)}`;
  const deployments = createDeployments(system.client, deploymentName, system.taskQueue);
  return {
    deployments,
    /** Starts a worker of a build and makes the build current. */
    promote: async (buildId: string) => {
      await system.work({}, { deploymentName, buildId });
      await eventually(
        () => deployments.builds(),
        (builds) => builds.some((build) => build.buildId === buildId && build.workers > 0),
      );
      // Refused until it asks for activities too.
      await eventually(
        () => deployments.makeCurrent(buildId).then(() => true, isTooSoon),
        (done) => done,
      );
    },
  };
}

shape('upgraded', 'a journey that falls asleep on one build and goes on with the next', async () => {
  const steps = '  - wait: { for: { on: email.replied }, upTo: 300 days }\n  - wait: 2 days\n  - end: done';
  const system = await aSystem(aJourney('upgraded', steps), 500, { idle: true });
  const { promote } = buildsOf(system);
  await promote(OLDER);
  const contactId = await system.contact();
  const journey = await system.enrol('upgraded', contactId);
  await inRun(system, journey, 2);
  await promote(NEWER);
  await system.engine().receive({ type: 'email.replied', contactId, fields: {}, source: 'test' });
  return { system, journey };
});

shape('released', 'a journey whose run is let go from its build to the current one', async () => {
  const steps = '  - wait: { for: { on: email.replied }, upTo: 90 days }\n  - wait: 2 days\n  - end: done';
  const system = await aSystem(aJourney('released', steps), 1_000_000, { idle: true });
  const { promote, deployments } = buildsOf(system);
  await promote(OLDER);
  const contactId = await system.contact();
  const journey = await system.enrol('released', contactId);
  await advanced(system, journey, 1);
  await promote(NEWER);
  // The list of runs that stay on a build follows a moment after them.
  await eventually(
    () => deployments.release(OLDER, 10),
    (released) => released > 0,
  );
  await system.engine().receive({ type: 'email.replied', contactId, fields: {}, source: 'test' });
  return { system, journey };
});

shape('left-behind', 'a journey that ends on its build though another is current', async () => {
  const steps = '  - wait: { for: { on: email.replied }, upTo: 90 days }\n  - end: done';
  const system = await aSystem(aJourney('left-behind', steps), 1_000_000, { idle: true });
  const { promote } = buildsOf(system);
  await promote(OLDER);
  const contactId = await system.contact();
  const journey = await system.enrol('left-behind', contactId);
  await advanced(system, journey, 1);
  await promote(NEWER);
  await system.engine().receive({ type: 'email.replied', contactId, fields: {}, source: 'test' });
  return { system, journey };
});

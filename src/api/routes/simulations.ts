import { compileProgram } from '../../domain/journey/program.js';
import { simulateDefinition } from '../contracts/simulations.js';
import type { AppDeps } from '../deps.js';
import { found } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import { inventedSubject, journeyOf, runSimulation } from '../simulation.js';
import { runnable } from './definitions.js';

export function simulationRoutes(routes: Routes, deps: AppDeps): void {
  const { simulation: world, stores } = deps;

  routes.on(simulateDefinition, async ({ body, scope }) => {
    const definition = journeyOf(runnable(await deps.checkDefinition(body)));
    const subject =
      'contactId' in body.subject
        ? found(await stores.contacts.subject(scope, body.subject.contactId), 'contact', body.subject.contactId)
        : inventedSubject(body.subject, world.fields);
    return runSimulation(world, compileProgram(definition), subject, body);
  });
}

import { parseDefinition } from '../../domain/definition/parse.js';
import { compileProgram } from '../../domain/journey/program.js';
import { otherGuests } from '../../domain/simulate/other-guests.js';
import { simulateDefinition } from '../contracts/simulations.js';
import type { AppDeps } from '../deps.js';
import { Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import { inventedSubject, journeyOf, runSimulation } from '../simulation.js';
import { runnable } from './definitions.js';

export function simulationRoutes(routes: Routes, deps: AppDeps): void {
  const { simulation: world, stores } = deps;

  routes.on(simulateDefinition, async ({ body, scope }) => {
    const check = await deps.checkDefinition(body);
    const definition = journeyOf(runnable(check));
    const subject =
      'contactId' in body.subject
        ? await stores.contacts.subject(scope, body.subject.contactId)
        : inventedSubject(body.subject, world.fields);
    if (subject === null)
      throw new Problem('unknown-contact', 'There is no such contact, or it is not yours.', [
        { pointer: '/subject/contactId', code: 'unknown-contact', message: 'expected the id of a contact that exists' },
      ]);
    const simulation = await runSimulation(world, compileProgram(definition), subject, body);
    return { ...simulation, notes: [...check.notes, ...otherGuests(parseDefinition(body))] };
  });
}

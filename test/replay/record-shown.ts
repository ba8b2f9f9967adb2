import { eventually } from '../support/system.js';
import { advanced, aSystem, shape } from './recorder.js';

/* What a run shows in Temporal's UI: set awake, given to the next run, changed and taken away. */

const STAGED = `
kind: journey
id: shown
name: Shown
enter: { on: nothing.such, again: always }
stages:
  - { id: new, moves: [ { on: deal.won, to: customer } ], steps: [ { wait: 1 days }, { wait: 300 days } ] }
  - { id: customer, final: true, steps: [ { wait: 1 days }, { end: done } ] }
`;

shape('shown', 'a journey that shows its stage, awake and asleep', async () => {
  const system = await aSystem(STAGED, 5_000, { searchAttributes: () => true });
  const contactId = await system.contact();
  const journey = await system.enrol('shown', contactId);
  await advanced(system, journey, 2);
  await eventually(
    () => system.client.workflow.getHandle(journey.workflowId).describe(),
    ({ typedSearchAttributes }) => typedSearchAttributes.getAll().some(({ key }) => key.name === 'FtNextAt'),
  );
  await system.engine().receive({ type: 'deal.won', contactId, fields: {}, source: 'test' });
  return { system, journey };
});

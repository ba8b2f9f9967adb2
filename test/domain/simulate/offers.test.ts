import { expect, test } from 'vitest';
import { compileProgram } from '../../../src/domain/journey/program.js';
import { offersOf } from '../../../src/domain/simulate/offers.js';
import { aJourney } from '../../support/walk.js';
import { simulation } from './support.js';

async function offered(journey: string) {
  const { lines } = await simulation({ journey });
  return offersOf(compileProgram(aJourney(journey)), lines).map(({ line, ...offer }) => ({
    at: lines[line]?.step,
    ...offer,
  }));
}

test('a task offers each of its outcomes, once, where it came to a desk', async () => {
  const journey = 'steps: [ { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [reached, busy] } } ]';
  expect(await offered(journey)).toEqual([
    { at: 'call', type: 'task.completed', fields: { step: 'call', outcome: 'reached' } },
    { at: 'call', type: 'task.completed', fields: { step: 'call', outcome: 'busy' } },
  ]);
});

test('a wait for an event offers the event, with the fields that it must have to be heard', async () => {
  const wait = (match: string) => `steps: [ { id: w, wait: { for: ${match}, upTo: 2 days } } ]`;
  expect(await offered(wait('{ on: [email.replied, deal.won] }'))).toEqual([
    { at: 'w', type: 'email.replied', fields: {} },
    { at: 'w', type: 'deal.won', fields: {} },
  ]);
  expect(await offered(wait('{ on: form.submitted, if: { event.form: pricing } }'))).toEqual([
    { at: 'w', type: 'form.submitted', fields: { form: 'pricing' } },
  ]);
});

test('a wait for a time offers nothing', async () => {
  expect(await offered('steps: [ { wait: 2 days } ]')).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { compileProgram } from '../../../src/domain/journey/program.js';
import { Totals } from '../../../src/domain/simulate/totals.js';
import { aJourney } from '../../support/walk.js';
import { type Scenario, simulation } from './support.js';

const OWNER = { id: 'usr_1', name: 'Rita', email: 'rita@example.com' };

async function totalsOf(...people: readonly Scenario[]) {
  const totals = new Totals();
  for (const scenario of people) {
    const program = compileProgram(aJourney(scenario.journey));
    totals.end(await simulation(scenario, (line, facts) => totals.count(program, line, facts)));
  }
  return totals;
}

const JOURNEY = `
  steps:
    - { id: mine, email: { template: a/b, from: owner, purpose: service } }
    - { id: ours, email: { template: a/b, from: care, purpose: service } }
    - { id: text, sms: { template: a/b, purpose: service } }
    - { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [reached] } }
    - { id: visit, task: { kind: visit, title: Visit, assign: team-lead, due: 1 days, outcomes: [reached] } }
    - { end: over }`;
const reached = (step: string) =>
  `2027-01-05T1${step === 'call' ? 0 : 1}:00:00Z task.completed {"step":"${step}","outcome":"reached"}`;

describe('totals', () => {
  test('have a row for each day, step and owner, with how many it is of', async () => {
    const person: Scenario = { journey: JOURNEY, owner: OWNER, events: [reached('call'), reached('visit')] };
    const totals = await totalsOf(person, person);
    expect(
      totals.rows().map(({ day, step, what, mailbox, owner, count }) => [day, step, what, mailbox, owner, count]),
    ).toEqual([
      ['2027-01-04', 'call', 'call', null, 'Rita', 2],
      ['2027-01-04', 'mine', 'send', 'rita@example.com', 'Rita', 2],
      ['2027-01-04', 'ours', 'send', 'care', null, 2],
      ['2027-01-04', 'text', 'skip', null, null, 2],
      ['2027-01-05', 'visit', 'visit', null, 'team-lead', 2],
    ]);
    expect(totals.people).toBe(2);
    expect([...totals.outcomes]).toEqual([['over', 2]]);
  });

  test('count journeys that go on as open, and those of different people by their outcomes', async () => {
    const totals = await totalsOf(
      { journey: JOURNEY, owner: OWNER },
      { journey: JOURNEY, owner: OWNER, events: [reached('call'), reached('visit')] },
    );
    expect([...totals.outcomes]).toEqual([
      ['open', 1],
      ['over', 1],
    ]);
    expect(totals.rows().find(({ step }) => step === 'visit')?.count).toBe(1);
  });

  test('name an owner without a name by the id', async () => {
    const totals = await totalsOf({ journey: JOURNEY, owner: { id: 'usr_2', email: 'x@example.com' } });
    expect(totals.rows().find(({ step }) => step === 'call')?.owner).toBe('usr_2');
  });

  test('are ordered by day, whatever the order of the people', async () => {
    const late: Scenario = {
      journey: 'steps: [ { id: a, email: { template: a/b, from: care, purpose: service } } ]',
      start: '2027-01-06T09:00:00Z',
    };
    const totals = await totalsOf(
      late,
      { ...late, start: '2027-01-05T09:00:00Z' },
      { ...late, start: '2027-01-07T09:00:00Z' },
    );
    expect(totals.rows().map(({ day }) => day)).toEqual(['2027-01-05', '2027-01-06', '2027-01-07']);
  });
});

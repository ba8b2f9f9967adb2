import { describe, expect, it } from 'vitest';
import { parseDefinition } from '../../../src/domain/definition/parse.js';
import { BUILT_IN_EVENTS } from '../../../src/domain/events.js';
import { BUILT_IN_FIELDS } from '../../../src/domain/fields.js';
import { checkScenarios } from '../../../src/domain/scenarios/lint-scenarios.js';
import { parseScenarios } from '../../../src/domain/scenarios/parse-scenarios.js';
import { runScenario } from '../../../src/domain/scenarios/run-scenario.js';
import { aDeployment } from '../../support/walk.js';

const HEAD = 'contact: { email: ada@example.com, timezone: Asia/Shanghai }\nstart: 2027-01-04 09:00\ndays: 5\n';
const JOURNEY = `kind: journey
id: hello
name: Hello
timezone: contact
steps:
  - { id: hello, email: { template: a/b, from: care, purpose: service } }
  - { id: soon, wait: 90 minutes }
  - { id: later, wait: { for: { on: email.replied }, upTo: 2 days } }
  - { end: over }
`;

function checked(scenarios: string, definition = JOURNEY) {
  const parsed = parseDefinition({ file: 'hello.yaml', text: definition });
  const file = parseScenarios({ file: 'hello.scenarios.yaml', text: `${HEAD}${scenarios}` });
  if (!file.ok || parsed.definition === null) throw new Error(JSON.stringify([file, parsed.findings]));
  return checkScenarios(file.value, parsed.definition, { fields: BUILT_IN_FIELDS, eventTypes: BUILT_IN_EVENTS });
}

async function run(scenario: string, rendered: 'ok' | 'missing-variable' = 'ok') {
  const result = checked(`scenarios:\n  - name: a\n${scenario}`);
  const [first] = result.ok ? result.value.checked : [];
  if (!result.ok || first === undefined) throw new Error(JSON.stringify(result));
  return await runScenario(first, {
    program: result.value.program,
    deployment: aDeployment(),
    render: async () => rendered,
  });
}

describe('a scenario', () => {
  it('tells on the contact’s clock what came, with reasons and ends of waits', async () => {
    const { actual, passed } = await run('');
    expect(actual).toEqual([
      '2027-01-04 09:00 main enter done',
      '2027-01-04 09:00 main/main hello email send',
      '2027-01-04 09:00 main/main soon wait until 2027-01-04 10:30',
      '2027-01-04 10:30 main/main soon wait done (due)',
      '2027-01-04 10:30 main/main later wait until 2027-01-06 10:30',
      '2027-01-06 10:30 main/main later wait done (due)',
      '2027-01-06 10:30 main/main end done (over)',
    ]);
    expect(passed).toBe(false);
  });

  it('passes if exactly the expected lines came, whatever their spaces', async () => {
    const lines = ['2027-01-04 09:00   main/main hello  email send ', '2027-01-06 10:30 main/main end done (over)'];
    const expected = (all: readonly string[]) =>
      run(`    only: [email, end]\n    expect:\n${all.map((line) => `      - "${line}"\n`).join('')}`);
    expect(await expected(lines)).toMatchObject({ passed: true, actual: { length: 2 } });
    expect((await expected(lines.slice(1))).diff.map(({ type }) => type)).toEqual(['unexpected', 'same']);
    expect((await expected([...lines, 'more'])).passed).toBe(false);
  });

  it('hears its events, and stops at its end', async () => {
    const heard = await run(
      '    events: [ { at: 2027-01-04 12:00:30, type: email.replied, step: hello } ]\n    only: [wait, end]\n    until: 2027-01-05 00:00\n',
    );
    expect(heard.actual.slice(-2)).toEqual([
      '2027-01-04 12:00:30 main/main later wait done (email.replied)',
      '2027-01-04 12:00:30 main/main end done (over)',
    ]);
    expect((await run('    until: 2027-01-05 00:00\n')).actual).toHaveLength(5);
  });

  it('says of a message that could not be made why', async () => {
    const { actual } = await run('', 'missing-variable');
    expect(actual[1]).toBe('2027-01-04 09:00 main/main hello email skip (missing-variable)');
  });
});

describe('scenarios of a definition that nobody goes through', () => {
  it('are a fault of the file', () => {
    const result = checked('scenarios: [ { name: a } ]', 'kind: segment\nid: s\nname: S\nif: { contact.status: x }\n');
    expect(result.ok ? [] : result.error.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'wrong-type hello.yaml is a segment; only journeys and campaigns run',
    ]);
  });

  it('are none of a campaign', () => {
    const campaign = `kind: campaign\nid: c\nname: C\naudience: { segment: s }\nsend: { email: { template: a/b, from: care, purpose: service } }\n`;
    expect(checked('scenarios: [ { name: a } ]', campaign).ok).toBe(true);
  });
});

describe('a fault of a scenario’s records', () => {
  it('is told at the field of its record', () => {
    const result = checked('scenarios:\n  - name: a\n    deal:\n      amount: much\n    contact:\n      consent: 5\n');
    expect(result.ok ? [] : result.error.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '5 consent is true or a list of topics, not a number',
      '7 deal.amount is a number, not a string',
    ]);
  });
});

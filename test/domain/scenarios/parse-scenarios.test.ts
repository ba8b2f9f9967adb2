import { describe, expect, it } from 'vitest';
import { parseDefinition } from '../../../src/domain/definition/parse.js';
import { BUILT_IN_EVENTS } from '../../../src/domain/events.js';
import { BUILT_IN_FIELDS } from '../../../src/domain/fields.js';
import { formatInstant } from '../../../src/domain/instant.js';
import { checkScenarios } from '../../../src/domain/scenarios/lint-scenarios.js';
import { parseScenarios } from '../../../src/domain/scenarios/parse-scenarios.js';
import { definitionBeside, isScenarioFile, type ScenarioFile } from '../../../src/domain/scenarios/scenario.js';

const FILE = 'a/hello.scenarios.yaml';

function parsed(text: string): ScenarioFile {
  const result = parseScenarios({ file: FILE, text });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.file;
}

function faultsOf(text: string): string[] {
  const result = parseScenarios({ file: FILE, text });
  return result.ok ? [] : result.error.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`);
}

const HEAD = 'contact: { id: con_1, timezone: Asia/Shanghai }\nstart: 2027-01-04 09:00\ndays: 2\n';

describe('a file of scenarios', () => {
  it('is known by its name, and belongs to the definition beside it unless it names another', () => {
    expect([isScenarioFile(FILE), isScenarioFile('a/hello.yaml')]).toEqual([true, false]);
    expect(definitionBeside(FILE)).toBe('hello.yaml');
    expect(parsed(`${HEAD}scenarios: [ { name: a } ]`).definition).toBe('hello.yaml');
    expect(parsed(`definition: other.yaml\n${HEAD}scenarios: [ { name: a } ]`).definition).toBe('other.yaml');
  });

  it('has five hundred at most', () => {
    const of = (n: number) => `${HEAD}scenarios:\n${Array.from({ length: n }, (_, i) => `  - name: s${i}\n`).join('')}`;
    expect(faultsOf(of(500))).toEqual([]);
    expect(faultsOf(of(501))).toEqual([expect.stringContaining('expected at most 500 scenarios')]);
  });

  it('reads times in UTC where the zone of the contact is none', () => {
    const [only] = parsed(`${HEAD.replace('Asia/Shanghai', 'Mars/Olympus')}scenarios: [ { name: a } ]`).scenarios;
    expect(only && formatInstant(only.start)).toBe('2027-01-04T09:00:00Z');
  });

  it('says once what holds for all, and a scenario says over it', () => {
    const [first, second] = parsed(
      `${HEAD}scenarios:\n  - name: a\n  - { name: b, contact: { country: CN }, start: 2027-02-01T00:00:00Z, until: 2027-02-02 08:30 }`,
    ).scenarios;
    expect(first?.records.contact).toEqual({ id: 'con_1', timezone: 'Asia/Shanghai' });
    expect(second?.records.contact).toEqual({ id: 'con_1', timezone: 'Asia/Shanghai', country: 'CN' });
    expect([first, second].map((each) => each && [formatInstant(each.start), formatInstant(each.until)])).toEqual([
      ['2027-01-04T01:00:00Z', '2027-01-06T01:00:00Z'],
      ['2027-02-01T00:00:00Z', '2027-02-02T00:30:00Z'],
    ]);
  });

  it('reads times on the clock of the contact, UTC without a zone', () => {
    const events = 'events: [ { at: 2027-01-05 10:00, type: email.replied } ]';
    const at = (head: string) => parsed(`${head}scenarios: [ { name: a, ${events} } ]`).scenarios[0]?.events[0]?.['at'];
    expect(at(HEAD)).toBe('2027-01-05T02:00:00Z');
    expect(at(HEAD.replace(', timezone: Asia/Shanghai', ''))).toBe('2027-01-05T10:00:00Z');
  });

  it.each([
    ['scenarios: []', '1:12 wrong-type expected at least one scenario'],
    [`${HEAD}scenarios: [ { name: a, evnets: [] } ]`, '4:25 unknown-key unknown key "evnets"'],
    [`${HEAD}scenarios: [ { name: a }, { name: a } ]`, '4:35 duplicate-id "a" is the name of a scenario above'],
    [`${HEAD.replace('2027-01-04', '2027-13-04')}scenarios: [ { name: a } ]`, '2:8 wrong-type expected a time like'],
    ['days: 2\nscenarios: [ { name: a } ]', '2:14 missing-id expected "contact"'],
    [`${HEAD}until: 2027-02-01 10:00\nscenarios: [ { name: a } ]`, 'expected one of "until" and "days"'],
    [`${HEAD}scenarios: [ { name: a, until: 2027-01-03 10:00 } ]`, '4:32 wrong-type the end is not after the start'],
    [`${HEAD}scenarios: [ { name: a, only: [emial] } ]`, '4:32 wrong-type'],
  ])('finds in %j: %s', (text, fault) => expect(faultsOf(text).join('\n')).toContain(fault));

  it('is judged by its definition: records, events, steps and outcomes, each at its line', () => {
    const { definition } = parseDefinition({
      file: 'hello.yaml',
      text: 'kind: journey\nid: hello\nname: H\nsteps:\n  - id: call\n    task: { kind: call, title: T, due: 1 days, outcomes: [reached] }\n    onOutcome: { reached: [] }\n',
    });
    const text = `${HEAD}scenarios:
  - name: a
    contact: { tags: nice }
  - name: b
    events:
      - { at: 2027-01-04 10:00, type: task.completed, step: cal, outcome: reached }
      - { at: 2027-01-04 11:00, type: task.completed, step: call, outcome: raeched }
      - { at: 2027-01-04 08:00, type: email.repleid }
`;
    const result = parseScenarios({ file: FILE, text });
    if (!result.ok || definition === null) throw new Error('expected both to be read');
    const checked = checkScenarios(result.value, definition, { fields: BUILT_IN_FIELDS, eventTypes: BUILT_IN_EVENTS });
    const places = checked.ok ? [] : checked.error.map(({ line, code }) => `${line} ${code}`);
    // The last one is unknown, and before the start.
    expect(places).toEqual(['6 wrong-type', '9 unknown-step', '10 wrong-type', '11 unknown-event', '11 wrong-type']);
  });
});

import { describe, expect, test } from 'vitest';
import { BUILT_IN_EVENTS } from '../../../src/domain/events.js';
import { BUILT_IN_FIELDS } from '../../../src/domain/fields.js';
import { DAY } from '../../../src/domain/instant.js';
import { compileProgram } from '../../../src/domain/journey/program.js';
import { parseEvents } from '../../../src/domain/simulate/events.js';
import { simulate } from '../../../src/domain/simulate/simulate.js';
import { parseSubject } from '../../../src/domain/simulate/subject.js';
import { aDefinition, aDeployment, at } from '../../support/walk.js';

const EXAMPLE = `
kind: journey
id: example
name: Example
goal: { on: deal.won }
steps:
  - id: hello
    email: { template: lead/hello, from: owner, purpose: marketing }
  - wait: { for: { on: email.replied, if: { event.step: hello } }, upTo: 2 days }
    then:
      - id: call-back
        task: { kind: call, title: Call back, due: 4 hours, outcomes: [reached, lost-interest] }
        onOutcome:
          reached: []
          lost-interest: [ { end: not-interested } ]
    else:
      - end: no-answer
`;

const CONTACT = '{ "contact": { "email": "ada@example.com", "timezone": "Europe/Berlin" } }';
const EVENTS = `{"at":"2027-01-05T10:30:00Z","type":"email.replied","step":"hello"}
{"at":"2027-01-05T13:00:00Z","type":"task.completed","step":"call-back","outcome":"lost-interest"}
`;

async function simulated(contact: string, events: string) {
  const program = compileProgram(aDefinition(EXAMPLE));
  const start = at('2027-01-04T09:00:00Z');
  const subject = parseSubject({ file: 'contact.json', text: contact }, BUILT_IN_FIELDS);
  const told = parseEvents(
    { file: 'events.jsonl', text: events },
    { program, eventTypes: BUILT_IN_EVENTS, fields: BUILT_IN_FIELDS, start },
  );
  if (!subject.ok || !told.ok) throw new Error(JSON.stringify([subject, told]));
  const { lines } = await simulate({
    program,
    deployment: aDeployment(),
    subject: subject.value,
    events: told.value,
    start,
    until: start + 30 * DAY,
    render: async () => 'ok',
  });
  return lines.map((line) => JSON.stringify(line));
}

describe('the example of the format page', () => {
  test('is simulated to the letter', async () => {
    expect(await simulated(CONTACT, EVENTS)).toEqual([
      '{"at":"2027-01-04T09:00:00Z","local":"2027-01-04T10:00:00+01:00","stage":"main","track":null,"step":null,"action":"enter","decision":"done","reason":null,"until":null}',
      '{"at":"2027-01-04T09:00:00Z","local":"2027-01-04T10:00:00+01:00","stage":"main","track":"main","step":"hello","action":"email","decision":"send","reason":null,"until":null}',
      '{"at":"2027-01-04T09:00:00Z","local":"2027-01-04T10:00:00+01:00","stage":"main","track":"main","step":null,"action":"wait","decision":"wait","reason":null,"until":"2027-01-06T09:00:00Z"}',
      '{"at":"2027-01-05T10:30:00Z","local":"2027-01-05T11:30:00+01:00","stage":"main","track":"main","step":null,"action":"wait","decision":"done","reason":"email.replied","until":null}',
      '{"at":"2027-01-05T10:30:00Z","local":"2027-01-05T11:30:00+01:00","stage":"main","track":"main","step":"call-back","action":"task","decision":"done","reason":null,"until":null}',
      '{"at":"2027-01-05T13:00:00Z","local":"2027-01-05T14:00:00+01:00","stage":"main","track":"main","step":"call-back","action":"task","decision":"done","reason":"lost-interest","until":null}',
      '{"at":"2027-01-05T13:00:00Z","local":"2027-01-05T14:00:00+01:00","stage":"main","track":"main","step":null,"action":"end","decision":"done","reason":"not-interested","until":null}',
    ]);
  });

  test('takes an event at the very instant of a due wait as in time', async () => {
    const lines = await simulated(CONTACT, '{"at":"2027-01-06T09:00:00Z","type":"email.replied","step":"hello"}');
    expect(lines[3]).toContain('"reason":"email.replied"');
  });

  test('is told by the gate of an address that is none', async () => {
    const [, hello] = await simulated('{ "contact": { "email": "no address" } }', '');
    expect(hello).toContain('"decision":"skip","reason":"invalid-address"');
  });
});

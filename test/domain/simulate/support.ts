import { BUILT_IN_EVENTS } from '../../../src/domain/events.js';
import { BUILT_IN_FIELDS } from '../../../src/domain/fields.js';
import { DAY } from '../../../src/domain/instant.js';
import { compileProgram } from '../../../src/domain/journey/program.js';
import { parseEvents } from '../../../src/domain/simulate/events.js';
import { entriesOf, type Simulation, type SimulationInput, simulate } from '../../../src/domain/simulate/simulate.js';
import { parseSubject } from '../../../src/domain/simulate/subject.js';
import { aDeployment, aJourney, at } from '../../support/walk.js';
import { book } from '../calendar/shipped.js';

export interface Scenario {
  /** What stands in the definition beside kind, id and name. */
  readonly journey: string;
  readonly contact?: { readonly [field: string]: unknown };
  readonly deal?: { readonly [field: string]: unknown };
  readonly owner?: { readonly [field: string]: unknown };
  /** `2027-01-05T10:30:00Z email.replied { "step": "hello" }`, a line each. */
  readonly events?: readonly string[];
  readonly start?: string;
  readonly days?: number;
  readonly rendered?: 'ok' | 'missing-variable';
}

/** A Monday morning. */
export const START = '2027-01-04T09:00:00Z';

const jsonOf = (line: string): string => {
  const [when = '', type = '', ...fields] = line.split(' ');
  return JSON.stringify({ at: when, type, ...(fields.length === 0 ? {} : (JSON.parse(fields.join(' ')) as object)) });
};

export async function simulation(
  { start = START, days = 30, ...scenario }: Scenario,
  onLine?: SimulationInput['onLine'],
): Promise<Simulation> {
  const { journey, contact, deal, owner, events = [], rendered = 'ok' } = scenario;
  const program = compileProgram(aJourney(journey));
  const text = JSON.stringify({ contact: { email: 'ada@example.com', ...contact }, deal, owner });
  const subject = parseSubject({ file: 'contact.json', text }, BUILT_IN_FIELDS);
  const told = parseEvents(
    { file: 'events.jsonl', text: events.map(jsonOf).join('\n') },
    { program, eventTypes: BUILT_IN_EVENTS, fields: BUILT_IN_FIELDS, start: at(start) },
  );
  if (!subject.ok || !told.ok) throw new Error(JSON.stringify([subject, told]));
  return await simulate({
    program,
    deployment: aDeployment({ calendars: book.calendars, calendarByCountry: book.byCountry }),
    subject: subject.value,
    events: told.value,
    start: at(start),
    until: at(start) + days * DAY,
    render: async () => rendered,
    ...(onLine === undefined ? {} : { onLine }),
  });
}

/** The entries as short lines: `2027-01-04T09:00:00Z main hello email send`; what is null is left out. */
export async function told(scenario: Scenario): Promise<string[]> {
  const { lines } = await simulation(scenario);
  return entriesOf(lines).map(({ at: when, track, step, action, decision, reason, until }) =>
    [when, track, step, action, decision, reason, until === null ? null : `until ${until}`]
      .filter((part) => part !== null)
      .join(' '),
  );
}

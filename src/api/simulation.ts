import type { z } from 'zod';
import { journeyIn } from '../domain/definition/campaign-journey.js';
import type { Definition, JourneyDefinition } from '../domain/definition/definition.js';
import type { EventCatalogue } from '../domain/events.js';
import type { FieldCatalogue } from '../domain/fields.js';
import { DAY, type Instant } from '../domain/instant.js';
import type { Deployment } from '../domain/journey/place.js';
import type { Program } from '../domain/journey/program.js';
import type { JourneyState } from '../domain/journey/state.js';
import { assertNever } from '../domain/result.js';
import { parseEvents, type VirtualEvent } from '../domain/simulate/events.js';
import type { SimulationFinding } from '../domain/simulate/finding.js';
import { offersOf } from '../domain/simulate/offers.js';
import type { RenderedMessage } from '../domain/simulate/rendered.js';
import { type MessageToRender, type Simulation, simulate } from '../domain/simulate/simulate.js';
import { parseSubject, type Subject } from '../domain/simulate/subject.js';
import type { SimulatedMessage, SimulationView, simulateDefinition } from './contracts/simulations.js';
import { Problem } from './http/problem.js';

/** What a simulation takes from the deployment around it. */
export interface SimulationWorld {
  readonly deployment: Deployment;
  readonly fields: FieldCatalogue;
  readonly eventTypes: EventCatalogue;
  readonly render: (program: Program, message: MessageToRender) => Promise<RenderedMessage>;
}

type Request = z.output<(typeof simulateDefinition)['body']>;
type Invented = Exclude<Request['subject'], { contactId: string }>;

const MOST_LINES = 5_000;
const MOST_MESSAGES = 200;

/** The journey that a definition makes people go through. A kind that nobody goes through is refused. */
export function journeyOf(definition: Definition): JourneyDefinition {
  const journey = journeyIn(definition);
  if (journey !== null) return journey;
  throw new Problem('not-a-journey', `This is a ${definition.kind}; only journeys and campaigns can be simulated.`);
}

/** Reads whom a simulation is about from the fields that the request gives. */
export function inventedSubject(given: Invented, fields: FieldCatalogue): Subject {
  // Laid out in lines as it is read: the findings of a file name places that a request does not have.
  const parsed = parseSubject({ file: 'subject', text: JSON.stringify(given) }, fields);
  if (parsed.ok) return parsed.value;
  throw refused('The contact has faults', parsed.error, () => '/subject');
}

/** Runs what a request asks for. Throws a Problem for events that could not be. */
export async function runSimulation(
  world: SimulationWorld,
  program: Program,
  subject: Subject,
  { events: told, start: startText, days, render }: Request,
): Promise<Omit<SimulationView, 'notes'>> {
  const start = Date.parse(startText);
  const events = readEvents(world, program, told, start);
  const sent: MessageToRender[] = [];
  const simulation = await simulate({
    program,
    deployment: world.deployment,
    subject,
    events,
    start,
    until: start + days * DAY,
    render: async (message) => (await world.render(program, message)).outcome,
    onSend: (message) => void sent.push(message),
  });
  return {
    ...viewOf(program, simulation),
    messages: render ? await messagesOf(world, program, simulation, sent) : [],
  };
}

function readEvents(
  { eventTypes, fields }: SimulationWorld,
  program: Program,
  told: Request['events'],
  start: Instant,
): readonly VirtualEvent[] {
  const text = told.map((event) => JSON.stringify(event)).join('\n');
  const parsed = parseEvents({ file: 'events', text }, { program, eventTypes, fields, start });
  if (parsed.ok) return parsed.value;
  throw refused('The events have faults', parsed.error, ({ line }) => `/events/${line - 1}`);
}

function refused(
  what: string,
  findings: readonly SimulationFinding[],
  pointerOf: (finding: SimulationFinding) => string,
): Problem {
  const errors = findings.map((finding) => ({
    pointer: pointerOf(finding),
    code: finding.code,
    message: finding.message,
  }));
  return new Problem('invalid', `${what}. ${errors[0]?.message ?? ''}`, errors);
}

function viewOf(
  program: Program,
  { lines, unheard, state, zone, held }: Simulation,
): Omit<SimulationView, 'messages' | 'notes'> {
  const shown = lines.slice(0, MOST_LINES);
  return {
    lines: [...shown],
    offers: offersOf(program, shown).map(({ line, type, fields }) => ({ line, type, fields: { ...fields } })),
    ...standingOf(state),
    zone,
    heldBecause: held,
    unheard: [...unheard],
    more: lines.length > shown.length,
  };
}

function standingOf({ phase, stage }: JourneyState): Pick<SimulationView, 'state' | 'stage' | 'outcome'> {
  switch (phase.type) {
    case 'active':
    case 'paused':
    case 'held':
      return { state: phase.type, stage, outcome: null };
    case 'ended':
      return { state: 'ended', stage, outcome: phase.outcome };
    default:
      return assertNever(phase);
  }
}

/** The messages that were sent stand in the order of the lines that sent them. */
async function messagesOf(
  world: SimulationWorld,
  program: Program,
  { lines }: Simulation,
  sent: readonly MessageToRender[],
): Promise<SimulatedMessage[]> {
  const sending = lines.flatMap(({ decision }, index) => (decision === 'send' ? [index] : []));
  const messages: SimulatedMessage[] = [];
  for (const [nth, message] of sent.slice(0, MOST_MESSAGES).entries()) {
    const line = sending[nth];
    const rendered = await world.render(program, message);
    if (line === undefined || line >= MOST_LINES || rendered.outcome !== 'ok') continue;
    const to = message.facts.contact[message.intent.email === undefined ? 'phone' : 'email'];
    const { subject, html, text, locale } = rendered;
    messages.push({ line, to: typeof to === 'string' ? to : null, language: locale, subject, html, text });
  }
  return messages;
}

import { z } from 'zod';
import { fields, idOf, instant } from './common.js';
import { contract } from './contract.js';
import { definitionSource } from './definition-source.js';
import { notes } from './definitions.js';

const MOST_EVENTS = 500;
const MOST_DAYS = 3_660;

const known = z.strictObject({ contactId: idOf('contact') });
const invented = z.strictObject({
  contact: fields.describe(
    'fields of a contact, and of their wishes: `consent` and `unsubscribed`, true or a list of topics, and `suppressed`',
  ),
  account: fields.nullable().optional(),
  deal: fields.nullable().optional(),
  owner: fields.nullable().optional(),
});

const simulationLine = z
  .object({
    at: instant,
    local: z.string().describe('the same in the journey’s zone of then'),
    stage: z.string(),
    track: z.string().nullable(),
    step: z.string().nullable(),
    action: z.string(),
    decision: z.string(),
    reason: z.string().nullable(),
    until: instant.nullable(),
  })
  .meta({ id: 'SimulationLine' });
export type SimulationLineView = z.output<typeof simulationLine>;

const offer = z
  .object({
    line: z.number().int().describe('index of the line with which the journey came to stand there'),
    type: z.string(),
    fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  })
  .meta({ id: 'SimulationOffer' });
export type SimulationOffer = z.output<typeof offer>;

const simulatedMessage = z
  .object({
    line: z.number().int().describe('index of the line that sends it'),
    to: z.string().nullable(),
    language: z.string(),
    subject: z.string(),
    html: z.string(),
    text: z.string(),
  })
  .meta({ id: 'SimulatedMessage' });
export type SimulatedMessage = z.output<typeof simulatedMessage>;

const simulation = z
  .object({
    notes,
    lines: z.array(simulationLine),
    offers: z.array(offer).describe('what could happen where the journey stood still: events without their instants'),
    messages: z.array(simulatedMessage).describe('as they would go out, of the first 200; with `render` only'),
    state: z.enum(['active', 'paused', 'held', 'ended']),
    stage: z.string(),
    outcome: z.string().nullable(),
    zone: z.string(),
    heldBecause: z.string().nullable().describe('a defect of the definition that a person would have to end'),
    unheard: z.array(z.string()).describe('events that could not have happened then, and were left out: why'),
    more: z.boolean().describe('whether lines beyond the first 5,000 were left out'),
  })
  .meta({ id: 'Simulation' });
export type SimulationView = z.output<typeof simulation>;

export const simulateDefinition = contract({
  operationId: 'simulateDefinition',
  method: 'POST',
  path: '/v1/simulations',
  tag: 'Definitions',
  summary:
    'Run a definition on a virtual clock for one contact, known or invented, with the planner and the gate of the live engine. Nothing is sent or stored.',
  body: z.strictObject({
    ...definitionSource,
    subject: z.union([known, invented]).describe('whom it is about: a contact as it is now, or one made up'),
    events: z
      .array(fields)
      .max(MOST_EVENTS)
      .default([])
      .describe('what happens meanwhile, oldest first: `{ "at", "type", ...fields }`'),
    start: instant.describe('when the contact enters'),
    days: z.number().min(0).max(MOST_DAYS).describe('how long it is followed'),
    render: z.boolean().default(false).describe('whether to answer the messages as they would go out'),
  }),
  response: simulation,
});

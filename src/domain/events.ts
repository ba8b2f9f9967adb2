import { z } from 'zod';
import type { Finding } from './definition/finding.js';
import type { Source } from './definition/parse.js';
import { parseWith } from './definition/parse-with.js';
import { name, strict, text } from './definition/schema-values.js';
import { err, ok, type Result } from './result.js';

/** What a field of an event holds; `map` is a map of anything, `any` is a type that nobody declared. */
export type EventFieldType = 'text' | 'number' | 'boolean' | 'instant' | 'map' | 'any';

export interface EventType {
  readonly fields: ReadonlyMap<string, EventFieldType>;
  /** True if fields that aren't listed may come too: events declared by name alone. */
  readonly open: boolean;
}

/** All event types of a deployment by name. */
export type EventCatalogue = ReadonlyMap<string, EventType>;

const BUILT_IN: { readonly [type: string]: { readonly [field: string]: EventFieldType } } = {
  'lead.created': { source: 'text', channel: 'text', form: 'text', campaign: 'text' },
  'contact.changed': { set: 'map' },
  'account.changed': { set: 'map' },
  'deal.changed': { set: 'map' },
  'contact.tagged': { tag: 'text' },
  'contact.unsubscribed': { topic: 'text' },
  // By a link of a mail: mails go on, but none of them tells what is done with it.
  'contact.trackingRefused': {},
  'email.delivered': { step: 'text' },
  'email.replied': { step: 'text' },
  'email.autoReplied': { step: 'text', returnsAt: 'instant' },
  'email.bounced': { step: 'text', hard: 'boolean' },
  'sms.delivered': { step: 'text' },
  'sms.bounced': { step: 'text', hard: 'boolean', code: 'text' },
  'sms.replied': { step: 'text' },
  'email.opened': { step: 'text' },
  'email.clicked': { step: 'text', link: 'text' },
  'task.completed': { step: 'text', outcome: 'text', answers: 'map' },
  'deal.created': {},
  'deal.won': {},
  'deal.lost': { reason: 'text' },
  'quote.accepted': {},
  'quote.refused': {},
  'order.placed': { amount: 'number' },
  'case.opened': { case: 'text', subject: 'text' },
  'case.closed': { case: 'text' },
  'survey.answered': { survey: 'text', step: 'text', score: 'number', answers: 'map' },
  'form.submitted': {
    ...{ form: 'text', answer: 'text', companions: 'number', campaign: 'text', answers: 'map', inquiry: 'boolean' },
  },
  // Who waited for a place at an event has one: as if they had just said yes.
  'guest.movedUp': { form: 'text', answer: 'text', companions: 'number' },
  // A form was agreed to where a mail must ask again, and what came of that, or of a consent that needs none.
  'consent.asked': { form: 'text', topic: 'text' },
  'consent.given': { form: 'text', topic: 'text' },
};

/** The event types that every deployment has. */
export const BUILT_IN_EVENTS: EventCatalogue = new Map(
  Object.entries(BUILT_IN).map(([type, fields]) => [type, { fields: new Map(Object.entries(fields)), open: false }]),
);

/** Fields that every event has. */
export const COMMON_EVENT_FIELDS: ReadonlyMap<string, EventFieldType> = new Map([
  ['type', 'text'],
  ['at', 'instant'],
]);

const eventType = name.refine((value) => /^[A-Za-z][\w-]*(\.[A-Za-z][\w-]*)+$/.test(value), {
  error: 'expected a type such as "webinar.attended"',
});
const fields = z.union([z.array(name), z.record(name, z.enum(['text', 'number', 'boolean', 'instant', 'map', 'any']))]);
const declaration = strict({ type: eventType, label: text.optional(), fields: fields.optional() });
const list = z.array(z.union([eventType, declaration]));
const eventsFile = z.union([list, strict({ events: list })]);

/**
 * Reads `events.yaml`: a list, by itself or under `events`, of event types or of `{ type, label?, fields? }`, where
 * `fields` is a list of names or a map of names to types. The result has the built-in types too.
 */
export function parseEventTypes(source: Source): Result<EventCatalogue, readonly Finding[]> {
  const parsed = parseWith(source, eventsFile);
  if (!parsed.ok) return parsed;
  const { value, find } = parsed.value;
  const entries = Array.isArray(value) ? value : value.events;
  const at = Array.isArray(value) ? [] : ['events'];
  const catalogue = new Map(BUILT_IN_EVENTS);
  const findings: Finding[] = [];
  entries.forEach((entry, i) => {
    const type = typeof entry === 'string' ? entry : entry.type;
    if (catalogue.has(type))
      findings.push(
        find({ code: 'duplicate-id', path: [...at, i], message: `the event type ${type} is declared already` }),
      );
    else catalogue.set(type, typeof entry === 'string' ? { fields: new Map(), open: true } : eventTypeOf(entry));
  });
  return findings.length > 0 ? err(findings) : ok(catalogue);
}

function eventTypeOf({ fields: declared }: z.infer<typeof declaration>): EventType {
  if (declared === undefined) return { fields: new Map(), open: true };
  if (Array.isArray(declared)) return { fields: new Map(declared.map((field) => [field, 'any'])), open: false };
  return { fields: new Map(Object.entries(declared)), open: false };
}

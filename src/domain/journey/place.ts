import { ALWAYS, type Calendar } from '../calendar/calendar.js';
import type { SendWindow, WindowPlace } from '../calendar/window.js';
import { isValidZone } from '../calendar/zone.js';
import type { JourneyDefinition } from '../definition/definition.js';
import type { Policy } from '../policy.js';
import type { Facts, Fields } from './facts.js';

/** What a deployment settles for every definition. */
export interface Deployment {
  readonly zone: string;
  readonly language: string;
  /** Calendars by id; `always` is always among them. */
  readonly calendars: ReadonlyMap<string, Calendar>;
  /** Calendar id by country (ISO 3166, two letters). */
  readonly calendarByCountry: ReadonlyMap<string, string>;
  /** Real minutes of delay a logical instant survives, in virtual milliseconds (law 5). */
  readonly catchUp: number;
  readonly policy: Policy;
}

const text = (fields: Fields | null, name: string): string | null => {
  const value = fields?.[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

/** The zone a journey counts in: its definition's, else its contact's, else the deployment's. */
export function zoneOf(definition: JourneyDefinition, facts: Facts, deployment: Deployment): string {
  if (definition.timezone !== undefined && definition.timezone !== 'contact') return definition.timezone;
  return zoneOfContact(facts, deployment);
}

/** A contact's own zone, else the deployment's. */
export function zoneOfContact(facts: Facts, deployment: Deployment): string {
  const own = text(facts.contact, 'timezone');
  return own !== null && isValidZone(own) ? own : deployment.zone;
}

function calendarOf(
  definition: JourneyDefinition,
  facts: Facts,
  deployment: Deployment,
): { calendar: Calendar; named: boolean } {
  const named = definition.calendar;
  if (named === undefined) return { calendar: ALWAYS, named: false };
  if (named !== 'contact' && named !== 'owner')
    return { calendar: deployment.calendars.get(named) ?? ALWAYS, named: true };
  const country = named === 'contact' ? text(facts.contact, 'country') : text(facts.owner, 'country');
  const id = country === null ? undefined : deployment.calendarByCountry.get(country);
  return { calendar: (id === undefined ? undefined : deployment.calendars.get(id)) ?? ALWAYS, named: true };
}

/** Where a journey's waits and windows are read. */
export function placeOf(definition: JourneyDefinition, facts: Facts, deployment: Deployment): WindowPlace {
  const { calendar, named } = calendarOf(definition, facts, deployment);
  return { zone: zoneOf(definition, facts, deployment), calendar, calendarNamed: named };
}

/** The window that holds for a step: its own, none, or the definition's. */
export const windowFor = (
  definition: JourneyDefinition,
  own: SendWindow | 'none' | undefined,
): SendWindow | undefined => (own === 'none' ? undefined : (own ?? definition.window));

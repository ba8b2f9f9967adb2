import type { Programs, Renderer } from '../../activities/ports.js';
import type { Instant } from '../../domain/instant.js';
import type { Facts } from '../../domain/journey/facts.js';
import type { Deployment } from '../../domain/journey/place.js';
import type { Program } from '../../domain/journey/program.js';
import type { JourneyState } from '../../domain/journey/state.js';
import type { TemplateData } from '../../domain/journey/template-data.js';
import type { Tx } from '../client.js';

/** What the commands of a plan are carried out with, in the transaction that decided them. */
export interface ApplyContext {
  readonly tx: Tx;
  readonly parts: { readonly renderer: Renderer; readonly programs: Programs; readonly deployment: Deployment };
  /** The teams were held when the facts were read: a member chosen from them stands. */
  readonly locksTeams: boolean;
  readonly journeyId: string;
  readonly contactId: string;
  readonly program: Program;
  readonly state: JourneyState;
  /** As they were decided on, with what earlier commands of the plan have changed. */
  readonly facts: Facts;
  readonly now: { readonly virtual: Instant; readonly real: Instant };
}

export const idIn = (fields: Facts['deal']): string | null =>
  typeof fields?.['id'] === 'string' ? fields['id'] : null;

/** What templates for staff see: records, variables and steps, but none of the customer's links. */
export function staffData({ facts, program, state }: ApplyContext): TemplateData {
  const { contact, account, deal, owner, answers } = facts;
  const steps = Object.fromEntries(
    Object.entries(state.steps).map(([id, step]) => [id, { ...step, answer: answers[id] ?? {} }]),
  );
  return { contact, account, deal, owner, variables: program.definition.variables, steps, links: {} };
}

/** A text of a definition with its Handlebars filled in; what has no value is left out. */
export function renderLine(context: ApplyContext, source: string): Promise<string> {
  if (!source.includes('{{')) return Promise.resolve(source);
  return context.parts.renderer.renderTitle(source, { language: null, timezone: 'UTC', data: staffData(context) });
}

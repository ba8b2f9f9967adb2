import type { Company } from '../policy.js';
import type { Facts, Fields } from './facts.js';
import type { Program } from './program.js';
import type { JourneyState } from './state.js';

/** All that a template can read. */
export interface TemplateData {
  readonly contact: Fields;
  readonly account: Fields | null;
  readonly deal: Fields | null;
  readonly owner: Fields | null;
  readonly variables: { readonly [name: string]: string | number | boolean };
  readonly steps: { readonly [stepId: string]: { readonly [key: string]: unknown } };
  /** Absolute addresses: `unsubscribe`, `preferences`, `survey.<id>` under `survey`, `rsvp`, `confirm`. */
  readonly links: { readonly [name: string]: string | { readonly [id: string]: string } };
}

interface Told {
  readonly program: { readonly definition: Pick<Program['definition'], 'variables'> };
  readonly facts: Pick<Facts, 'contact' | 'account' | 'deal' | 'owner' | 'answers'>;
  readonly state: Pick<JourneyState, 'steps'>;
  /** Who the deployment's mails come from; a definition's own variables go before. */
  readonly company: Company;
  readonly links: TemplateData['links'];
}

/** What a template sees. */
export const templateData = ({ program, facts, state, company, links }: Told): TemplateData => ({
  contact: facts.contact,
  account: facts.account,
  deal: facts.deal,
  owner: facts.owner,
  variables: { ...variablesOf(company), ...program.definition.variables },
  steps: Object.fromEntries(
    Object.entries(state.steps).map(([id, step]) => [id, { ...step, answer: facts.answers[id] ?? {} }]),
  ),
  links,
});

const variablesOf = ({ name, address }: Company): TemplateData['variables'] => ({
  ...(name === null ? {} : { company: name }),
  ...(address === null ? {} : { companyAddress: address }),
});

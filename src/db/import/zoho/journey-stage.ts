import { slug } from './values.js';

export type LeadStatus = 'new' | 'attempted' | 'contacted' | 'pre-qualified' | 'contact-in-future' | 'lost' | 'junk';

export type DealStage =
  | 'prospect'
  | 'qualification'
  | 'needs-analysis'
  | 'initial-offer'
  | 'proposal'
  | 'negotiation'
  | 'closed-won'
  | 'closed-lost';

const STATUS_OF: { readonly [label: string]: LeadStatus } = {
  'not-contacted': 'new',
  'attempted-to-contact': 'attempted',
  contacted: 'contacted',
  'pre-qualified': 'pre-qualified',
  'contact-in-future': 'contact-in-future',
  'lost-lead': 'lost',
  'junk-lead': 'junk',
};

const STAGE_OF: { readonly [label: string]: DealStage } = {
  prospect: 'prospect',
  prospecting: 'prospect',
  qualification: 'qualification',
  'needs-analysis': 'needs-analysis',
  'initial-offer': 'initial-offer',
  'proposal-price-quote': 'proposal',
  'negotiation-review': 'negotiation',
  'closed-won': 'closed-won',
  'closed-lost': 'closed-lost',
};

/** Our word for a Lead Status, or null for one that isn't Zoho's own. */
export const leadStatusOf = (label: string): LeadStatus | null => STATUS_OF[slug(label)] ?? null;

/** Our word for a Stage of a potential, or null for one that isn't Zoho's own. */
export const dealStageOf = (label: string): DealStage | null => STAGE_OF[slug(label)] ?? null;

/** Stages of the shipped journey in which an imported person can be. */
export type JourneyStage = 'new' | 'contacted' | 'needs-analysis' | 'proposal' | 'negotiation' | 'after-sales' | 'lost';

const JOURNEY_STAGE_OF: { readonly [word in LeadStatus | DealStage]: JourneyStage } = {
  new: 'new',
  attempted: 'new',
  contacted: 'contacted',
  'pre-qualified': 'contacted',
  'contact-in-future': 'contacted',
  lost: 'lost',
  junk: 'lost',
  prospect: 'contacted',
  qualification: 'contacted',
  'needs-analysis': 'needs-analysis',
  'initial-offer': 'proposal',
  proposal: 'proposal',
  negotiation: 'negotiation',
  'closed-won': 'after-sales',
  'closed-lost': 'lost',
};

/**
 * The stage in which a person's records say the journey is: the deal decides where there is one, else the lead's
 * status. Null for words of another CRM. Made for checks: it knows nothing of the definition's own `at`.
 */
export function journeyStageOf(person: {
  readonly status: string | null;
  readonly dealStage: string | null;
}): JourneyStage | null {
  const word = person.dealStage ?? person.status;
  return word !== null && isWord(word) ? JOURNEY_STAGE_OF[word] : null;
}

/** True for a Junk Lead that was never converted; a converted one follows its deal. */
export const isJunk = (person: { readonly status: string | null; readonly dealStage: string | null }): boolean =>
  person.status === 'junk' && person.dealStage === null;

const isWord = (word: string): word is LeadStatus | DealStage => Object.hasOwn(JOURNEY_STAGE_OF, word);

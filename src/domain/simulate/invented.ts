import { formatInstant, type Instant } from '../instant.js';
import type { Facts, Fields, TeamMember } from '../journey/facts.js';
import type { Program } from '../journey/program.js';
import type { Subject } from './subject.js';

/*
 * What a simulation makes up because nobody gave it: the owner, the members of teams, and what the database fills in of a
 * contact that is new.
 */

/** The records with which a simulated journey begins. */
export const inventedFacts = (program: Program, subject: Subject, start: Instant): Facts => ({
  ...inventedRecords(subject, start),
  events: [],
  answers: {},
  teams: teamsOf(program, subject.contact),
});

/** As the database would have them. */
export const inventedRecords = (
  subject: Subject,
  start: Instant,
): Pick<Facts, 'contact' | 'account' | 'deal' | 'owner'> => ({
  contact: asStored(subject.contact, start),
  account: subject.account,
  deal: subject.deal,
  owner: subject.owner ?? INVENTED_OWNER,
});

/** Every contact of the database has these; the rest is missing until it is known. */
function asStored(contact: Fields, start: Instant): Fields {
  const { firstName, lastName, email } = contact;
  const parts = [firstName, lastName].filter((part) => typeof part === 'string');
  const stored: Fields = {
    name: parts.length > 0 ? parts.join(' ') : (email ?? null),
    tags: [],
    score: 0,
    orderCount: 0,
    totalSpent: 0,
    doNotContact: false,
    createdAt: formatInstant(start),
    updatedAt: formatInstant(start),
  };
  const known: { [field: string]: Fields[string] } = { ...stored };
  for (const [field, value] of Object.entries(contact)) if (value !== null && value !== undefined) known[field] = value;
  return known;
}

/** Has all that a template may ask of an owner. */
const INVENTED_OWNER: Fields = {
  id: 'usr_owner',
  name: 'Alex Owner',
  email: 'owner@example.com',
  phone: '+1 555 0100',
  team: 'sales',
  manager: 'usr_manager',
};

/** Each team that the definition assigns to, with one present member, who looks after the contact's place. */
function teamsOf(program: Program, { country }: Fields): Facts['teams'] {
  const ids = [...program.nodes.values()].flatMap(({ step }) => (step.action === 'assign' ? [step.assign.team] : []));
  const member = (team: string): TeamMember => ({
    userId: `usr_${team}`,
    open: 0,
    last: 0,
    territories: typeof country === 'string' ? [country] : [],
    fields: { ...INVENTED_OWNER, id: `usr_${team}`, name: `Member of ${team}`, team },
  });
  return Object.fromEntries(ids.map((team) => [team, [member(team)]]));
}

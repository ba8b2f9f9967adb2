import { readFile } from 'node:fs/promises';
import { type ApiClient, ApiProblem } from '../../api/client.js';
import { logCall } from '../../api/contracts/calls.js';
import { type ContactView, createContact, listContacts } from '../../api/contracts/contacts.js';
import { createDeal, listDeals, updateDeal } from '../../api/contracts/deals.js';
import { publishDefinition } from '../../api/contracts/definitions.js';
import { enrol } from '../../api/contracts/enrolments.js';
import { createMailbox } from '../../api/contracts/mailboxes.js';
import { listUsers } from '../../api/contracts/users.js';
import { inParallel } from '../../domain/in-parallel.js';
import { DAY, formatInstant } from '../../domain/instant.js';
import { DEMO_START } from '../demo-clock.js';
import { COMPANIES } from './companies.js';
import { addressOf, fullName, type SampleCompany, type SampleDeal, type SamplePerson } from './people.js';

const COMPANIES_AT_ONCE = 4;

/** A new lead of the sample, as the API takes it. */
export const contactFields = (person: SamplePerson, company: SampleCompany, ownerId: string | null) => ({
  email: addressOf(person, company),
  firstName: person.firstName,
  lastName: person.lastName,
  name: fullName(person, company),
  title: person.title,
  company: company.name,
  city: company.city,
  language: company.language,
  country: company.country,
  timezone: company.timezone,
  source: person.source,
  status: person.status,
  ownerId,
});

/**
 * Puts the sample in through the API, as anybody would: people with their calls and deals, then the journey they are to
 * enter. In that order nobody enters before the history is there. What an interrupted start has put in already stays.
 * `say` tells what the API refuses. Answers how many people were added.
 */
export async function putSample(api: ApiClient, definitionFile: string, say: (line: string) => void): Promise<number> {
  const owners = await usersByEmail(api);
  let added = 0;
  await inParallel(COMPANIES, COMPANIES_AT_ONCE, async (company) => {
    const ownerId = (company.owner === null ? null : owners.get(company.owner)) ?? null;
    for (const person of company.people) {
      const known = await find(api, addressOf(person, company));
      try {
        const contact =
          known ?? (await api.call(createContact, { body: contactFields(person, company, ownerId) })).contact;
        if (known === null) added += 1;
        await putHistory(api, contact, person, company);
      } catch (error) {
        // The sample is a courtesy, never a reason not to start.
        if (!(error instanceof ApiProblem)) throw error;
        say(`the sample's ${addressOf(person, company)} was refused: ${error.problem.code}`);
      }
    }
  });
  await putMailbox(api, say);
  const text = await readFile(definitionFile, 'utf8');
  await api.call(publishDefinition, { body: { text, file: 'definitions/lead-to-customer.yaml' } });
  return added;
}

/** What `from: marketing` of the shipped definitions goes out from. */
async function putMailbox(api: ApiClient, say: (line: string) => void): Promise<void> {
  const [name, address] = ['Followthrough Demo', 'news@demo.example'];
  try {
    await api.call(createMailbox, { body: { id: 'marketing', kind: 'marketing', name, address } });
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    if (error.problem.code !== 'mailbox-taken') say(`the sample's mailbox was refused: ${error.problem.code}`);
  }
}

/** Lets everybody of the sample enter the journey, each at the stage that deal and status say. */
export async function enrolSample(api: ApiClient): Promise<number> {
  const { started } = await api.call(enrol, { body: { definition: 'lead-to-customer', dryRun: false, limit: 500 } });
  return started;
}

async function find(api: ApiClient, email: string): Promise<ContactView | null> {
  const { data } = await api.call(listContacts, { query: { email, limit: 1 } as never });
  return data[0] ?? null;
}

/** The addresses and ids of all people who work here. */
export async function usersByEmail(api: ApiClient): Promise<ReadonlyMap<string, string>> {
  const users = new Map<string, string>();
  for await (const { email, id } of api.each(listUsers)) users.set(email, id);
  return users;
}

/** The deal comes last: where one is, the calls are too. */
async function putHistory(api: ApiClient, contact: ContactView, person: SamplePerson, company: SampleCompany) {
  const { deal } = person;
  if (deal === undefined) return;
  const deals = await api.call(listDeals, { query: { contact: contact.id, limit: 1 } as never });
  if (deals.data.length > 0) return;
  for (const { daysAgo, minutes, outcome, note } of person.calls ?? []) {
    const startedAt = formatInstant(DEMO_START - daysAgo * DAY);
    const body = { contactId: contact.id, direction: 'outbound' as const, outcome, note, startedAt };
    await api.call(logCall, { body: { ...body, durationSeconds: minutes * 60 } });
  }
  await putDeal(api, contact.id, deal, company);
}

async function putDeal(api: ApiClient, contactId: string, { name, stage, amount }: SampleDeal, company: SampleCompany) {
  const isOver = stage === 'won' || stage === 'lost';
  const body = {
    contactId,
    name,
    amount,
    currency: company.currency,
    stage: isOver ? 'negotiation' : stage,
    ...(isOver ? {} : { expectedCloseAt: formatInstant(DEMO_START + 40 * DAY) }),
  };
  const { deal } = await api.call(createDeal, { body });
  if (!isOver) return;
  const reason = stage === 'lost' ? { reason: company.language === 'en' ? 'no budget this year' : '今年没有预算' } : {};
  await api.call(updateDeal, { params: { id: deal.id }, body: { stage, ...reason } });
}

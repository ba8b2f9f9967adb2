import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createContact } from '../../../src/api/contracts/contacts.js';
import { createDeal, updateDeal } from '../../../src/api/contracts/deals.js';
import { publishDefinition } from '../../../src/api/contracts/definitions.js';
import { postEvents } from '../../../src/api/contracts/events.js';
import { exitJourney, pauseJourney, startJourney } from '../../../src/api/contracts/journeys.js';
import { completeTask, listTasks } from '../../../src/api/contracts/tasks.js';
import { repositoryRoot } from '../../../src/config/env.js';
import { LANGUAGES, type Language, userId } from './people.js';
import { addCampaigns } from './seed-campaigns.js';
import { addForms } from './seed-forms.js';
import { type Fate, SEED_LEADS, type SeedLead } from './seed-people.js';
import { addPool } from './seed-pools.js';
import { MONDAY, type World } from './world.js';

/*
 * Two desks of leads, one in each language, brought where they stand as anybody would: through the API, with the clock
 * moved on in between. What is changed in the database says why.
 */

const HOUR = 3_600_000;
/** Monday 11:00 in New York: mails are out, first calls wait. */
const MONDAY_NOON = MONDAY + 2.5 * HOUR;
/** Tuesday 11:30 in Shanghai: theirs are. */
const TUESDAY_SHANGHAI = MONDAY + 14 * HOUR;
/** Tuesday 10:00 in New York: first calls are overdue, the limits of the first stage end within a day. */
export const TUESDAY = MONDAY + 25.5 * HOUR;

/** Somebody of the world by what became of them; `journeyId` is of their (first) journey. */
export interface Placed {
  readonly contactId: string;
  readonly journeyId: string;
  readonly name: string;
}

export type Landmarks = { readonly [language in Language]: { readonly [fate in Fate]: Placed } };

const CARE_CALL = `kind: journey
id: care-call
name: { en: Care call, zh-CN: 关怀致电 }
timezone: contact
enter: { on: manual }
steps:
  - id: care
    task:
      kind: call
      title: { en: "Care call: {{contact.name}}", zh-CN: "关怀致电：{{contact.name}}" }
      due: 4 hours
      outcomes: [satisfied, problem, not-reached]
      form: [{ field: satisfaction, required: true }, { field: remark }]
    onOutcome:
      satisfied: []
      problem: []
      not-reached: []
  - end: done
`;

export async function seed(world: World, say: (line: string) => void = () => undefined): Promise<Landmarks> {
  const began = Date.now();
  const told = (what: string) => say(`${((Date.now() - began) / 1000).toFixed(1)} s: ${what}`);
  const text = await readFile(path.join(repositoryRoot, 'definitions/lead-to-customer.yaml'), 'utf8');
  await world.api.call(publishDefinition, { body: { text, file: 'lead-to-customer.yaml' } });
  await world.api.call(publishDefinition, { body: { text: CARE_CALL, file: 'care-call.yaml' } });
  const desks = { en: await addLeads(world, 'en'), 'zh-CN': await addLeads(world, 'zh-CN') };
  const placed = { en: desks.en.desk, 'zh-CN': desks['zh-CN'].desk };
  await world.quiet();
  for (const language of LANGUAGES) await addDeals(world, desks[language]);
  told('leads and deals are there');
  await world.jump(MONDAY_NOON);
  told('Monday 11:00 in New York');
  await world.jump(TUESDAY_SHANGHAI);
  told('Tuesday 11:30 in Shanghai');
  for (const language of LANGUAGES) {
    await work(world, placed[language]);
    await trouble(world, placed[language]);
  }
  told('people did their work');
  await world.jump(TUESDAY);
  told('Tuesday 10:00 in New York');
  for (const language of LANGUAGES) await acts(world, placed[language], language);
  for (const language of LANGUAGES) await addPool(world, language, TUESDAY);
  await addForms(world, TUESDAY);
  await addCampaigns(world, TUESDAY);
  await world.quiet();
  return placed;
}

type Desk = Landmarks[Language];

const STATUS: { readonly [fate in Fate]?: string } = {
  contacted: 'contacted',
  customer: 'customer',
  lost: 'lost',
};

interface Added {
  readonly desk: Desk;
  /** Contact and stage of every deal that is to be. */
  readonly deals: readonly (readonly [string, string])[];
}

async function addLeads(world: World, language: Language): Promise<Added> {
  const ownerId = await userId(world.db, 'rep', language);
  const desk: Partial<Record<Fate, Placed>> = {};
  const deals: [string, string][] = [];
  const leads = SEED_LEADS[language];
  const all: Placed[] = [];
  // Four at a time: each begins a journey.
  for (let at = 0; at < leads.length; at += 4)
    all.push(...(await Promise.all(leads.slice(at, at + 4).map((lead) => addLead(world, lead, language, ownerId)))));
  for (const [index, lead] of leads.entries()) {
    const placed = all[index];
    if (placed === undefined) continue;
    desk[lead.fate] ??= placed;
    const stage = DEAL_STAGES[lead.fate];
    if (stage !== undefined) deals.push([placed.contactId, stage]);
  }
  return { desk: desk as Desk, deals };
}

async function addLead(world: World, lead: SeedLead, language: Language, ownerId: string): Promise<Placed> {
  const { contact, started } = await world.api.call(createContact, {
    body: {
      name: lead.name,
      company: lead.company,
      email: lead.email,
      phone: language === 'en' ? '+1 212 555 0134' : '+86 21 5555 0134',
      language,
      // Marketing to China needs a consent that nobody here gave, so the country is left open there.
      country: language === 'en' ? 'US' : null,
      timezone: language === 'en' ? 'America/New_York' : 'Asia/Shanghai',
      source: language === 'en' ? 'Trade show' : '展会',
      status: STATUS[lead.fate] ?? 'new',
      ownerId,
    },
  });
  return { contactId: contact.id, journeyId: started[0] ?? '', name: lead.name };
}

const DEAL_STAGES: { readonly [fate in Fate]?: string } = {
  'needs-analysis': 'needs-analysis',
  proposal: 'proposal',
  negotiation: 'negotiation',
  won: 'negotiation',
};

async function addDeals(world: World, { desk, deals }: Added): Promise<void> {
  await Promise.all(deals.map(([contactId, stage]) => addDeal(world, desk, contactId, stage)));
}

async function addDeal(world: World, desk: Desk, contactId: string, stage: string): Promise<void> {
  const { deal } = await world.api.call(createDeal, {
    body: { contactId, name: 'Starter package', stage, amount: 12_400, currency: 'USD', probability: 40 },
  });
  if (contactId === desk.won.contactId)
    await world.api.call(updateDeal, { params: { id: deal.id }, body: { stage: 'won' } });
}

/** What people did meanwhile: a call reached somebody, somebody answered. */
async function work(world: World, desk: Desk): Promise<void> {
  const [task] = await tasksOf(world, desk.called.contactId);
  if (task === undefined) throw new Error(`${desk.called.name} has no task; expected the first call`);
  await world.api.call(completeTask, {
    params: { id: task },
    body: { outcome: 'no-answer', note: 'Voice mail; they are in on Thursday' },
  });
  await world.api.call(postEvents, {
    body: { type: 'email.replied', contactId: desk.replied.contactId, fields: { step: 'hello' }, source: 'seed' },
  });
}

async function tasksOf(world: World, contactId: string): Promise<string[]> {
  const { data } = await world.api.call(listTasks, {
    query: { contact: contactId, status: ['open'], limit: 5 } as never,
  });
  return data.map((task) => task.id);
}

/** What people did last: one stopped, one sent away, one to be asked how they are. */
async function acts(world: World, { care, paused, left }: Desk, language: Language): Promise<void> {
  const reasons =
    language === 'en'
      ? (['On holiday until next week', 'Asked not to be called again'] as const)
      : (['客户休假，下周再联系', '客户要求不再联系'] as const);
  const [whyPaused, whyLeft] = reasons;
  await world.api.call(pauseJourney, { params: { id: paused.journeyId }, body: { reason: whyPaused } });
  await world.api.call(exitJourney, { params: { id: left.journeyId }, body: { reason: whyLeft } });
  await world.api.call(startJourney, { body: { definition: 'care-call', contactId: care.contactId } });
}

/** As after a restore of the database to an earlier time: the journey no longer knows what it did, and is held (law 17). */
async function trouble(world: World, desk: Desk): Promise<void> {
  const { journeyId, contactId } = desk.held;
  await world.db.advance.deleteMany({ where: { journeyId } });
  await world.db.journey.update({ where: { id: journeyId }, data: { advance: 0, poked: false } });
  await world.api.call(postEvents, {
    body: { type: 'email.replied', contactId, fields: { step: 'hello' }, source: 'seed' },
  });
  await world.quiet();
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { publishDefinition } from '../../../src/api/contracts/definitions.js';
import { repositoryRoot } from '../../../src/config/env.js';
import type { Prisma } from '../../../src/db/generated/client.js';
import { newId } from '../../../src/db/new-id.js';
import { userId } from './people.js';
import type { World } from './world.js';

const HOUR = 3_600_000;
const EVENT = 'customer-day-2027';
const DRAFT = `kind: campaign
id: spring-offer
name: { en: Spring offer, zh-CN: 春季优惠 }
audience: { segment: active-customers }
`;

type Recipient = Pick<Prisma.CampaignRecipientCreateManyInput, 'state' | 'outcome' | 'reason'>;
const BEGUN: Recipient = { state: 'begun' };

type Said = Pick<Prisma.GuestCreateManyInput, 'answer' | 'companions' | 'turn'>;

/** Those invited, in both languages: what became of each, and what they answered. */
const GUESTS: readonly (readonly [name: string, company: string, recipient: Recipient, said?: Said])[] = [
  ['Harriet Vance', 'Vance Optics', BEGUN, { answer: 'yes', companions: 2 }],
  ['顾晓晨', '晨光光学', BEGUN, { answer: 'yes', companions: 0 }],
  ['Leon Brandt', 'Brandt Gears', BEGUN, { answer: 'waiting', companions: 1, turn: 1 }],
  ['蒋文博', '文博齿轮', BEGUN, { answer: 'no', companions: 0 }],
  ['Odile Marchand', 'Marchand Glass', BEGUN],
  ['贺子轩', '子轩玻璃', BEGUN],
  ['Petra Novak', 'Novak Tools', { state: 'waiting', outcome: 'skipped', reason: 'unsubscribed' }],
  ['袁思齐', '思齐工具', { state: 'waiting', outcome: 'held-out' }],
];

/**
 * A draft, and the shipped invitation as it stands when all of its journeys have begun, straight into the database: nobody is written to, no
 * journey begins, and no board shows it.
 */
export async function addCampaigns(world: World, now: number): Promise<void> {
  const { db, api } = world;
  for (const id of ['active-customers', EVENT]) {
    const shipped = await readFile(path.join(repositoryRoot, `definitions/${id}.yaml`), 'utf8');
    // A room that is full: somebody waits.
    const text = shipped.replace('places: 60', 'places: 5');
    await api.call(publishDefinition, { body: { text, file: `${id}.yaml` } });
  }
  const createdBy = await userId(db, 'marketing', 'en');
  const made = {
    createdAt: new Date(now - 72 * HOUR),
    createdBy,
    editedAt: new Date(now - 72 * HOUR),
    editedBy: createdBy,
  };
  const drafted = { en: 'Spring offer', 'zh-CN': '春季优惠' };
  await db.campaign.create({ data: { id: 'spring-offer', state: 'draft', name: drafted, text: DRAFT, ...made } });
  const version = await db.definitionVersion.findFirstOrThrow({ where: { definitionId: EVENT } });
  const start = new Date(now - 48 * HOUR);
  const name = { en: 'Customer day 2027', 'zh-CN': '2027客户交流会' };
  const begun = {
    startsAt: start,
    scheduledAt: start,
    frozenAt: start,
    audience: GUESTS.length,
    endedAt: new Date(now - 30 * HOUR),
    expected: GUESTS.length,
  };
  await db.campaign.create({
    data: {
      id: EVENT,
      state: 'done',
      name,
      text: version.text,
      definitionVersion: 1,
      way: 'journeys',
      ...made,
      ...begun,
    },
  });
  for (const [index, [guest, company, recipient, said]] of GUESTS.entries()) {
    const contactId = newId('contact');
    const at = new Date(now - 40 * HOUR + index * HOUR);
    const dates = { createdAt: start, updatedAt: start };
    await db.contact.create({ data: { id: contactId, name: guest, company, tags: [], source: 'website', ...dates } });
    await db.campaignRecipient.create({
      data: { campaignId: EVENT, n: index + 1, contactId, dueAt: start, ...recipient },
    });
    if (said === undefined) continue;
    const { answer, companions } = said;
    await db.guest.create({ data: { campaignId: EVENT, contactId, answeredAt: at, ...said } });
    const fields = { form: EVENT, answer, companions, step: 'invitation' };
    await db.event.create({
      data: { id: newId('event'), type: 'form.submitted', at, realAt: new Date(), contactId, fields, source: 'link' },
    });
  }
}

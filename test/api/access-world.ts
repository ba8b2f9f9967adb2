import { hashSecret, newSecret } from '../../src/api/auth/secrets.js';
import { hashAddressText } from '../../src/db/address-hash.js';
import { newId } from '../../src/db/new-id.js';
import { campaignText, type Ids, mailCampaignText, type Whose } from './access-cases.js';
import { aContact, aNotice, aTask, LINKS, SMS_TOKEN, type TestApi } from './support.js';

const NOBODY = '00000000000000000000000000';
const at = new Date();

/** Two reps in two teams; the first is the one that asks. */
export interface Reps {
  readonly mine: string;
  readonly colleague: string;
}

export async function twoTeams(api: TestApi): Promise<Reps> {
  const colleague = newId('user');
  const person = { email: 'colleague@followthrough.example', name: 'The colleague', role: 'rep', createdAt: at };
  await api.db.user.create({ data: { id: colleague, ...person } });
  const teams = [
    ['tea_north', api.users.rep],
    ['tea_south', colleague],
  ] as const;
  for (const [id, userId] of teams)
    await api.db.team.create({ data: { id, name: id, members: { create: { userId } } } });
  return { mine: api.users.rep, colleague };
}

/** One of each kind, of whom it is said; the `missing` ones are well formed and lead to nothing. */
export async function make(api: TestApi, reps: Reps, whose: Whose): Promise<Ids> {
  const { colleague } = reps;
  if (whose === 'missing') return missing(colleague);
  const isMine = whose === 'own' || whose === 'own team’s' || whose === 'none';
  const ownerId = isMine ? reps.mine : colleague;
  const contact = await aSuppressed(api, ownerId);
  const deal = newId('deal');
  await api.db.deal.create({
    data: { id: deal, name: 'Ada’s deal', contactId: contact, createdAt: at, updatedAt: at },
  });
  const journey = await aJourney(api, contact, ownerId);
  const ofTeam = whose === 'own team’s' || whose === 'another team’s';
  const desk = ofTeam ? { teamId: isMine ? 'tea_north' : 'tea_south' } : { assigneeId: ownerId };
  const key = newId('key');
  await api.db.apiKey.create({ data: { id: key, hash: key, name: 'k', userId: colleague, createdAt: at } });
  const asked = { contactId: contact, journeyId: journey, step: 'hello', occurrence: 1 };
  const pool = await aPool(api, reps, isMine);
  return {
    contact,
    deal,
    pool,
    freeLead: await aContact(api.db, { ownerId: null, poolId: pool }),
    takenLead: await aContact(api.db, { ownerId: reps.mine, poolId: pool }),
    journey,
    cared: await aCaredJourney(api, contact, ownerId),
    exclusion: await anExclusion(api, contact),
    bulk: await aBulk(api, journey, ownerId),
    ...(await campaigns(api)),
    task: await aTask(api.db, { contactId: contact, ...desk }),
    message: await aMessage(api, journey, contact),
    notice: await aNotice(api.db, { userId: ownerId, journeyId: journey }),
    definition: 'nurture',
    segment: 'chosen',
    form: 'contact-us',
    key,
    mail: '1',
    link: tokenOf(LINKS.unsubscribe(contact, null)),
    survey: tokenOf(LINKS.survey({ ...asked, form: 'satisfaction' })),
    rsvp: tokenOf(LINKS.rsvp({ ...asked, form: 'nurture' })),
    click: tokenOf(LINKS.click(asked, 'https://shop.example/') ?? ''),
    open: tokenOf(LINKS.open(asked)),
    confirm: tokenOf(LINKS.confirm(asked)),
    landing: tokenOf(LINKS.landing('spring', 'contact-us')),
    receipts: SMS_TOKEN,
    user: await aUser(api),
    leaver: await aLeaver(api),
    team: await aTeam(api, reps.mine),
    mailbox: await aMailbox(api),
    robot: await aRobot(api, colleague),
    incoming: await anUnhandledMail(api),
    invitation: await anInvitation(api),
    fresh: freshId(),
    colleague,
  };
}

/** A rep in the manager's charge, who is away. */
async function aUser(api: TestApi): Promise<string> {
  const id = newId('user');
  const person = { email: `${id}@followthrough.example`, name: 'Somebody', role: 'rep', createdAt: at };
  await api.db.user.create({ data: { id, ...person, managerId: api.users.manager, absentFrom: at } });
  return id;
}

async function aLeaver(api: TestApi): Promise<string> {
  const userId = await aUser(api);
  const how = {
    target: { type: 'user', userId: api.users.rep },
    reason: 'left',
    actorId: api.users.ops,
    source: 'test',
  };
  const id = newId('handover');
  await api.db.handover.create({ data: { id, requestId: id, userId, ...how, createdAt: at, realNextAt: at } });
  return userId;
}

const freshId = (): string => newId('team').toLowerCase();

/** A contact whose address gets nothing. */
async function aSuppressed(api: TestApi, ownerId: string): Promise<string> {
  const id = await aContact(api.db, { ownerId });
  const email = `${id.toLowerCase()}@customer.example`;
  await api.db.contact.update({ where: { id }, data: { email, emailKey: email } });
  const addressHash = hashAddressText(email);
  await api.db.suppression.create({ data: { addressHash, reason: 'by-hand', source: 'person', at } });
  return id;
}

async function aTeam(api: TestApi, userId: string): Promise<string> {
  const id = freshId();
  await api.db.team.create({ data: { id, name: id, members: { create: { userId } } } });
  return id;
}

async function aMailbox(api: TestApi): Promise<string> {
  const id = freshId();
  await api.db.mailbox.create({ data: { id, name: id, address: 'box@followthrough.example' } });
  return id;
}

/** What it says is told to nobody: its secrets are sealed with another key. */
async function aRobot(api: TestApi, userId: string): Promise<string> {
  const id = newId('robot');
  const robot = { kind: 'slack', name: 'Ours', userId, address: new Uint8Array(64), createdAt: at, realBusyTo: at };
  await api.db.robot.create({ data: { id, ...robot } });
  return id;
}

/** A mail that could not be handled, in a mailbox that is read. */
async function anUnhandledMail(api: TestApi): Promise<string> {
  const [id, mailboxId] = [newId('incomingMail'), await aMailbox(api)];
  await api.db.mailbox.update({ where: { id: mailboxId }, data: { imapHost: 'imap.followthrough.example' } });
  const place = { mailboxId, folder: 'INBOX', uidValidity: 1n, uid: 1n, identity: `unhandled ${id}` };
  const said = { kind: 'unhandled', why: 'TypeError', effect: 'none', noEffect: 'unhandled' };
  await api.db.incomingMail.create({ data: { id, ...place, ...said, size: 1, at, realAt: at } });
  return id;
}

async function anInvitation(api: TestApi): Promise<string> {
  const token = newSecret();
  const invitation = { inviteHash: hashSecret(token), inviteUntil: new Date(Date.now() + 60_000) };
  await api.db.user.update({ where: { id: await aUser(api) }, data: invitation });
  return token;
}

/** Everybody who sells is in its team, but for the rep who asks when it is another's; who asks gives its leads out. */
async function aPool({ db, users }: TestApi, { mine, colleague }: Reps, isMine: boolean): Promise<string> {
  const [id, teamId] = [`pool-${newId('team')}`, newId('team')];
  const members = [users.ops, users.manager, colleague, ...(isMine ? [mine] : [])];
  await db.team.create({
    data: { id: teamId, name: teamId, members: { create: members.map((userId) => ({ userId })) } },
  });
  const adminId = isMine ? mine : colleague;
  await db.pool.create({ data: { id, name: id, teamId, adminId, createdAt: at, updatedAt: at } });
  return id;
}

const tokenOf = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? '';

const missing = (colleague: string): Ids => ({
  contact: `con_${NOBODY}`,
  deal: `dea_${NOBODY}`,
  journey: `jrn_${NOBODY}`,
  bulk: `blk_${NOBODY}`,
  campaign: 'nothing-of-the-kind',
  awaitingCampaign: 'nothing-of-the-kind',
  scheduledCampaign: 'nothing-of-the-kind',
  sendingCampaign: 'nothing-of-the-kind',
  pausedCampaign: 'nothing-of-the-kind',
  mailCampaign: 'nothing-of-the-kind',
  cared: `jrn_${NOBODY}`,
  exclusion: `cex_${NOBODY}`,
  task: `tsk_${NOBODY}`,
  pool: 'nothing-of-the-kind',
  freeLead: `con_${NOBODY}`,
  takenLead: `con_${NOBODY}`,
  message: `msg_${NOBODY}`,
  notice: `ntc_${NOBODY}`,
  definition: 'nothing-of-the-kind',
  segment: 'nothing-of-the-kind',
  form: 'nothing-of-the-kind',
  key: `key_${NOBODY}`,
  mail: '999999999',
  link: NOBODY,
  survey: NOBODY,
  rsvp: NOBODY,
  click: NOBODY,
  open: NOBODY,
  confirm: NOBODY,
  landing: NOBODY,
  receipts: NOBODY,
  user: `usr_${NOBODY}`,
  leaver: `usr_${NOBODY}`,
  team: 'nothing-of-the-kind',
  mailbox: 'nothing-of-the-kind',
  robot: `rbt_${NOBODY}`,
  incoming: `inm_${NOBODY}`,
  invitation: NOBODY,
  fresh: freshId(),
  colleague,
});

async function aJourney(api: TestApi, contactId: string, ownerId: string): Promise<string> {
  const id = newId('journey');
  const run = { definitionId: 'nurture', definitionVersion: 1, subjectType: 'contact', subjectId: contactId, n: 1 };
  const now = { status: 'open', phase: 'active', startedAt: at, interests: [], enteredBy: 'event', workflowId: id };
  await api.db.journey.create({ data: { id, ...run, ...now, contactId, ownerId } });
  return id;
}

/** One in each state in which something is to be done with it. */
async function campaigns(api: TestApi) {
  return {
    campaign: await aCampaign(api, 'draft'),
    awaitingCampaign: await aCampaign(api, 'awaiting-approval'),
    scheduledCampaign: await aCampaign(api, 'scheduled'),
    sendingCampaign: await aCampaign(api, 'sending'),
    pausedCampaign: await aCampaign(api, 'paused', 'by-hand'),
    mailCampaign: await aCampaign(api, 'draft', null, mailCampaignText),
  };
}

async function aCampaign(
  { db }: TestApi,
  state: string,
  reason: string | null = null,
  text = campaignText,
): Promise<string> {
  const id = freshId().replace('_', '-');
  const by = { createdAt: at, createdBy: 'usr_maker', editedAt: at, editedBy: 'usr_maker' };
  await db.campaign.create({ data: { id, state, reason, name: 'Matrix', text: text(id), ...by } });
  return id;
}

async function aCaredJourney(api: TestApi, contactId: string, ownerId: string): Promise<string> {
  const id = newId('journey');
  const run = { definitionId: 'cared', definitionVersion: 1, subjectType: 'contact', subjectId: contactId, n: 1 };
  const now = { status: 'open', phase: 'active', startedAt: at, interests: [], enteredBy: 'event', workflowId: id };
  const state = {
    ...{ v: 1, startedAt: at.getTime(), startEvent: null, phase: { type: 'active' }, stage: 'main' },
    ...{ stageSince: at.getTime(), tracks: [], steps: {}, repeats: {}, slas: [], goals: {}, seenUpTo: 0, seen: [] },
  };
  await api.db.journey.create({ data: { id, ...run, ...now, contactId, ownerId, state } });
  const comes = { at: new Date('2027-05-17T09:00:00Z'), day: new Date('2027-05-17'), zone: 'UTC' };
  const what = { step: 'birthday', ordinal: 0, occasion: 'day', definitionId: 'cared', definitionVersion: 1 };
  await api.db.careOccasion.create({ data: { journeyId: id, contactId, ...what, ...comes } });
  return id;
}

async function anExclusion(api: TestApi, contactId: string): Promise<string> {
  const id = newId('careExclusion');
  const what = { definitionId: 'cared', scope: 'kind', occasion: 'day', steps: ['birthday'], reason: 'asked us' };
  await api.db.careExclusion.create({ data: { id, contactId, ...what, actorId: api.users.ops, at, realAt: at } });
  return id;
}

async function aBulk(api: TestApi, journeyId: string, actorId: string): Promise<string> {
  const id = newId('bulk');
  const told = { requestId: id, kind: 'pause', filter: {}, reason: 'on holiday', actorId, source: 'test' };
  const pace = { ratePerMinute: 60, total: 1, createdAt: at, realNextAt: at };
  await api.db.bulk.create({ data: { id, ...told, ...pace, items: { create: { journeyId } } } });
  return id;
}

async function aMessage(api: TestApi, journeyId: string, contactId: string): Promise<string> {
  const id = newId('message');
  const step = { stepId: 'hello', occurrence: 1, purpose: 'marketing', template: 'lead/hello', messageId: `<${id}@x>` };
  const raw = Buffer.from('From: a@x.example\r\nSubject: hi\r\n\r\nhi');
  await api.db.message.create({ data: { id, journeyId, contactId, ...step, state: 'accepted', raw, intendedAt: at } });
  return id;
}

import { randomUUID } from 'node:crypto';
import { CONTRACTS, type OperationId } from '../../src/api/contracts/all.js';
import type { Role } from '../../src/api/contracts/common.js';
import { POLICY, rolesFor, seesOnlyOwn } from '../../src/api/policy.js';
import { mailgunCall } from '../support/provider-calls.js';
import { ROLES } from './support.js';

/*
 * Every operation with every role and every kind of object, and what each must get: made from the policy table and the
 * rule of scopes, so that a new operation is tested as soon as it is there.
 */

export type Caller = Role | 'nobody';
export const CALLERS: readonly Caller[] = [...ROLES, 'nobody'];

/** What an operation can be about; `mail` is a caught one, `receipts` the gateway's token, `link`, `survey`, `rsvp`, `click`, `open`, `confirm` and `landing` tokens of a mail's links. */
export type Kind =
  | 'contact'
  | 'deal'
  | 'journey'
  | 'cared'
  | 'exclusion'
  | 'bulk'
  | 'campaign'
  | 'awaitingCampaign'
  | 'scheduledCampaign'
  | 'sendingCampaign'
  | 'pausedCampaign'
  | 'mailCampaign'
  | 'task'
  | 'pool'
  | 'message'
  | 'notice'
  | 'definition'
  | 'segment'
  | 'form'
  | 'key'
  | 'mail'
  | 'link'
  | 'survey'
  | 'rsvp'
  | 'click'
  | 'open'
  | 'confirm'
  | 'landing'
  | 'receipts'
  | 'user'
  | 'leaver'
  | 'team'
  | 'mailbox'
  | 'robot'
  | 'incoming'
  | 'invitation';
/** Whose it is, seen by the rep. `none`: the operation names nothing. */
export type Whose = 'none' | 'own' | 'own team’s' | 'another’s' | 'another team’s' | 'missing';

/** Ids of one of each kind; of the pool a free lead and one that the rep has. */
export type Ids = { readonly [kind in Kind]: string } & {
  readonly colleague: string;
  readonly freeLead: string;
  readonly takenLead: string;
  /** An id that nothing has yet. */
  readonly fresh: string;
};

interface Call {
  /** What the body or the query names; else what the path does. */
  readonly about?: Kind;
  readonly query?: (ids: Ids) => string;
  readonly body?: (ids: Ids) => unknown;
}

const TEMPLATE = '---\nsubject: Hello\n---\n<p>Hello.</p>\n';

const because = { reason: 'on holiday' };
const toContact = (extra: object = {}): Call => ({
  about: 'contact',
  body: ({ contact }) => ({ contactId: contact, ...extra }),
});

/** A request for every operation that is right in all but, perhaps, who sends it and whose its object is. */
export const CALLS: { readonly [operation in OperationId]: Call } = {
  welcome: {},
  login: { body: () => ({ email: 'viewer@followthrough.example', password: 'correct horse battery staple' }) },
  logout: {},
  me: {},
  updateMe: { body: () => ({ language: 'en' }) },
  listKeys: {},
  createKey: { body: ({ colleague }) => ({ name: 'k', userId: colleague }) },
  revokeKey: {},
  acceptInvitation: { body: ({ invitation }) => ({ token: invitation, password: 'correct horse battery staple' }) },
  changePassword: {
    body: () => ({ current: 'correct horse battery staple', password: 'correct horse battery staple' }),
  },
  listUsers: {},
  getUser: {},
  createUser: { body: ({ fresh }) => ({ email: `${fresh}@new.example`, name: 'Grace', role: 'rep' }) },
  updateUser: { body: () => ({ name: 'Grace' }) },
  inviteUser: {},
  setAbsence: { body: () => ({ deputyId: null }) },
  endAbsence: {},
  setMyAbsence: { body: () => ({ deputyId: null }) },
  endMyAbsence: {},
  previewLeaving: { body: ({ colleague }) => ({ to: { type: 'user', userId: colleague } }) },
  leaveUser: { body: ({ colleague }) => ({ ...because, to: { type: 'user', userId: colleague } }) },
  getLeaving: { about: 'leaver' },
  listTeams: {},
  createTeam: { body: ({ fresh }) => ({ id: fresh, name: 'East' }) },
  updateTeam: { body: () => ({ name: 'East' }) },
  listMailboxes: {},
  createMailbox: { body: ({ fresh }) => ({ id: fresh, name: 'News', address: 'news@followthrough.example' }) },
  updateMailbox: { body: () => ({ name: 'News' }) },
  getMailbox: {},
  checkMailbox: {},
  listMailboxSendings: {},
  listIncomingMails: {},
  listMailboxReadings: {},
  careCalendar: { query: () => 'from=2027-05-01&to=2027-05-31' },
  listCare: { query: () => 'day=2027-05-17' },
  careMessage: { about: 'cared', query: ({ cared }) => `journey=${cared}&step=birthday` },
  listCareCampaignPeople: { about: 'campaign' },
  takeOutOfCare: {
    about: 'cared',
    body: ({ cared }) => ({ ...because, of: 'occasion', journeyId: cared, step: 'birthday', day: '2027-05-17' }),
  },
  undoCareExclusion: { body: () => ({}) },
  listCareExclusions: {},
  listContacts: {},
  getContact: {},
  contactWishes: {},
  previewErasure: {},
  eraseContact: { body: () => ({ reason: 'asked for it' }) },
  recordConsent: { body: () => ({ source: 'phone', text: 'Yes, send me news.' }) },
  retryIncomingMail: {},
  suppressAddress: { body: () => ({ reason: 'asked us to' }) },
  liftSuppression: { body: () => ({ cause: 'by-hand', reason: 'asked us to' }) },
  createContact: { body: () => ({ name: 'Grace Hopper' }) },
  updateContact: { body: () => ({ status: 'customer' }) },
  countContacts: { body: () => ({ if: { 'contact.email': { exists: true } } }) },
  explainContact: { body: () => ({ if: { 'contact.email': { exists: true } } }) },
  listDeals: {},
  getDeal: {},
  createDeal: toContact(),
  updateDeal: { body: () => ({ stage: 'proposal' }) },
  logCall: toContact({ direction: 'outbound' }),
  validateDefinition: { body: () => ({ text: 'kind: journey' }) },
  definitionImpact: { body: () => ({ text: DEFINITION }) },
  publishDefinition: { body: () => ({ text: DEFINITION }) },
  listDefinitions: {},
  getDefinition: {},
  listDefinitionVersions: {},
  getDefinitionVersion: {},
  definitionPeople: {},
  definitionGraph: {},
  previewGraph: { body: () => ({ text: DEFINITION }) },
  listSegments: {},
  getSegment: {},
  segmentSizes: {},
  countSegment: {},
  countWritten: { body: () => ({ text: 'contact.status: customer' }) },
  sampleWritten: { body: () => ({ text: 'contact.status: customer' }) },
  explainWritten: toContact({ text: 'contact.status: customer' }),
  valueClasses: {},
  simulateDefinition: {
    about: 'contact',
    body: ({ contact }) => ({
      text: DEFINITION,
      subject: { contactId: contact },
      start: '2027-01-04T09:00:00Z',
      days: 3,
    }),
  },
  listTemplates: {},
  getTemplateFile: { query: () => 'file=lead/hello.en.hbs' },
  listTemplateVersions: { query: () => 'file=lead/hello.en.hbs' },
  checkTemplate: { body: () => ({ file: 'lead/hello.en.hbs', source: TEMPLATE }) },
  previewTemplate: toContact({ file: 'lead/hello.en.hbs', source: TEMPLATE }),
  publishTemplate: { body: () => ({ file: 'lead/hello.en.hbs', source: TEMPLATE, expectedVersion: 0 }) },
  startJourney: toContact({ definition: 'again' }),
  enrol: { about: 'definition', body: ({ definition }) => ({ definition, dryRun: true }) },
  listJourneys: {},
  listStuckJourneys: {},
  getJourney: {},
  journeyStory: {},
  pauseJourney: { body: () => because },
  resumeJourney: { body: () => because },
  exitJourney: { body: () => because },
  skipJourney: { body: () => because },
  rescheduleJourney: { body: () => ({ ...because, due: '2030-01-04T09:00:00Z' }) },
  sendJourneyNow: { body: () => because },
  changeJourneyVersion: { body: () => ({ ...because, version: 1 }) },
  moveJourney: { body: () => ({ ...because, stage: 'none' }) },
  reachJourneyGoal: { body: () => because },
  retryJourney: { body: () => because },
  reassignJourney: { body: ({ colleague }) => ({ ...because, ownerId: colleague }) },
  previewBulk: { body: () => ({ filter: { definition: 'nurture' } }) },
  createBulk: {
    body: ({ journey }) => ({ ...because, command: { kind: 'pause' }, filter: { ids: [journey] }, expect: 1 }),
  },
  listBulks: {},
  getBulk: {},
  listBulkItems: {},
  abortBulk: { body: () => because },
  createCampaign: { body: ({ fresh }) => ({ text: campaignText(fresh.replace('_', '-')) }) },
  listCampaigns: {},
  getCampaign: {},
  editCampaign: { body: ({ campaign }) => ({ text: campaignText(campaign), revision: 1 }) },
  discardCampaign: { body: () => because },
  scheduleCampaign: { body: () => ({ revision: 1 }) },
  approveCampaign: { about: 'awaitingCampaign', body: () => ({ revision: 1 }) },
  sendBackCampaign: { about: 'awaitingCampaign', body: () => because },
  unscheduleCampaign: { about: 'scheduledCampaign', body: () => because },
  pauseCampaign: { about: 'sendingCampaign', body: () => because },
  resumeCampaign: { about: 'pausedCampaign', body: () => because },
  stopCampaign: { about: 'sendingCampaign', body: () => because },
  setCampaignRate: { body: () => ({ perMinute: 100, ...because }) },
  checkCampaign: { about: 'mailCampaign' },
  previewCampaign: { about: 'mailCampaign' },
  testCampaign: { about: 'mailCampaign', body: ({ contact }) => ({ contactId: contact }) },
  listCampaignRecipients: {},
  campaignHistory: {},
  putCampaignFile: { body: () => 'email\nada@customer.example\n' },
  campaignResults: {},
  campaignResultsBy: { query: () => 'part=language' },
  exportCampaignResults: {},
  listCampaignGuests: {},
  exportCampaignGuests: {},
  listCampaignFiles: {},
  listCampaignFileLines: {},
  listTasks: {},
  planReturnVisits: {},
  listReturnVisits: {},
  getTask: {},
  taskContext: {},
  reassignTask: { body: ({ colleague }) => ({ ...because, assigneeId: colleague }) },
  completeTask: { body: () => ({ outcome: 'reached' }) },
  getAppointment: {},
  checkAppointment: { body: () => ({ begins: '2031-01-06T10:00', ends: '2031-01-06T11:00' }) },
  makeAppointment: { body: () => ({ begins: '2031-01-06T10:00', ends: '2031-01-06T11:00', invites: false }) },
  cancelAppointment: {},
  listRobots: {},
  createRobot: {
    body: ({ colleague }) => ({
      kind: 'slack',
      name: 'Ours',
      whose: { type: 'user', userId: colleague },
      address: 'https://hooks.slack.com/services/T0/B0/x',
    }),
  },
  testRobot: {},
  removeRobot: {},
  takeSmsReceipts: { body: () => [{ out_id: 'msg_none', success: true }] },
  takeSmsAnswers: { body: () => [{ phone_number: '13800138000', content: 'hello', sequence_id: 1 }] },
  // Its signature is in its body.
  takeMailEvents: { body: () => JSON.parse(mailgunCall({}, Date.now()).body) },
  listMailEventForms: {},
  postEvents: toContact({ type: 'order.placed' }),
  listPools: {},
  limitPools: { body: () => ({ holdLimit: null }) },
  getPool: {},
  createPool: { body: () => ({ id: `pool-${randomUUID()}`, name: 'Inbound', teamId: 'tea_north' }) },
  updatePool: { body: () => ({ name: 'Inbound' }) },
  listPoolLeads: {},
  claimLead: { body: ({ freeLead }) => ({ contactId: freeLead }) },
  giveLead: { body: ({ freeLead, colleague }) => ({ contactId: freeLead, userId: colleague }) },
  returnLead: { body: ({ takenLead }) => ({ ...because, contactId: takenLead }) },
  listMessages: {},
  getMessage: {},
  getMessageRaw: {},
  messageContent: {},
  listInbox: {},
  getInboxMail: {},
  listNotices: {},
  readNotice: {},
  readAllNotices: { body: () => ({}) },
  followLink: {},
  openPicture: {},
  unsubscribePage: {},
  unsubscribe: { body: () => 'List-Unsubscribe=One-Click' },
  preferencesPage: {},
  changePreferences: { body: () => 'action=stop&topic=*' },
  surveyPage: {},
  answerSurvey: { body: () => 'recommend=9' },
  rsvpPage: {},
  answerRsvp: { body: () => 'answer=yes' },
  formPage: {},
  landingPage: {},
  // From no page: it is shown once more.
  submitForm: { body: () => 'email=ada@example.com' },
  formFields: {},
  // A program that fell into the trap is thanked.
  sendForm: { body: () => ({ _homepage: 'x' }) },
  confirmConsentPage: {},
  confirmConsent: { body: () => '' },
  listForms: {},
  getForm: {},
  listFormSubmissions: {},
  formLinks: { query: () => 'campaign=spring' },
  overview: {},
  board: { about: 'definition', query: ({ definition }) => `definition=${definition}` },
  search: { query: () => 'q=ada' },
  world: {},
  verifyRecords: {},
  rebuildRecords: { body: () => ({ dryRun: true }) },
  getPolicy: {},
  stats: {},
  stream: {},
  healthz: {},
  readyz: {},
  metrics: {},
  openapi: {},
};

/** `again` lets a contact in as often as one likes; `nurture` is the one that the objects run. */
export const definitionText = (id: string): string =>
  `kind: journey\nid: ${id}\nname: Matrix\nenter: { on: manual }\nsteps:\n  - wait: 2 days\n  - end: done\n`;
const DEFINITION = definitionText('again');

export const campaignText = (id: string): string =>
  `kind: campaign\nid: ${id}\nname: Matrix\naudience: { if: { contact.name: { exists: true } } }\nsteps:\n  - wait: 2 days\n  - end: done\n`;

export const mailCampaignText = (id: string): string => `kind: campaign
id: ${id}
name: Matrix
audience: { if: { contact.name: { exists: true } } }
send: { email: { template: care/season, from: owner, purpose: marketing, topic: greetings } }
variables: { company: Acme, companyAddress: "12 Harbour Street, Springfield" }
`;

/** Somebody's birthday is in it. */
export const CARED = `kind: journey
id: cared
name: Cared for
enter: { on: manual }
steps:
  - { id: day, wait: { until: { date: contact.birthday, every: year } } }
  - { id: birthday, email: { template: care/birthday, from: owner, purpose: service } }
  - goTo: day
`;

export const OPERATIONS = Object.keys(CONTRACTS) as OperationId[];

const BY_SEGMENT: { readonly [segment: string]: Kind } = {
  contacts: 'contact',
  deals: 'deal',
  journeys: 'journey',
  bulks: 'bulk',
  campaigns: 'campaign',
  tasks: 'task',
  pools: 'pool',
  care: 'exclusion',
  messages: 'message',
  notices: 'notice',
  definitions: 'definition',
  segments: 'segment',
  forms: 'form',
  keys: 'key',
  users: 'user',
  teams: 'team',
  mailboxes: 'mailbox',
  robots: 'robot',
  inbox: 'mail',
  'incoming-mails': 'incoming',
};

/** What an operation is about, or null. Throws, with what to do, for one that nobody has given a call. */
export function kindOf(operation: OperationId): Kind | null {
  const call: Call | undefined = CALLS[operation];
  if (call === undefined)
    throw new Error(`the operation ${operation} has no sample; give it one in CALLS of test/api/access-cases.ts`);
  const { path } = CONTRACTS[operation];
  if (call.about !== undefined) return call.about;
  if (operation === 'takeSmsReceipts' || operation === 'takeSmsAnswers') return 'receipts';
  if (path.startsWith('/s/')) return 'survey';
  if (path.startsWith('/r/')) return 'rsvp';
  if (path.startsWith('/c/')) return 'click';
  if (path.startsWith('/o/')) return 'open';
  if (path.startsWith('/k/')) return 'confirm';
  if (path.startsWith('/l/')) return 'landing';
  if (path.includes(':token')) return 'link';
  if (operation === 'acceptInvitation') return 'invitation';
  if (!path.includes(':id')) return null;
  const kind = BY_SEGMENT[path.split('/')[2] ?? ''];
  if (kind === undefined)
    throw new Error(`what ${path} is about is not known; add its segment to BY_SEGMENT of test/api/access-cases.ts`);
  return kind;
}

/** Who owns things of a kind matters only where the scopes look at it. */
export function whoseOf(kind: Kind | null): readonly Whose[] {
  switch (kind) {
    case null:
      return ['none'];
    // What is wrong with one is told in the same words, whoever asks (signing-in.db.test.ts).
    case 'invitation':
      return ['own'];
    case 'task':
      return ['own', 'own team’s', 'another’s', 'another team’s', 'missing'];
    case 'contact':
    case 'deal':
    case 'journey':
    case 'cared':
    case 'exclusion':
    case 'bulk':
    case 'message':
    case 'notice':
    case 'pool':
      return ['own', 'another’s', 'missing'];
    default:
      return ['own', 'missing'];
  }
}

export interface Case {
  readonly operation: OperationId;
  readonly caller: Caller;
  readonly whose: Whose;
  readonly expected: 'not-signed-in' | 'forbidden' | 'not-found' | 'unknown' | 'success';
}

export const casesOf = (operation: OperationId): readonly Case[] =>
  whoseOf(kindOf(operation)).flatMap((whose) =>
    CALLERS.map((caller) => ({ operation, caller, whose, expected: expectedOf(operation, caller, whose) })),
  );

function expectedOf(operation: OperationId, caller: Caller, whose: Whose): Case['expected'] {
  const roles = rolesFor(POLICY[operation], false);
  if (roles !== null && caller === 'nobody') return 'not-signed-in';
  if (roles !== null && caller !== 'nobody' && !roles.includes(caller)) return 'forbidden';
  if (!isHidden(operation, caller, whose)) return 'success';
  // What a body names and isn't there is a fault of the body; a definition is looked for as if by its address.
  return CALLS[operation].about === 'contact' ? 'unknown' : 'not-found';
}

function isHidden(operation: OperationId, caller: Caller, whose: Whose): boolean {
  // The picture of a mail is a picture, whatever its token is.
  if (whose === 'missing') return kindOf(operation) !== 'open';
  const isOthers = whose === 'another’s' || whose === 'another team’s';
  // Who sees everybody's records reads nobody else's notices.
  if (kindOf(operation) === 'notice') return isOthers || caller !== 'rep';
  return isOthers && caller !== 'nobody' && seesOnlyOwn(caller);
}

/** Where a case goes and what it brings. */
export function requestOf(operation: OperationId, ids: Ids): { readonly url: string; readonly body: unknown } {
  const kind = kindOf(operation);
  const { query, body } = CALLS[operation];
  const path = CONTRACTS[operation].path
    .replace(':id', kind === null ? '' : ids[kind])
    .replace(':token', kind === null ? '' : ids[kind])
    .replace(':version', '1')
    .replace(':formId', 'contact-us')
    .replace(':form', 'mailgun')
    .replace(':file', 'vip.csv');
  return { url: query === undefined ? path : `${path}?${query(ids)}`, body: body?.(ids) };
}

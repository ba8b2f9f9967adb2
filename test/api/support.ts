import path from 'node:path';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { createMailBatchGate } from '../../src/activities/campaign-gate.js';
import { createApp } from '../../src/api/app.js';
import { hashPassword, makeKey } from '../../src/api/auth/secrets.js';
import { createConditionCheck } from '../../src/api/condition-check.js';
import type { OperationId } from '../../src/api/contracts/all.js';
import { CONTRACTS } from '../../src/api/contracts/all.js';
import type { Role } from '../../src/api/contracts/common.js';
import { createDefinitionCheck } from '../../src/api/definition-check.js';
import type { AppDeps } from '../../src/api/deps.js';
import type { Engine } from '../../src/api/ports.js';
import type { FormRates } from '../../src/api/public/forms/guard.js';
import { createFormStamps } from '../../src/api/public/forms/stamp.js';
import { createRobotCaller } from '../../src/channels/robot.js';
import { createRobotTest } from '../../src/channels/try-robot.js';
import { repositoryRoot } from '../../src/config/env.js';
import { createStores } from '../../src/db/api-stores.js';
import { loadCalendars } from '../../src/db/calendar-files.js';
import { createCampaignDesk } from '../../src/db/campaign-life/desk.js';
import { createCampaignResults } from '../../src/db/campaign-results/results.js';
import { createChangeFeed } from '../../src/db/changes.js';
import { type Db, openDb } from '../../src/db/client.js';
import { createClock, REAL_TIME } from '../../src/db/clock.js';
import { createEngine } from '../../src/db/engine.js';
import { createFormDesk } from '../../src/db/forms/desk.js';
import type { Prisma } from '../../src/db/generated/client.js';
import { createGuestBook } from '../../src/db/guests/guest-book.js';
import { createAnswerKeeper } from '../../src/db/idempotency.js';
import { createProviderEventStore } from '../../src/db/inbound/provider-events.js';
import { createSmsAnswerStore } from '../../src/db/inbound/sms-answers.js';
import { newId } from '../../src/db/new-id.js';
import { createPrograms } from '../../src/db/programs.js';
import { createRobotBook } from '../../src/db/robots/book.js';
import { createSeal } from '../../src/db/seal.js';
import { createPublishedTemplates } from '../../src/db/templates/published.js';
import { createRecordKeeper } from '../../src/db/verify/record-keeper.js';
import { BUILT_IN_EVENTS } from '../../src/domain/events.js';
import { BUILT_IN_FIELDS } from '../../src/domain/fields.js';
import type { RunViewer } from '../../src/domain/verify/sights.js';
import { createTemplateDesk } from '../../src/mail/desk/desk.js';
import { createTemplateThread } from '../../src/mail/desk/thread.js';
import { createLinks } from '../../src/mail/links.js';
import { createMailboxProbe } from '../../src/mail/mailbox-probe.js';
import { createProviderCalls } from '../../src/mail/provider-events/read-call.js';
import { readMail } from '../../src/mail/read-mail.js';
import { simulatedRendering } from '../../src/mail/simulated-rendering.js';
import { templateFacts, templateNeeds } from '../../src/mail/template-facts.js';
import { createTemplateShelf, readTemplateFolder } from '../../src/mail/template-shelf.js';
import { loadTemplates } from '../../src/mail/template-source.js';
import { campaignMailIdsAt } from '../support/campaign-mail-ids.js';
import { composeCampaignMessages, composeStepGate, composeTestMails } from '../support/campaign-messages.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { EVENT_KEYS } from '../support/provider-calls.js';
import { aDeployment } from '../support/walk.js';

export const ROLES: readonly Role[] = ['ops', 'manager', 'marketing', 'rep', 'viewer'];
export const PASSWORD = 'correct horse battery staple';

const CALENDARS = loadCalendars(path.join(repositoryRoot, 'calendars'));
const TEMPLATES = loadTemplates(path.join(repositoryRoot, 'templates'), 'en');
const TEMPLATE_FOLDER = path.join(repositoryRoot, 'templates');
const FOLDER = readTemplateFolder(TEMPLATE_FOLDER);
const THREAD = createTemplateThread();

export const LINKS = createLinks({ baseUrl: 'http://127.0.0.1:4600', secret: 'only for the tests of the links' });

export const FORM_HOSTS = ['www.example.com'];

/** Temporal knows of no journey. */
const NO_RUNS: RunViewer = {
  look: async () => ({ type: 'none' }),
  failing: async () => [],
  openRuns: async () => ({ workflowIds: [], next: null }),
};

export interface Sent {
  readonly workflowId: string;
  readonly requestId: string;
}

/** The API over a real database and the real engine; only Temporal is a list of what was sent to it. */
export interface TestApi {
  readonly app: FastifyInstance;
  readonly db: Db;
  readonly engine: Engine;
  readonly keys: { readonly [role in Role]: string };
  readonly users: { readonly [role in Role]: string };
  readonly sent: Sent[];
  /** When all that came to forms is counted. */
  counted(): Promise<void>;
  /** A request as a role, or as nobody. */
  ask(
    role: Role | null,
    method: string,
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>;
  stop(): Promise<void>;
}

/** `own`: over this database; it is dropped at the end. */
export async function startTestApi(
  { formRates, ...changes }: Partial<AppDeps> & { readonly formRates?: Partial<FormRates> } = {},
  own?: TestDatabase,
): Promise<TestApi> {
  const database = own ?? (await createTestDatabase());
  const db = openDb(database.url, 5);
  const definitions = openDb(database.url, 1);
  const sent: Sent[] = [];
  const programs = createPrograms(definitions);
  const clock = createClock(() => REAL_TIME, Date.now);
  const engine = createEngine({
    db,
    programs,
    deployment: aDeployment(),
    clock,
    tell: async () => undefined,
    send: async (workflowId, requestId) => {
      sent.push({ workflowId, requestId });
      return { code: null, phase: 'paused', stage: 'main' };
    },
  });
  const stores = createStores(db, aDeployment(), SEAL);
  const desk = createFormDesk({
    ...{ db, programs, deployment: aDeployment() },
    clock: createClock(() => REAL_TIME, changes.realNow ?? Date.now),
    tell: async () => undefined,
    notCounted: (error) => {
      throw error;
    },
  });
  const context = {
    calendars: CALENDARS.calendars,
    fields: BUILT_IN_FIELDS,
    eventTypes: BUILT_IN_EVENTS,
    tracking: false,
    formHosts: FORM_HOSTS,
  };
  const shelves = createTemplateShelf(FOLDER, createPublishedTemplates(db), stores.templates.newestId, 'en');
  const simulated = { ...aDeployment(), calendars: CALENDARS.calendars, calendarByCountry: CALENDARS.byCountry };
  const messages = { db, definitions, templates: TEMPLATE_FOLDER, deployment: aDeployment() };
  const gates = { gate: createMailBatchGate(composeCampaignMessages(messages)), stepGate: composeStepGate(messages) };
  const transport = { send: async () => ({ type: 'accepted', reply: '250', serverMessageId: null }) as const };
  const app = await createApp({
    stores,
    engine,
    campaigns: createCampaignDesk({
      ...{ db, deployment: aDeployment(), clock, tell: async () => undefined, ...gates },
      oneClickFault: () => null,
    }),
    sendTestMail: composeTestMails({ ...messages, transport, clock }),
    campaignResults: createCampaignResults({ db, deployment: aDeployment(), programs }),
    records: createRecordKeeper({
      db,
      programs,
      deployment: aDeployment(),
      clock,
      tell: async () => undefined,
      runs: NO_RUNS,
      realNow: Date.now,
      lookAgainMs: 10,
    }),
    failingRuns: async () => [],
    feed: createChangeFeed(db),
    answers: createAnswerKeeper(db),
    checkDefinition: createDefinitionCheck(context, stores.definitions),
    checkCondition: createConditionCheck(context),
    links: LINKS,
    forms: {
      desk,
      stamps: createFormStamps('only for the tests of the links'),
      hosts: FORM_HOSTS,
      ...(formRates === undefined ? {} : { rates: formRates }),
    },
    guests: createGuestBook({ db, programs, deployment: aDeployment(), clock, tell: async () => undefined }),
    tracking: 'off',
    fields: BUILT_IN_FIELDS,
    simulation: {
      ...context,
      deployment: simulated,
      render: simulatedRendering(TEMPLATES, simulated),
    },
    templates: createTemplateDesk(shelves, THREAD, 'en'),
    templateNeeds: async () => templateNeeds((name) => templateFacts(TEMPLATES, name)),
    readMail,
    mailboxProbe: createMailboxProbe(),
    inbox: null,
    surroundings: {
      version: '1.2.3',
      rate: () => 1,
      stuckAfterMs: 900_000,
      lateAfterMs: () => 300_000,
      temporalUiUrl: 'http://127.0.0.1:8233',
      temporalNamespace: 'default',
    },
    readiness: [],
    mode: 'embedded',
    publicUrl: null,
    smsReceiptToken: SMS_TOKEN,
    providerCalls: createProviderCalls(EVENT_KEYS),
    providerEvents: createProviderEventStore({
      ...{ db, programs, clock },
      deployment: aDeployment(),
      campaignMailIds: campaignMailIdsAt('sender.example'),
      tell: async () => undefined,
    }),
    smsAnswers: createSmsAnswerStore({
      ...{ db, programs, clock },
      deployment: aDeployment(),
      tell: async () => undefined,
    }),
    robotsOnLoopback: true,
    testRobot: createRobotTest(
      createRobotBook(db, SEAL),
      createRobotCaller({ now: Date.now, loopback: true }),
      Date.now,
    ),
    timezone: 'UTC',
    realNow: Date.now,
    newId,
    ...changes,
  });
  const { keys, users } = await aUserPerRole(db);
  return {
    app,
    db,
    engine,
    keys,
    users,
    sent,
    counted: () => desk.counted(),
    ask: (role, method, url, body, headers = {}) =>
      app.inject({
        method: method as NonNullable<InjectOptions['method']>,
        url,
        headers: {
          host: '127.0.0.1:4600',
          ...(role === null ? {} : { authorization: `Bearer ${keys[role]}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: body as object }),
      }),
    stop: async () => {
      await app.close();
      await db.$disconnect();
      await definitions.$disconnect();
      await database.drop();
    },
  };
}

async function aUserPerRole(db: Db) {
  const passwordHash = await hashPassword(PASSWORD, 10);
  const keys: Partial<Record<Role, string>> = {};
  const users: Partial<Record<Role, string>> = {};
  for (const role of ROLES) {
    const userId = newId('user');
    await db.user.create({
      data: {
        id: userId,
        email: `${role}@followthrough.example`,
        name: `The ${role}`,
        role,
        passwordHash,
        createdAt: new Date(),
      },
    });
    const id = newId('key');
    const { text, hash } = makeKey(id);
    await db.apiKey.create({ data: { id, hash, name: role, userId, createdAt: new Date() } });
    keys[role] = text;
    users[role] = userId;
  }
  return { keys: keys as Record<Role, string>, users: users as Record<Role, string> };
}

export const aContact = async (
  db: Db,
  changes: {
    readonly name?: string;
    readonly ownerId?: string | null;
    readonly poolId?: string;
    readonly email?: string;
    readonly timezone?: string;
    readonly country?: string;
    readonly score?: number;
    readonly status?: string;
    readonly city?: string;
    readonly language?: string;
    readonly accountId?: string;
  } = {},
): Promise<string> => {
  const id = newId('contact');
  const at = new Date();
  const emailKey = changes.email === undefined ? {} : { emailKey: changes.email };
  await db.contact.create({
    data: { id, name: 'Ada Lovelace', tags: [], createdAt: at, updatedAt: at, ...changes, ...emailKey },
  });
  return id;
};

export const aTask = async (
  db: Db,
  changes: {
    readonly assigneeId?: string;
    readonly contactId?: string;
    readonly dueAt?: Date;
    readonly outcomes?: string[];
    readonly teamId?: string;
  } = {},
): Promise<string> => {
  const id = newId('task');
  const at = new Date();
  await db.task.create({
    data: {
      id,
      kind: 'call',
      title: 'Call them',
      status: 'open',
      outcomes: ['reached'],
      origin: 'person',
      createdAt: at,
      updatedAt: at,
      ...changes,
    },
  });
  return id;
};

export const aNotice = async (
  db: Db,
  { userId, ...changes }: Partial<Prisma.NoticeUncheckedCreateInput> & { readonly userId: string },
): Promise<string> => {
  const id = newId('notice');
  await db.notice.create({ data: { id, userId, kind: 'task-reminder', at: new Date(), ...changes } });
  return id;
};

export const aDefinition = (id = 'nurture', extra = ''): string => `kind: journey
id: ${id}
name: Nurture
timezone: Asia/Shanghai
enter: { on: manual }
${extra}steps:
  - wait: 2 days
  - end: done
`;

/** An open journey as the engine would have written it; only Postgres knows of it. */
export async function aJourney(
  db: Db,
  contactId: string,
  changes: Partial<Prisma.JourneyUncheckedCreateInput> = {},
): Promise<string> {
  const id = newId('journey');
  const definitionId = changes.definitionId ?? 'nurture';
  await db.journey.create({
    data: {
      id,
      definitionId,
      definitionVersion: 1,
      subjectType: 'contact',
      subjectId: contactId,
      contactId,
      n: 1,
      workflowId: `journey/${definitionId}/${contactId}/${id}`,
      status: 'open',
      phase: 'active',
      stage: 'main',
      stageSince: new Date(),
      startedAt: new Date(),
      enteredBy: 'event',
      interests: [],
      ...changes,
    },
  });
  return id;
}

/** A line of a journey's journal. */
export const aJournalLine = (
  db: Db,
  journeyId: string,
  changes: Partial<Prisma.JournalEntryUncheckedCreateInput> = {},
) =>
  db.journalEntry.create({
    data: { journeyId, advance: 1, at: new Date(), realAt: new Date(), action: 'enter', decision: 'done', ...changes },
  });

/** A message of the ledger that was accepted now. */
export async function aMessage(
  db: Db,
  journey: { readonly id: string; readonly contactId: string },
  changes: Partial<Prisma.MessageUncheckedCreateInput> = {},
): Promise<string> {
  const id = newId('message');
  await db.message.create({
    data: {
      id,
      journeyId: journey.id,
      contactId: journey.contactId,
      stepId: 'hello',
      occurrence: 1,
      state: 'accepted',
      purpose: 'marketing',
      template: 'lead/hello',
      messageId: `<${id}@x>`,
      intendedAt: new Date(),
      ...changes,
    },
  });
  return id;
}

/** The shape every refusal has. */
export const problemOf = (response: LightMyRequestResponse) =>
  response.json<{
    type: string;
    title: string;
    status: number;
    detail: string;
    code: string;
    instance: string;
    requestId: string;
    errors: { pointer: string; code: string; message: string; line?: number; column?: number }[];
  }>();

/** What the tests keep secrets with. */
const SEAL = createSeal('only for the tests of mailboxes, and long');

/** In the address for the SMS gateway's receipts. */
export const SMS_TOKEN = 'sms-receipts-token-of-the-tests-0123456789';

const NOBODY = '00000000000000000000000000';

/** A request for every operation that passes parsing and names nothing that exists. */
export const SAMPLES: { readonly [operation in OperationId]: { readonly query?: string; readonly body?: unknown } } = {
  welcome: {},
  login: { body: { email: 'nobody@followthrough.example', password: 'x' } },
  logout: {},
  me: {},
  updateMe: { body: { language: null } },
  listKeys: {},
  createKey: { body: { name: 'k', userId: `usr_${NOBODY}` } },
  revokeKey: {},
  acceptInvitation: { body: { token: 'none', password: 'correct horse battery staple' } },
  changePassword: { body: { current: 'x', password: 'correct horse battery staple' } },
  listUsers: {},
  getUser: {},
  createUser: { body: { email: 'grace@followthrough.example', name: 'Grace', role: 'rep' } },
  updateUser: { body: { name: 'Grace' } },
  inviteUser: {},
  setAbsence: { body: { deputyId: null } },
  endAbsence: {},
  setMyAbsence: { body: { deputyId: null } },
  endMyAbsence: {},
  previewLeaving: { body: { to: { type: 'user', userId: `usr_${NOBODY}` } } },
  leaveUser: { body: { to: { type: 'user', userId: `usr_${NOBODY}` }, reason: 'left' } },
  getLeaving: {},
  listTeams: {},
  createTeam: { body: { id: 'east', name: 'East' } },
  updateTeam: { body: { name: 'East' } },
  listMailboxes: {},
  createMailbox: { body: { id: 'news', name: 'News', address: 'news@followthrough.example' } },
  updateMailbox: { body: { name: 'News' } },
  getMailbox: {},
  checkMailbox: {},
  listMailboxSendings: {},
  listIncomingMails: {},
  listMailboxReadings: {},
  listContacts: {},
  getContact: {},
  contactWishes: {},
  previewErasure: {},
  eraseContact: { body: { reason: 'asked for it' } },
  recordConsent: { body: { source: 'phone', text: 'Yes' } },
  retryIncomingMail: {},
  suppressAddress: { body: { reason: 'asked' } },
  liftSuppression: { body: { cause: 'by-hand', reason: 'asked' } },
  createContact: { body: { name: 'Grace Hopper' } },
  updateContact: { body: { status: 'customer' } },
  countContacts: { body: { if: { 'contact.status': 'customer' } } },
  explainContact: { body: { if: { 'contact.status': 'customer' } } },
  listDeals: {},
  getDeal: {},
  createDeal: { body: { contactId: `con_${NOBODY}` } },
  updateDeal: { body: { stage: 'proposal' } },
  logCall: { body: { contactId: `con_${NOBODY}` } },
  validateDefinition: { body: { text: 'kind: journey' } },
  definitionImpact: { body: { text: 'kind: journey' } },
  publishDefinition: { body: { text: 'kind: journey' } },
  listDefinitions: {},
  getDefinition: {},
  listDefinitionVersions: {},
  getDefinitionVersion: {},
  definitionPeople: {},
  definitionGraph: {},
  previewGraph: { body: { text: 'kind: journey' } },
  listSegments: {},
  getSegment: {},
  segmentSizes: {},
  countSegment: {},
  countWritten: { body: { text: 'contact.status: customer' } },
  sampleWritten: { body: { text: 'contact.status: customer' } },
  explainWritten: { body: { text: 'contact.status: customer', contactId: `con_${NOBODY}` } },
  valueClasses: {},
  simulateDefinition: {
    body: {
      text: 'kind: journey\nid: x\nname: X\nsteps:\n  - end: done\n',
      subject: { contactId: `con_${NOBODY}` },
      start: '2027-01-04T09:00:00Z',
      days: 1,
    },
  },
  listTemplates: {},
  getTemplateFile: { query: 'file=lead/none.en.hbs' },
  listTemplateVersions: { query: 'file=lead/none.en.hbs' },
  checkTemplate: { body: { file: 'lead/none.en.hbs', source: 'Hello' } },
  previewTemplate: { body: { file: 'lead/hello.en.hbs', contactId: `con_${NOBODY}` } },
  publishTemplate: { body: { file: 'lead/none.en.hbs', source: 'Hello', expectedVersion: 0 } },
  startJourney: { body: { definition: 'none', contactId: `con_${NOBODY}` } },
  enrol: { body: { definition: 'none' } },
  listJourneys: {},
  listStuckJourneys: {},
  getJourney: {},
  journeyStory: {},
  pauseJourney: { body: { reason: 'on holiday' } },
  resumeJourney: { body: { reason: 'back' } },
  exitJourney: { body: { reason: 'left' } },
  skipJourney: { body: { reason: 'called already' } },
  rescheduleJourney: { body: { reason: 'asked for', due: '2030-01-04T09:00:00Z' } },
  sendJourneyNow: { body: { reason: 'asked for' } },
  changeJourneyVersion: { body: { reason: 'met', version: 1 } },
  moveJourney: { body: { reason: 'met', stage: 'none' } },
  reachJourneyGoal: { body: { reason: 'signed' } },
  retryJourney: { body: { reason: 'mended' } },
  reassignJourney: { body: { reason: 'away', ownerId: `usr_${NOBODY}` } },
  previewBulk: { body: { filter: { definition: 'none' } } },
  createBulk: { body: { command: { kind: 'pause' }, filter: { definition: 'none' }, expect: 1, reason: 'on holiday' } },
  listBulks: {},
  getBulk: {},
  listBulkItems: {},
  abortBulk: { body: { reason: 'a mistake' } },
  createCampaign: { body: { definition: 'none' } },
  listCampaigns: {},
  getCampaign: {},
  editCampaign: { body: { text: 'kind: campaign', revision: 1 } },
  discardCampaign: { body: { reason: 'a mistake' } },
  scheduleCampaign: { body: { revision: 1 } },
  approveCampaign: { body: { revision: 1 } },
  sendBackCampaign: { body: { reason: 'a mistake' } },
  unscheduleCampaign: { body: { reason: 'a mistake' } },
  pauseCampaign: { body: { reason: 'a mistake' } },
  resumeCampaign: { body: { reason: 'a mistake' } },
  stopCampaign: { body: { reason: 'a mistake' } },
  setCampaignRate: { body: { perMinute: 100, reason: 'a mistake' } },
  checkCampaign: {},
  previewCampaign: {},
  testCampaign: { body: {} },
  listCampaignRecipients: {},
  campaignHistory: {},
  putCampaignFile: {},
  campaignResults: {},
  campaignResultsBy: { query: 'part=language' },
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
  reassignTask: { body: { assigneeId: `usr_${NOBODY}`, reason: 'away' } },
  completeTask: { body: { outcome: 'reached' } },
  getAppointment: {},
  checkAppointment: { body: { begins: '2031-01-06T10:00', ends: '2031-01-06T11:00' } },
  makeAppointment: { body: { begins: '2031-01-06T10:00', ends: '2031-01-06T11:00', invites: false } },
  cancelAppointment: {},
  listRobots: {},
  createRobot: {
    body: {
      kind: 'slack',
      name: 'Ours',
      whose: { type: 'user', userId: `usr_${NOBODY}` },
      address: 'https://hooks.slack.com/services/T0/B0/x',
    },
  },
  testRobot: {},
  removeRobot: {},
  takeSmsReceipts: { body: [{ out_id: 'msg_none', success: true }] },
  takeSmsAnswers: { body: [{ phone_number: '13800138000', content: 'hello', sequence_id: 1 }] },
  takeMailEvents: { body: { events: [] } },
  listMailEventForms: {},
  postEvents: { body: { type: 'order.placed' } },
  listPools: {},
  limitPools: { body: { holdLimit: null } },
  getPool: {},
  createPool: { body: { id: 'inbound', name: 'Inbound', teamId: 'none' } },
  updatePool: { body: { name: 'Inbound' } },
  listPoolLeads: {},
  claimLead: { body: { contactId: `con_${NOBODY}` } },
  giveLead: { body: { contactId: `con_${NOBODY}`, userId: `usr_${NOBODY}` } },
  returnLead: { body: { contactId: `con_${NOBODY}`, reason: 'no budget' } },
  listMessages: {},
  getMessage: {},
  getMessageRaw: {},
  messageContent: {},
  listInbox: {},
  getInboxMail: {},
  listNotices: {},
  readNotice: {},
  readAllNotices: { body: {} },
  followLink: {},
  openPicture: {},
  unsubscribePage: {},
  unsubscribe: {},
  preferencesPage: {},
  changePreferences: {},
  surveyPage: {},
  answerSurvey: {},
  rsvpPage: {},
  answerRsvp: { body: 'answer=yes' },
  formPage: {},
  landingPage: {},
  submitForm: { body: 'email=ada@example.com' },
  formFields: {},
  sendForm: { body: { _homepage: 'x' } },
  confirmConsentPage: {},
  confirmConsent: { body: '' },
  listForms: {},
  getForm: {},
  listFormSubmissions: {},
  formLinks: {},
  overview: {},
  board: { query: 'definition=none' },
  search: { query: 'q=ada' },
  world: {},
  verifyRecords: {},
  rebuildRecords: { body: { dryRun: true } },
  careCalendar: { query: 'from=2027-05-01&to=2027-05-31' },
  listCare: { query: 'day=2027-05-17' },
  careMessage: { query: `journey=jrn_${NOBODY}&step=birthday` },
  listCareCampaignPeople: {},
  takeOutOfCare: { body: { of: 'kind', journeyId: `jrn_${NOBODY}`, step: 'birthday', reason: 'r' } },
  undoCareExclusion: { body: {} },
  listCareExclusions: {},
  getPolicy: {},
  stats: {},
  stream: {},
  healthz: {},
  readyz: {},
  metrics: {},
  openapi: {},
};

const PREFIXES: { readonly [segment: string]: string } = {
  keys: 'key',
  users: 'usr',
  teams: 'none',
  mailboxes: 'none',
  contacts: 'con',
  deals: 'dea',
  definitions: 'none',
  journeys: 'jrn',
  bulks: 'blk',
  tasks: 'tsk',
  messages: 'msg',
  notices: 'ntc',
  inbox: 'number',
  pools: 'none',
  care: 'cex',
};

/** An address of an operation that is well formed and leads to nothing. */
export function addressOf(operation: OperationId): string {
  const { path } = CONTRACTS[operation];
  const prefix = PREFIXES[path.split('/')[2] ?? ''] ?? '';
  const id = { none: 'none', number: '999999999' }[prefix] ?? `${prefix}_${NOBODY}`;
  const { query } = SAMPLES[operation];
  return `${path}${query === undefined ? '' : `?${query}`}`
    .replace(':id', id)
    .replace(':version', '1')
    .replace(':token', NOBODY)
    .replace(':formId', 'none');
}

import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRACTS, type OperationId } from '../../src/api/contracts/all.js';
import { allows, POLICY } from '../../src/api/policy.js';
import {
  CALLERS,
  CARED,
  type Case,
  casesOf,
  definitionText,
  type Ids,
  kindOf,
  OPERATIONS,
  requestOf,
} from './access-cases.js';
import { make, type Reps, twoTeams } from './access-world.js';
import { problemOf, ROLES, startTestApi, type TestApi } from './support.js';

/**
 * Whom the table is meant to let in, said a second time: a slip in one of the two is seen. Reading is everybody's, so
 * only what is not for all five roles is listed.
 */
const NOT_FOR_ALL: { readonly [operation: string]: string } = {
  previewErasure: 'ops',
  eraseContact: 'ops',
  listKeys: 'ops',
  listMailEventForms: 'ops',
  verifyRecords: 'ops',
  rebuildRecords: 'ops',
  createKey: 'ops',
  revokeKey: 'ops',
  createUser: 'ops',
  updateUser: 'ops',
  inviteUser: 'ops',
  setAbsence: 'ops manager',
  endAbsence: 'ops manager',
  previewLeaving: 'ops',
  leaveUser: 'ops',
  getLeaving: 'ops manager',
  createTeam: 'ops',
  updateTeam: 'ops',
  listRobots: 'ops',
  createRobot: 'ops',
  testRobot: 'ops',
  removeRobot: 'ops',
  createMailbox: 'ops',
  updateMailbox: 'ops',
  getMailbox: 'ops',
  listMailboxReadings: 'ops',
  checkMailbox: 'ops',
  listMailboxSendings: 'ops',
  getPolicy: 'ops manager',
  definitionImpact: 'ops manager',
  publishTemplate: 'ops',
  publishDefinition: 'ops',
  postEvents: 'ops',
  createPool: 'ops manager',
  updatePool: 'ops manager',
  limitPools: 'ops manager',
  claimLead: 'ops manager rep',
  giveLead: 'ops manager rep',
  returnLead: 'ops manager rep',
  getMessageRaw: 'ops',
  retryJourney: 'ops manager',
  reassignJourney: 'ops manager',
  reassignTask: 'ops manager',
  listInbox: 'ops manager marketing viewer',
  getInboxMail: 'ops manager marketing viewer',
  enrol: 'ops manager marketing',
  createContact: 'ops manager marketing rep',
  updateContact: 'ops manager marketing rep',
  recordConsent: 'ops manager marketing rep',
  suppressAddress: 'ops manager marketing rep',
  liftSuppression: 'ops manager',
  retryIncomingMail: 'ops',
  startJourney: 'ops manager marketing rep',
  createDeal: 'ops manager rep',
  updateDeal: 'ops manager rep',
  logCall: 'ops manager rep',
  pauseJourney: 'ops manager rep',
  resumeJourney: 'ops manager rep',
  exitJourney: 'ops manager rep',
  skipJourney: 'ops manager rep',
  rescheduleJourney: 'ops manager rep',
  sendJourneyNow: 'ops manager rep',
  moveJourney: 'ops manager rep',
  changeJourneyVersion: 'ops manager',
  reachJourneyGoal: 'ops manager rep',
  previewBulk: 'ops manager rep',
  createBulk: 'ops manager rep',
  abortBulk: 'ops manager rep',
  createCampaign: 'ops manager marketing',
  editCampaign: 'ops manager marketing',
  discardCampaign: 'ops manager marketing',
  scheduleCampaign: 'ops manager marketing',
  approveCampaign: 'ops manager marketing',
  sendBackCampaign: 'ops manager marketing',
  unscheduleCampaign: 'ops manager marketing',
  pauseCampaign: 'ops manager marketing',
  resumeCampaign: 'ops manager marketing',
  stopCampaign: 'ops manager marketing',
  setCampaignRate: 'ops manager marketing',
  checkCampaign: 'ops manager marketing',
  previewCampaign: 'ops manager marketing',
  testCampaign: 'ops manager marketing',
  listCampaignRecipients: 'ops manager marketing',
  campaignResults: 'ops manager marketing',
  campaignResultsBy: 'ops manager marketing',
  exportCampaignResults: 'ops manager marketing',
  listCampaignGuests: 'ops manager marketing',
  exportCampaignGuests: 'ops manager marketing',
  putCampaignFile: 'ops manager marketing',
  listCampaignFiles: 'ops manager marketing',
  listCampaignFileLines: 'ops manager marketing',
  completeTask: 'ops manager rep',
  checkAppointment: 'ops manager rep',
  makeAppointment: 'ops manager rep',
  cancelAppointment: 'ops manager rep',
  metrics: 'ops manager viewer',
  takeOutOfCare: 'ops manager marketing rep',
  undoCareExclusion: 'ops manager marketing rep',
};

describe('the table of who may do what', () => {
  it.each(OPERATIONS.filter((id) => POLICY[id].type !== 'public'))('lets into %s whom it is meant to', (operation) => {
    const meant = (NOT_FOR_ALL[operation] ?? ROLES.join(' ')).split(' ');
    expect(ROLES.filter((role) => allows(POLICY[operation], role))).toEqual(
      ROLES.filter((role) => meant.includes(role)),
    );
  });

  it('opens without sign-in only what is meant to be', () => {
    expect(OPERATIONS.filter((id) => POLICY[id].type === 'public').sort()).toEqual([
      'acceptInvitation',
      'answerRsvp',
      'answerSurvey',
      'changePreferences',
      'confirmConsent',
      'confirmConsentPage',
      'followLink',
      'formFields',
      'formPage',
      'healthz',
      'landingPage',
      'login',
      'openPicture',
      'openapi',
      'preferencesPage',
      'readyz',
      'rsvpPage',
      'sendForm',
      'submitForm',
      'surveyPage',
      'takeMailEvents',
      'takeSmsAnswers',
      'takeSmsReceipts',
      'unsubscribe',
      'unsubscribePage',
      'welcome',
    ]);
  });
});

const SEGMENT = 'kind: segment\nid: chosen\nname: Chosen\nif: { contact.status: customer }\n';
const SURVEY =
  'kind: survey\nid: satisfaction\nname: Satisfaction\nquestions: [{ id: recommend, label: Would you?, type: score }]\n';

const FORM =
  'kind: form\nid: contact-us\nname: Contact us\nfields: [{ id: email, label: Email, to: contact.email, required: true }]\n';

const MATRIX = OPERATIONS.map((operation) => [operation, casesOf(operation)] as const);
/** What is read without naming it: lists, counts, the search. */
const WIDE_READS = OPERATIONS.filter((id) => CONTRACTS[id].method === 'GET' && kindOf(id) === null && id !== 'stream');
const LISTS = [
  ['listContacts', 'contact'],
  ['listDeals', 'deal'],
  ['listJourneys', 'journey'],
  ['listBulks', 'bulk'],
  ['listTasks', 'task'],
  ['listMessages', 'message'],
  ['search', 'contact'],
] as const;
const COUNT = MATRIX.reduce((sum, [, cases]) => sum + cases.length, 0);

describe(`the ${COUNT} cases of ${OPERATIONS.length} operations, ${CALLERS.length} callers and whose the object is`, () => {
  let api: TestApi;
  let reps: Reps;
  let [own, others] = [{} as Ids, {} as Ids];
  beforeAll(async () => {
    const caught = { id: '1', at: '2027-01-04T08:30:00Z', from: 'a@x.example', to: ['b@x.example'], subject: 'hi' };
    const mail = { ...caught, html: null, text: 'hi', headers: [], messageId: null };
    // External, where nothing is open for being on this machine; and without limits, which would answer in its place.
    api = await startTestApi({
      mode: 'external',
      loginsPerMinute: 1_000,
      rateLimits: { perKey: 1e6, perSession: 1e6, perAddress: 1e6 },
      formRates: { perSenderMinute: 1e6, perSenderHour: 1e6 },
      inbox: { list: async () => [{ ...caught, size: 2 }], get: async (id) => (id === '1' ? mail : null) },
    });
    reps = await twoTeams(api);
    for (const text of [SURVEY, SEGMENT, FORM, CARED]) await api.ask('ops', 'POST', '/v1/definitions', { text });
    for (const id of ['nurture', 'again'])
      await api.ask('ops', 'POST', '/v1/definitions', { text: definitionText(id) });
    [own, others] = [await make(api, reps, 'own'), await make(api, reps, 'another’s')];
  });
  afterAll(() => api.stop());

  async function send({ operation, caller }: Pick<Case, 'operation' | 'caller'>, ids: Ids) {
    const { url, body } = requestOf(operation, ids);
    const { method } = CONTRACTS[operation];
    const isForm = typeof body === 'string';
    // Each operation has an address of its own: what one sends with links of nobody's is not counted with another's.
    const from = { 'x-forwarded-for': `10.0.0.${1 + OPERATIONS.indexOf(operation)}` };
    const type = operation === 'putCampaignFile' ? 'text/csv' : 'application/x-www-form-urlencoded';
    const headers = { ...from, ...(isForm ? { 'content-type': type } : {}) };
    const role = caller === 'nobody' ? null : caller;
    if (operation !== 'stream' || role === null) return await api.ask(role, method, url, body, headers);
    // It goes on until its reader leaves.
    const key = { authorization: `Bearer ${api.keys[role]}` };
    const response = await api.app.inject({ method, url, headers: key, payloadAsStream: true });
    response.stream().destroy();
    return response;
  }

  const bodyOf = async (operation: OperationId, caller: 'rep' | 'manager') =>
    (await send({ operation, caller }, own)).body;

  // First, while there is little: a page of a list holds all.
  it.each(LISTS)('%s shows a rep their own %s and a manager all', async (operation, kind) => {
    expect(await bodyOf(operation, 'rep')).toContain(own[kind]);
    const all = await bodyOf(operation, 'manager');
    expect([all.includes(own[kind]), all.includes(others[kind])]).toEqual([true, true]);
  });

  it.each(WIDE_READS)('%s shows a rep nothing of a colleague’s', async (operation) => {
    const body = await bodyOf(operation, 'rep');
    for (const kind of ['contact', 'deal', 'journey', 'bulk', 'task', 'message', 'notice'] as const)
      expect(body).not.toContain(others[kind]);
  });

  it.each(MATRIX)('%s', async (_, cases) => {
    for (const each of cases) {
      // What a case changes must not be there for the next.
      const ids = await make(api, reps, each.whose);
      judge(each, await send(each, ids));
    }
  });
});

function judge({ operation, caller, whose, expected }: Case, response: LightMyRequestResponse): void {
  const what = `${operation} as ${caller} of ${whose}: ${response.statusCode}`;
  switch (expected) {
    case 'success':
      // A link leads on.
      return expect(Math.floor(response.statusCode / 100), what).toBe(operation === 'followLink' ? 3 : 2);
    case 'not-signed-in':
      expect(response.headers['www-authenticate'], what).toBe('Bearer');
      return expect([response.statusCode, problemOf(response).code], what).toEqual([401, expected]);
    case 'forbidden':
      return expect([response.statusCode, problemOf(response).code], what).toEqual([403, expected]);
    case 'not-found':
      return expect(response.statusCode, what).toBe(404);
    case 'unknown':
      return expect([response.statusCode, problemOf(response).code], what).toEqual([422, 'unknown-contact']);
  }
}

describe('an operation that has no sample', () => {
  it('stops the matrix, and says where to give it one', () => {
    expect(() => kindOf('openVault' as OperationId)).toThrow('openVault has no sample; give it one in CALLS');
  });
});

describe('a route that the table does not know', () => {
  it('is refused when it is registered', async () => {
    const { default: fastify } = await import('fastify');
    const { refuseRoutesWithoutPolicy } = await import('../../src/api/app.js');
    const app = fastify();
    refuseRoutesWithoutPolicy(app);
    expect(() => app.get('/v1/backdoor', () => 'in')).toThrow('/v1/backdoor has no row in src/api/policy.ts');
  });
});

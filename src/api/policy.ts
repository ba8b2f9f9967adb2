import type { OperationId } from './contracts/all.js';
import type { Role } from './contracts/common.js';

/*
 * Who may do what. One table, deny by default: an operation without a row can't be registered, and a role that a row
 * doesn't name is refused. What a role sees inside an operation is its scope.
 */

export type Access =
  /** Needs no sign-in. */
  | { readonly type: 'public' }
  /** Needs no sign-in in embedded mode, where only this machine can ask. */
  | { readonly type: 'open-when-embedded'; readonly roles: readonly Role[] }
  | { readonly type: 'roles'; readonly roles: readonly Role[] };

const roles = (...allowed: readonly Role[]): Access => ({ type: 'roles', roles: allowed });

const EVERYBODY = roles('ops', 'manager', 'marketing', 'rep', 'viewer');
const SELLERS = roles('ops', 'manager', 'rep');
const LEADERS = roles('ops', 'manager');
const CAMPAIGNERS = roles('ops', 'manager', 'marketing');
const OPS = roles('ops');
const PUBLIC: Access = { type: 'public' };

export const POLICY: { readonly [operation in OperationId]: Access } = {
  welcome: PUBLIC,
  login: PUBLIC,
  logout: EVERYBODY,
  me: EVERYBODY,
  updateMe: EVERYBODY,
  listKeys: OPS,
  createKey: OPS,
  revokeKey: OPS,
  acceptInvitation: PUBLIC,
  changePassword: EVERYBODY,

  listUsers: EVERYBODY,
  getUser: EVERYBODY,
  createUser: OPS,
  updateUser: OPS,
  inviteUser: OPS,
  // A manager for the people in their charge: the handler asks.
  setAbsence: LEADERS,
  endAbsence: LEADERS,
  setMyAbsence: EVERYBODY,
  endMyAbsence: EVERYBODY,
  previewLeaving: OPS,
  leaveUser: OPS,
  getLeaving: LEADERS,
  listTeams: EVERYBODY,
  createTeam: OPS,
  updateTeam: OPS,
  listMailboxes: EVERYBODY,
  createMailbox: OPS,
  updateMailbox: OPS,
  // Where a mailbox's servers are is for who looks after them.
  getMailbox: OPS,
  checkMailbox: OPS,
  listMailboxSendings: OPS,

  listRobots: OPS,
  createRobot: OPS,
  testRobot: OPS,
  removeRobot: OPS,

  // A rep sees the care of their own people: the handler goes by the scope.
  careCalendar: EVERYBODY,
  listCare: EVERYBODY,
  careMessage: EVERYBODY,
  listCareCampaignPeople: EVERYBODY,
  listCareExclusions: EVERYBODY,
  takeOutOfCare: roles('ops', 'manager', 'marketing', 'rep'),
  undoCareExclusion: roles('ops', 'manager', 'marketing', 'rep'),

  listContacts: EVERYBODY,
  getContact: EVERYBODY,
  contactWishes: EVERYBODY,
  recordConsent: roles('ops', 'manager', 'marketing', 'rep'),
  suppressAddress: roles('ops', 'manager', 'marketing', 'rep'),
  // What protects a person is taken away by those alone who answer for it.
  liftSuppression: LEADERS,
  // For good, and what others work with goes with it.
  previewErasure: OPS,
  eraseContact: OPS,
  createContact: roles('ops', 'manager', 'marketing', 'rep'),
  updateContact: roles('ops', 'manager', 'marketing', 'rep'),
  countContacts: EVERYBODY,
  explainContact: EVERYBODY,
  listDeals: EVERYBODY,
  getDeal: EVERYBODY,
  createDeal: SELLERS,
  updateDeal: SELLERS,
  logCall: SELLERS,

  validateDefinition: EVERYBODY,
  definitionImpact: LEADERS,
  publishDefinition: OPS,
  listDefinitions: EVERYBODY,
  getDefinition: EVERYBODY,
  listDefinitionVersions: EVERYBODY,
  getDefinitionVersion: EVERYBODY,
  definitionPeople: EVERYBODY,
  definitionGraph: EVERYBODY,
  previewGraph: EVERYBODY,
  simulateDefinition: EVERYBODY,

  // What each sees of whom they choose is their scope's.
  listSegments: EVERYBODY,
  getSegment: EVERYBODY,
  segmentSizes: EVERYBODY,
  countSegment: EVERYBODY,
  countWritten: EVERYBODY,
  sampleWritten: EVERYBODY,
  explainWritten: EVERYBODY,
  valueClasses: EVERYBODY,

  listTemplates: EVERYBODY,
  getTemplateFile: EVERYBODY,
  listTemplateVersions: EVERYBODY,
  checkTemplate: EVERYBODY,
  // Of a contact that is not theirs nobody sees a mail: the handler goes by the scope.
  previewTemplate: EVERYBODY,
  publishTemplate: OPS,

  startJourney: roles('ops', 'manager', 'marketing', 'rep'),
  enrol: roles('ops', 'manager', 'marketing'),
  listJourneys: EVERYBODY,
  listStuckJourneys: EVERYBODY,
  getJourney: EVERYBODY,
  journeyStory: EVERYBODY,
  pauseJourney: SELLERS,
  resumeJourney: SELLERS,
  exitJourney: SELLERS,
  skipJourney: SELLERS,
  rescheduleJourney: SELLERS,
  sendJourneyNow: SELLERS,
  moveJourney: SELLERS,
  changeJourneyVersion: LEADERS,
  reachJourneyGoal: SELLERS,
  retryJourney: LEADERS,
  reassignJourney: LEADERS,
  // Who may make a bulk of a command is who may give it to one journey (BULK_OPERATIONS); a rep's are of their own.
  previewBulk: SELLERS,
  createBulk: SELLERS,
  listBulks: EVERYBODY,
  getBulk: EVERYBODY,
  listBulkItems: EVERYBODY,
  abortBulk: SELLERS,

  listCampaigns: EVERYBODY,
  getCampaign: EVERYBODY,
  campaignHistory: EVERYBODY,
  // Whom a campaign writes to are everybody's contacts.
  listCampaignRecipients: CAMPAIGNERS,
  checkCampaign: CAMPAIGNERS,
  previewCampaign: CAMPAIGNERS,
  testCampaign: CAMPAIGNERS,
  campaignResults: CAMPAIGNERS,
  campaignResultsBy: CAMPAIGNERS,
  exportCampaignResults: CAMPAIGNERS,
  listCampaignGuests: CAMPAIGNERS,
  exportCampaignGuests: CAMPAIGNERS,
  listCampaignFiles: CAMPAIGNERS,
  listCampaignFileLines: CAMPAIGNERS,
  createCampaign: CAMPAIGNERS,
  editCampaign: CAMPAIGNERS,
  discardCampaign: CAMPAIGNERS,
  putCampaignFile: CAMPAIGNERS,
  scheduleCampaign: CAMPAIGNERS,
  // Never who wrote it or asked for it: the campaign's own life says so.
  approveCampaign: CAMPAIGNERS,
  sendBackCampaign: CAMPAIGNERS,
  unscheduleCampaign: CAMPAIGNERS,
  pauseCampaign: CAMPAIGNERS,
  resumeCampaign: CAMPAIGNERS,
  stopCampaign: CAMPAIGNERS,
  setCampaignRate: CAMPAIGNERS,

  listTasks: EVERYBODY,
  planReturnVisits: EVERYBODY,
  listReturnVisits: EVERYBODY,
  getTask: EVERYBODY,
  taskContext: EVERYBODY,
  reassignTask: LEADERS,
  // A marketing or viewing account that is itself the assignee has no way to be one: only these work a desk.
  completeTask: SELLERS,
  // Whose task it is, or who may act on it: the scope is the rule, as of its outcome.
  getAppointment: EVERYBODY,
  checkAppointment: SELLERS,
  makeAppointment: SELLERS,
  cancelAppointment: SELLERS,
  postEvents: OPS,
  // The gateway's, which can't sign: the token in its address is the authority.
  takeSmsReceipts: PUBLIC,
  takeSmsAnswers: PUBLIC,
  // The provider's: its signature is the authority.
  takeMailEvents: PUBLIC,
  listMailEventForms: OPS,
  // Of a pool that is not their own a rep sees nothing; what the pool’s admin alone may is the handler's affair.
  listPools: EVERYBODY,
  getPool: EVERYBODY,
  listPoolLeads: EVERYBODY,
  createPool: LEADERS,
  updatePool: LEADERS,
  limitPools: LEADERS,
  claimLead: SELLERS,
  giveLead: SELLERS,
  returnLead: SELLERS,
  // Who looks after mailboxes: it concerns nobody’s contact yet.
  retryIncomingMail: OPS,
  listIncomingMails: EVERYBODY,
  listMailboxReadings: OPS,
  listMessages: EVERYBODY,
  getMessage: EVERYBODY,
  getMessageRaw: OPS,
  messageContent: EVERYBODY,
  // Caught mail knows no owner, so whoever sees only their own does not see it.
  listInbox: roles('ops', 'manager', 'marketing', 'viewer'),
  getInboxMail: roles('ops', 'manager', 'marketing', 'viewer'),
  // Everybody's own and nobody else's, whatever the role sees of the rest: the store goes by the user.
  listNotices: EVERYBODY,
  readNotice: EVERYBODY,
  readAllNotices: EVERYBODY,

  // The links of mails: their token is the authority.
  unsubscribePage: PUBLIC,
  followLink: PUBLIC,
  openPicture: PUBLIC,
  unsubscribe: PUBLIC,
  preferencesPage: PUBLIC,
  changePreferences: PUBLIC,
  surveyPage: PUBLIC,
  answerSurvey: PUBLIC,
  rsvpPage: PUBLIC,
  answerRsvp: PUBLIC,

  // Anybody's: what comes is judged by its stamp and its rate.
  formPage: PUBLIC,
  landingPage: PUBLIC,
  submitForm: PUBLIC,
  formFields: PUBLIC,
  sendForm: PUBLIC,
  confirmConsentPage: PUBLIC,
  confirmConsent: PUBLIC,
  listForms: EVERYBODY,
  getForm: EVERYBODY,
  // A rep sees what their own contacts sent: the store goes by the scope.
  listFormSubmissions: EVERYBODY,
  formLinks: EVERYBODY,

  verifyRecords: OPS,
  rebuildRecords: OPS,

  getPolicy: LEADERS,
  stats: EVERYBODY,
  // What is sent to whom is the stream's own affair: a rep hears of their own.
  stream: EVERYBODY,
  overview: EVERYBODY,
  board: EVERYBODY,
  search: EVERYBODY,
  world: EVERYBODY,
  healthz: PUBLIC,
  readyz: PUBLIC,
  metrics: { type: 'open-when-embedded', roles: ['ops', 'manager', 'viewer'] },
  openapi: PUBLIC,
};

/** Roles that see only what is their own: contacts, deals, journeys and messages they own, tasks they are to do. */
const OWN_ONLY: ReadonlySet<Role> = new Set<Role>(['rep']);

export const seesOnlyOwn = (role: Role): boolean => OWN_ONLY.has(role);

/** The roles that an operation takes; null: anybody. */
export function rolesFor(access: Access, embedded: boolean): readonly Role[] | null {
  if (access.type === 'public') return null;
  return access.type === 'open-when-embedded' && embedded ? null : access.roles;
}

export const allows = (access: Access, role: Role, embedded = false): boolean =>
  rolesFor(access, embedded)?.includes(role) ?? true;

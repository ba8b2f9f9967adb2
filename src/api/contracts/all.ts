import {
  acceptInvitation,
  changePassword,
  createKey,
  listKeys,
  login,
  logout,
  me,
  revokeKey,
  updateMe,
} from './auth.js';
import { abortBulk, createBulk, getBulk, listBulkItems, listBulks, previewBulk } from './bulks.js';
import { logCall } from './calls.js';
import { createContact, getContact, listContacts, updateContact } from './contacts.js';
import { createDeal, getDeal, listDeals, updateDeal } from './deals.js';
import {
  definitionGraph,
  definitionPeople,
  getDefinition,
  getDefinitionVersion,
  listDefinitions,
  listDefinitionVersions,
  previewGraph,
  publishDefinition,
  validateDefinition,
} from './definitions.js';
import { enrol } from './enrolments.js';
import { postEvents } from './events.js';
import { countContacts, explainContact } from './explanations.js';
import { getInboxMail, listInbox } from './inbox.js';
import {
  exitJourney,
  getJourney,
  journeyStory,
  listJourneys,
  listStuckJourneys,
  moveJourney,
  pauseJourney,
  reachJourneyGoal,
  reassignJourney,
  rescheduleJourney,
  resumeJourney,
  retryJourney,
  sendJourneyNow,
  skipJourney,
  startJourney,
} from './journeys.js';
import { getLeaving, leaveUser, previewLeaving } from './leaving.js';
import { createMailbox, listMailboxes, updateMailbox } from './mailboxes.js';
import { getMessage, getMessageRaw, listMessages, messageContent } from './messages.js';
import { board, overview } from './overview.js';
import {
  answerRsvp,
  answerSurvey,
  changePreferences,
  preferencesPage,
  rsvpPage,
  surveyPage,
  unsubscribe,
  unsubscribePage,
} from './public-links.js';
import { rebuildRecords, verifyRecords } from './records.js';
import { searchAll } from './search.js';
import { simulateDefinition } from './simulations.js';
import { stream } from './stream.js';
import { healthz, metrics, openapi, readyz, stats } from './system.js';
import { completeTask, getTask, listTasks, reassignTask, taskContext } from './tasks.js';
import { createTeam, listTeams, updateTeam } from './teams.js';
import {
  createUser,
  endAbsence,
  endMyAbsence,
  getUser,
  inviteUser,
  listUsers,
  setAbsence,
  setMyAbsence,
  updateUser,
} from './users.js';
import { changeJourneyVersion, definitionImpact } from './versions.js';
import { welcome } from './welcome.js';
import { world } from './world.js';

/** Every operation by its id. What isn't here can't be registered, and what is here must be. */
export const CONTRACTS = {
  welcome,
  login,
  acceptInvitation,
  changePassword,
  logout,
  me,
  updateMe,
  listKeys,
  createKey,
  revokeKey,
  listUsers,
  getUser,
  createUser,
  updateUser,
  inviteUser,
  setAbsence,
  endAbsence,
  setMyAbsence,
  endMyAbsence,
  previewLeaving,
  leaveUser,
  getLeaving,
  listTeams,
  createTeam,
  updateTeam,
  listMailboxes,
  createMailbox,
  updateMailbox,
  listContacts,
  getContact,
  createContact,
  updateContact,
  countContacts,
  explainContact,
  listDeals,
  getDeal,
  createDeal,
  updateDeal,
  logCall,
  validateDefinition,
  definitionImpact,
  publishDefinition,
  listDefinitions,
  getDefinition,
  listDefinitionVersions,
  getDefinitionVersion,
  definitionPeople,
  definitionGraph,
  previewGraph,
  simulateDefinition,
  startJourney,
  enrol,
  listJourneys,
  listStuckJourneys,
  getJourney,
  journeyStory,
  pauseJourney,
  resumeJourney,
  exitJourney,
  moveJourney,
  changeJourneyVersion,
  reachJourneyGoal,
  rescheduleJourney,
  sendJourneyNow,
  skipJourney,
  retryJourney,
  reassignJourney,
  previewBulk,
  createBulk,
  listBulks,
  getBulk,
  listBulkItems,
  abortBulk,
  listTasks,
  getTask,
  taskContext,
  completeTask,
  reassignTask,
  postEvents,
  listMessages,
  getMessage,
  getMessageRaw,
  messageContent,
  listInbox,
  getInboxMail,
  unsubscribePage,
  unsubscribe,
  preferencesPage,
  changePreferences,
  surveyPage,
  answerSurvey,
  rsvpPage,
  answerRsvp,
  overview,
  board,
  search: searchAll,
  world,
  verifyRecords,
  rebuildRecords,
  stats,
  stream,
  healthz,
  readyz,
  metrics,
  openapi,
} as const;

export type OperationId = keyof typeof CONTRACTS;

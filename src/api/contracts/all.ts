import { createKey, listKeys, listUsers, login, logout, me, revokeKey } from './auth.js';
import { logCall } from './calls.js';
import { createContact, getContact, listContacts, updateContact } from './contacts.js';
import { createDeal, getDeal, listDeals, updateDeal } from './deals.js';
import {
  getDefinition,
  getDefinitionVersion,
  listDefinitions,
  listDefinitionVersions,
  publishDefinition,
  validateDefinition,
} from './definitions.js';
import { enrol } from './enrolments.js';
import { postEvents } from './events.js';
import {
  exitJourney,
  getJourney,
  journeyStory,
  listJourneys,
  pauseJourney,
  resumeJourney,
  retryJourney,
  startJourney,
} from './journeys.js';
import { getMessage, getMessageRaw, listMessages } from './messages.js';
import { changePreferences, preferencesPage, unsubscribe, unsubscribePage } from './public-links.js';
import { healthz, metrics, openapi, readyz, stats } from './system.js';
import { completeTask, getTask, listTasks } from './tasks.js';
import { welcome } from './welcome.js';

/** Every operation by its id. What isn't here can't be registered, and what is here must be. */
export const CONTRACTS = {
  welcome,
  login,
  logout,
  me,
  listKeys,
  createKey,
  revokeKey,
  listUsers,
  listContacts,
  getContact,
  createContact,
  updateContact,
  listDeals,
  getDeal,
  createDeal,
  updateDeal,
  logCall,
  validateDefinition,
  publishDefinition,
  listDefinitions,
  getDefinition,
  listDefinitionVersions,
  getDefinitionVersion,
  startJourney,
  enrol,
  listJourneys,
  getJourney,
  journeyStory,
  pauseJourney,
  resumeJourney,
  exitJourney,
  retryJourney,
  listTasks,
  getTask,
  completeTask,
  postEvents,
  listMessages,
  getMessage,
  getMessageRaw,
  unsubscribePage,
  unsubscribe,
  preferencesPage,
  changePreferences,
  stats,
  healthz,
  readyz,
  metrics,
  openapi,
} as const;

export type OperationId = keyof typeof CONTRACTS;

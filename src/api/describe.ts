import { createApp } from './app.js';
import type { AppDeps } from './deps.js';
import { openapiDocument } from './openapi.js';

/** The OpenAPI document as text, as it is committed and served. Needs no database: no handler runs. */
export async function describeApi(): Promise<string> {
  const app = await createApp(NOTHING);
  try {
    return `${JSON.stringify(openapiDocument(app), null, 2)}\n`;
  } finally {
    await app.close();
  }
}

/** Stands for whatever a handler would need; touching it is a defect of the caller. */
const absent = <T extends object>(): T =>
  new Proxy({} as T, {
    get: (_, name) => {
      if (name === 'then') return undefined;
      return absent();
    },
  });

const NOTHING: AppDeps = {
  stores: absent(),
  engine: absent(),
  campaigns: absent(),
  sendTestMail: absent(),
  campaignResults: absent(),
  records: absent(),
  failingRuns: async () => [],
  feed: absent(),
  answers: absent(),
  links: { base: '', landing: () => '', verify: () => null },
  forms: absent(),
  guests: absent(),
  tracking: 'off',
  checkDefinition: () => Promise.reject(new Error('the API is only being described')),
  fields: { contact: new Map(), account: new Map(), deal: new Map(), owner: new Map() },
  simulation: absent(),
  templates: absent(),
  templateNeeds: async () => () => [],
  readMail: () => Promise.reject(new Error('the API is only being described')),
  mailboxProbe: absent(),
  testRobot: absent(),
  inbox: null,
  surroundings: {
    version: '',
    rate: () => 1,
    stuckAfterMs: 0,
    lateAfterMs: () => 0,
    temporalUiUrl: null,
    temporalNamespace: '',
  },
  checkCondition: () => ({ condition: { type: 'all', of: [] }, problems: [] }),
  readiness: [],
  mode: 'external',
  publicUrl: null,
  providerCalls: absent(),
  providerEvents: absent(),
  smsAnswers: absent(),
  timezone: 'UTC',
  realNow: () => 0,
  newId: (kind) => kind,
};

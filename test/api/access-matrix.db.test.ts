import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRACTS, type OperationId } from '../../src/api/contracts/all.js';
import { allows, POLICY } from '../../src/api/policy.js';
import { addressOf, problemOf, ROLES, SAMPLES, startTestApi, type TestApi } from './support.js';

const OPERATIONS = Object.keys(CONTRACTS) as OperationId[];

/**
 * Whom the table is meant to let in, said a second time: a slip in one of the two is seen. Reading is everybody's, so
 * only what is not for all five roles is listed.
 */
const NOT_FOR_ALL: { readonly [operation: string]: string } = {
  listKeys: 'ops',
  createKey: 'ops',
  revokeKey: 'ops',
  publishDefinition: 'ops',
  postEvents: 'ops',
  getMessageRaw: 'ops',
  retryJourney: 'ops manager',
  reassignJourney: 'ops manager',
  reassignTask: 'ops manager',
  listInbox: 'ops manager marketing viewer',
  getInboxMail: 'ops manager marketing viewer',
  enrol: 'ops manager marketing',
  createContact: 'ops manager marketing rep',
  updateContact: 'ops manager marketing rep',
  startJourney: 'ops manager marketing rep',
  createDeal: 'ops manager rep',
  updateDeal: 'ops manager rep',
  logCall: 'ops manager rep',
  pauseJourney: 'ops manager rep',
  resumeJourney: 'ops manager rep',
  exitJourney: 'ops manager rep',
  completeTask: 'ops manager rep',
  metrics: 'ops manager viewer',
};

describe('every operation with every role', () => {
  let api: TestApi;
  beforeAll(async () => {
    // External, where nothing is open for being on this machine.
    api = await startTestApi({ mode: 'external', loginsPerMinute: 1_000 });
  });
  afterAll(() => api.stop());

  const send = (operation: OperationId, role: (typeof ROLES)[number] | null) =>
    api.ask(role, CONTRACTS[operation].method, addressOf(operation), SAMPLES[operation].body);

  it.each(OPERATIONS)('%s lets in the roles that its rule names, and no other', async (operation) => {
    const access = POLICY[operation];
    const expected = (NOT_FOR_ALL[operation] ?? ROLES.join(' ')).split(' ');
    for (const role of ROLES) {
      const response = await send(operation, role);
      if (access.type !== 'public')
        expect(allows(access, role), `${operation} for ${role}`).toBe(expected.includes(role));
      if (allows(access, role)) {
        // The login of nobody is refused for its password, not for its rule.
        if (operation !== 'login')
          expect([401, 403], `${operation} as ${role}: ${response.body}`).not.toContain(response.statusCode);
        expect(response.statusCode, response.body).toBeLessThan(500);
      } else {
        expect(response.statusCode, `${operation} as ${role}`).toBe(403);
        expect(problemOf(response).code).toBe('forbidden');
      }
    }
  });

  it.each(OPERATIONS.filter((id) => POLICY[id].type !== 'public'))('%s asks nobody to sign in', async (operation) => {
    const response = await send(operation, null);
    expect(response.statusCode).toBe(401);
    expect(problemOf(response).code).toBe('not-signed-in');
    expect(response.headers['www-authenticate']).toBe('Bearer');
  });

  it('opens without sign-in only what is meant to be', () => {
    expect(OPERATIONS.filter((id) => POLICY[id].type === 'public').sort()).toEqual([
      'changePreferences',
      'healthz',
      'login',
      'openapi',
      'preferencesPage',
      'readyz',
      'unsubscribe',
      'unsubscribePage',
    ]);
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

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ImpactView } from '../../src/api/contracts/versions.js';
import { createPrograms } from '../../src/db/programs.js';
import { plan } from '../../src/domain/journey/plan.js';
import { aDeployment } from '../support/walk.js';
import { aContact, startTestApi, type TestApi } from './support.js';

/* A publish that moves those in flight: what becomes of them is counted first, and confirmed. */

const ID = 'moving';
const text = (steps: string) => `
kind: journey
id: ${ID}
name: Moving
enter: { on: lead.created, again: always }
steps:
${steps}
`;
const WAS = text('  - id: rest\n    wait: 10 days\n  - id: think\n    wait: 5 days\n  - end: done');
const SHORTER = text('  - id: rest\n    wait: 2 days\n  - id: think\n    wait: 5 days\n  - end: done');
const CUT = text('  - id: think\n    wait: 5 days\n  - end: done');

describe('a publish that moves people', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  beforeEach(async () => {
    await api.db.bulkItem.deleteMany();
    await api.db.bulk.deleteMany();
    await api.db.journey.deleteMany();
    await api.db.definitionVersion.deleteMany({ where: { definitionId: ID } });
    await api.db.definition.deleteMany({ where: { id: ID } });
    await publish(WAS);
    for (let n = 0; n < 3; n++) await someone();
  });

  const publish = (written: string, more: object = {}) =>
    api.ask('ops', 'POST', '/v1/definitions', { text: written, ...more });
  const impactOf = async (written: string, more: object = {}): Promise<ImpactView> => {
    const answer = await api.ask('ops', 'POST', '/v1/definitions/impact', { text: written, ...more });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json<ImpactView>();
  };

  /** Somebody who stands at the first step of the current version, since a day. */
  async function someone(): Promise<string> {
    const started = await api.engine.start({ definitionId: ID, contactId: await aContact(api.db), actorId: 'usr_x' });
    if (!started.ok) throw new Error(started.error.code);
    const { journeyId } = started.value;
    const { definitionVersion } = await api.db.journey.findUniqueOrThrow({ where: { id: journeyId } });
    const program = await createPrograms(api.db).program(ID, definitionVersion);
    const facts = { contact: {}, account: null, deal: null, owner: null, events: [], answers: {}, teams: {} };
    const now = Date.now() - 24 * 3_600_000;
    const cause = { type: 'start', stage: null, event: null } as const;
    const { state } = plan({ program, state: null, facts, now, cause, deployment: aDeployment(), subjectId: 'con_1' });
    await api.db.journey.update({ where: { id: journeyId }, data: { state: state as object, phase: 'active' } });
    return journeyId;
  }

  it('moves nobody unless it is said, and needs no token for that', async () => {
    const answer = await publish(SHORTER);
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ version: 2, people: 0, bulkId: null });
    expect(await api.db.bulk.count()).toBe(0);
  });

  it('says per version and step where people go, and gives the token that the publish must bring', async () => {
    const impact = await impactOf(SHORTER);
    expect(impact).toMatchObject({ id: ID, current: 1, target: 2, people: 3, unmapped: [], variables: [] });
    expect(impact.groups).toEqual([
      {
        version: 1,
        stage: 'main',
        step: 'rest',
        label: 'Wait: 10 days',
        goes: 'same',
        toStage: 'main',
        toStep: 'rest',
        toLabel: 'Wait: 2 days',
        code: null,
        people: 3,
        shorter: 3,
        longer: 0,
        atOnce: 0,
      },
    ]);
    const refused = await publish(SHORTER, { policy: 'follow' });
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'impact']);
    const done = await publish(SHORTER, { policy: 'follow', token: impact.token, note: 'sooner' });
    expect(done.statusCode, done.body).toBe(201);
    const { bulkId } = done.json<{ bulkId: string }>();
    expect(done.json()).toMatchObject({ version: 2, people: 3 });
    expect(await api.db.bulk.findUniqueOrThrow({ where: { id: bulkId } })).toMatchObject({
      kind: 'change-version',
      input: { version: 2 },
      reason: 'sooner',
      total: 3,
      state: 'running',
    });
    const kept = await api.db.definitionVersion.findFirstOrThrow({ where: { definitionId: ID, version: 2 } });
    expect(kept).toMatchObject({ policy: 'follow', bulkId });
    const people = await api.ask('ops', 'GET', `/v1/definitions/${ID}/people`);
    expect(people.json().versions[0]).toMatchObject({ version: 2, policy: 'follow', bulkId });
  });

  it('refuses a token of another text, another map, or of far fewer people', async () => {
    const { token } = await impactOf(SHORTER);
    for (const [written, more] of [
      [CUT, { policy: 'follow' }],
      [SHORTER, { policy: 'migrate' }],
      [SHORTER, { policy: 'follow', map: { steps: { think: 'rest' }, stages: {} } }],
    ] as const) {
      const refused = await publish(written, { ...more, token });
      expect([refused.statusCode, refused.json().code]).toEqual([409, 'impact-changed']);
    }
    for (let n = 0; n < 11; n++) await someone();
    expect((await publish(SHORTER, { policy: 'follow', token })).json().code).toBe('impact-changed');
    expect(await api.db.definitionVersion.count({ where: { definitionId: ID } })).toBe(1);
  });

  it('refuses to migrate before each step that is gone has its place, and takes the map then', async () => {
    const bare = await impactOf(CUT, { policy: 'migrate' });
    expect(bare.unmapped).toEqual([{ version: 1, what: 'step', key: 'rest', people: 3 }]);
    const refused = await publish(CUT, { policy: 'migrate', token: bare.token });
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'unmapped-step']);
    expect(refused.json().errors).toMatchObject([{ pointer: '/map/steps/rest', code: 'unmapped-step' }]);
    const map = { steps: { '1/rest': null }, stages: {} };
    const { token } = await impactOf(CUT, { policy: 'migrate', map });
    const done = await publish(CUT, { policy: 'migrate', map, token });
    expect(done.statusCode, done.body).toBe(201);
    const bulk = await api.db.bulk.findUniqueOrThrow({ where: { id: done.json().bulkId } });
    expect(bulk.input).toEqual({ version: 2, map, strict: true });
  });

  it('refuses a map that leads nowhere, and a definition that nobody goes through', async () => {
    const wrong = { text: CUT, map: { steps: { rest: 'nowhere' }, stages: {} } };
    const answer = await api.ask('ops', 'POST', '/v1/definitions/impact', wrong);
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'bad-version-map']);
    const segment = 'kind: segment\nid: all\nname: All\nif: { contact.score: { gte: 0 } }\n';
    const other = await api.ask('ops', 'POST', '/v1/definitions/impact', { text: segment });
    expect([other.statusCode, other.json().code]).toEqual([422, 'not-a-journey']);
  });

  it('takes those left behind along, when the text of the current version is published again', async () => {
    await publish(SHORTER);
    const { token, target, people } = await impactOf(SHORTER);
    expect([target, people]).toEqual([2, 3]);
    const done = await publish(SHORTER, { policy: 'follow', token });
    expect([done.statusCode, done.json()]).toMatchObject([200, { version: 2, created: false, people: 3 }]);
  });

  it('freezes with the version who has begun before: a start meanwhile is among them, or in the new version', async () => {
    for (let round = 0; round < 5; round++) {
      const { token } = await impactOf(round % 2 === 0 ? SHORTER : WAS);
      const contacts = await Promise.all(Array.from({ length: 6 }, () => aContact(api.db)));
      const [done] = await Promise.all([
        publish(round % 2 === 0 ? SHORTER : WAS, { policy: 'follow', token }),
        ...contacts.map((contactId) => api.engine.start({ definitionId: ID, contactId, actorId: 'usr_x' })),
      ]);
      expect(done.statusCode, done.body).toBe(201);
      const { version, bulkId } = done.json<{ version: number; bulkId: string }>();
      const old = await api.db.journey.findMany({ where: { definitionId: ID, definitionVersion: { not: version } } });
      const frozen = await api.db.bulkItem.findMany({ where: { bulkId } });
      expect(frozen.map(({ journeyId }) => journeyId).sort()).toEqual(old.map(({ id }) => id).sort());
      await api.db.journey.updateMany({ where: { definitionId: ID }, data: { definitionVersion: version } });
    }
  });
});

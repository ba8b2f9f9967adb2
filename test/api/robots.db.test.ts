import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RobotServer, startRobotServer } from '../support/robot-server.js';
import { problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
let server: RobotServer;
beforeAll(async () => {
  api = await startTestApi();
  server = await startRobotServer();
});
afterAll(async () => {
  await server?.stop();
  await api?.stop();
});

const add = (changes: object) =>
  api.ask('ops', 'POST', '/v1/robots', {
    ...{ kind: 'slack', name: 'Ours', whose: { type: 'user', userId: api.users.rep } },
    address: server.address('slack'),
    ...changes,
  });

describe('a robot', () => {
  it('is added, tried, listed with what came of it, and removed; its address is never shown', async () => {
    const added = await add({});
    expect(added.statusCode, added.body).toBe(201);
    const { id } = added.json<{ id: string }>();
    const tried = await api.ask('ops', 'POST', `/v1/robots/${id}/test`);
    expect(tried.json()).toEqual({ said: true, code: null });
    expect(server.said).toHaveLength(1);
    const listed = await api.ask('ops', 'GET', '/v1/robots');
    expect(listed.json()).toMatchObject({ data: [{ id, isSecretSet: false, last: { code: null } }] });
    expect(added.body + listed.body).not.toContain('/services/');
    expect((await api.ask('ops', 'DELETE', `/v1/robots/${id}`)).statusCode).toBe(204);
    expect((await api.ask('ops', 'POST', `/v1/robots/${id}/test`)).statusCode).toBe(404);
  });

  it('that refuses with a 200 says why not', async () => {
    const { id } = (await add({ kind: 'wecom', address: server.address('wecom') })).json<{ id: string }>();
    server.behaviour = { type: 'answer', status: 200, body: '{"errcode":93000,"errmsg":"invalid webhook url"}' };
    expect((await api.ask('ops', 'POST', `/v1/robots/${id}/test`)).json()).toEqual({ said: false, code: 'bad-robot' });
    server.behaviour = { type: 'take' };
  });

  it.each([
    [{ address: 'https://evil.example/services/x' }, 'bad-robot-address', '/address'],
    [{ address: 'http://169.254.169.254/services/x' }, 'bad-robot-address', '/address'],
    [{ secret: 'x' }, 'robot-takes-no-secret', '/secret'],
    [{ whose: { type: 'user', userId: 'usr_nobody' } }, 'unknown-owner', '/whose'],
    [{ whose: { type: 'team', teamId: 'nobodies' } }, 'unknown-team', '/whose'],
  ])('with %j is refused with %s', async (changes, code, pointer) => {
    const response = await add(changes);
    expect(response.statusCode).toBe(422);
    expect(problemOf(response)).toMatchObject({ code, errors: [{ pointer }] });
    expect(response.body).not.toContain('evil.example');
  });
});

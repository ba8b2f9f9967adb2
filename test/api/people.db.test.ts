import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey } from '../../src/api/auth/secrets.js';
import type { TeamView } from '../../src/api/contracts/teams.js';
import type { UserDetailView, UserView } from '../../src/api/contracts/users.js';
import { newId } from '../../src/db/new-id.js';
import { aContact, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const made = (changes: object = {}) =>
  api.ask('ops', 'POST', '/v1/users', {
    email: `${newId('user')}@new.example`,
    name: 'Grace',
    role: 'rep',
    ...changes,
  });

async function aUser(changes: object = {}): Promise<UserView> {
  return (await made(changes)).json<{ user: UserView }>().user;
}

const change = (id: string, changes: object) => api.ask('ops', 'PATCH', `/v1/users/${id}`, changes);
const auditsOf = async (objectId: string) =>
  (await api.db.audit.findMany({ where: { objectId }, orderBy: { id: 'asc' } })).map(({ action }) => action);

describe('a new user', () => {
  it('is made with all that is known of them, and chooses a password by the link', async () => {
    const fields = {
      email: 'Grace@New.example',
      role: 'manager',
      managerId: api.users.ops,
      phone: '+49 30 1234',
      language: 'zh-CN',
      timezone: 'Asia/Shanghai',
      calendar: 'cn-office',
    };
    const answer = await made(fields);
    expect(answer.statusCode).toBe(201);
    const { user, invitation } = answer.json<{ user: UserView; invitation: { url: string; until: string } }>();
    expect(user).toMatchObject({
      ...fields,
      email: 'grace@new.example',
      active: true,
      canSignIn: false,
      absence: null,
    });
    const token = new URL(invitation.url).hash.slice(1);
    const password = 'a long enough password';
    const chosen = await api.ask(null, 'POST', '/v1/auth/invitation', { token, password });
    expect(chosen.json()).toMatchObject({ user: { id: user.id }, via: 'session' });
    expect(chosen.headers['set-cookie']).toContain('HttpOnly');
    const login = await api.ask(null, 'POST', '/v1/auth/login', { email: user.email, password });
    expect(login.statusCode).toBe(200);
    expect(problemOf(await api.ask(null, 'POST', '/v1/auth/invitation', { token, password })).code).toBe(
      'bad-invitation',
    );
    expect(await auditsOf(user.id)).toEqual(['user.create', 'user.password']);
    const details = await api.db.audit.findMany({ where: { objectId: user.id }, select: { detail: true } });
    expect(JSON.stringify(details)).not.toMatch(/grace/i);
  });

  it.each([
    ['address', { email: 'no address' }, 'bad-address', '/email'],
    [
      'address that another has, in other letters',
      { email: 'REP@followthrough.example' },
      'user-email-taken',
      '/email',
    ],
    ['manager', { managerId: 'usr_nobody' }, 'unknown-manager', '/managerId'],
    ['zone', { timezone: 'Mars/Olympus' }, 'unknown-zone', '/timezone'],
    ['calendar', { calendar: 'mars' }, 'no-such-calendar', '/calendar'],
  ])('with a wrong %s is refused', async (_, wrong, code, pointer) => {
    expect(problemOf(await made(wrong))).toMatchObject({ code, errors: [{ pointer }] });
  });

  it('is one, when two make the same at once', async () => {
    const email = 'twice@new.example';
    const answers = await Promise.all([made({ email }), made({ email })]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
  });

  it('can be let choose a password anew; the link before works no longer', async () => {
    const first = (await made()).json<{ user: UserView; invitation: { url: string } }>();
    const again = await api.ask('ops', 'POST', `/v1/users/${first.user.id}/invitation`);
    const choose = (url: string) =>
      api.ask(null, 'POST', '/v1/auth/invitation', {
        token: new URL(url).hash.slice(1),
        password: 'long enough for it',
      });
    expect((await choose(first.invitation.url)).statusCode).toBe(401);
    expect((await choose(again.json<{ url: string }>().url)).statusCode).toBe(200);
  });

  it('may not choose a short password, nor use a link that is too old', async () => {
    const { user, invitation } = (await made()).json<{ user: UserView; invitation: { url: string } }>();
    const token = new URL(invitation.url).hash.slice(1);
    expect((await api.ask(null, 'POST', '/v1/auth/invitation', { token, password: 'short' })).statusCode).toBe(422);
    await api.db.user.update({ where: { id: user.id }, data: { inviteUntil: new Date(Date.now() - 1) } });
    const late = await api.ask(null, 'POST', '/v1/auth/invitation', { token, password: 'long enough for it' });
    expect(problemOf(late).code).toBe('bad-invitation');
  });
});

describe('a password', () => {
  it('is changed by who knows the one before, and every other session ends', async () => {
    const { invitation, user } = (await made()).json<{ user: UserView; invitation: { url: string } }>();
    const token = new URL(invitation.url).hash.slice(1);
    const [first, next] = ['the first password', 'the next password'];
    await api.ask(null, 'POST', '/v1/auth/invitation', { token, password: first });
    const signIn = async (password: string) => {
      const login = await api.ask(null, 'POST', '/v1/auth/login', { email: user.email, password });
      return String(login.headers['set-cookie']).split(';')[0] ?? '';
    };
    const [here, elsewhere] = [await signIn(first), await signIn(first)];
    const own = (cookie: string) => ({ cookie, origin: 'http://127.0.0.1:4600' });
    const wrong = await api.ask(null, 'POST', '/v1/auth/password', { current: 'x', password: next }, own(here));
    expect(problemOf(wrong)).toMatchObject({ code: 'wrong-login', errors: [{ pointer: '/current' }] });
    const right = await api.ask(null, 'POST', '/v1/auth/password', { current: first, password: next }, own(here));
    expect(right.statusCode).toBe(204);
    expect((await api.ask(null, 'GET', '/v1/auth/me', undefined, own(here))).statusCode).toBe(200);
    expect((await api.ask(null, 'GET', '/v1/auth/me', undefined, own(elsewhere))).statusCode).toBe(401);
    expect((await api.ask(null, 'POST', '/v1/auth/login', { email: user.email, password: first })).statusCode).toBe(
      401,
    );
  });
});

describe('a user', () => {
  it('is changed in what is named, and nothing else', async () => {
    const user = await aUser({ timezone: 'Europe/Berlin', phone: '+49' });
    const changed = (
      await change(user.id, { name: 'Grace Hopper', phone: null, email: 'New@new.example' })
    ).json<UserView>();
    expect(changed).toEqual({ ...user, name: 'Grace Hopper', phone: null, email: 'new@new.example' });
  });

  it('shows how much is in their hands', async () => {
    const user = await aUser();
    const other = await aUser({ managerId: user.id });
    const contact = await aContact(api.db, { ownerId: user.id });
    const at = new Date();
    const open = { name: 'D', contactId: contact, ownerId: user.id, createdAt: at, updatedAt: at };
    await api.db.deal.create({ data: { id: newId('deal'), ...open } });
    await api.db.deal.create({ data: { id: newId('deal'), ...open, status: 'won' } });
    const shown = (await api.ask('viewer', 'GET', `/v1/users/${user.id}`)).json<UserDetailView>();
    expect(shown.work).toEqual({ contacts: 1, accounts: 0, deals: 1, journeys: 0, tasks: 0 });
    expect(shown.reports).toBe(1);
    expect(other.managerId).toBe(user.id);
  });

  it('loses every access at once when made inactive, and does not get it back with the account', async () => {
    const user = await aUser();
    const id = newId('key');
    const { text, hash } = makeKey(id);
    await api.db.apiKey.create({ data: { id, hash, name: 'k', userId: user.id, createdAt: new Date() } });
    const me = () => api.ask(null, 'GET', '/v1/auth/me', undefined, { authorization: `Bearer ${text}` });
    expect((await me()).statusCode).toBe(200);
    expect((await change(user.id, { active: false })).json<UserView>().active).toBe(false);
    expect((await me()).statusCode).toBe(401);
    await change(user.id, { active: true });
    expect((await me()).statusCode).toBe(401);
    expect(problemOf(await api.ask('ops', 'POST', '/v1/users/usr_none/invitation')).code).toBe('not-found');
  });

  it('is found by a part of name or address, by role, and by whether they are still here', async () => {
    const user = await aUser({ name: 'Zdenka Unique', email: 'zu@find.example' });
    const find = async (query: string) =>
      (await api.ask('rep', 'GET', `/v1/users?${query}`)).json<{ data: UserView[] }>().data.map(({ id }) => id);
    expect(await find('q=denka')).toEqual([user.id]);
    expect(await find('q=zu@find')).toEqual([user.id]);
    expect(await find('q=denka&role=manager')).toEqual([]);
    await change(user.id, { active: false });
    expect(await find('q=denka&active=true')).toEqual([]);
    expect(await find('q=denka&active=false')).toEqual([user.id]);
  });
});

describe('nobody', () => {
  it('changes their own role, or takes their own access away', async () => {
    const { ops } = api.users;
    expect(problemOf(await change(ops, { role: 'viewer' })).code).toBe('own-role');
    expect(problemOf(await change(ops, { active: false })).code).toBe('own-account');
  });

  it('takes the last of ops away, also when two of ops do so to each other at once', async () => {
    const other = await aUser({ role: 'ops' });
    const id = newId('key');
    const { text, hash } = makeKey(id);
    await api.db.apiKey.create({ data: { id, hash, name: 'k', userId: other.id, createdAt: new Date() } });
    const asOther = { authorization: `Bearer ${text}` };
    const answers = await Promise.all([
      api.ask('ops', 'PATCH', `/v1/users/${other.id}`, { role: 'rep' }),
      api.ask(null, 'PATCH', `/v1/users/${api.users.ops}`, { role: 'rep' }, asOther),
    ]);
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    expect(await api.db.user.count({ where: { role: 'ops', active: true } })).toBe(1);
    // As it was, for the tests that follow.
    await api.db.user.update({ where: { id: api.users.ops }, data: { role: 'ops' } });
    await api.db.user.update({ where: { id: other.id }, data: { role: 'rep' } });
  });

  it('is their own manager, over whatever way round', async () => {
    const [one, two] = [await aUser(), await aUser()];
    expect((await change(two.id, { managerId: one.id })).statusCode).toBe(200);
    expect(problemOf(await change(one.id, { managerId: two.id })).code).toBe('manager-cycle');
    expect(problemOf(await change(one.id, { managerId: one.id })).code).toBe('manager-cycle');
    const third = await aUser();
    const answers = await Promise.all([
      change(one.id, { managerId: third.id }),
      change(third.id, { managerId: two.id }),
    ]);
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  });
});

describe('a team', () => {
  const names = (team: TeamView) => team.members.map(({ userId }) => userId);

  it('is made, changed and listed with its members in the order of turn', async () => {
    const [a, b] = [await aUser({ name: 'A' }), await aUser({ name: 'B' })];
    const members = [{ userId: b.id, territories: ['DE', 'CN/Zhejiang'] }, { userId: a.id }];
    const created = await api.ask('ops', 'POST', '/v1/teams', { id: 'east', name: 'East', members });
    expect(created.statusCode).toBe(201);
    expect(names(created.json())).toEqual([b.id, a.id]);
    const turned = { members: [{ userId: a.id }, ...members.slice(0, 1)], name: 'Far East' };
    const updated = (await api.ask('ops', 'PATCH', '/v1/teams/east', turned)).json<TeamView>();
    expect([updated.name, names(updated)]).toEqual(['Far East', [a.id, b.id]]);
    const listed = (await api.ask('viewer', 'GET', '/v1/teams')).json<{ data: TeamView[] }>();
    expect(listed.data.find(({ id }) => id === 'east')).toEqual(updated);
    expect(updated.members[1]).toEqual({
      userId: b.id,
      name: 'B',
      territories: ['DE', 'CN/Zhejiang'],
      isThere: true,
      contacts: 0,
    });
    expect(await auditsOf('east')).toEqual(['team.create', 'team.update']);
  });

  it('has no members who are not there to be any, nor one twice, nor a name of another', async () => {
    const user = await aUser();
    const make = (body: object) => api.ask('ops', 'POST', '/v1/teams', { id: newId('team'), name: 'T', ...body });
    expect(problemOf(await make({ members: [{ userId: 'usr_nobody' }] })).code).toBe('unknown-member');
    expect(problemOf(await make({ members: [{ userId: user.id }, { userId: user.id }] })).code).toBe('unknown-member');
    await make({ id: 'west' });
    expect(problemOf(await make({ id: 'west' })).code).toBe('team-taken');
    expect((await make({ members: [{ userId: user.id, territories: ['DE/BY/M/x'] }] })).statusCode).toBe(422);
  });
});

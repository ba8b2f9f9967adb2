import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessOf } from '../../src/db/mailboxes/servers.js';
import { newId } from '../../src/db/new-id.js';
import { createSeal } from '../../src/db/seal.js';
import { aContact, aJourney, aMessage, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const SECRET = 'only for the tests of mailboxes, and long';
const PASSWORD = 'correct horse, sealed';
const SMTP = { host: 'mail.us.example', port: 465, tls: 'implicit', user: 'news@us.example' } as const;

let made = 0;
async function aMailbox(over: object = {}): Promise<string> {
  const id = `box-${++made}`;
  const answer = await api.ask('ops', 'POST', '/v1/mailboxes', {
    id,
    name: 'News',
    address: 'news@us.example',
    ...over,
  });
  expect(answer.statusCode).toBe(201);
  return id;
}
const change = (id: string, body: object) => api.ask('ops', 'PATCH', `/v1/mailboxes/${id}`, body);

describe('a mailbox', () => {
  it('is made and changed; its address must be one', async () => {
    const body = { id: 'news', name: 'News', address: 'news@us.example' };
    expect((await api.ask('ops', 'POST', '/v1/mailboxes', body)).json()).toEqual({
      ...body,
      ...{ kind: 'team', ownerId: null, teamId: null, active: true, dailyQuota: null, hourlyQuota: null },
      ...{ smtp: null, imap: null, plusAddresses: false, warmUp: null, dkim: null },
      counted: { hour: 0, day: 0, today: null },
    });
    const changed = await change('news', { active: false, ownerId: api.users.rep });
    expect(changed.json()).toMatchObject({ active: false, ownerId: api.users.rep });
    expect(problemOf(await api.ask('ops', 'POST', '/v1/mailboxes', body)).code).toBe('mailbox-taken');
    expect(problemOf(await change('news', { address: 'x' })).code).toBe('bad-address');
    expect(problemOf(await change('news', { ownerId: 'usr_x' })).code).toBe('unknown-owner');
    expect(problemOf(await change('news', { teamId: 'nobody' })).code).toBe('unknown-team');
  });

  it('keeps its password sealed: no answer, no row and no audit has it, and who has the secret opens it', async () => {
    const id = await aMailbox({ smtp: { ...SMTP, password: PASSWORD } });
    const shown = await api.ask('ops', 'GET', `/v1/mailboxes/${id}`);
    expect(shown.json()).toMatchObject({ smtp: { ...SMTP, isPasswordSet: true } });
    const row = await api.db.mailbox.findUniqueOrThrow({ where: { id } });
    const audits = await api.db.audit.findMany({ where: { objectId: id } });
    expect(
      shown.body +
        JSON.stringify(audits.map(({ detail }) => detail)) +
        Buffer.from(row.smtpPassword ?? []).toString('latin1'),
    ).not.toContain(PASSWORD);
    expect(accessOf(row, 'smtp', createSeal(SECRET))).toEqual({
      type: 'open',
      server: { ...SMTP, password: PASSWORD },
    });
    expect(accessOf(row, 'smtp', createSeal('another secret, which is as long'))).toEqual({ type: 'locked' });
  });

  it('keeps its password while the server stays the same, and hands it to no other server', async () => {
    const id = await aMailbox({ smtp: { ...SMTP, password: PASSWORD } });
    expect((await change(id, { smtp: SMTP, name: 'Other' })).json()).toMatchObject({ smtp: { isPasswordSet: true } });
    for (const other of [{ host: 'evil.example' }, { port: 25 }, { tls: 'none' }, { user: 'x' }]) {
      const refused = problemOf(await change(id, { smtp: { ...SMTP, ...other } }));
      expect([refused.code, refused.errors[0]?.pointer]).toEqual(['mailbox-password-needed', '/smtp/password']);
    }
    expect((await change(id, { smtp: null })).json()).toMatchObject({ smtp: null });
    expect((await api.db.mailbox.findUniqueOrThrow({ where: { id } })).smtpPassword).toBeNull();
  });

  it('is listed with what it has sent of what it may, and where its warm-up is', async () => {
    const from = new Date(Date.now() - 2.5 * 86_400_000).toISOString();
    const warm = await aMailbox({ dailyQuota: 500, warmUp: { from, first: 20, growth: 2 } });
    const done = await aMailbox({ dailyQuota: 40, warmUp: { from, first: 20, growth: 2 } });
    const contactId = await aContact(api.db);
    const journey = { id: await aJourney(api.db, contactId), contactId };
    for (const [n, hoursAgo] of [0, 0, 3, 30].entries()) {
      const countsAt = new Date(Date.now() - hoursAgo * 3_600_000);
      await aMessage(api.db, journey, { stepId: `s${n}`, mailboxId: warm, countsAt });
    }
    const { data } = (await api.ask('ops', 'GET', '/v1/mailbox-sendings')).json();
    expect(data.find(({ mailboxId }: { mailboxId: string }) => mailboxId === warm)).toEqual({
      ...{ mailboxId: warm, hour: 2, day: 3, today: 80, warmUpDay: 3, signed: false },
    });
    expect(data.find(({ mailboxId }: { mailboxId: string }) => mailboxId === done)).toMatchObject({
      ...{ hour: 0, day: 0, today: 40, warmUpDay: null },
    });
  });

  it('of a person is their only one, and goes to who takes their work over as one that is shared', async () => {
    const owner = newId('user');
    const person = { email: `${owner}@us.example`, name: 'Ada', role: 'rep', createdAt: new Date() };
    await api.db.user.create({ data: { id: owner, ...person } });
    expect(
      problemOf(
        await api.ask('ops', 'POST', '/v1/mailboxes', {
          id: 'p',
          kind: 'personal',
          name: 'A',
          address: 'a@us.example',
        }),
      ).code,
    ).toBe('mailbox-needs-owner');
    const id = await aMailbox({ kind: 'personal', ownerId: owner });
    const other = await aMailbox();
    expect(problemOf(await change(other, { kind: 'personal', ownerId: owner })).code).toBe('has-mailbox');
    const leaving = { to: { type: 'user', userId: api.users.rep }, reason: 'goes', requestId: 'ada-goes' };
    await api.ask('ops', 'POST', `/v1/users/${owner}/leaving`, leaving);
    const row = await api.db.mailbox.findUniqueOrThrow({ where: { id } });
    expect([row.kind, row.ownerId]).toEqual(['team', api.users.rep]);
  });

  it('gets a key to sign with and the record to publish; a key that is given is checked', async () => {
    const id = await aMailbox({ dkim: { domain: 'us.example', selector: 'ft' } });
    const { dkim } = (await api.ask('ops', 'GET', `/v1/mailboxes/${id}`)).json<{
      dkim: { record: { name: string; value: string } };
    }>();
    expect(dkim.record.name).toBe('ft._domainkey.us.example');
    expect(dkim.record.value).toMatch(/^v=DKIM1; k=rsa; p=[A-Za-z0-9+/=]{300,}$/);
    // The same names keep the key.
    expect((await change(id, { dkim: { domain: 'us.example', selector: 'ft' } })).json()).toMatchObject({ dkim });
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    const own = await change(id, { dkim: { domain: 'us.example', selector: 'ed', privateKey: pem } });
    expect(own.json()).toMatchObject({
      dkim: { record: { value: expect.stringMatching(/^v=DKIM1; k=ed25519; p=.{44}$/) } },
    });
    expect(problemOf(await change(id, { dkim: { domain: 'us.example', selector: 'x', privateKey: 'no' } })).code).toBe(
      'bad-dkim-key',
    );
    expect(problemOf(await change(id, { dkim: { domain: 'other.example', selector: 'ft' } })).code).toBe(
      'dkim-not-aligned',
    );
    expect(problemOf(await change(id, { address: 'news@other.example' })).code).toBe('dkim-not-aligned');
  });

  it('is no less whole when two change it at once', async () => {
    const id = await aMailbox();
    const changes = [{ name: 'One' }, { dailyQuota: 5 }, { hourlyQuota: 2 }, { smtp: { ...SMTP, password: PASSWORD } }];
    const answers = await Promise.all(changes.map((body) => change(id, body)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    expect((await api.ask('ops', 'GET', `/v1/mailboxes/${id}`)).json()).toMatchObject({
      ...{ name: 'One', dailyQuota: 5, hourlyQuota: 2, smtp: SMTP },
    });
    expect((await api.db.mailbox.findUniqueOrThrow({ where: { id } })).revision).toBe(4);
  });

  it('counts what goes out over it, by hours and days, and says what its warm-up allows', async () => {
    const id = await aMailbox({ dailyQuota: 500, warmUp: { from: new Date().toISOString(), first: 20, growth: 2 } });
    expect((await api.ask('ops', 'GET', `/v1/mailboxes/${id}`)).json()).toMatchObject({
      counted: { hour: 0, day: 0, today: 20 },
    });
  });

  it('is said to be locked where its secret was sealed with another MAILBOX_SECRET', async () => {
    const id = await aMailbox();
    const smtpPassword = createSeal('another secret, which is as long').seal('x', `mailboxes/${id}/smtp`);
    const columns = { smtpHost: 'mail.us.example', smtpPort: 465, smtpTls: 'implicit', smtpUser: 'news', smtpPassword };
    await api.db.mailbox.update({ where: { id }, data: columns });
    const found = await api.ask('ops', 'POST', `/v1/mailboxes/${id}/check`);
    expect(found.json()).toEqual({ smtp: { code: 'locked', detail: '' }, imap: null, dkim: null });
  });

  it('shows its servers to nobody but ops, and its name to everybody', async () => {
    const id = await aMailbox({ smtp: { ...SMTP, password: PASSWORD } });
    const list = await api.ask('rep', 'GET', '/v1/mailboxes');
    expect(list.body).toContain(id);
    expect(list.body).not.toContain('mail.us.example');
    expect((await api.ask('rep', 'GET', `/v1/mailboxes/${id}`)).statusCode).toBe(403);
  });
});

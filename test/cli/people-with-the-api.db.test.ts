import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashSecret } from '../../src/api/auth/secrets.js';
import { createApiClient } from '../../src/api/client.js';
import type { Role } from '../../src/api/contracts/common.js';
import { newId } from '../../src/db/new-id.js';
import { makeFirstOps } from '../../src/db/people/first-ops.js';
import { aContact, startTestApi, type TestApi } from '../api/support.js';
import { followthrough } from './support.js';

/* The commands about who works here, against the real API over HTTP and a real database. */

let api: TestApi;
let url: string;
beforeAll(async () => {
  api = await startTestApi();
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.stop());

const as = (role: Role) => ({ api: async () => createApiClient({ url, key: api.keys[role] }) });
const run = async (role: Role, ...args: string[]): Promise<string> => {
  const { exit, out, err } = await followthrough(args, as(role));
  if (exit !== 0) throw new Error(err);
  return out;
};
const failing = async (role: Role, ...args: string[]) => (await followthrough(args, as(role))).err;

describe('the commands about users', () => {
  it('make one, show and change them, and take their access away', async () => {
    const made = await run(
      'ops',
      'user',
      'add',
      '--email',
      'grace@x.example',
      '--name',
      'Grace',
      '--role',
      'rep',
      '--manager',
      'manager@followthrough.example',
      '--timezone',
      'Asia/Shanghai',
    );
    expect(made).toMatch(
      /^Made Grace as usr_\w+, rep\.\nUntil .* at http:\/\/127\.0\.0\.1:\d+\/invitation#[\w-]{43}\n/,
    );
    expect(await run('ops', 'user', 'set', 'grace@x.example', '--name', 'Grace Hopper', '--manager', 'none')).toContain(
      'Changed Grace Hopper',
    );
    const shown = await run('rep', 'user', 'show', 'grace@x.example');
    expect(shown).toMatch(/manager +-\n/);
    expect(shown).toMatch(/in hand +0 contacts, 0 accounts, 0 open deals, 0 open journeys, 0 open tasks/);
    expect(await run('ops', 'user', 'list')).toMatch(
      /Grace Hopper +grace@x\.example +rep +- +- +here, no password yet/,
    );
    await run('ops', 'user', 'set', 'grace@x.example', '--no-active');
    expect(await run('ops', 'user', 'list')).not.toContain('Grace Hopper');
    expect(await run('ops', 'user', 'list', '--all')).toMatch(/Grace Hopper .* left\n/);
    await run('ops', 'user', 'set', 'grace@x.example', '--active', '--manager', 'manager@followthrough.example');
    expect(await run('ops', 'user', 'invite', 'grace@x.example')).toContain('/invitation#');
  });

  it('say who is away by days of their own zone, and who is back', async () => {
    const away = await run(
      'manager',
      'user',
      'absent',
      'grace@x.example',
      '--from',
      '2037-08-02',
      '--to',
      '2037-08-13',
      '--deputy',
      'rep@followthrough.example',
    );
    expect(away).toContain(
      'until 2037-08-13, that day included (Asia/Shanghai). rep@followthrough.example has the work',
    );
    const user = await api.db.user.findFirstOrThrow({ where: { email: 'grace@x.example' } });
    // Midnight in Shanghai, eight hours before that of Greenwich.
    expect([user.absentFrom, user.absentTo]).toEqual([
      new Date('2037-08-01T16:00:00Z'),
      new Date('2037-08-13T16:00:00Z'),
    ]);
    expect(await run('manager', 'user', 'back', 'grace@x.example')).toContain('is here');
    expect(await run('rep', 'user', 'absent', 'me', '--deputy', 'none')).toMatch(
      /is away until further notice .*The manager has/,
    );
    expect(await run('rep', 'user', 'back', 'me')).toContain('is here');
    expect(
      await failing('manager', 'user', 'absent', 'grace@x.example', '--to', '2037-02-30', '--deputy', 'none'),
    ).toContain('neither a day nor an instant');
    expect(await failing('rep', 'user', 'absent', 'grace@x.example', '--deputy', 'none')).toContain('(forbidden)');
  });
});

describe('the commands about leaving', () => {
  it('show what would go to whom, and then how far it is', async () => {
    await run('ops', 'user', 'add', '--email', 'leaver@x.example', '--name', 'Lena Leaver', '--role', 'rep');
    const { id } = await api.db.user.findFirstOrThrow({ where: { email: 'leaver@x.example' } });
    await aContact(api.db, { ownerId: id });
    const to = ['user', 'leave', 'leaver@x.example', '--to', 'rep@followthrough.example'];
    const shown = await run('ops', ...to, '--dry-run');
    expect(shown).toMatch(
      /^Lena Leaver has 1 contact, .*\nWHO GETS IT .*\nThe rep +1 +0 +0 +0\n\nNothing was changed\.\n$/s,
    );
    expect(await failing('ops', ...to)).toContain('A reason is needed');
    expect(await failing('ops', 'user', 'leave', 'leaver@x.example', '--dry-run')).toContain(
      'Give --to a user, or --team a team',
    );
    expect(await run('ops', ...to, '--reason', 'a new job')).toContain('What is theirs goes to others, 1 thing;');
    expect(await run('manager', 'user', 'leaving', 'leaver@x.example')).toMatch(
      /^Under way: 0 of 1 thing moved\. Left: 1 contact/,
    );
  });
});

describe('the commands about teams', () => {
  it('make one, and change who is in it, whose turn it is and what they look after', async () => {
    const [rep, grace] = ['rep@followthrough.example', 'grace@x.example'];
    expect(await run('ops', 'team', 'add', 'east', '--name', 'East', '--member', rep)).toContain('with 1 member.');
    await run('ops', 'team', 'member', 'east', grace, '--territory', 'DE', '--territory', 'CN/Zhejiang');
    await run('ops', 'team', 'member', 'east', grace, '--next');
    const listed = await run('viewer', 'team', 'list');
    expect(listed).toMatch(/east +East +1 +Grace Hopper +yes +0 +DE CN\/Zhejiang\n +2 +The rep +yes/);
    await run('ops', 'team', 'member', 'east', grace, '--territory', 'none');
    await run('ops', 'team', 'remove', 'east', rep);
    await run('ops', 'team', 'set', 'east', '--name', 'Far East');
    expect(await run('viewer', 'team', 'list')).toMatch(/east +Far East +1 +Grace Hopper +yes +0 +-\n\n1 team\./);
    expect(await failing('ops', 'team', 'remove', 'east', rep)).toContain('They are no member of east');
    expect(await failing('ops', 'team', 'member', 'nowhere', rep)).toContain('There is no team nowhere');
  });
});

describe('the commands about keys and mailboxes', () => {
  it('make a key that works, list it, and revoke it', async () => {
    const made = await run('ops', 'key', 'add', '--user', 'rep@followthrough.example', '--name', 'shop');
    const [, text = ''] = /(ft_\S+)/.exec(made) ?? [];
    const me = () => api.ask(null, 'GET', '/v1/auth/me', undefined, { authorization: `Bearer ${text}` });
    expect((await me()).statusCode).toBe(200);
    const [, id = ''] = /Made (key_\w+)/.exec(made) ?? [];
    expect(await run('ops', 'key', 'list')).toMatch(new RegExp(`${id} +shop +The rep +rep`));
    await run('ops', 'key', 'revoke', id);
    expect((await me()).statusCode).toBe(401);
    expect(await run('ops', 'key', 'list')).not.toContain(id);
  });

  it('make a mailbox, and stop sending from it', async () => {
    expect(await run('ops', 'mailbox', 'add', 'news', '--address', 'news@us.example', '--name', 'News')).toBe(
      'Made the mailbox news: News <news@us.example>.\n',
    );
    expect(await run('ops', 'mailbox', 'set', 'news', '--no-active', '--owner', 'rep@followthrough.example')).toContain(
      'which nothing is sent from',
    );
    expect(await run('rep', 'mailbox', 'list')).toMatch(/news +team +News +news@us\.example +The rep +- +no/);
  });

  it('set a mailbox’s servers, quotas and signature, and never print a password', async () => {
    await run('ops', 'mailbox', 'add', 'box', '--address', 'box@us.example');
    const secret = 's3cret of the server';
    const set = await followthrough(
      [
        ...[
          'mailbox',
          'set',
          'box',
          '--smtp',
          'smtps://box@mail.us.example',
          '--imap',
          'imap://box@mail.us.example?tls=offered',
        ],
        ...['--password-stdin', '--daily', '500', '--hourly', 'none', '--warm-up', '20x1.3', '--dkim', 'us.example/ft'],
      ],
      { ...as('ops'), readInput: async () => secret },
    );
    expect(set.exit).toBe(0);
    expect(set.out).toMatch(/ft\._domainkey\.us\.example\n +v=DKIM1; k=rsa; p=[A-Za-z0-9+/=]{300,}\n$/);
    const shown = await run('ops', 'mailbox', 'show', 'box');
    expect(shown).toMatch(/sends by +box at mail\.us\.example:465 \(TLS implicit\)/);
    expect(shown).toMatch(/is read from +box at mail\.us\.example:143 \(TLS offered\)/);
    expect(shown).toMatch(/quota +500\/day/);
    expect(shown).toMatch(/counted +0 this hour, 0 in 24 hours of 20/);
    expect(set.out + shown).not.toContain(secret);
    const inUrl = await followthrough(
      ['mailbox', 'set', 'box', '--smtp', 'smtps://box:pass@mail.us.example'],
      as('ops'),
    );
    expect(inUrl).toMatchObject({ exit: 2, err: expect.stringContaining('--password-stdin') });
  });
});

describe('the first user of ops', () => {
  const first = (email = 'first@x.example') => ({
    email,
    name: 'First',
    key: { id: newId('key'), hash: hashSecret(email) },
    invitation: { hash: hashSecret(`${email}/link`), until: Date.now() + 60_000 },
  });

  it('is made where there is none, once, however many ask at once', async () => {
    expect(await makeFirstOps(api.db, first(), Date.now())).toEqual({ ok: false, error: 'ops-exists' });
    await api.db.user.update({ where: { id: api.users.ops }, data: { active: false } });
    const both = await Promise.all(
      ['one@x.example', 'two@x.example'].map((each) => makeFirstOps(api.db, first(each), Date.now())),
    );
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    const [made] = await api.db.user.findMany({ where: { role: 'ops', active: true }, include: { keys: true } });
    expect(made?.keys).toHaveLength(1);
    const audit = await api.db.audit.findFirst({ where: { objectId: made?.id ?? '' } });
    expect(audit).toMatchObject({ action: 'user.create', actorId: 'bootstrap' });
  });

  it('is shown with key and link, which are shown this once', async () => {
    const bootstrap = async () => ({
      userId: 'usr_1',
      key: 'ft_1_secret',
      invitation: { url: 'https://x.example/invitation#t', until: '2027-01-11T00:00:00Z' },
    });
    const said = await followthrough(['bootstrap', '--email', 'o@x.example', '--name', 'Olivia'], { bootstrap });
    expect(said.out).toContain('ft_1_secret');
    expect(said.out).toContain('https://x.example/invitation#t');
  });
});

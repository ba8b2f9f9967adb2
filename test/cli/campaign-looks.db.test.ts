import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiClient } from '../../src/api/client.js';
import { mailCampaignText } from '../api/access-cases.js';
import { aContact, startTestApi, type TestApi } from '../api/support.js';
import { followthrough } from './support.js';

/* What the command line says of a campaign before it goes out, against the real API. */

const STEPS = `steps:
  - { id: hello, email: { template: care/season, from: owner, purpose: service } }
  - wait: 3 days
  - { id: again, email: { template: care/season, from: owner, purpose: service } }
`;

describe('a campaign looked at from the command line', () => {
  let api: TestApi;
  let url: string;
  let ada: string;
  beforeAll(async () => {
    api = await startTestApi();
    url = await api.app.listen({ host: '127.0.0.1', port: 0 });
    const like = { ownerId: api.users.rep, country: 'US', language: 'en' };
    ada = await aContact(api.db, { ...like, name: 'Ada Lovelace', email: 'ada@customer.example' });
    await api.db.contact.update({ where: { id: ada }, data: { firstName: 'Ada', lastName: 'Lovelace' } });
    const grace = await aContact(api.db, { ...like, name: 'Grace Hopper', email: 'grace@customer.example' });
    await api.db.contact.update({ where: { id: grace }, data: { doNotContact: true } });
    const text = mailCampaignText('one-mail').replace('{ exists: true }', '{ in: [Ada Lovelace, Grace Hopper] }');
    const stepped = text.replace('one-mail', 'stepped').replace(/^send: .*$/m, STEPS);
    for (const each of [text, stepped])
      expect((await api.ask('marketing', 'POST', '/v1/campaigns', { text: each })).statusCode).toBe(201);
  });
  afterAll(() => api.stop());

  const run = (...args: string[]) =>
    followthrough(['campaign', ...args], { api: async () => createApiClient({ url, key: api.keys.marketing }) });

  it('is checked: who would get it, and who is left out and why', async () => {
    const { exit, out } = await run('check', 'one-mail');
    expect(out).toMatch(/^If one-mail went out now, of 2 recipients 1 would get it at their time\.$/m);
    expect(out).toMatch(/^ {2}1 left out, do-not-contact: .* \(Grace Hopper\)$/m);
    expect(out).not.toContain('--step');
    expect(exit).toBe(0);
    const { out: json } = await run('check', 'one-mail', '--json');
    expect(JSON.parse(json)).toMatchObject({ step: { id: 'send' }, seen: 2, send: 1, heldOut: 0 });
  });

  it('of several messages is checked for the first, says so, and for any that is named', async () => {
    expect((await run('check', 'stepped')).out).toContain('Asked about hello (email, care/season); not about again');
    expect((await run('check', 'stepped', '--step', 'again')).out).toContain('Asked about again');
    const nowhere = await run('check', 'stepped', '--step', 'nowhere');
    expect({ exit: nowhere.exit, said: nowhere.err.includes('nowhere') }).toEqual({ exit: 1, said: true });
  });

  it('is previewed as a contact would get it, with what would become of them', async () => {
    const { exit, out } = await run('preview', 'one-mail', '--contact', ada);
    expect(out).toMatch(/^For Ada Lovelace, in en$/m);
    expect(out).toMatch(/^Would get it at \d{4}-/m);
    expect(out).toMatch(/^Subject: ./m);
    expect(exit).toBe(0);
    expect((await run('preview', 'one-mail')).out).toContain('somebody made up');
    expect((await run('preview', 'one-mail', '--contact', ada, '--html')).out).toContain('<html');
  });

  it('is tested, and says to whom the test went as whom', async () => {
    const { exit, out } = await run('test', 'one-mail', '--as', ada);
    expect(out).toMatch(/^Sent "\[Test\] .*" as for Ada Lovelace to .*@.*\.$/m);
    expect(exit).toBe(0);
    const stranger = await run('test', 'one-mail', '--as', ada, '--to', 'ada@customer.example');
    expect({ exit: stranger.exit, said: stranger.err.includes('not-a-colleague') }).toEqual({ exit: 1, said: true });
  });
});

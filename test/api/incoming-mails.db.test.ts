import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/db/new-id.js';
import { aContact, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

let uid = 0n;

async function anIncomingMail(contactId: string | null, changes: object = {}): Promise<string> {
  const [id, at] = [newId('incomingMail'), new Date()];
  uid += 1n;
  const place = { mailboxId: 'sales', folder: 'INBOX', uidValidity: 1n, uid, identity: id };
  const said = { kind: 'reply', why: 'thread', effect: 'replied', text: `words of ${id}` };
  await api.db.incomingMail.create({ data: { id, ...place, ...said, contactId, size: 1, at, realAt: at, ...changes } });
  return id;
}

type Role = 'ops' | 'manager' | 'marketing' | 'rep' | 'viewer';
const listed = async (role: Role, query = ''): Promise<{ id: string; text: string | null }[]> =>
  (await api.ask(role, 'GET', `/v1/incoming-mails?limit=200${query}`)).json().data;

describe('mails that came in', () => {
  it('are seen by a rep only of contacts of their own, whatever is asked for', async () => {
    const [own, foreign] = [
      await aContact(api.db, { ownerId: api.users.rep }),
      await aContact(api.db, { ownerId: api.users.manager }),
    ];
    const [mine, another, strangers] = [
      await anIncomingMail(own),
      await anIncomingMail(foreign),
      await anIncomingMail(null, { kind: 'other', effect: 'none', noEffect: 'no-mail-of-ours', text: null }),
    ];
    for (const query of ['', '&mailbox=sales', '&kind=reply,other'])
      expect((await listed('rep', query)).map(({ id }) => id)).toEqual([mine]);
    expect(await listed('rep', `&contact=${foreign}`)).toEqual([]);
    expect(JSON.stringify(await listed('rep'))).not.toContain(another);
    expect((await listed('ops')).map(({ id }) => id).sort()).toEqual([mine, another, strangers].sort());
    // With the contact the mails go over.
    await api.db.contact.update({ where: { id: own }, data: { ownerId: api.users.manager } });
    expect(await listed('rep')).toEqual([]);
  });

  it('that could not be handled are tried again by ops, where their mailbox is read', async () => {
    const unhandled = { kind: 'unhandled', why: 'RangeError', effect: 'none', noEffect: 'unhandled', text: null };
    const id = await anIncomingMail(null, unhandled);
    const retry = (role: Role, which = id) => api.ask(role, 'POST', `/v1/incoming-mails/${which}/retry`);
    expect(problemOf(await retry('ops')).code).toBe('mailbox-not-read');
    const box = { id: 'sales', name: 'Sales', address: 'sales@followthrough.example' };
    await api.db.mailbox.create({ data: { ...box, imapHost: 'imap.followthrough.example' } });
    for (const role of ['manager', 'marketing', 'rep', 'viewer'] as const)
      expect((await retry(role)).statusCode).toBe(403);
    for (let i = 0; i < 2; i += 1) expect((await retry('ops')).json()).toMatchObject({ id, retry: 'asked' });
    expect(await api.db.audit.count({ where: { objectId: id } })).toBe(1);
    const handled = await anIncomingMail(null);
    expect((await retry('ops', handled)).json()).toMatchObject({ kind: 'reply', retry: null });
    expect((await retry('ops', newId('incomingMail'))).statusCode).toBe(404);
  });
});

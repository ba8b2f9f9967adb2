import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashAddressText, hashPhone } from '../../src/db/address-hash.js';
import { aContact, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const AT = '2020-05-04T09:00:00Z';
let people = 0;

async function somebody(...reasons: readonly string[]) {
  people += 1;
  const email = `somebody${people}@customer.example`;
  const id = await aContact(api.db, { email, ownerId: api.users.rep });
  const addressHash = hashAddressText(email);
  for (const reason of reasons)
    await api.db.suppression.create({ data: { addressHash, reason, source: 'smtp', at: new Date(AT) } });
  return { id, email };
}

type Role = 'ops' | 'manager' | 'marketing' | 'rep' | 'viewer';
const lift = (id: string, body: object, role: Role = 'manager') =>
  api.ask(role, 'POST', `/v1/contacts/${id}/suppressions/lift`, { reason: 'she told us', ...body });
const causes = async (address: string) =>
  (await api.db.suppression.findMany({ where: { addressHash: hashAddressText(address) } }))
    .map(({ reason }) => reason)
    .sort();
const consent = { topic: '*', source: 'phone', text: 'Yes, send me news again.', at: '2020-06-01T09:00:00Z' };
const auditOf = (objectId: string, action: string) => api.db.audit.findMany({ where: { objectId, action } });

describe('a suppression', () => {
  it.each(['hard-bounce', 'by-hand'])(
    'for %s is lifted with a reason, which stands on the audit log',
    async (cause) => {
      const { id, email } = await somebody(cause);
      const answer = await lift(id, { cause });
      expect([answer.statusCode, answer.json().suppressions]).toEqual([200, []]);
      expect(await causes(email)).toEqual([]);
      const [entry, ...more] = await auditOf(id, 'contact.suppression-lifted');
      expect(more).toEqual([]);
      expect(entry).toMatchObject({
        reason: 'she told us',
        actorId: api.users.manager,
        detail: { cause, channel: 'email' },
      });
      expect(JSON.stringify(entry?.detail)).not.toContain(email);
    },
  );

  it.each(['complaint', 'stop'])('for %s is lifted only with a consent that is newer, which is kept', async (cause) => {
    const { id, email } = await somebody(cause);
    expect(problemOf(await lift(id, { cause })).code).toBe('consent-needed');
    const old = { ...consent, at: AT };
    expect(problemOf(await lift(id, { cause, consent: old })).code).toBe('consent-too-old');
    for (const missing of [
      { ...consent, text: ' ' },
      { ...consent, source: undefined },
      { ...consent, topic: undefined },
      { ...consent, at: undefined },
    ])
      expect((await lift(id, { cause, consent: missing })).statusCode).toBe(422);
    const toCome = { ...consent, at: new Date(Date.now() + 60_000).toISOString() };
    expect(problemOf(await lift(id, { cause, consent: toCome })).code).toBe('consent-to-come');
    // What was refused altogether isn't agreed to by a consent to one topic.
    expect(problemOf(await lift(id, { cause, consent: { ...consent, topic: 'news' } })).code).toBe(
      'consent-too-narrow',
    );
    expect(await causes(email)).toEqual([cause]);
    expect(await api.db.consent.count({ where: { contactId: id } })).toBe(0);
    await api.db.optOut.create({ data: { contactId: id, topic: '*', source: 'mail', at: new Date(AT) } });
    const answer = await lift(id, { cause, consent });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      suppressions: [],
      optOuts: [],
      consents: [{ source: 'phone', text: consent.text }],
    });
  });

  it.each(['erased', 'of-a-later-version'])('for %s is never lifted', async (cause) => {
    const { id, email } = await somebody(cause);
    expect(problemOf(await lift(id, { cause, consent })).code).toBe('never-lifted');
    expect(await causes(email)).toEqual([cause]);
  });

  it('has its causes one beside the other: lifting one leaves the others', async () => {
    const { id, email } = await somebody('hard-bounce', 'complaint', 'erased');
    const before = (await api.ask('viewer', 'GET', `/v1/contacts/${id}/wishes`)).json().suppressions;
    expect(
      before.map(({ reason, lifting }: { reason: string; lifting: string }) => `${reason} ${lifting}`).sort(),
    ).toEqual(['complaint with-consent', 'erased never', 'hard-bounce with-reason']);
    expect((await lift(id, { cause: 'hard-bounce' })).statusCode).toBe(200);
    expect(await causes(email)).toEqual(['complaint', 'erased']);
  });

  it('takes no consent that is still to come, whatever it lifts', async () => {
    const { id, email } = await somebody('hard-bounce');
    const toCome = { ...consent, at: new Date(Date.now() + 60_000).toISOString() };
    expect(problemOf(await lift(id, { cause: 'hard-bounce', consent: toCome })).code).toBe('consent-to-come');
    expect(await causes(email)).toEqual(['hard-bounce']);
  });

  it('of a number ends in every way of writing it', async () => {
    const { id } = await somebody();
    await api.db.contact.update({ where: { id }, data: { phone: '+86 138 0013 8111' } });
    for (const form of ['13800138111', '8613800138111', '+8613800138111'])
      await api.db.suppression.create({
        data: { addressHash: hashPhone(form), reason: 'stop', source: 'sms', at: new Date(AT) },
      });
    const shown = (await api.ask('viewer', 'GET', `/v1/contacts/${id}/wishes`)).json();
    expect(shown.suppressions).toMatchObject([{ channel: 'phone', reason: 'stop' }]);
    expect((await lift(id, { channel: 'phone', cause: 'stop', consent })).statusCode).toBe(200);
    expect(await api.db.suppression.count({ where: { addressHash: hashPhone('13800138111') } })).toBe(0);
  });

  it('is lifted by who answers for it, and not by a rep or marketing; without a reason by nobody', async () => {
    const { id, email } = await somebody('by-hand');
    for (const role of ['rep', 'marketing', 'viewer'] as const)
      expect((await lift(id, { cause: 'by-hand' }, role)).statusCode).toBe(403);
    expect((await lift(id, { cause: 'by-hand', reason: ' ' })).statusCode).toBe(422);
    expect(await causes(email)).toEqual(['by-hand']);
    expect(problemOf(await lift(id, { cause: 'hard-bounce' })).code).toBe('not-suppressed');
    expect(problemOf(await lift(id, { channel: 'phone', cause: 'by-hand' })).code).toBe('no-such-address');
  });

  it('that one asks for twice at once is lifted once', async () => {
    const { id } = await somebody('by-hand');
    const answers = await Promise.all([lift(id, { cause: 'by-hand' }), lift(id, { cause: 'by-hand' })]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    expect(await auditOf(id, 'contact.suppression-lifted')).toHaveLength(1);
  });

  it('by hand is made by a rep for a contact of theirs, once, and holds whoever has the address', async () => {
    const { id, email } = await somebody();
    const block = (role: Role) =>
      api.ask(role, 'POST', `/v1/contacts/${id}/suppressions`, { reason: 'asked on the phone' });
    for (let i = 0; i < 2; i += 1) expect((await block('rep')).statusCode).toBe(201);
    expect(await causes(email)).toEqual(['by-hand']);
    expect(await auditOf(id, 'contact.suppressed')).toMatchObject([{ reason: 'asked on the phone' }]);
    expect((await block('viewer')).statusCode).toBe(403);
    const other = await aContact(api.db, { ownerId: api.users.manager });
    const foreign = await api.ask('rep', 'POST', `/v1/contacts/${other}/suppressions`, { reason: 'x' });
    expect(foreign.statusCode).toBe(404);
  });
});

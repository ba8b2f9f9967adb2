import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashAddressText } from '../../src/db/address-hash.js';
import { grantedTopics } from '../../src/db/granted-topics.js';
import { readSubject } from '../../src/db/simulation-subject.js';
import { aContact, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const GIVEN = '2020-05-04T09:00:00Z';
const consent = { topic: 'news', source: 'form:trial', text: 'Send me news about pumps.', at: GIVEN };

const agree = (id: string, body: object = consent, role: 'marketing' | 'viewer' = 'marketing') =>
  api.ask(role, 'POST', `/v1/contacts/${id}/consents`, body);
const wishesOf = async (id: string) => (await api.ask('viewer', 'GET', `/v1/contacts/${id}/wishes`)).json();

describe('a consent', () => {
  it('is kept with its source, its time and its words, and shown to who may see the contact', async () => {
    const id = await aContact(api.db);
    expect((await agree(id)).statusCode).toBe(201);
    expect(await wishesOf(id)).toEqual({
      suppressions: [],
      suppressed: null,
      optOuts: [],
      consents: [{ ...consent, at: '2020-05-04T09:00:00.000Z', granted: true, id: expect.stringMatching(/^cns_/) }],
    });
    expect((await readSubject(api.db, { id }))?.consents).toEqual(['news']);
    const audit = await api.db.audit.findFirstOrThrow({ where: { objectId: id, action: 'contact.consent' } });
    expect(JSON.stringify(audit.detail)).not.toContain('pumps');
  });

  it('that is sent twice is given once', async () => {
    const id = await aContact(api.db);
    await Promise.all([agree(id), agree(id)]);
    expect(await api.db.consent.count({ where: { contactId: id } })).toBe(1);
  });

  it('ends an earlier refusal of its topic, and no later one', async () => {
    const id = await aContact(api.db);
    const refusal = (topic: string, at: string) =>
      api.db.optOut.create({ data: { contactId: id, topic, source: 'link', at: new Date(at) } });
    await refusal('news', '2020-05-03T09:00:00Z');
    await refusal('*', '2020-05-05T09:00:00Z');
    await agree(id);
    await agree(id, { ...consent, topic: '*' });
    expect(await api.db.optOut.findMany({ where: { contactId: id }, select: { topic: true } })).toEqual([
      { topic: '*' },
    ]);
  });

  it('of before a withdrawal does not bring back what was taken back since', async () => {
    const id = await aContact(api.db);
    await api.ask('ops', 'POST', '/v1/events', {
      type: 'contact.unsubscribed',
      contactId: id,
      fields: { topic: 'news' },
    });
    await agree(id);
    const said = await api.db.consent.findMany({ where: { contactId: id }, orderBy: { at: 'asc' } });
    expect(grantedTopics(said)).toEqual([]);
    expect(await wishesOf(id)).toMatchObject({
      optOuts: [{ topic: 'news' }],
      consents: [{ granted: false }, { granted: true }],
    });
  });

  it('without words or source is none', async () => {
    const id = await aContact(api.db);
    for (const body of [{ source: 'phone', text: ' ' }, { text: 'Yes' }, { ...consent, at: 'yesterday' }])
      expect(problemOf(await agree(id, body)).code).toBe('invalid');
    expect((await agree(id, consent, 'viewer')).statusCode).toBe(403);
    expect(problemOf(await agree('con_nobody')).code).toBe('not-found');
  });

  it('shows beside it that nothing at all is sent to the address', async () => {
    const id = await aContact(api.db);
    const email = `${id}@customer.example`;
    await api.db.contact.update({ where: { id }, data: { email, emailKey: email } });
    const addressHash = hashAddressText(email);
    await api.db.suppression.create({
      data: { addressHash, reason: 'complaint', source: 'feedback loop', at: new Date() },
    });
    expect(await wishesOf(id)).toMatchObject({ suppressed: { reason: 'complaint', source: 'feedback loop' } });
  });
});

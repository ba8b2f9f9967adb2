import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuestCounts, GuestView } from '../../src/api/contracts/campaign-guests.js';
import { aContact, LINKS, startTestApi, type TestApi } from './support.js';

const FROZEN = new Date('2025-01-06T09:00:00Z');
const textOf = (id: string) => `kind: campaign
id: ${id}
name: Open day
audience: { if: { contact.name: { exists: true } } }
steps:
  - wait: { for: { on: form.submitted, if: { event.form: ${id} } }, upTo: 7 days }
  - end: no-answer
`;

describe('the guest list of an event', () => {
  let api: TestApi;
  const people = new Map<string, string>();

  beforeAll(async () => {
    api = await startTestApi();
    for (const id of ['open-day', 'other-day']) {
      const published = await api.ask('ops', 'POST', '/v1/definitions', { text: textOf(id) });
      expect(published.statusCode, published.body).toBe(201);
      await api.db.campaign.create({
        data: {
          ...{ id, state: 'sending', name: 'Open day', text: textOf(id), definitionVersion: 1, way: 'journeys' },
          ...{ createdAt: FROZEN, createdBy: 'usr_1', editedAt: FROZEN, editedBy: 'usr_1', frozenAt: FROZEN },
        },
      });
    }
    await invite('eager', 1, {});
    await invite('changed-her-mind', 2, {});
    await invite('silent', 3, {});
    await invite('phoned', 4, { end: 'coming' });
    await invite('held-out', 5, { outcome: 'held-out' });
    await answer('eager', 'hello', 'yes');
    await answer('changed-her-mind', 'hello', 'yes');
    await answer('changed-her-mind', 'remind', 'no');
    // Of another event.
    await answer('silent', 'hello', 'yes', 'other-day');
  });
  afterAll(() => api.stop());

  async function invite(who: string, n: number, { end, outcome }: { end?: string; outcome?: string }): Promise<void> {
    const contactId = await aContact(api.db, { email: `${who}@example.com`, name: who });
    await api.db.contact.update({ where: { id: contactId }, data: { company: '=Acme' } });
    people.set(who, contactId);
    const journeyId = `jrn_${who}`;
    const run = { definitionId: 'open-day', definitionVersion: 1, subjectType: 'contact', subjectId: contactId, n: 1 };
    const over = end === undefined ? {} : { outcome: end, endedAt: FROZEN };
    const stands = { status: 'open', phase: 'active', startedAt: FROZEN, interests: [], enteredBy: 'campaign' };
    if (outcome === undefined)
      await api.db.journey.create({
        data: { id: journeyId, workflowId: journeyId, contactId, ...run, ...stands, ...over },
      });
    await api.db.campaignRecipient.create({
      data: {
        ...{ campaignId: 'open-day', n, contactId, dueAt: FROZEN },
        ...(outcome === undefined ? { state: 'begun', journeyId } : { outcome }),
      },
    });
  }

  /** As a guest does by the link of a mail. */
  async function answer(who: string, step: string, said: 'yes' | 'no', form = 'open-day'): Promise<void> {
    const asked = { contactId: people.get(who) ?? '', journeyId: `jrn_${who}`, step, occurrence: 1, form };
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const sent = await api.ask(null, 'POST', new URL(LINKS.rsvp(asked)).pathname, `answer=${said}`, headers);
    expect(sent.statusCode).toBe(200);
  }

  const list = async (query: string) =>
    (await api.ask('marketing', 'GET', `/v1/campaigns/open-day/guests?${query}`)).json<{
      data: GuestView[];
      counts: GuestCounts;
      nextCursor: string | null;
    }>();

  it('says of each of the audience what they answered last, by a mail’s link or to a person who asked', async () => {
    const { data, counts } = await list('');
    expect(data.map(({ contactName, answer: said }) => [contactName, said])).toEqual([
      ['eager', 'yes'],
      ['changed-her-mind', 'no'],
      ['silent', 'none'],
      ['phoned', 'yes'],
      ['held-out', 'not-asked'],
    ]);
    expect(counts).toEqual({ yes: 2, no: 1, none: 1, 'not-asked': 1 });
    expect(data.map(({ answeredAt }) => answeredAt !== null)).toEqual([true, true, false, true, false]);
  });

  it('lists one answer page by page', async () => {
    const first = await list('answer=yes&limit=1');
    const second = await list(`answer=yes&limit=1&cursor=${first.nextCursor}`);
    expect([first, second].flatMap(({ data }) => data.map(({ contactName }) => contactName))).toEqual([
      'eager',
      'phoned',
    ]);
    expect([second.nextCursor, second.counts.yes]).toEqual([null, 2]);
  });

  it('is written as CSV, without formulas', async () => {
    const { body } = await api.ask('manager', 'GET', '/v1/campaigns/open-day/guests/export');
    const rows = parse(body, { columns: true, bom: true }) as { [column: string]: string }[];
    expect(rows.map(({ name, email, answer: said }) => [name, email, said])).toContainEqual([
      ...['phoned', 'phoned@example.com', 'yes'],
    ]);
    expect(rows).toHaveLength(5);
    expect(rows[0]?.['company']).toBe("'=Acme");
  });

  it('is nobody’s whom no campaign invited', async () => {
    expect((await api.ask('manager', 'GET', '/v1/campaigns/nothing/guests')).statusCode).toBe(404);
    expect((await api.ask('manager', 'GET', '/v1/campaigns/nothing/guests/export')).statusCode).toBe(404);
  });
});

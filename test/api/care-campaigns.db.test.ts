import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CareCampaignView, CareDayView, CarePersonView } from '../../src/api/contracts/care.js';
import { aContact, startTestApi, type TestApi } from './support.js';

const campaign = (
  id: string,
  { at = '', audience = '{ if: { contact.city: Ulm } }', extra = '' } = {},
): string => `kind: campaign
id: ${id}
name: { en: ${id}, zh-CN: 活动 }
audience: ${audience}
${at === '' ? '' : `at: { time: "${at}", timezone: contact }\n`}send: { email: { template: care/season, from: owner, purpose: marketing, topic: greetings } }
variables: { company: Acme, companyAddress: "12 Harbour Street, Springfield" }
${extra}`;

let api: TestApi;
const contacts: { readonly [name: string]: string } = {};
beforeAll(async () => {
  api = await startTestApi();
  const made = {
    own: await aContact(api.db, { name: 'Own', city: 'Ulm', ownerId: api.users.rep, timezone: 'Asia/Shanghai' }),
    other: await aContact(api.db, { name: 'Other', city: 'Ulm', ownerId: api.users.manager }),
    elsewhere: await aContact(api.db, { name: 'Elsewhere', city: 'Bern', ownerId: api.users.rep }),
  };
  Object.assign(contacts, made);
});
afterAll(() => api.stop());

const write = async (text: string) => {
  const answer = await api.ask('marketing', 'POST', '/v1/campaigns', { text });
  expect(answer.statusCode, answer.body).toBe(201);
};
const month = async (query = '', role: 'manager' | 'rep' = 'manager'): Promise<readonly CareDayView[]> =>
  (await api.ask(role, 'GET', `/v1/care/calendar?from=2090-05-01&to=2090-05-31${query}`)).json<{
    data: CareDayView[];
  }>().data;
const planned = (days: readonly CareDayView[]): readonly CareCampaignView[] =>
  days.flatMap(({ campaigns }) => campaigns);
const people = async (role: 'manager' | 'rep', id: string) =>
  (await api.ask(role, 'GET', `/v1/care/campaigns/${id}/people`)).json<{
    data: CarePersonView[];
    size: number | null;
  }>();

describe('planned campaigns in the calendar of care', () => {
  it('stand on the day that they name, drafts marked as such, with how many they go to and with what', async () => {
    await write(campaign('spring', { at: '2090-05-17T10:00' }));
    await write(campaign('asked', { at: '2090-05-17T08:30' }));
    await write(campaign('undated'));
    await write(campaign('june', { at: '2090-06-01T10:00' }));
    const scheduled = await api.ask('marketing', 'POST', '/v1/campaigns/asked/schedule', { revision: 1 });
    expect(scheduled.statusCode, scheduled.body).toBe(200);
    const days = await month();
    expect(days.filter(({ campaigns }) => campaigns.length > 0).map(({ day }) => day)).toEqual(['2090-05-17']);
    expect(planned(days)).toMatchObject([
      { id: 'asked', state: 'scheduled', time: '08:30', timezone: 'contact', expected: 2, frozen: false },
      { id: 'spring', state: 'draft', time: '10:00', expected: null, templates: ['care/season'] },
    ]);
    expect(days.find(({ day }) => day === '2090-05-17')?.total).toBe(0);
  });

  it('of a draft that still has faults, too: what it says of its day is enough', async () => {
    await write(campaign('faulty', { at: '2090-05-20T10:00', audience: '{ segment: }' }));
    expect(planned(await month()).find(({ id }) => id === 'faulty')).toMatchObject({
      day: '2090-05-20',
      templates: [],
    });
    expect((await api.ask('manager', 'GET', '/v1/care/campaigns/faulty/people')).statusCode).toBe(422);
  });

  it('are not shown where a kind of care is asked for, and alone where one is', async () => {
    expect(planned(await month('&kind=birthday'))).toEqual([]);
    expect(planned(await month('&definition=spring')).map(({ id }) => id)).toEqual(['spring']);
  });

  it('say whom they go to, when on whose clock; a rep sees their own', async () => {
    const { data, size } = await people('manager', 'spring');
    expect(size).toBe(2);
    expect(data.map(({ contactName, local, part }) => [contactName, local.slice(0, 16), part]).sort()).toEqual([
      ['Other', '2090-05-17T10:00', null],
      ['Own', '2090-05-17T10:00', null],
    ]);
    expect(await people('rep', 'spring')).toMatchObject({
      size: 1,
      data: [{ contactName: 'Own', timezone: 'Asia/Shanghai' }],
    });
    expect((await api.ask('manager', 'GET', '/v1/care/campaigns/none/people')).statusCode).toBe(404);
  });

  it('come a page at a time, each once', async () => {
    const first = (await api.ask('manager', 'GET', '/v1/care/campaigns/spring/people?limit=1')).json();
    const rest = (
      await api.ask('manager', 'GET', `/v1/care/campaigns/spring/people?limit=1&cursor=${first.nextCursor}`)
    ).json();
    expect(rest).toMatchObject({ hasMore: false, size: null });
    expect(new Set([first.data[0].contactId, rest.data[0].contactId]).size).toBe(2);
  });

  it('let a person be taken out already, by whoever sees them, and be put back', async () => {
    const out = { of: 'campaign', campaignId: 'spring', contactId: contacts['own'], reason: 'has a complaint open' };
    const taken = await api.ask('rep', 'POST', '/v1/care/exclusions', out);
    expect(taken.statusCode, taken.body).toBe(201);
    expect(planned(await month('&definition=spring'))).toMatchObject([{ takenOut: 1 }]);
    expect(await people('rep', 'spring')).toMatchObject({ data: [{ takenOut: { reason: 'has a complaint open' } }] });
    const { id } = taken.json<{ id: string }>();
    await api.ask('rep', 'POST', `/v1/care/exclusions/${id}/undo`, {});
    expect(planned(await month('&definition=spring'))).toMatchObject([{ takenOut: 0 }]);
    expect(await people('rep', 'spring')).toMatchObject({ data: [{ takenOut: null }] });
  });

  it('show the rows of a frozen audience, in their order and with what became of each', async () => {
    await write(campaign('frozen', { at: '2090-05-25T10:00' }));
    const at = new Date('2090-05-25T02:00:00Z');
    const row = { campaignId: 'frozen', dueAt: at };
    await api.db.campaign.update({
      where: { id: 'frozen' },
      data: { state: 'sending', frozenAt: at, audience: 2, way: 'mail' },
    });
    await api.db.campaignRecipient.createMany({
      data: [
        { ...row, n: 1, contactId: contacts['other'] ?? '', state: 'accepted' },
        { ...row, n: 2, contactId: contacts['own'] ?? '', outcome: 'held-out' },
      ],
    });
    expect(planned(await month('&definition=frozen'))).toMatchObject([{ state: 'sending', frozen: true, expected: 2 }]);
    const all = await people('manager', 'frozen');
    expect(all.size).toBe(2);
    expect(all.data.map(({ contactName, part, heldOut }) => [contactName, part, heldOut])).toEqual([
      ['Other', 'sent', false],
      ['Own', 'heldOut', true],
    ]);
    expect(await people('rep', 'frozen')).toMatchObject({ size: null, data: [{ contactName: 'Own' }] });
    await api.db.campaign.update({ where: { id: 'frozen' }, data: { state: 'done' } });
    expect(planned(await month('&definition=frozen'))).toEqual([]);
  });
});

import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventPlaces, GuestCounts, GuestView } from '../../src/api/contracts/campaign-guests.js';
import type { Standing } from '../../src/domain/campaign/waiting-list.js';
import { eventModel } from '../support/event-model.js';
import { aContact, LINKS, startTestApi, type TestApi } from './support.js';

const FROZEN = new Date('2025-01-06T09:00:00Z');
const textOf = (id: string, rsvp: string) => `kind: campaign
id: ${id}
name: { en: Open day, zh-CN: 开放日 }
audience: { if: { contact.name: { exists: true } } }
rsvp: ${rsvp}
steps:
  - wait: { for: { on: [form.submitted, guest.movedUp], if: { event.form: ${id} } }, upTo: 7 days }
  - end: no-answer
`;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

/** An event to which so many are invited, `a`, `b`, ... */
async function anEvent(id: string, rsvp: string, size: number) {
  const text = textOf(id, rsvp);
  const published = await api.ask('ops', 'POST', '/v1/definitions', { text });
  expect(published.statusCode, published.body).toBe(201);
  await api.db.campaign.create({
    data: {
      ...{ id, state: 'sending', name: 'Open day', text, definitionVersion: 1, way: 'journeys' },
      ...{ createdAt: FROZEN, createdBy: 'usr_1', editedAt: FROZEN, editedBy: 'usr_1', frozenAt: FROZEN },
    },
  });
  const people = new Map<string, string>();
  for (let n = 1; n <= size; n++) {
    const name = size > 26 ? `guest ${n}` : String.fromCharCode(96 + n);
    const contactId = await aContact(api.db, { email: `${id}-${n}@example.com`, name });
    people.set(name, contactId);
    await api.db.campaignRecipient.create({ data: { campaignId: id, n, contactId, dueAt: FROZEN, state: 'begun' } });
  }
  const contactOf = (who: string) => people.get(who) ?? '';
  const linkOf = (who: string) =>
    new URL(LINKS.rsvp({ contactId: contactOf(who), journeyId: `jrn_${who}`, step: 'ask', occurrence: 1, form: id }))
      .pathname;
  const answer = (who: string, fields: Record<string, string>) =>
    api.ask(null, 'POST', linkOf(who), new URLSearchParams(fields).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });
  return {
    people,
    contactOf,
    look: async (who: string) => (await api.ask(null, 'GET', linkOf(who))).body,
    answer,
    yes: async (who: string, companions = 0) =>
      (await answer(who, { answer: 'yes', companions: String(companions) })).body,
    no: async (who: string) => (await answer(who, { answer: 'no' })).body,
    /** What journeys heard of them, in order. */
    heard: async () => {
      const events = await api.db.event.findMany({
        where: { contactId: { in: [...people.values()] }, type: { in: ['form.submitted', 'guest.movedUp'] } },
        orderBy: { seq: 'asc' },
      });
      const names = new Map([...people].map(([name, contactId]) => [contactId, name]));
      return events.map(({ type, contactId, fields }) => {
        const { answer, companions } = fields as { answer: Standing['answer']; companions: number };
        return { type, who: names.get(contactId ?? '') ?? '', answer, companions };
      });
    },
    list: async (query = '') =>
      (await api.ask('marketing', 'GET', `/v1/campaigns/${id}/guests?limit=100&${query}`)).json<{
        data: GuestView[];
        counts: GuestCounts;
        places?: EventPlaces;
      }>(),
  };
}

describe('an invitation with places', () => {
  it('gives them to who answers first, lets the others wait, and each hears what they are told', async () => {
    const event = await anEvent('first-come', '{ places: 3, companions: 2 }', 4);
    expect(await event.look('a')).toContain('3 places are left.');
    expect(await event.look('a')).toMatch(/<select name="companions">.*<option value="2">2<\/option><\/select>/);
    expect(await event.yes('a', 1)).toContain('You have places for yourself and 1 more.');
    expect(await event.look('b')).toContain('One place is left.');
    expect(await event.yes('b', 1)).toContain('You are on the waiting list as number 1, with 1 more.');
    // There is a place, and somebody was before.
    expect(await event.look('c')).toContain('A yes puts you on the waiting list, on which there is one other guest.');
    expect(await event.yes('c')).toContain('You are on the waiting list as number 2.');
    expect(await event.no('a')).toContain('You have told us that you can’t come.');
    expect(await event.look('b')).toContain('You have places for yourself and 1 more.');
    expect(await event.look('d')).toContain('All places are taken.');
    expect(await event.heard()).toEqual([
      { type: 'form.submitted', who: 'a', answer: 'yes', companions: 1 },
      { type: 'form.submitted', who: 'b', answer: 'waiting', companions: 1 },
      { type: 'form.submitted', who: 'c', answer: 'waiting', companions: 0 },
      { type: 'form.submitted', who: 'a', answer: 'no', companions: 0 },
      { type: 'guest.movedUp', who: 'b', answer: 'yes', companions: 1 },
      { type: 'guest.movedUp', who: 'c', answer: 'yes', companions: 0 },
    ]);
  });

  it('lets answers be changed: with fewer one moves up, with more than there is room for what stands stays', async () => {
    const event = await anEvent('changed', '{ places: 3, companions: 2 }', 3);
    await event.yes('a', 1);
    await event.yes('b', 2);
    await event.yes('c');
    expect(await event.yes('a', 2)).toContain('Your answer from before stands.');
    expect(await event.look('a')).toContain('You have places for yourself and 1 more.');
    expect(await event.yes('b', 0)).toContain('You have a place.');
    expect(await event.yes('b', 0)).toContain('You have a place.');
    await event.yes('a', 0);
    expect((await event.heard()).slice(3)).toEqual([
      { type: 'form.submitted', who: 'b', answer: 'yes', companions: 0 },
      { type: 'form.submitted', who: 'a', answer: 'yes', companions: 0 },
      { type: 'guest.movedUp', who: 'c', answer: 'yes', companions: 0 },
    ]);
  });

  it('takes no more companions than it says, and speaks the guest’s language', async () => {
    const event = await anEvent('language', '{ places: 2, companions: 1 }', 2);
    for (const companions of ['2', '-1', '0.5', 'many'])
      expect((await event.answer('a', { answer: 'yes', companions })).statusCode).toBe(422);
    expect(await event.heard()).toEqual([]);
    await api.db.contact.update({ where: { id: event.contactOf('a') }, data: { language: 'zh-CN' } });
    expect(await event.look('a')).toContain('还有2个名额。');
    expect(await event.yes('a', 1)).toContain('已为您和1位同行者保留名额。');
    await api.db.contact.update({ where: { id: event.contactOf('b') }, data: { language: 'zh-CN' } });
    expect(await event.yes('b')).toContain('您在候补名单中排第1位。');
  });

  it('that has companions and no places has room for all', async () => {
    const event = await anEvent('no-limit', '{ companions: 9 }', 2);
    expect(await event.look('a')).not.toContain('place');
    expect(await event.yes('a', 9)).toContain('You have places for yourself and 9 more.');
    expect((await event.list()).places).toEqual({ places: null, taken: 10, left: null, waiting: 0 });
  });

  it('counts whom a person has asked, and leaves the places of who is erased to those who wait', async () => {
    const event = await anEvent('asked', '{ places: 2, companions: 1 }', 4);
    const run = { definitionId: 'asked', definitionVersion: 1, subjectType: 'contact', n: 1, enteredBy: 'campaign' };
    const over = { status: 'ended', phase: 'ended', outcome: 'coming', startedAt: FROZEN, endedAt: FROZEN };
    const phoned = { subjectId: event.contactOf('a'), contactId: event.contactOf('a') };
    await api.db.journey.create({ data: { id: 'jrn_p', workflowId: 'p', interests: [], ...run, ...over, ...phoned } });
    await api.db.campaignRecipient.updateMany({ where: { contactId: phoned.contactId }, data: { journeyId: 'jrn_p' } });
    expect(await event.look('a')).toContain('You have a place.');
    expect(await event.yes('b')).toContain('You have a place.');
    expect(await event.yes('c')).toContain('as number 1');
    expect(await event.yes('d')).toContain('as number 2');
    expect((await event.list()).places).toEqual({ places: 2, taken: 2, left: 0, waiting: 2 });
    for (const who of ['b', 'a']) {
      const request = { reason: 'asked to be gone' };
      const erased = await api.ask('ops', 'POST', `/v1/contacts/${event.contactOf(who)}/erasure`, request);
      expect(erased.statusCode, erased.body).toBeLessThan(300);
    }
    expect((await event.heard()).slice(-2)).toEqual([
      { type: 'guest.movedUp', who: 'c', answer: 'yes', companions: 0 },
      { type: 'guest.movedUp', who: 'd', answer: 'yes', companions: 0 },
    ]);
    expect((await event.list()).places).toMatchObject({ taken: 2, left: 0, waiting: 0 });
  });

  it('has all of it in the guest list, and in its CSV', async () => {
    const event = await anEvent('listed', '{ places: 4, companions: 2 }', 5);
    await event.yes('b', 2);
    await event.yes('a', 2);
    await event.yes('c', 1);
    await event.no('d');
    // Not by the link: it is heard, and takes no place.
    const posted = {
      type: 'form.submitted',
      contactId: event.contactOf('e'),
      fields: { form: 'listed', answer: 'yes' },
    };
    expect((await api.ask('ops', 'POST', '/v1/events', posted)).statusCode).toBeLessThan(300);
    const { data, counts, places } = await event.list();
    expect(data.map((guest) => [guest.contactName, guest.answer, guest.companions, guest.turn])).toEqual([
      ['a', 'waiting', 2, 1],
      ['b', 'yes', 2, undefined],
      ['c', 'waiting', 1, 2],
      ['d', 'no', 0, undefined],
      ['e', 'none', 0, undefined],
    ]);
    expect(counts).toEqual({ yes: 1, waiting: 2, no: 1, none: 1, 'not-asked': 0 });
    expect(places).toEqual({ places: 4, taken: 3, left: 1, waiting: 5 });
    expect((await event.list('answer=waiting')).data.map(({ contactName }) => contactName)).toEqual(['a', 'c']);
    const { body } = await api.ask('manager', 'GET', '/v1/campaigns/listed/guests/export');
    const rows = parse(body, { columns: true, bom: true }) as { [column: string]: string }[];
    expect(rows.map(({ name, answer, companions, turn }) => [name, answer, companions, turn])).toEqual([
      ['a', 'waiting', '2', '1'],
      ['b', 'yes', '2', ''],
      ['c', 'waiting', '1', '2'],
      ['d', 'no', '0', ''],
      ['e', 'none', '0', ''],
    ]);
  });
});

describe('fifty guests at once for ten places', () => {
  it('never have more than there are, in the order of their answers, and each who moves up does so once', async () => {
    const PLACES = 10;
    const event = await anEvent('crowd', `{ places: ${PLACES}, companions: 3 }`, 50);
    const guests = [...event.people.keys()];
    await Promise.all(guests.map((who, n) => event.yes(who, n % 4)));
    // While some decline, some come with fewer or more, and some say the same again.
    await Promise.all([
      ...guests.map((who, n) => (n % 3 === 0 ? event.no(who) : event.yes(who, (n + 1) % 4))),
      ...guests.map((who, n) => event.yes(who, n % 4)),
    ]);
    await Promise.all(guests.slice(0, 25).map((who) => event.no(who)));

    // What was heard, one after the other, is what the rules say of these answers in this order.
    const model = eventModel(PLACES);
    const heard = await event.heard();
    while (heard.length > 0) {
      const { type, who, answer, companions } = heard.shift() ?? {};
      expect(type).toBe('form.submitted');
      const moved = model.reply(who ?? '', { answer: answer === 'no' ? 'no' : 'yes', companions: companions ?? 0 });
      expect(model.guests.get(who ?? '')?.answer).toBe(answer);
      expect(heard.splice(0, moved?.length).map((next) => [next.type, next.who])).toEqual(
        moved?.map((each) => ['guest.movedUp', each]),
      );
      expect(model.taken()).toBeLessThanOrEqual(PLACES);
    }

    const { data, counts, places } = await event.list();
    const standings = data.map((guest) => [guest.contactName, guest.answer, guest.companions]);
    expect(standings).toEqual(guests.map((who) => [who, model.guests.get(who)?.answer, model.companionsOf(who)]));
    const inLine = data.filter(({ turn }) => turn !== undefined).sort((a, b) => (a.turn ?? 0) - (b.turn ?? 0));
    expect(inLine.map(({ contactName }) => contactName)).toEqual(model.line());
    expect(places?.taken).toBe(model.taken());
    expect(counts.yes + (counts.waiting ?? 0) + counts.no).toBe(50);
  });

  it('and some of them erased meanwhile, colleagues among them, leave no place to who is gone, and none free', async () => {
    const PLACES = 6;
    const event = await anEvent('leaving', `{ places: ${PLACES} }`, 30);
    const accountId = 'acc_leaving';
    const dates = { createdAt: FROZEN, updatedAt: FROZEN };
    await api.db.account.create({ data: { id: accountId, name: 'Acme', ...dates } });
    const guests = [...event.people.keys()];
    const colleagues = guests.filter((_, n) => n % 2 === 0).map(event.contactOf);
    await api.db.contact.updateMany({ where: { id: { in: colleagues } }, data: { accountId } });
    await Promise.all(guests.map((who) => event.yes(who)));
    const gone = guests.filter((_, n) => n % 5 === 0);
    const erase = (who: string) =>
      api.ask('ops', 'POST', `/v1/contacts/${event.contactOf(who)}/erasure`, { reason: 'asked to be gone' });
    const [erased] = await Promise.all([
      Promise.all(gone.map(erase)),
      Promise.all(guests.map((who, n) => (n % 3 === 0 ? event.no(who) : event.yes(who)))),
    ]);
    expect(erased.filter(({ statusCode }) => statusCode >= 300)).toEqual([]);
    const { data, places } = await event.list();
    const ids = gone.map(event.contactOf);
    expect(data.filter(({ contactId, answer }) => ids.includes(contactId) && answer !== 'no')).toEqual([]);
    expect(places).toMatchObject({ taken: PLACES, left: 0 });
    const moved = (await event.heard()).filter(({ type }) => type === 'guest.movedUp').map(({ who }) => who);
    expect(new Set(moved).size).toBe(moved.length);
  });
});

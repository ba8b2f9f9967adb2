import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FormDetailView, FormSubmissionView } from '../../src/api/contracts/forms.js';
import { hashAddressText } from '../../src/db/address-hash.js';
import { askBy } from '../../src/db/forms/consents.js';
import { newId } from '../../src/db/new-id.js';
import { aContact, LINKS, problemOf, startTestApi, type TestApi } from './support.js';

const FORM = `
kind: form
id: trial
name: { en: Try it <free>, zh-CN: 免费试用 }
intro: { en: Thirty days., zh-CN: 三十天。 }
fields:
  - { id: email, to: contact.email, label: { en: Email, zh-CN: 邮箱 }, required: true }
  - { id: first-name, to: contact.firstName, label: { en: First name, zh-CN: 名 } }
  - { id: last-name, to: contact.lastName, label: { en: Last name, zh-CN: 姓 } }
  - { id: company, to: contact.company, label: { en: Company, zh-CN: 公司 } }
  - { id: phone, to: contact.phone, label: { en: Phone, zh-CN: 电话 } }
  - { id: country, to: contact.country, label: { en: Country, zh-CN: 国家 } }
  - { id: seats, label: { en: Seats, zh-CN: 席位 }, type: number }
  - { id: message, label: { en: Message, zh-CN: 留言 }, type: text }
consent: { topic: news, text: { en: "Yes, send me news. I can stop it at any time.", zh-CN: 我同意接收资讯，可随时退订。 } }
source: website
channel: trial-page
pool: inbound
`;
const WEBINARS = `
kind: form
id: webinars
name: Webinars
fields:
  - { id: email, to: contact.email, label: Email, required: true }
  - { id: country, to: contact.country, label: Country }
consent: { topic: webinars, text: "Tell me of webinars." }
inquiry: true
`;
const WELCOME = `
kind: journey
id: welcome
name: Welcome
enter: { on: form.submitted, if: { event.form: trial }, again: always }
steps:
  - wait: 9 days
  - end: done
`;

let api: TestApi;
let now = Date.parse('2027-03-01T09:00:00Z');
let n = 0;
let email: string;
beforeAll(async () => {
  api = await startTestApi({ realNow: () => now, formRates: { perFormMinute: 50 } });
  await api.db.team.create({ data: { id: 'sales', name: 'Sales' } });
  const at = new Date();
  await api.db.pool.create({ data: { id: 'inbound', name: 'In', teamId: 'sales', createdAt: at, updatedAt: at } });
  for (const text of [FORM, WEBINARS, WELCOME]) {
    const published = await api.ask('ops', 'POST', '/v1/definitions', { text });
    expect(published.statusCode, published.body).toBe(201);
  }
});
afterAll(() => api.stop());
beforeEach(() => {
  // Each test a day of its own: what one sends is no flood to the next.
  now += 25 * 3_600_000;
  email = `visitor${++n}@example.org`;
});

const open = (url = '/f/trial', headers: Record<string, string> = { 'user-agent': BROWSER }) =>
  api.ask(null, 'GET', url, undefined, headers);
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const stampIn = (page: string): string => /name="_stamp" value="([^"]+)"/.exec(page)?.[1] ?? '';

/** What a person does: opens the page, takes half a minute, sends it. */
async function fill(fields: Record<string, string>, url = '/f/trial') {
  const stamp = stampIn((await open(url)).body);
  now += 30_000;
  return await send({ _stamp: stamp, ...fields }, url.startsWith('/f/') ? url : '/f/trial');
}
const send = (fields: Record<string, string>, url = '/f/trial') =>
  api.ask(null, 'POST', url, new URLSearchParams(fields).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  });
const contactOf = (address: string) => api.db.contact.findUnique({ where: { emailKey: address } });
const heard = async (contactId: string) =>
  (await api.db.event.findMany({ where: { contactId }, orderBy: { seq: 'asc' } })).map(({ type }) => type);
async function refusals(): Promise<Record<string, number>> {
  await api.counted();
  const rows = await api.db.formCount.findMany({
    where: { formId: 'trial', day: new Date(new Date(now).toISOString().slice(0, 10)) },
  });
  return Object.fromEntries(rows.map(({ what, n: count }) => [what, count]));
}

describe('the page of a form', () => {
  it('is in the language that the browser asks for or the link names, and escapes what ops wrote', async () => {
    const english = await open();
    expect([english.statusCode, english.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(english.body).toContain('<h1>Try it &lt;free&gt;</h1>');
    expect((await open('/f/trial', { 'accept-language': 'zh-CN,zh;q=0.9' })).body).toContain('免费试用');
    expect((await open('/f/trial?lang=zh-CN')).body).toContain('<html lang="zh-CN">');
    expect((await open('/f/nothing')).statusCode).toBe(404);
  });

  it('may be framed by the hosts that policy.yaml names and by no others', async () => {
    const { headers } = await open();
    expect(headers['content-security-policy']).toContain("frame-ancestors 'self' https://www.example.com");
    expect(headers['x-frame-options']).toBeUndefined();
  });

  it('tells visits of people from those of programs', async () => {
    await open();
    await open('/f/trial', { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' });
    await api.counted();
    const rows = await api.db.formCount.findMany({ where: { formId: 'trial', what: { in: ['visit', 'machine'] } } });
    expect(rows.map(({ what }) => what).sort()).toContain('machine');
  });
});

describe('filling in a form', () => {
  it('makes a lead of whoever is new, in its pool, with source, channel and the journeys that wait for it', async () => {
    const page = await fill({
      email,
      'first-name': ' Ada ',
      'last-name': 'Lovelace',
      seats: '12',
      message: 'Hi\r\nthere',
    });
    expect([page.statusCode, page.body]).toEqual([200, expect.stringContaining('We have received')]);
    const contact = await contactOf(email);
    expect(contact).toMatchObject({
      ...{ name: 'Ada Lovelace', source: 'website', channel: 'trial-page', poolId: 'inbound', ownerId: null },
      language: 'en',
    });
    expect(await heard(contact?.id ?? '')).toEqual(['lead.created', 'form.submitted']);
    const submitted = await api.db.event.findFirstOrThrow({
      where: { contactId: contact?.id ?? '', type: 'form.submitted' },
    });
    expect(submitted.fields).toEqual({ form: 'trial', answers: { seats: 12, message: 'Hi\nthere' } });
    expect(await api.db.journey.count({ where: { contactId: contact?.id ?? '', definitionId: 'welcome' } })).toBe(1);
  });

  it('overwrites nothing of somebody known, fills what is empty, and shows what differs; the page says the same', async () => {
    const unknown = await fill({ email, 'first-name': 'Grace', company: 'Navy' });
    const known = `known${n}@example.org`;
    const id = await aContact(api.db, { name: 'Grace Hopper', email: known });
    await api.db.contact.update({ where: { id }, data: { firstName: 'Grace', country: null } });
    const page = await fill({
      email: known.toUpperCase(),
      'first-name': 'Evil',
      'last-name': 'Name',
      company: 'Navy',
      phone: '+4930123456',
      country: 'US',
    });
    expect(page.body).toBe(unknown.body);
    expect(await api.db.contact.findUnique({ where: { id } })).toMatchObject({
      ...{ name: 'Grace Hopper', firstName: 'Grace', lastName: null, company: 'Navy', phone: null, country: null },
      email: known,
    });
    expect(await heard(id)).toEqual(['contact.changed', 'form.submitted']);
    const kept = await api.db.formSubmission.findFirstOrThrow({ where: { contactId: id } });
    expect([kept.isNew, [...kept.differs].sort()]).toEqual([
      false,
      ['company', 'country', 'firstName', 'lastName', 'phone'],
    ]);
    expect(kept.answers).toMatchObject({ 'first-name': 'Evil', phone: '+4930123456' });
  });

  it('shows it again with what is to be put right, and keeps what was written', async () => {
    const page = await fill({
      email: 'nobody',
      'first-name': 'Visit www.casino.example',
      seats: 'many',
      company: 'Booking.com',
    });
    expect(page.statusCode).toBe(422);
    for (const text of [
      'value="nobody"',
      'Please enter a mail address',
      'Please leave out web addresses',
      'Please enter a number',
      'Booking.com',
    ])
      expect(page.body).toContain(text);
    // The page was not used up: the same stamp is in it, and goes.
    const again = await send({ _stamp: stampIn(page.body), email, company: 'Booking.com' });
    expect(again.statusCode).toBe(200);
    expect(await contactOf(email)).toMatchObject({ company: 'Booking.com' });
  });

  it('takes a double click once, two at once too', async () => {
    const stamp = stampIn((await open()).body);
    now += 30_000;
    const pages = await Promise.all([1, 2, 3].map(() => send({ _stamp: stamp, email, company: 'Acme' })));
    expect(pages.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    const id = (await contactOf(email))?.id ?? '';
    expect(await heard(id)).toEqual(['lead.created', 'form.submitted']);
    // The same once more from another page is no news either.
    await fill({ email, company: 'Acme' });
    expect(await heard(id)).toEqual(['lead.created', 'form.submitted']);
  });

  it('takes three a day from an address, and thanks for more without a word', async () => {
    for (const message of ['one', 'two', 'three', 'four'])
      expect((await fill({ email, message })).body).toContain('We have received');
    const id = (await contactOf(email))?.id ?? '';
    expect(await api.db.formSubmission.count({ where: { contactId: id } })).toBe(3);
    expect((await refusals())['too-often']).toBe(1);
  });

  it('leads on to its own address only where the host is named', async () => {
    const leading = (host: string) =>
      `${FORM.replace('id: trial', 'id: leading')}redirect: https://${host}/thanks?a=b\n`;
    const refused = await api.ask('ops', 'POST', '/v1/definitions', { text: leading('evil.example') });
    expect([refused.statusCode, refused.body]).toEqual([422, expect.stringContaining('foreign-host')]);
    await api.ask('ops', 'POST', '/v1/definitions', { text: leading('www.example.com') });
    const stamp = stampIn((await open('/f/leading')).body);
    now += 30_000;
    const answer = await send({ _stamp: stamp, email, redirect: 'https://evil.example/' }, '/f/leading?lang=en');
    expect([answer.statusCode, answer.headers.location]).toEqual([303, 'https://www.example.com/thanks?a=b']);
  });
});

describe('what holds off spam', () => {
  it('thanks a program that fills the field nobody sees, and takes nothing', async () => {
    expect((await fill({ email, _homepage: 'https://spam.example' })).body).toContain('We have received');
    expect(await contactOf(email)).toBeNull();
    expect((await refusals())['trap']).toBe(1);
  });

  it.each([
    ['at once', 500, 409, 'too-fast'],
    ['after more than a day', 90_000_000, 409, 'too-old'],
  ])('shows the form again that is sent %s', async (_, after, status, reason) => {
    const stamp = stampIn((await open()).body);
    now += after;
    const page = await send({ _stamp: stamp, email });
    expect([page.statusCode, await contactOf(email), (await refusals())[reason]]).toEqual([status, null, 1]);
    now += 30_000;
    expect((await send({ _stamp: stampIn(page.body), email })).statusCode).toBe(200);
    expect(await contactOf(email)).not.toBeNull();
  });

  it('takes no forged stamp, none of another form, and no page for two people', async () => {
    for (const stamp of ['x'.repeat(60), stampIn((await open()).body).replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))]) {
      now += 30_000;
      await send({ _stamp: stamp, email });
    }
    expect(await contactOf(email)).toBeNull();
    const stamp = stampIn((await open()).body);
    now += 30_000;
    await send({ _stamp: stamp, email });
    const second = await send({ _stamp: stamp, email: `other-${email}` });
    expect([second.statusCode, await contactOf(`other-${email}`)]).toEqual([409, null]);
    expect((await refusals())['page-used']).toBe(1);
  });

  it('takes ten a minute of one sender, and keeps what was written for later', async () => {
    const answers = [];
    for (let i = 0; i < 11; i++) answers.push(await send({ email: `n${i}-${email}` }));
    const last = answers.at(-1);
    expect([last?.statusCode, last?.headers['retry-after'], last?.body]).toEqual([
      429,
      '60',
      expect.stringContaining(`n10-${email}`),
    ]);
    expect((await refusals())['sender-rate']).toBe(1);
  });

  /** One visitor from each address. */
  async function visitorsFrom(
    addresses: readonly string[],
  ): Promise<{ readonly taken: number; readonly busy: number }> {
    const stamps: string[] = [];
    for (const _ of addresses) stamps.push(stampIn((await open()).body));
    now += 30_000;
    const codes = await Promise.all(
      addresses.map(async (remoteAddress, i) => {
        const response = await api.app.inject({
          ...{ method: 'POST', url: '/f/trial', remoteAddress },
          headers: { host: '127.0.0.1', 'content-type': 'application/x-www-form-urlencoded' },
          payload: new URLSearchParams({ _stamp: stamps[i] ?? '', email: `${remoteAddress}-${email}` }).toString(),
        });
        return response.statusCode;
      }),
    );
    return { taken: codes.filter((code) => code === 200).length, busy: codes.filter((code) => code === 429).length };
  }
  const addresses = (n: number, at: (i: number) => string) => Array.from({ length: n }, (_, i) => at(i));

  it('takes no more of all senders together than its rate', async () => {
    expect(await visitorsFrom(addresses(55, (i) => `10.${i}.0.1`))).toEqual({ taken: 50, busy: 5 });
    expect(await refusals()).toMatchObject({ 'form-rate': 5 });
  });

  it('leaves room for a visitor while a flood comes from all over one network', async () => {
    expect(await visitorsFrom(addresses(200, (i) => `10.7.${i}.1`))).toEqual({ taken: 30, busy: 170 });
    expect(await visitorsFrom(['192.0.2.7'])).toEqual({ taken: 1, busy: 0 });
    expect(await refusals()).toMatchObject({ 'network-rate': 170 });
  });
});

describe('a form for those who run it', () => {
  const submissions = async (role: 'manager' | 'rep', query = 'form=trial') =>
    (await api.ask(role, 'GET', `/v1/form-submissions?${query}&limit=10`)).json<{ data: FormSubmissionView[] }>().data;

  it('is shown with what it asks and what came by it, and one that is not published is not there', async () => {
    await fill({ email });
    await api.counted();
    const form = (await api.ask('rep', 'GET', '/v1/forms/trial')).json<FormDetailView>();
    expect(form.fields[0]).toEqual({
      ...{ id: 'email', label: { en: 'Email', 'zh-CN': '邮箱' }, type: 'line', to: 'contact.email', required: true },
      options: [],
    });
    expect(form).toMatchObject({ consent: { topic: 'news', required: false }, redirect: null });
    const listed = (await api.ask('rep', 'GET', '/v1/forms')).json<{ data: FormDetailView[] }>();
    expect(form).toMatchObject(listed.data.find(({ id }) => id === 'trial') ?? {});
    expect((await api.ask('rep', 'GET', '/v1/forms/welcome')).statusCode).toBe(404);
  });

  it('says of each submission what was agreed to, in the words of its page, and what became of it', async () => {
    const consentOf = async () => (await submissions('manager'))[0]?.consent;
    await fill({ email, country: 'US', _consent: 'yes' });
    const text = 'Yes, send me news. I can stop it at any time.';
    expect(await consentOf()).toEqual({ topic: 'news', text, state: 'given' });
    const german = `de-${email}`;
    await fill({ email: german, country: 'DE', _consent: 'yes' }, '/f/trial?lang=zh-CN');
    expect(await consentOf()).toEqual({ topic: 'news', text: '我同意接收资讯，可随时退订。', state: 'waiting' });
    await fill({ email: german, _consent: 'yes', message: 'again' }, '/f/trial?lang=zh-CN');
    expect((await consentOf())?.state).toBe('not-asked');
    await fill({ email: `no-${email}` });
    expect(await consentOf()).toBeNull();
  });

  it('is not there with what was sent by it either, where nobody has published it', async () => {
    for (const id of ['nowhere', 'welcome']) {
      const answer = await api.ask('ops', 'GET', `/v1/form-submissions?form=${id}`);
      expect(problemOf(answer)).toMatchObject({ status: 404, code: 'not-found' });
    }
  });

  it('shows a rep what their own contacts sent', async () => {
    await fill({ email });
    expect(await submissions('rep')).toEqual([]);
    await api.db.contact.update({ where: { emailKey: email }, data: { ownerId: api.users.rep } });
    expect((await submissions('rep')).map(({ answers }) => answers['email'])).toEqual([email]);
  });
});

describe('a form on another site', () => {
  it('is shown once more and then taken, with the campaign whose link it bears', async () => {
    const links = await api.ask('viewer', 'GET', '/v1/forms/trial/links?campaign=spring-2027');
    const { embed, landing, page } = links.json<{ embed: string; landing: string; page: string }>();
    expect([page, embed]).toEqual([
      'http://127.0.0.1:4600/f/trial',
      expect.stringContaining('action="http://127.0.0.1:4600/f/trial?lang=en"'),
    ]);
    const campaign = /name="_campaign" value="([^"]+)"/.exec(embed)?.[1] ?? '';
    expect(landing.endsWith(campaign)).toBe(true);
    const first = await send({ _campaign: campaign, email, company: 'Acme' });
    expect([first.statusCode, await contactOf(email)]).toEqual([200, null]);
    expect(first.body).toContain('One more step');
    now += 5_000;
    await send({ _stamp: stampIn(first.body), email, company: 'Acme' });
    const contact = await contactOf(email);
    expect(await api.db.formSubmission.findFirst({ where: { contactId: contact?.id ?? '' } })).toMatchObject({
      campaignId: 'spring-2027',
      isNew: true,
    });
  });

  it('answers programs in JSON, to pages of any origin, and never says who is known', async () => {
    const url = '/f/trial/fields';
    const asked = await api.ask(null, 'GET', url, undefined, { origin: 'https://shop.example' });
    expect(asked.headers['access-control-allow-origin']).toBe('*');
    const { stamp, fields } = asked.json<{ stamp: string; fields: { id: string }[] }>();
    expect(fields.map(({ id }) => id)).toContain('seats');
    const early = await api.ask(null, 'POST', '/f/trial/answers', { _stamp: stamp, email });
    expect([early.statusCode, early.json<{ code: string }>().code]).toEqual([409, 'form-page-stale']);
    now += 3_000;
    const wrong = await api.ask(null, 'POST', '/f/trial/answers', { _stamp: stamp, email: 'x' });
    expect([wrong.statusCode, wrong.json<{ errors: { pointer: string }[] }>().errors[0]?.pointer]).toEqual([
      422,
      '/email',
    ]);
    const taken = await api.ask(null, 'POST', '/f/trial/answers', { _stamp: stamp, email, seats: 3 });
    expect([taken.statusCode, taken.json()]).toEqual([200, { taken: true, redirect: null }]);
    expect(await contactOf(email)).not.toBeNull();
  });
});

describe('a landing link of a campaign', () => {
  it('leads to the form, counts who comes, and keeps the campaign as where the lead is from', async () => {
    const landing = new URL(LINKS.landing('autumn-2027', 'trial')).pathname;
    await fill({ email }, landing);
    const contact = await contactOf(email);
    const created = await api.db.event.findFirstOrThrow({
      where: { contactId: contact?.id ?? '', type: 'lead.created' },
    });
    expect(created.fields).toMatchObject({ form: 'trial', campaign: 'autumn-2027' });
    const forms = (await api.ask('marketing', 'GET', '/v1/forms')).json<{
      data: { id: string; campaigns: object[] }[];
    }>();
    expect(forms.data.find(({ id }) => id === 'trial')?.campaigns).toContainEqual({
      id: 'autumn-2027',
      visits: 1,
      submissions: 1,
      newContacts: 1,
    });
    expect((await open('/l/forged')).statusCode).toBe(404);
  });
});

describe('a consent by a form', () => {
  const consents = async (address: string) =>
    await api.db.consent.findMany({
      where: { contact: { emailKey: address } },
      select: { topic: true, text: true, source: true },
    });
  let mails = 0;
  /** The link of a mail that asks now, as one goes out (test/e2e/consents.e2e.test.ts). */
  const confirmLink = async (address: string) => {
    const contactId = (await contactOf(address))?.id ?? '';
    mails += 1;
    const asking = { journeyId: `jrn_asks${mails}`, step: 'ask', occurrence: 1 };
    const id = newId('message');
    const [at, addressHash] = [new Date(), hashAddressText(address)];
    const run = {
      definitionId: 'confirm',
      definitionVersion: 1,
      subjectType: 'contact',
      subjectId: contactId,
      n: mails,
    };
    const over = { status: 'ended', phase: 'ended', startedAt: at, interests: [], enteredBy: 'event' };
    await api.db.journey.create({
      data: { id: asking.journeyId, workflowId: asking.journeyId, contactId, ...run, ...over },
    });
    const mail = {
      purpose: 'service',
      template: 'consent/confirm',
      messageId: `<${id}>`,
      state: 'accepted',
      addressHash,
    };
    await api.db.message.create({
      data: { id, contactId, journeyId: asking.journeyId, stepId: 'ask', occurrence: 1, intendedAt: at, ...mail },
    });
    await askBy(api.db, { contactId, addressHash, messageId: id });
    return new URL(LINKS.confirm({ contactId, ...asking })).pathname;
  };
  const asked = async (contactId: string) => (await heard(contactId)).filter((type) => type === 'consent.asked').length;
  const [DAY, WISH] = [25 * 3_600_000, 'Yes, send me news.'];

  it('is kept at once, word for word, where no law asks for one', async () => {
    await fill({ email, country: 'US', _consent: 'yes' });
    expect(await consents(email)).toEqual([
      { topic: 'news', text: 'Yes, send me news. I can stop it at any time.', source: 'form:trial' },
    ]);
    expect(await heard((await contactOf(email))?.id ?? '')).toEqual([
      'lead.created',
      'form.submitted',
      'consent.given',
    ]);
  });

  it.each(['DE', ''])(
    'waits for the mail’s link where the law asks for one or the country is unknown (%s)',
    async (country) => {
      const page = await fill({ email, country, _consent: 'yes' });
      expect(page.body).toContain('a mail is on its way');
      expect(await consents(email)).toEqual([]);
      const link = await confirmLink(email);
      // Scanners follow every link.
      for (let i = 0; i < 3; i++) expect((await open(link)).body).toContain('Yes, send me news.');
      expect(await consents(email)).toEqual([]);
      expect((await send({}, link)).body).toContain('Your consent has been kept');
      expect((await consents(email)).map(({ topic }) => topic)).toEqual(['news']);
      expect((await send({}, link)).body).toContain('nothing to confirm');
      expect((await consents(email)).length).toBe(1);
      expect((await heard((await contactOf(email))?.id ?? '')).slice(-2)).toEqual(['consent.asked', 'consent.given']);
    },
  );

  it('is confirmed by the link of the mail that asked, and what another form asked for since is not', async () => {
    await fill({ email, country: 'DE', _consent: 'yes' });
    const first = await confirmLink(email);
    await fill({ email, country: 'DE', _consent: 'yes' }, '/f/webinars');
    const second = await confirmLink(email);
    expect((await open(first)).body).not.toContain('webinars');
    expect((await send({}, first)).body).toContain('Your consent has been kept');
    expect((await consents(email)).map(({ topic }) => topic)).toEqual(['news']);
    expect((await open(second)).body).toContain('Tell me of webinars.');
    await send({}, second);
    expect((await consents(email)).map(({ topic }) => topic).sort()).toEqual(['news', 'webinars']);
  });

  it('is confirmed by nobody who had the address before, and by no link for another contact', async () => {
    await fill({ email, country: 'DE', _consent: 'yes' });
    const link = await confirmLink(email);
    const id = (await contactOf(email))?.id ?? '';
    const other = await aContact(api.db, { email: `other-${email}` });
    const forged = LINKS.confirm({ contactId: other, journeyId: `jrn_asks${mails}`, step: 'ask', occurrence: 1 });
    expect((await send({}, new URL(forged).pathname)).statusCode).toBe(404);
    const moved = `moved-${email}`;
    await api.db.contact.update({ where: { id }, data: { email: moved, emailKey: moved } });
    expect((await open(link)).body).toContain('nothing to confirm');
    expect((await send({}, link)).body).toContain('nothing to confirm');
    expect(await consents(moved)).toEqual([]);
  });

  it('is asked for once, anew when it is sent again a day later, and of who confirms nothing three times in 30 days', async () => {
    const id = await aContact(api.db, { email, country: 'DE' });
    const begin = now;
    const askedOn: Record<number, number> = {};
    for (const day of [0, 1, 2, 3, 20, 31]) {
      now = begin + day * DAY;
      // Twice on each day, in words of its own: a stranger needn't repeat themself.
      for (const message of [`a ${day}`, `b ${day}`]) await fill({ email, _consent: 'yes', message });
      askedOn[day] = await asked(id);
    }
    // At last the first three have lapsed.
    expect(askedOn).toEqual({ 0: 1, 1: 2, 2: 3, 3: 3, 20: 3, 31: 4 });
  });

  it('is asked for no more once it was confirmed, whichever of its mails was answered', async () => {
    const id = await aContact(api.db, { email, country: 'DE' });
    await fill({ email, _consent: 'yes' });
    const first = await confirmLink(email);
    now += DAY;
    await fill({ email, _consent: 'yes', message: 'again' });
    const second = await confirmLink(email);
    expect((await open(first)).body).toContain(WISH);
    await send({}, second);
    expect((await open(first)).body).toContain('nothing to confirm');
    now += DAY;
    await fill({ email, _consent: 'yes', message: 'once more' });
    expect([await asked(id), (await consents(email)).length]).toEqual([2, 1]);
  });

  it('to one topic leaves a refusal of all marketing in force, and says so', async () => {
    const id = await aContact(api.db, { email, country: 'US' });
    await api.db.optOut.create({ data: { contactId: id, topic: '*', source: 'link', at: new Date() } });
    await fill({ email, _consent: 'yes' });
    expect((await send({}, await confirmLink(email))).body).toContain('no advertising at all. That holds');
    expect(await api.db.optOut.count({ where: { contactId: id } })).toBe(1);
  });

  it('of a stranger ends no refusal of somebody known, and asks an address once for the same', async () => {
    const id = await aContact(api.db, { email, country: 'US' });
    await api.db.optOut.create({ data: { contactId: id, topic: 'news', source: 'link', at: new Date() } });
    await fill({ email, _consent: 'yes', message: 'a' });
    await fill({ email, _consent: 'yes', message: 'b' });
    expect([await consents(email), await api.db.optOut.count({ where: { contactId: id } })]).toEqual([[], 1]);
    expect((await heard(id)).filter((type) => type === 'consent.asked')).toHaveLength(1);
    await send({}, await confirmLink(email));
    expect(await api.db.optOut.count({ where: { contactId: id } })).toBe(0);
  });

  it('is not what is sent as no, nor what another site had ticked before the page was seen', async () => {
    await fill({ email, country: 'US', _consent: 'no' });
    expect(await consents(email)).toEqual([]);
    const shown = await send({ email: `other-${email}`, country: 'US', _consent: 'yes' });
    expect(shown.body).toContain('name="_consent"');
    expect(shown.body).not.toContain(' checked');
  });

  it('is asked for by mail where the address wanted no more, as whoever was erased did', async () => {
    await api.db.suppression.createMany({
      data: [{ addressHash: hashAddressText(email), reason: 'erased', source: 'erased', at: new Date() }],
      skipDuplicates: true,
    });
    await fill({ email, country: 'US', _consent: 'yes' });
    expect(await consents(email)).toEqual([]);
    expect(await heard((await contactOf(email))?.id ?? '')).toContain('consent.asked');
  });

  it('is asked for again where its words have changed since the page was opened', async () => {
    const stamp = stampIn((await open()).body);
    const changed = FORM.replace('Yes, send me news.', 'Yes, send me news every day.');
    expect((await api.ask('ops', 'POST', '/v1/definitions', { text: changed })).statusCode).toBe(201);
    now += 60_000;
    const page = await send({ _stamp: stamp, email, country: 'US', _consent: 'yes' });
    expect([page.statusCode, await contactOf(email)]).toEqual([409, null]);
    expect(page.body).toContain('Yes, send me news every day.');
    expect(page.body).not.toContain(' checked');
    now += 30_000;
    await send({ _stamp: stampIn(page.body), email, country: 'US', _consent: 'yes' });
    expect((await consents(email)).map(({ text }) => text)).toEqual([
      'Yes, send me news every day. I can stop it at any time.',
    ]);
  });
});

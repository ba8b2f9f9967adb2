import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockContact } from '../../src/db/journey/lock.js';
import { newId } from '../../src/db/new-id.js';
import { createLinks } from '../../src/mail/links.js';
import { aContact, LINKS, startTestApi, type TestApi } from './support.js';

const FORM = 'application/x-www-form-urlencoded';
const ONE_CLICK = 'List-Unsubscribe=One-Click';

let api: TestApi;
let contactId: string;
let n = 0;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  contactId = await aContact(api.db, { email: `ada.lovelace${++n}@example.com` });
});

const pathOf = (url: string): string => new URL(url).pathname;
const unsubscribeLink = (topic: string | null = null): string => pathOf(LINKS.unsubscribe(contactId, topic));
const preferencesLink = (): string => pathOf(LINKS.preferences(contactId));
const preferencesOf = (topic: string): string => unsubscribeLink(topic).replace('/u/', '/p/');

/** A request as a stranger's browser or mail provider makes it: no cookie, no key, no Origin. */
const visit = (url: string, headers: Record<string, string> = {}) => api.ask(null, 'GET', url, undefined, headers);
const post = (url: string, body: string | undefined, type: string = FORM, headers: Record<string, string> = {}) =>
  api.ask(null, 'POST', url, body, { ...(body === undefined ? {} : { 'content-type': type }), ...headers });
const choose = (url: string, action: string, topic: string) =>
  post(url, new URLSearchParams({ action, topic }).toString());

const optOuts = async (): Promise<string[]> =>
  (await api.db.optOut.findMany({ where: { contactId } })).map((row) => row.topic).sort();
const events = () => api.db.event.findMany({ where: { contactId, type: 'contact.unsubscribed' } });
const consents = () => api.db.consent.findMany({ where: { contactId }, orderBy: { id: 'asc' } });

async function rows() {
  const [events, optOuts, consents, outbox] = await Promise.all([
    api.db.event.count(),
    api.db.optOut.count(),
    api.db.consent.count(),
    api.db.outbox.count(),
  ]);
  return { events, optOuts, consents, outbox };
}

describe('opening the link to unsubscribe', () => {
  it.each(['GET', 'HEAD'])('changes nothing by %s, since scanners open every link', async (method) => {
    const before = await rows();
    for (const url of [unsubscribeLink(), unsubscribeLink('news'), preferencesLink()])
      expect((await api.ask(null, method, url)).statusCode).toBe(200);
    expect(await rows()).toEqual(before);
  });

  it('shows one button, and of the address only what its owner knows it by', async () => {
    const { body, headers } = await visit(unsubscribeLink());
    expect(body.match(/<button/g)).toHaveLength(1);
    expect(body).toContain('<form method="post"');
    expect(body).toContain('a***@example.com');
    expect(body).not.toMatch(/lovelace|Ada/);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
  });

  it('lets nothing run, be kept, be framed or be indexed', async () => {
    const { body, headers } = await visit(preferencesLink());
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow',
      'referrer-policy': 'no-referrer',
    });
    expect(headers).not.toHaveProperty('set-cookie');
    expect(body).toContain('<meta name="robots" content="noindex, nofollow">');
    expect(body).not.toContain('<script');
  });

  it('speaks the contact’s language, else the browser’s', async () => {
    const chinese = { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.5' };
    expect((await visit(unsubscribeLink())).body).toContain('<html lang="en">');
    expect((await visit(unsubscribeLink(), chinese)).body).toContain('<html lang="zh-CN">');
    await api.db.contact.update({ where: { id: contactId }, data: { language: 'en' } });
    expect((await visit(unsubscribeLink(), chinese)).body).toContain('<html lang="en">');
  });
});

describe('one click', () => {
  it.each([
    ['urlencoded', FORM, ONE_CLICK],
    [
      'multipart',
      'multipart/form-data; boundary=b0',
      '--b0\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b0--\r\n',
    ],
    ['by the page’s button', FORM, 'action=stop'],
    ['without a body', FORM, undefined],
  ])('unsubscribes from all, %s, answered 200 without a redirect', async (_, type, body) => {
    const response = await post(unsubscribeLink(), body, type, { 'sec-fetch-site': 'cross-site' });
    expect(response.statusCode).toBe(200);
    expect(response.headers).not.toHaveProperty('location');
    expect(response.body).toContain('You are unsubscribed');
    expect(await optOuts()).toEqual(['*']);
    expect(await events()).toMatchObject([{ contactId, source: 'link', fields: {} }]);
    expect(await consents()).toMatchObject([{ topic: '*', granted: false, source: 'link' }]);
  });

  it('stops the mail’s topic only, if it has one', async () => {
    const response = await post(unsubscribeLink('product-news'), ONE_CLICK);
    expect(response.body).toContain('product news');
    expect(await optOuts()).toEqual(['product-news']);
    expect(await events()).toMatchObject([{ fields: { topic: 'product-news' } }]);
  });

  it('of a topic is nothing to ask about any more once all mail is stopped', async () => {
    await post(unsubscribeLink(), ONE_CLICK);
    expect((await visit(unsubscribeLink('events'))).body).toContain('You are unsubscribed');
  });

  it('is one event however often it is sent, at once or one after the other', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(unsubscribeLink(), ONE_CLICK)));
    answers.push(await post(unsubscribeLink(), ONE_CLICK));
    expect(answers.map((answer) => answer.statusCode)).toEqual(Array(6).fill(200));
    expect(await events()).toHaveLength(1);
    expect(await consents()).toHaveLength(1);
    expect((await visit(unsubscribeLink())).body).toContain('You are unsubscribed');
  });

  it('waits for a claim that holds the contact, and is in force for every claim after its answer', async () => {
    let answered = false;
    let request: ReturnType<typeof post> | undefined;
    await api.db.$transaction(async (tx) => {
      await lockContact(tx, contactId);
      request = post(unsubscribeLink(), ONE_CLICK);
      void request.then(() => {
        answered = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(answered).toBe(false);
      expect(await tx.optOut.count({ where: { contactId } })).toBe(0);
    });
    expect((await request)?.statusCode).toBe(200);
    const seen = await api.db.$transaction(async (tx) => {
      await lockContact(tx, contactId);
      return await tx.optOut.findMany({ where: { contactId }, select: { topic: true } });
    });
    expect(seen).toEqual([{ topic: '*' }]);
  });

  it('wakes a journey that waits for it', async () => {
    const waits = `kind: journey
id: waits-for-it
name: Waits
timezone: Asia/Shanghai
enter: { on: manual }
exit: { on: contact.unsubscribed }
steps:
  - wait: 2 days
  - end: done
`;
    const published = await api.ask('ops', 'POST', '/v1/definitions', { text: waits });
    expect(published.statusCode, published.body).toBeLessThan(300);
    const started = await api.ask('ops', 'POST', '/v1/journeys', { definition: 'waits-for-it', contactId });
    expect(started.statusCode, started.body).toBe(201);
    // What its first advance would leave behind.
    await api.db.journey.updateMany({ where: { contactId }, data: { interests: ['contact.unsubscribed'] } });
    await post(unsubscribeLink(), ONE_CLICK);
    const [journey] = await api.db.journey.findMany({ where: { contactId } });
    expect(journey?.poked).toBe(true);
    expect(await api.db.outbox.count({ where: { journeyId: journey?.id ?? '', kind: 'poke' } })).toBe(1);
  });
});

describe('a link that leads nowhere', () => {
  const forged = (kind: 'unsubscribe' | 'preferences'): string => {
    const others = createLinks({ baseUrl: 'http://127.0.0.1:4600', secret: 'the secret of somebody else' });
    return pathOf(kind === 'unsubscribe' ? others.unsubscribe(contactId, null) : others.preferences(contactId));
  };

  it('gets a page that says so, and changes nothing', async () => {
    const before = await rows();
    const gone = pathOf(LINKS.unsubscribe(newId('contact'), null));
    const link = unsubscribeLink();
    // An id is random: a link may end with the very letter.
    const spoilt = `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`;
    const wrongKind = preferencesLink().replace('/p/', '/u/');
    for (const url of ['/u/x', '/p/x', forged('unsubscribe'), forged('preferences'), gone, spoilt, wrongKind]) {
      for (const response of [await visit(url), await post(url, 'action=stop&topic=*')]) {
        expect(response.statusCode, url).toBe(404);
        expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
        expect(response.body).toContain('This link leads nowhere');
        expect(response.body).not.toContain('example.com');
      }
    }
    expect(await rows()).toEqual(before);
    expect((await visit('/u/x', { 'accept-language': 'zh' })).body).toContain('链接无效');
  });
});

describe('preferences', () => {
  it('show what is on and what is off, by topic', async () => {
    await post(unsubscribeLink('product-news'), ONE_CLICK);
    const { body } = await visit(preferencesLink());
    expect(body).toMatch(/All marketing mail<\/h2><p class="state">On/);
    expect(body).toMatch(/“product news”<\/h2><p class="state">Off/);
  });

  it('stop all mail, or only the topic of the mail that led there', async () => {
    const topic = await choose(preferencesOf('events'), 'stop', 'events');
    expect(topic.statusCode).toBe(200);
    expect(topic.body).toContain('Done: this is stopped.');
    expect(await optOuts()).toEqual(['events']);
    expect((await choose(preferencesLink(), 'stop', '*')).body).toMatch(/All marketing mail<\/h2><p class="state">Off/);
    expect(await optOuts()).toEqual(['*', 'events']);
    expect((await events()).map((event) => event.source)).toEqual(['link', 'link']);
  });

  it('allow again what was stopped, and keep the very words agreed to', async () => {
    await post(unsubscribeLink(), ONE_CLICK);
    const shown = (await visit(preferencesLink())).body;
    const response = await choose(preferencesLink(), 'allow', '*');
    expect(response.body).toMatch(/All marketing mail<\/h2><p class="state">On/);
    expect(await optOuts()).toEqual([]);
    const [, granted] = await consents();
    expect(granted).toMatchObject({ topic: '*', granted: true, source: 'preferences' });
    expect(shown).toContain(granted?.text);
    expect(granted?.text).toContain('a***@example.com');
  });

  it('write one consent for a button pressed twice, and none for what was never stopped', async () => {
    await choose(preferencesLink(), 'allow', '*');
    expect(await consents()).toEqual([]);
    await post(unsubscribeLink(), ONE_CLICK);
    await Promise.all([choose(preferencesLink(), 'allow', '*'), choose(preferencesLink(), 'allow', '*')]);
    expect((await consents()).map((consent) => consent.granted)).toEqual([false, true]);
  });

  it('leave a topic stopped when all else is allowed again', async () => {
    await post(unsubscribeLink('events'), ONE_CLICK);
    await post(unsubscribeLink(), ONE_CLICK);
    await choose(preferencesLink(), 'allow', '*');
    expect(await optOuts()).toEqual(['events']);
  });

  it('can be taken back by the same link of the same old mail', async () => {
    await post(unsubscribeLink(), ONE_CLICK);
    await choose(preferencesLink(), 'allow', '*');
    expect((await post(unsubscribeLink(), ONE_CLICK)).statusCode).toBe(200);
    expect(await optOuts()).toEqual(['*']);
    expect(await events()).toHaveLength(2);
  });

  it('are stopped anew by the link even if somebody lifted the stop by hand', async () => {
    await post(unsubscribeLink(), ONE_CLICK);
    await api.db.optOut.deleteMany({ where: { contactId } });
    await post(unsubscribeLink(), ONE_CLICK);
    expect(await optOuts()).toEqual(['*']);
  });

  it.each([
    ['a topic that the page does not show', 'action=stop&topic=made-up'],
    ['an unknown action', 'action=erase&topic=*'],
    ['no action', ''],
  ])('refuse %s and change nothing', async (_, body) => {
    const before = await rows();
    const response = await post(preferencesLink(), body);
    expect(response.statusCode).toBe(422);
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.body).toContain('Nothing was changed');
    expect(await rows()).toEqual(before);
  });
});

describe('too many requests', () => {
  /** One after the other: of a burst in one tick the limiter may refuse all. */
  const statusesOf = async (times: number, ask: (i: number) => ReturnType<typeof visit>): Promise<number[]> => {
    const statuses = [];
    for (let i = 0; i < times; i++) statuses.push((await ask(i)).statusCode);
    return statuses;
  };

  it('are counted by link, so that a provider’s one-clicks for many people all get through', async () => {
    const url = unsubscribeLink();
    expect(await statusesOf(61, () => visit(url))).toEqual([...Array(60).fill(200), 429]);
    const refused = await post(url, ONE_CLICK);
    expect(refused.statusCode).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.body).toContain('A moment, please');
    expect(await optOuts()).toEqual([]);
    contactId = await aContact(api.db, { email: 'grace@example.com' });
    expect((await post(unsubscribeLink(), ONE_CLICK)).statusCode).toBe(200);
  });

  it('are counted by address when the links are none of ours', async () => {
    const guess = (i: number) =>
      api.app.inject({
        method: 'GET',
        url: `/u/guess${i}`,
        headers: { host: '127.0.0.1:4600' },
        remoteAddress: '203.0.113.9',
      });
    expect(await statusesOf(61, guess)).toEqual([...Array(60).fill(404), 429]);
  });
});

describe('a form', () => {
  it('is taken by the public links only: the login still asks for JSON', async () => {
    const response = await post('/v1/auth/login', 'email=a@example.com&password=x');
    expect(response.statusCode).toBe(415);
  });
});

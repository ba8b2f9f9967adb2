import fc from 'fast-check';
import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { maskAddress } from '../../src/api/public/choices.js';
import { takeForms } from '../../src/api/public/form-bodies.js';
import { pageLanguage } from '../../src/api/public/language.js';
import { preferencesPage, stopPage } from '../../src/api/public/pages.js';
import { WORDING } from '../../src/api/public/wording.js';

describe('the language of a public page', () => {
  it.each([
    ['zh-CN', 'en-GB,en;q=0.9', 'zh'],
    ['en', 'zh-CN,zh;q=0.9', 'en'],
    ['zh_TW', undefined, 'zh'],
    ['de', 'zh-CN', 'zh'],
    [null, 'de-DE,zh;q=0.5,en;q=0.3', 'zh'],
    [null, 'en;q=0.2,zh;q=0.8', 'zh'],
    [null, 'zh;q=0,fr', 'en'],
    [null, 'zh;q=junk', 'zh'],
    [null, undefined, 'en'],
    ['', ';;,,q=', 'en'],
  ] as const)('for a contact of %s and a browser of %s is %s', (contact, browser, expected) => {
    expect(pageLanguage(contact, browser)).toBe(expected);
  });
});

describe('a masked address', () => {
  it.each([
    ['ada@example.com', 'a***@example.com'],
    ['a@example.com', 'a***@example.com'],
    ['😀x@example.com', '😀***@example.com'],
    ['no address', '***'],
    ['@example.com', '***'],
    ['', '***'],
  ])('of %j is %j', (address, expected) => {
    expect(maskAddress(address)).toBe(expected);
  });
});

describe('what comes from outside', () => {
  const shown = { address: 'a***@example.com', stopped: [] };

  it('never becomes markup, whatever the topic is called', () => {
    const plain = preferencesPage(WORDING.en, { ...shown, topics: ['x'] }, null);
    const tags = (text: string): number => text.split('<').length;
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '/', ' ', '=') }), (topic) => {
        const page = preferencesPage(WORDING.en, { ...shown, topics: [topic] }, null);
        expect(tags(page)).toBe(tags(plain));
        expect(/ value="([^"]*)"/.exec(page.slice(page.lastIndexOf('<input')))?.[1]).toBe(
          topic
            .replaceAll('&', '&amp;')
            .replaceAll('<', '&lt;')
            .replaceAll('>', '&gt;')
            .replaceAll('"', '&quot;')
            .replaceAll("'", '&#39;'),
        );
      }),
    );
  });

  it('is escaped in the question too', () => {
    expect(stopPage(WORDING.zh, 'a***@<b>.example', null, 'abc')).toContain('a***@&lt;b&gt;.example');
  });
});

describe('the wording', () => {
  it('has a text for everything in both languages, each in its own script', () => {
    for (const [key, text] of Object.entries(WORDING.zh)) {
      const made = typeof text === 'function' ? text('a***@example.com', '产品') : text;
      if (key !== 'tag') expect(made, key).toMatch(/\p{Script=Han}/u);
    }
    for (const [key, text] of Object.entries(WORDING.en)) {
      const made: string = typeof text === 'function' ? text('a***@example.com', 'news') : text;
      expect(made, key).not.toMatch(/\p{Script=Han}/u);
    }
  });
});

describe('the body of a form', () => {
  const echo = () => {
    const app = fastify();
    takeForms(app);
    app.post('/', (request) => request.body);
    return app;
  };
  const read = async (type: string | undefined, payload?: string) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    const response = await echo().inject({
      method: 'POST',
      url: '/',
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: response.statusCode, body: response.json<unknown>() };
  };
  const oneClick = { 'List-Unsubscribe': 'One-Click' };

  it('is read urlencoded and multipart, as RFC 8058 lets mail clients choose', async () => {
    expect(await read('application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click')).toEqual({
      status: 200,
      body: oneClick,
    });
    const multipart = '--b0\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b0--\r\n';
    expect(await read('multipart/form-data; boundary=b0', multipart)).toEqual({ status: 200, body: oneClick });
  });

  it.each([
    ['none', undefined, undefined],
    ['JSON', 'application/json', '{"topic":"*"}'],
    ['a multipart without a boundary', 'multipart/form-data', 'List-Unsubscribe=One-Click'],
    ['a multipart that breaks off', 'multipart/form-data; boundary=b0', '--b0\r\nContent-Disposition: form-da'],
    ['of no type', undefined, 'List-Unsubscribe=One-Click'],
  ])('has no fields when it is %s', async (_, type, payload) => {
    expect(await read(type, payload)).toEqual({ status: 200, body: {} });
  });

  it('is refused when it is larger than any form of ours', async () => {
    expect((await read('application/x-www-form-urlencoded', `a=${'x'.repeat(20_000)}`)).status).toBe(413);
  });
});

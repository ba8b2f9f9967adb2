import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLinks } from '../../src/mail/links.js';

const links = createLinks({ baseUrl: 'https://mail.example.com/', secret: 'a-secret-of-some-length' });
const tokenOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);

describe('a link', () => {
  it('says for whom and what it stands, and nothing in the clear of the base', () => {
    const url = links.unsubscribe('con_01HZY3', 'sales');
    expect(url).toMatch(/^https:\/\/mail\.example\.com\/u\/[A-Za-z0-9_-]+$/);
    expect(links.verify(tokenOf(url))).toEqual({ kind: 'unsubscribe', contactId: 'con_01HZY3', topic: 'sales' });
    expect(links.verify(tokenOf(links.unsubscribe('con_1', null)))).toEqual({
      kind: 'unsubscribe',
      contactId: 'con_1',
      topic: null,
    });
    expect(links.verify(tokenOf(links.preferences('con_1')))).toEqual({
      kind: 'preferences',
      contactId: 'con_1',
      topic: null,
    });
  });

  it('says who asks what by which mail, whatever the ids are', () => {
    const asked = { contactId: 'con_1', form: 'nps', journeyId: 'jrn_1', step: 'ask', occurrence: 2 };
    expect(links.survey(asked)).toMatch(/^https:\/\/mail\.example\.com\/s\//);
    expect(links.verify(tokenOf(links.survey(asked)))).toEqual({ kind: 'survey', ...asked });
    const long = { ...asked, form: 'f'.repeat(100), step: 's'.repeat(100), journeyId: `jrn_${'0'.repeat(26)}` };
    expect(links.verify(tokenOf(links.rsvp(long)))).toEqual({ kind: 'rsvp', ...long });
    expect(links.verify(tokenOf(links.survey({ ...asked, form: '' })))).toMatchObject({ form: '' });
  });

  it('is the same each time and stays below 200 characters', () => {
    const url = links.unsubscribe(`con_${'0'.repeat(26)}`, 'customer-care-and-festival-greetings');
    expect(url).toBe(links.unsubscribe(`con_${'0'.repeat(26)}`, 'customer-care-and-festival-greetings'));
    expect(url.length).toBeLessThan(200);
  });

  it('works with no other secret, and with no changed character', () => {
    const token = tokenOf(links.unsubscribe('con_1', 'sales'));
    expect(
      createLinks({ baseUrl: 'https://mail.example.com', secret: 'another-secret-of-length' }).verify(token),
    ).toBeNull();
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'ABCDEFGHabcdefgh0123-_'), (at, character) => {
        const forged = token.slice(0, at) + character + token.slice(at + 1);
        expect(links.verify(forged) === null).toBe(forged !== token);
      }),
    );
  });

  it('is never made of rubbish', () => {
    fc.assert(fc.property(fc.string(), (text) => links.verify(text) === null));
  });

  it('needs a real secret and an id without blanks', () => {
    expect(() => createLinks({ baseUrl: 'https://x.com', secret: 'short' })).toThrow(/shorter/);
    expect(() => links.preferences('con 1')).toThrow(/ASCII/);
  });
});

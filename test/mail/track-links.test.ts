import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trackLinks } from '../../src/mail/track-links.js';

const OWN = 'https://mail.example.com';
const track = (html: string) =>
  trackLinks(html, {
    click: (url) => (url.length > 500 ? null : `${OWN}/c/${encodeURIComponent(url)}`),
    open: `${OWN}/o/x`,
    ownBase: OWN,
  });
const through = (url: string) => `${OWN}/c/${encodeURIComponent(url)}`;
const PICTURE = `<img src="${OWN}/o/x" width="1" height="1" alt="" style="display:block;border:0">`;

describe('the links of a mail that tracks', () => {
  it.each([
    [
      'an address of the web',
      '<a href="https://shop.example/a">Look</a>',
      `<a href="${through('https://shop.example/a')}">Look</a>`,
    ],
    [
      'its entities read',
      '<a href="https://shop.example/?a=1&amp;b=2">x</a>',
      `<a href="${through('https://shop.example/?a=1&b=2')}">x</a>`,
    ],
    [
      'single quotes',
      "<a class=x href='https://shop.example/'>x</a>",
      `<a class=x href='${through('https://shop.example/')}'>x</a>`,
    ],
    ['capitals', '<A HREF="HTTPS://shop.example/">x</A>', `<A HREF="${through('HTTPS://shop.example/')}">x</A>`],
    [
      'a picture as its text',
      '<a href="https://s.example/"><img src="https://s.example/i.png" alt=""></a>',
      `<a href="${through('https://s.example/')}"><img src="https://s.example/i.png" alt=""></a>`,
    ],
  ])('are led through ours: %s', (_, html, tracked) => {
    expect(track(html)).toBe(tracked + PICTURE);
  });

  it.each([
    ['ours, whatever they are for', `<a href="${OWN}/u/token">Unsubscribe</a>`],
    ['a mail address', '<a href="mailto:a@b.example">write</a>'],
    ['a place in the mail', '<a href="#top">up</a>'],
    ['a script', '<a href="javascript:alert(1)">x</a>'],
    [
      'one whose text is an address, which would seem forged',
      '<a href="https://shop.example/"> https://shop.example/ </a>',
    ],
    ['one that is too long', `<a href="https://shop.example/${'x'.repeat(600)}">x</a>`],
    ['an attribute of another name', '<a data-href="https://shop.example/">x</a>'],
    ['what only looks like one, in a comment', '<!-- <a href="https://shop.example/">x</a> -->'],
    ['what only looks like one, in a title', `<img alt='<a href="https://shop.example/">x</a>'>`],
    ['one that begins with an entity', '<a href="&#104;ttps://shop.example/">x</a>'],
    ['style sheets and pictures', '<link href="https://x.example/s.css"><img src="https://x.example/i.png">'],
  ])('are left as they are: %s', (_, html) => {
    expect(track(html)).toBe(html + PICTURE);
  });

  it('have the picture inside of the body', () => {
    expect(track('<html><body><p>Hi</p></body></html>')).toBe(`<html><body><p>Hi</p>${PICTURE}</body></html>`);
  });

  it('change nothing but themselves, in any text', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '<a href="',
        '">',
        '</a>',
        '<b title=">',
        "'",
        '"',
        '&amp;',
        '<!--',
        '-->',
        '<style>',
        '</style>',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const html = pieces.join('').replaceAll('http', 'ftp');
        expect(track(html).replace(PICTURE, '')).toBe(html);
      }),
      { numRuns: 2000 },
    );
  });

  it('lead each on to where it led before, whatever its address is', () => {
    const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        fc.pre(url.length <= 500 && !url.startsWith(OWN));
        expect(track(`<a href="${escaped(url)}">x</a>`)).toContain(encodeURIComponent(url).replace(/'/g, '&#x27;'));
      }),
    );
  });
});

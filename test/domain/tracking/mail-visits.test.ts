import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeVisit, type Visit, type VisitSign } from '../../../src/domain/tracking/mail-visits.js';

const SENT = Date.UTC(2027, 0, 4, 9);
const SECOND = 1000;
const click = (after: number, url = 'https://shop.example/a', sign: VisitSign | null = null): Visit => ({
  kind: 'click',
  url,
  real: SENT + after,
  sign,
});
const open = (after: number, sign: VisitSign | null = null): Visit => ({
  kind: 'open',
  url: null,
  real: SENT + after,
  sign,
});

describe('a visit to the links of a mail', () => {
  it.each<[string, Visit, readonly Visit[], string | null]>([
    ['an hour later is a person', click(3600 * SECOND), [], null],
    ['that says of itself that it is none is a machine', click(3600 * SECOND, undefined, 'program'), [], 'program'],
    ['as the mail arrives is a machine', click(2 * SECOND), [], 'at-once'],
    [
      'to a second link within two seconds is a machine',
      click(60_000),
      [click(61_000, 'https://b.example')],
      'many-links',
    ],
    ['to a second link after ten seconds is a person', click(60_000), [click(70_000, 'https://b.example')], null],
    ['to the same link twice is a person who pressed twice', click(60_000), [click(60_100)], null],
    [
      'after a look at the same link by HEAD is the same machine',
      click(60_000),
      [click(59_000, undefined, 'head')],
      'beside-a-machine',
    ],
    ['before a look at it by HEAD is a person', click(60_000), [click(60_500, undefined, 'head')], null],
    ['long after a look by HEAD is a person', click(3600 * SECOND), [click(59_000, undefined, 'head')], null],
    ['of a picture beside a click is a person who opens and clicks', open(60_000), [click(60_500)], null],
    ['of a picture by Apple’s proxy is a machine', open(3600 * SECOND, 'apple-privacy'), [], 'apple-privacy'],
  ])('%s', (_, visit, others, reason) => {
    expect(judgeVisit(visit, [visit, ...others], SENT)).toBe(reason);
  });

  it('is judged without the time of the mail where that is not known', () => {
    expect(judgeVisit(click(0), [click(0)], null)).toBeNull();
  });

  it('of a gateway that follows all links of a mail at once is a machine for each of them, in whatever order they are judged', () => {
    const gateway = fc.uniqueArray(fc.webUrl(), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(gateway, fc.integer({ min: 0, max: 86_400_000 }), (urls, begin) => {
        const visits = urls.map((url, i) => click(begin + i * 100, url));
        for (const visit of visits) expect(judgeVisit(visit, visits, SENT)).not.toBeNull();
      }),
    );
  });
});

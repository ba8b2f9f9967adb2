import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holdsBack } from '../../src/domain/suppression.js';

const marketing = { purpose: 'marketing', topic: 'news' } as const;
const service = { purpose: 'service', topic: null } as const;
const agreed = (topic: string, at: number) => ({ topic, granted: true, at });

describe('a suppression', () => {
  test('holds everything back, whatever was agreed to, unless it is of an erasure', () => {
    const any = fc.record({ reason: fc.string().filter((reason) => reason !== 'erased'), at: fc.nat() });
    fc.assert(
      fc.property(any, fc.constantFrom(marketing, service), (suppression, message) => {
        expect(holdsBack([suppression], message, [agreed('*', suppression.at + 1)])).toBe(true);
      }),
    );
    expect(holdsBack([], marketing, [])).toBe(false);
  });

  test('of an erasure holds back advertising, until a consent to it that is newer', () => {
    const erased = [{ reason: 'erased', at: 100 }];
    expect(holdsBack(erased, service, [])).toBe(false);
    expect(holdsBack(erased, marketing, [])).toBe(true);
    expect(holdsBack(erased, marketing, [agreed('news', 100)])).toBe(true);
    expect(holdsBack(erased, marketing, [agreed('events', 101)])).toBe(true);
    expect(holdsBack(erased, marketing, [{ ...agreed('news', 101), granted: false }])).toBe(true);
    expect(holdsBack(erased, marketing, [agreed('news', 101)])).toBe(false);
    expect(holdsBack(erased, marketing, [agreed('*', 101)])).toBe(false);
  });

  test('of another cause holds beside one of an erasure', () => {
    const both = [
      { reason: 'erased', at: 100 },
      { reason: 'stop', at: 200 },
    ];
    expect(holdsBack(both, service, [])).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../src/domain/instant.js';
import { NO_POLICY, parsePolicy } from '../../src/domain/policy.js';

const read = (text: string) => parsePolicy({ file: 'policy.yaml', text });

describe('policy.yaml', () => {
  test.each(['', '# nothing yet\n\n  # company: {}\n'])('without a line is no policy', (text) => {
    expect(read(text)).toEqual({ ok: true, value: NO_POLICY });
  });

  test('says who the mails come from, which law holds, and how much a contact gets', () => {
    const text = `
company: { name: Example Ltd., address: "1 Example Street" }
law: { world: true }
caps:
  - { most: 1, per: 1 days }
  - { most: 3, per: 1 weeks, topic: offers }
  - { most: 2, per: 36 hours }
`;
    expect(read(text)).toEqual({
      ok: true,
      value: {
        company: { name: 'Example Ltd.', address: '1 Example Street' },
        law: { world: true, existingCustomers: false },
        receiving: NO_POLICY.receiving,
        forms: { hosts: [] },
        surveys: { badScore: 6 },
        campaigns: NO_POLICY.campaigns,
        caps: [
          { most: 1, perMs: DAY },
          { most: 3, perMs: 7 * DAY, topic: 'offers' },
          { most: 2, perMs: 36 * HOUR },
        ],
      },
    });
  });

  test('says when a campaign needs approval, and above what it is paused; what it does not say stays', () => {
    const parsed = read('campaigns: { approvalAbove: 1000, pauseAbove: { bounces: 2.5 } }');
    expect(parsed).toMatchObject({
      value: { campaigns: { approvalAbove: 1000, pauseAbove: { bounces: 2.5, complaints: 0.3 } } },
    });
  });

  test.each([
    ['law: { wrld: true }', 'unknown-key'],
    ['caps: [ { most: 0, per: 1 days } ]', 'wrong-type'],
    ['caps: [ { most: 1, per: 1 months } ]', 'wrong-type'],
    ['caps: [ { most: 1, per: 0 days } ]', 'wrong-type'],
    ['caps: [ { most: 1.5, per: 1 days } ]', 'wrong-type'],
    ['company: { address: "" }', 'wrong-type'],
    ['campaigns: { pauseAbove: { bounces: 101 } }', 'wrong-type'],
    ['company: [', 'yaml-syntax'],
  ])('refuses %s with its place', (text, code) => {
    const parsed = read(text);
    expect(parsed.ok ? [] : parsed.error.map((each) => [each.code, each.line])).toContainEqual([code, 1]);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCampaignMailIds } from '../../src/mail/campaign-mail-ids.js';

const ids = createCampaignMailIds({ host: 'mail.sender.example', secret: 'a secret of the tests, long enough' });
const campaignId = fc.stringMatching(/^[a-z][a-z0-9_-]{0,60}$/);
const n = fc.integer({ min: 1, max: 10_000_000 });

describe('the Message-IDs of a campaign', () => {
  test('name the recipient whom their mail went to, and are as RFC 5322 wants them', () => {
    fc.assert(
      fc.property(campaignId, n, (id, nth) => {
        const messageId = ids.of(id, nth);
        expect(messageId).toMatch(/^<[A-Za-z0-9_.-]+@mail\.sender\.example>$/);
        expect(ids.read(messageId)).toEqual({ campaignId: id, n: nth });
      }),
    );
  });

  test('can be made by nobody else: another number, another campaign, another secret, rubbish', () => {
    fc.assert(
      fc.property(campaignId, n, n, (id, nth, other) => {
        fc.pre(nth !== other);
        const [, check = ''] = /\.([0-9a-f]{12})@/.exec(ids.of(id, nth)) ?? [];
        expect(ids.read(`<${id}.${other.toString(36)}.${check}@mail.sender.example>`)).toBeNull();
        expect(ids.read(`<x${id}.${nth.toString(36)}.${check}@mail.sender.example>`)).toBeNull();
      }),
    );
    const foreign = createCampaignMailIds({
      host: 'mail.sender.example',
      secret: 'another secret, as long as that one',
    });
    expect(ids.read(foreign.of('greetings', 7))).toBeNull();
    for (const rubbish of ['', '<>', '<@mail.sender.example>', '<a.b.c@mail.sender.example>', ids.of('x', 1).slice(1)])
      expect(ids.read(rubbish)).toBeNull();
  });
});

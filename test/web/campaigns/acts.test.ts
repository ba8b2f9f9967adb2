import { describe, expect, test } from 'vitest';
import { CAMPAIGN_STATES, nextLife } from '../../../src/domain/campaign/life.js';
import { actsOf, mayCampaign, readEvery } from '../../../src/web/campaigns/acts.js';
import { isId, suggestedId } from '../../../src/web/campaigns/address.js';
import { beginning } from '../../../src/web/campaigns/beginning.js';
import { rateOf } from '../../../src/web/campaigns/rate-dialog.js';

const LIVES = {
  draft: { state: 'draft' },
  'awaiting-approval': { state: 'awaiting-approval', revision: 1, grew: false },
  scheduled: { state: 'scheduled', approved: false },
  sending: { state: 'sending' },
  paused: { state: 'paused', reason: 'by-hand' },
  stopped: { state: 'stopped', reason: 'by-hand' },
  done: { state: 'done' },
} as const;
const AROUND = { revision: 1, authors: ['a'], actorId: 'b', approvalAbove: 10 };

describe('what can be done with a campaign', () => {
  test.each(CAMPAIGN_STATES)(
    'while it is %s is what its life allows, and nothing that it allows is missing',
    (state) => {
      const offered = actsOf({ state, mayApprove: true }, 'marketing');
      const COMMANDS = {
        approve: { type: 'approve', revision: 1 },
        'send-back': { type: 'send-back' },
        unschedule: { type: 'unschedule' },
        pause: { type: 'pause', reason: 'by-hand' },
        resume: { type: 'resume' },
        stop: { type: 'stop' },
        discard: { type: 'discard' },
      } as const;
      for (const [act, command] of Object.entries(COMMANDS))
        expect([act, nextLife(LIVES[state], command, AROUND).ok]).toEqual([act, offered.includes(act as 'stop')]);
    },
  );

  test('is nothing for who looks on', () => {
    expect(mayCampaign('rep')).toBe(false);
    expect(actsOf({ state: 'sending', mayApprove: false }, 'viewer')).toEqual([]);
  });

  test('is approved by whom the API lets, and sent back by anybody who makes campaigns', () => {
    expect(actsOf({ state: 'awaiting-approval', mayApprove: false }, 'marketing')).toEqual(['send-back']);
  });

  test('is read again often while it sends, and not when it is over', () => {
    expect(readEvery({ state: 'sending', audience: 10 })).toBe(1_000);
    expect(readEvery({ state: 'sending', audience: 1_000_000 })).toBe(5_000);
    expect(readEvery({ state: 'done', audience: 10 })).toBeUndefined();
  });
});

describe('a new campaign', () => {
  test.each([
    ['Spring 2027', 'spring-2027'],
    ['  Grüße an alle! ', 'gru-e-an-alle'],
    ['春季问候', ''],
  ])('called %j has the id %j suggested', (name, id) => {
    expect(suggestedId(name)).toBe(id);
    expect(id === '' || isId(id)).toBe(true);
  });

  test('begins as a text of its id and name, as a copy, or as it was published', () => {
    const asked = { id: 'a', name: 'A "b": c', language: 'en', copied: null, basis: null } as const;
    expect(beginning(asked)).toEqual({ text: 'kind: campaign\nid: a\nname: "A \\"b\\": c"\n' });
    expect(beginning({ ...asked, copied: 'old' })).toEqual({ copyOf: 'old', id: 'a' });
    expect(beginning({ ...asked, basis: 'mid-autumn-2027' })).toEqual({ definition: 'mid-autumn-2027' });
  });
});

test('a rate is typed as a number, or as none', () => {
  expect(['600', '', '0', '1000001', 'x'].map(rateOf)).toEqual([600, null, undefined, undefined, undefined]);
});

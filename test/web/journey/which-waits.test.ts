import { describe, expect, test } from 'vitest';
import { waitActs } from '../../../src/web/journey/which-waits.js';

const ALL = ['pause', 'skip', 'reschedule', 'send-now'] as const;
const at = '2027-01-04T09:00:00.000Z';

describe('what may be done to a wait', () => {
  test.each([
    ['timer', at, ['skip', 'reschedule']],
    ['event', at, ['skip', 'reschedule']],
    ['event', null, ['skip']],
    ['task', at, ['skip']],
    ['desk', at, ['skip', 'reschedule']],
    ['message', at, ['skip', 'reschedule', 'send-now']],
    ['message', null, ['skip']],
    ['uncertain', null, ['skip']],
    ['repeat', at, ['skip']],
  ])('%s (due %s) is %j', (waitsFor, due, acts) => {
    expect(waitActs({ waitsFor, at: due, step: 's' }, ALL)).toEqual(acts);
  });

  test('is nothing that the person may not do to the journey', () => {
    expect(waitActs({ waitsFor: 'message', at, step: 's' }, ['pause', 'skip'])).toEqual(['skip']);
    expect(waitActs({ waitsFor: 'message', at, step: 's' }, [])).toEqual([]);
  });
});

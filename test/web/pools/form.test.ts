import { describe, expect, test } from 'vitest';
import type { PoolView } from '../../../src/api/contracts/pools.js';
import { changesOf, formOf, isLimit, newPool } from '../../../src/web/pools/form.js';

const POOL = {
  id: 'inbound',
  name: 'Inbound',
  teamId: 'emea',
  adminId: null,
  claimable: true,
  notifyOnClaim: false,
  unworkedLimit: 5,
  holdLimit: null,
  followUpWithin: '2 business days',
  remindBefore: '4 business hours',
  coolDown: null,
} as PoolView;

describe('the form of a pool', () => {
  test('changes nothing as it is opened', () => {
    expect(changesOf(formOf(POOL), formOf(POOL))).toEqual({});
  });

  test('sends only what was changed, an emptied field as none', () => {
    const form = formOf(POOL);
    expect(changesOf(form, { ...form, name: ' Fairs ', unworkedLimit: '', holdLimit: '12', adminId: 'usr_1' })).toEqual(
      {
        name: 'Fairs',
        unworkedLimit: null,
        holdLimit: 12,
        adminId: 'usr_1',
      },
    );
  });

  test('takes the reminder away with the time that it reminds of', () => {
    const form = formOf(POOL);
    expect(changesOf(form, { ...form, followUpWithin: '' })).toEqual({ followUpWithin: null, remindBefore: null });
  });

  test('proposes a rule for a new pool', () => {
    expect(newPool({ ...formOf(null), id: 'fairs', name: 'Fairs', teamId: 'emea' })).toMatchObject({
      id: 'fairs',
      followUpWithin: '2 business days',
      remindBefore: '4 business hours',
      unworkedLimit: null,
      adminId: null,
    });
  });

  test.each([
    ['', true],
    ['5', true],
    [' 12 ', true],
    ['0', false],
    ['-1', false],
    ['2.5', false],
    ['many', false],
  ])('reads "%s" as a limit: %s', (text, fits) => expect(isLimit(text)).toBe(fits));
});

import { describe, expect, it } from 'vitest';
import { FloodGuard, FORM_RATES, networkOf, senderOf } from '../../src/api/public/forms/guard.js';

describe('who sends to a form', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7', '192.0/16'],
    ['::ffff:192.0.2.7', '192.0.2.7', '192.0/16'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8::/32'],
    ['2001:db8::1', '2001:db8:0:0::/64', '2001:db8::/32'],
    ['::1', '0:0:0:0::/64', '0:0::/32'],
  ])('%s is told apart as %s, of the network %s', (ip, sender, network) => {
    expect([senderOf(ip), networkOf(ip)]).toEqual([sender, network]);
  });
});

describe('how many a form takes', () => {
  const HOUR = 3_600_000;
  /** Of an hour of a flood, one submission a second from each network, in turn: how many are kept. */
  function keptInAnHour(networks: number): { readonly flood: number; readonly visitors: number } {
    const guard = new FloodGuard();
    let [flood, visitors] = [0, 0];
    for (let second = 0; second < HOUR / 1_000; second++) {
      for (let i = 0; i < networks; i++)
        if (guard.keeps('trial', `10.${i}.0.${second % 250}`, second * 1_000) === null) flood += 1;
      if (second % 60 === 30 && guard.keeps('trial', '192.0.2.7', second * 1_000) === null) visitors += 1;
    }
    return { flood, visitors };
  }

  it.each([1, 2, 3])(
    'an hour’s flood from %i networks is held to their share, and each visitor is taken',
    (networks) => {
      expect(keptInAnHour(networks)).toEqual({ flood: networks * FORM_RATES.perNetworkHour, visitors: 60 });
    },
  );

  it('no flood, from however many networks, is more than a form’s rate', () => {
    const { flood, visitors } = keptInAnHour(50);
    expect(flood + visitors).toBeLessThanOrEqual(FORM_RATES.perFormHour);
  });
});

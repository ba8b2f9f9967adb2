import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withinShares } from '../../src/worker/shares.js';

const of = (...hosts: string[]) => hosts.map((host) => ({ host }));
const many = (host: string, n: number) => Array.from({ length: n }, () => ({ host }));
const countOf = (chosen: readonly { readonly host: string }[], host: string) =>
  chosen.filter((each) => each.host === host).length;

describe('the places of deliveries', () => {
  test('are taken in the order in which they are due', () => {
    expect(withinShares(of('a', 'b', 'c'), 16, [])).toEqual(of('a', 'b', 'c'));
  });

  test('are half one host’s at most, and further hosts find some', () => {
    const chosen = withinShares([...many('a', 50), ...many('b', 50), ...many('c', 50), ...of('d')], 16, []);
    expect(['a', 'b', 'c', 'd'].map((host) => countOf(chosen, host))).toEqual([8, 4, 2, 1]);
    expect(
      withinShares(
        [...many('a', 50), ...of('e')],
        8,
        many('a', 8).map(({ host }) => host),
      ),
    ).toEqual(of('e'));
  });

  test('are never more than are free, and with one free a host that has none gets it', () => {
    const hosts = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 40 });
    fc.assert(
      fc.property(hosts, hosts, fc.nat(16), (due, inHand, free) => {
        const chosen = withinShares(of(...due), free, inHand);
        expect(chosen.length).toBeLessThanOrEqual(free);
        const newcomer = due.find((host) => !inHand.includes(host));
        if (free > 0 && newcomer !== undefined) expect(chosen.length).toBeGreaterThan(0);
      }),
    );
  });
});

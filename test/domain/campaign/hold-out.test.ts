import { describe, expect, it } from 'vitest';
import { isHeldOut } from '../../../src/domain/campaign/hold-out.js';

const people = Array.from({ length: 20_000 }, (_, i) => `con_${i}`);
const heldOutOf = (campaign: string, perCent: number) => people.filter((id) => isHeldOut(campaign, id, perCent));

describe('a hold-out', () => {
  it.each([0.5, 5, 50])('of %d per cent is about that share', (perCent) => {
    const share = (heldOutOf('spring', perCent).length / people.length) * 100;
    expect(Math.abs(share - perCent)).toBeLessThan(0.2 + perCent / 20);
  });

  it('of nothing is nobody, of all is all', () => {
    expect(heldOutOf('spring', 0)).toEqual([]);
    expect(heldOutOf('spring', 100)).toEqual(people);
  });

  it('keeps whom it has as it grows, and has others of another campaign', () => {
    const few = heldOutOf('spring', 5);
    const more = new Set(heldOutOf('spring', 10));
    expect(few.every((id) => more.has(id))).toBe(true);
    const both = heldOutOf('autumn', 5).filter((id) => few.includes(id)).length;
    expect(both / few.length).toBeLessThan(0.1);
  });
});

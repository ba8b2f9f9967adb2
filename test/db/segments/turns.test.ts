import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Turns } from '../../../src/db/segments/turns.js';

const LONG_MS = 60_000;

describe('turns of long questions', () => {
  it('are so many at once, whatever comes and goes, and everybody who stays gets one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.boolean(), { maxLength: 30 }),
        async (most, leaves) => {
          const turns = new Turns(most);
          let [under, atMost, done] = [0, 0, 0];
          const asked = leaves.map(async (leaves) => {
            const goes = new AbortController();
            const taking = turns.take(LONG_MS, goes.signal);
            if (leaves) goes.abort();
            const giveBack = await taking;
            if (typeof giveBack === 'string') return;
            atMost = Math.max(atMost, ++under);
            await Promise.resolve();
            under--;
            done++;
            giveBack();
            // Twice is once.
            giveBack();
          });
          await Promise.all(asked);
          expect(atMost).toBeLessThanOrEqual(most);
          expect(done).toBeGreaterThanOrEqual(leaves.filter((left) => !left).length);
          expect(turns.waiting).toBe(0);
        },
      ),
    );
  });

  it('are had in the order of coming; who goes away leaves the line, and who has waited too long is told', async () => {
    const turns = new Turns(1);
    const first = await turns.take(LONG_MS);
    const order: string[] = [];
    const goes = new AbortController();
    const leaving = turns.take(LONG_MS, goes.signal);
    const second = turns.take(LONG_MS).then((back) => [order.push('second'), back] as const);
    const third = turns.take(LONG_MS).then((back) => [order.push('third'), back] as const);
    goes.abort();
    expect(await leaving).toBe('gone');
    expect(await turns.take(1)).toBe('too-long');
    if (typeof first === 'string') throw new Error('there was a place');
    first();
    const [, back] = await second;
    if (typeof back === 'string') throw new Error('it was its turn');
    back();
    await third;
    expect(order).toEqual(['second', 'third']);
  });

  it('are for nobody who has gone already', async () => {
    expect(await new Turns(1).take(LONG_MS, AbortSignal.abort())).toBe('gone');
  });
});

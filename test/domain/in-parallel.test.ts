import { expect, test } from 'vitest';
import { inParallel } from '../../src/domain/in-parallel.js';

test('works on as many at a time as it may, and answers in the order of the items', async () => {
  let [now, most] = [0, 0];
  const answers = await inParallel([30, 1, 20, 5, 0], 2, async (ms, index) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, ms));
    now -= 1;
    return `${index}: ${ms}`;
  });
  expect(answers).toEqual(['0: 30', '1: 1', '2: 20', '3: 5', '4: 0']);
  expect(most).toBe(2);
});

test('works on none of none, and fails with the first that does', async () => {
  expect(await inParallel([], 3, async () => 1)).toEqual([]);
  await expect(
    inParallel([1, 2], 2, async (n) => {
      if (n === 2) throw new Error('two');
    }),
  ).rejects.toThrow('two');
});

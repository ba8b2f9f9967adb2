import { expect, test } from 'vitest';
import { GroupCommit } from '../../../src/db/campaign/group-commit.js';

test('what comes while one statement is under way goes together in the next', async () => {
  const groups: number[][] = [];
  let release = () => {};
  const commit = new GroupCommit<number, string>(
    async (items) => {
      groups.push([...items]);
      if (groups.length === 1)
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      return items.map((item) => `${item} written`);
    },
    { most: 3, gatherMs: 0 },
  );
  const first = commit.add(1);
  await new Promise((resolve) => setImmediate(resolve));
  const rest = [2, 3, 4, 5].map((item) => commit.add(item));
  release();
  expect(await Promise.all([first, ...rest])).toEqual([1, 2, 3, 4, 5].map((item) => `${item} written`));
  expect(groups).toEqual([[1], [2, 3, 4], [5]]);
});

test('a statement that fails says so to those who were in it, and the next goes on', async () => {
  let fails = true;
  const commit = new GroupCommit<number, number>(
    async (items) => {
      if (fails) throw new Error('away');
      return items;
    },
    { most: 10, gatherMs: 0 },
  );
  await expect(Promise.all([commit.add(1), commit.add(2)])).rejects.toThrow('away');
  fails = false;
  expect(await commit.add(3)).toBe(3);
});

test('a group waits a moment for more, and for no more than fill it', async () => {
  const groups: number[][] = [];
  const commit = new GroupCommit<number, number>(
    async (items) => {
      groups.push([...items]);
      return items;
    },
    { most: 3, gatherMs: 20 },
  );
  const first = commit.add(1);
  await new Promise((resolve) => setTimeout(resolve, 2));
  await Promise.all([first, ...[2, 3, 4].map((item) => commit.add(item))]);
  expect(groups).toEqual([[1, 2, 3], [4]]);
});

import { defineConfig } from 'vitest/config';

/** `npm run replay:record`: records anew, against a real server. The recordings are committed and replayed by the tests. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/replay/record.ts'],
    globalSetup: ['test/support/services.ts'],
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});

import { defineConfig } from 'vitest/config';

/** `npm run replay:record`: records the shapes that have no recording, against a real server. The tests replay them all. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/replay/record*.ts'],
    exclude: ['test/replay/record.config.ts', 'test/replay/recorder.ts'],
    globalSetup: ['test/support/services.ts'],
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});

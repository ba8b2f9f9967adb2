import { defineConfig } from 'vitest/config';

/** Tests whose file name says so need services: a database, a Temporal server, SMTP. */
const SERVICES = ['test/**/*.e2e.test.ts', 'test/**/*.workflow.test.ts', 'test/**/*.db.test.ts'];

/** The page in a real Chromium, against one whole system that all of them share. */
const BROWSER = ['test/**/*.browser.test.ts'];

export default defineConfig({
  test: {
    pool: 'forks',
    // Of kept texts of thousands of lines, a whole comparison would take minutes.
    diff: { truncateThreshold: 40 },
    // Two cores are the least that this is made for; more files at once would starve the servers.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['test/**/*.test.ts'],
          exclude: [...SERVICES, ...BROWSER],
          testTimeout: 15_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'services',
          include: SERVICES,
          globalSetup: ['test/support/services.ts'],
          testTimeout: 90_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: BROWSER,
          globalSetup: ['test/browser/support/setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

import type { TestProject } from 'vitest/node';
import { loadConfig, repositoryRoot } from '../../../src/config/env.js';
import { buildPage } from '../../../src/dev/page.js';
import { ensureGreenMail } from '../../support/greenmail-jars.js';
import { provideChromium } from './chromium.js';
import { type Landmarks, seed } from './seed.js';
import { startWorld, type WorldInfo } from './world.js';

declare module 'vitest' {
  interface ProvidedContext {
    readonly world: WorldInfo;
    readonly landmarks: Landmarks;
  }
}

/** Runs once before the tests of the page: builds it, unpacks Chromium, and starts the world that all of them share. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const say = (line: string): void => void process.stdout.write(`[browser] ${line}\n`);
  const began = Date.now();
  await provideChromium();
  project.provide('greenMail', await ensureGreenMail(loadConfig(process.env).cacheDir, say));
  await buildPage(repositoryRoot);
  const world = await startWorld(say);
  try {
    project.provide('landmarks', await seed(world));
  } catch (error) {
    await world.stop();
    throw error;
  }
  const { apiUrl, databaseUrl, mailUrl, folder, opsKey, apiEnvironment } = world;
  project.provide('world', { apiUrl, databaseUrl, mailUrl, folder, opsKey, apiEnvironment });
  say(`the world is ready after ${((Date.now() - began) / 1000).toFixed(1)} s`);
  return () => world.stop();
}

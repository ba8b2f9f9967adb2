import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { isAlive } from '../../../src/dev/processes.js';

/** Where the world that looks share says what it is. */
export const LOOK_FOLDER = path.join(tmpdir(), 'followthrough-look');
export const LOOK_STATE = path.join(LOOK_FOLDER, 'state.json');
export const LOOK_LOG = path.join(LOOK_FOLDER, 'world.log');

const placed = z.object({ contactId: z.string(), journeyId: z.string(), name: z.string() });

const lookState = z.object({
  pid: z.number(),
  /** Vite's server, with the page as its sources are now. */
  pageUrl: z.string(),
  apiUrl: z.string(),
  /** Ask here for a new API process. */
  controlUrl: z.string(),
  databaseUrl: z.string(),
  mailUrl: z.string(),
  apiStartedAt: z.number(),
  landmarks: z.record(z.string(), z.record(z.string(), placed)),
});
export type LookState = z.output<typeof lookState>;

/** The world that runs; undefined: none, or it died. */
export function runningLook(): LookState | undefined {
  try {
    const state = lookState.parse(JSON.parse(readFileSync(LOOK_STATE, 'utf8')));
    return isAlive(state.pid) ? state : undefined;
  } catch {
    return undefined;
  }
}

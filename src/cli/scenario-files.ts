import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isScenarioFile } from '../domain/scenarios/scenario.js';
import { CommandFailure } from './failure.js';

/** The files of scenarios in a folder and below; of a file, itself or the one beside it. */
export async function scenarioFiles(place: string): Promise<readonly string[]> {
  const info = await stat(place).catch(() => null);
  if (info === null)
    throw new CommandFailure({
      code: 'unreadable-file',
      cause: `${place} could not be read: there is no such file or folder.`,
      fix: 'Check the path.',
      exit: 2,
    });
  if (!info.isDirectory()) return [isScenarioFile(place) ? place : beside(place)];
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && isScenarioFile(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

const beside = (definition: string): string => `${definition.replace(/\.(ya?ml|json)$/, '')}.scenarios.yaml`;

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { repositoryRoot } from '../../src/config/env.js';
import { ensureJars } from './maven-jars.js';

/** Makes GreenMail ready and returns the path of its jar. Throws with what is missing. */
export async function ensureGreenMail(cacheDir: string, say: (line: string) => void): Promise<string> {
  const pom = path.join(repositoryRoot, 'tools/greenmail/pom.xml');
  const folder = await ensureJars({ cacheDir, name: 'greenmail', pom, title: 'GreenMail' }, say);
  const lib = path.join(folder, 'lib');
  const jar = (await readdir(lib)).find((name) => /^greenmail-standalone-.*\.jar$/.test(name));
  if (jar === undefined) throw new Error(`${lib} has no greenmail-standalone jar; remove the folder to fetch it again`);
  return path.join(lib, jar);
}

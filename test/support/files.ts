import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file with this text, in a temporary folder of its own. */
export async function aFile(text: string, name = 'list.csv'): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'followthrough-file-')), name);
  await writeFile(path, text);
  return path;
}

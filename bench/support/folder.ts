import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A temporary folder for a server's data. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'followthrough-bench-'));
  // As root the server is another user, who must be able to enter.
  await chmod(folder, 0o755);
  return folder;
}

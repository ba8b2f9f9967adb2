import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * A secret of the embedded system: made at the first start and kept in its data folder. `link-secret` signs public links, so
 * that old mails' links go on working; `mailbox-secret` seals passwords and keys of mailboxes.
 */
export async function keepSecret(dataDir: string, name: 'link-secret' | 'mailbox-secret'): Promise<string> {
  const file = path.join(dataDir, name);
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (kept.length >= 32) return kept;
  const secret = randomBytes(32).toString('base64url');
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}

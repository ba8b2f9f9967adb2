import { fileURLToPath } from 'node:url';
import { generateClient } from '../src/dev/generate-client.js';

/** `npm run generate`: the Prisma client, if the schema changed. */
try {
  const made = generateClient(fileURLToPath(new URL('..', import.meta.url)), process.env);
  process.stdout.write(made ? 'Prisma client generated\n' : 'Prisma client is up to date\n');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

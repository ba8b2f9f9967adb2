import { readFile, writeFile } from 'node:fs/promises';
import { definitionJsonSchema } from '../src/domain/definition/json-schema.js';

/** Writes schema/definition.schema.json; with `--check` it only says whether the file is current (exit 1 if not). */
const target = new URL('../schema/definition.schema.json', import.meta.url);
const text = `${JSON.stringify(definitionJsonSchema(), null, 2)}\n`;

if (process.argv.includes('--check')) {
  const current = await readFile(target, 'utf8').catch(() => '');
  if (current !== text) {
    process.stderr.write('schema/definition.schema.json is not current; run `npx tsx tools/json-schema.ts`\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(target, text);
}

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeApi } from '../src/api/describe.js';

// Writes docs/openapi.json from the contracts. A test fails when the two differ.
const file = fileURLToPath(new URL('../docs/openapi.json', import.meta.url));
writeFileSync(file, await describeApi());
process.stdout.write(`${file}\n`);

import { readFile, writeFile } from 'node:fs/promises';
import { API_CODES } from '../src/api/http/problem-codes.js';
import { errorCodesPage } from '../src/domain/error-codes/page.js';

/** Writes docs/error-codes.md; with `--check` it only says whether the page is current (exit 1 if not). */
const target = new URL('../docs/error-codes.md', import.meta.url);
const text = errorCodesPage(API_CODES);

if (process.argv.includes('--check')) {
  if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
    process.stderr.write('docs/error-codes.md is not current; run `npx tsx tools/error-codes.ts`\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(target, text);
}

import { fileURLToPath } from 'node:url';
import { buildPage } from '../src/dev/page.js';

/** `npm run build`: the page, as the API serves it. */
const made = await buildPage(fileURLToPath(new URL('..', import.meta.url)));
process.stdout.write(made ? 'The page was built into dist/page.\n' : 'The page in dist/page is up to date.\n');

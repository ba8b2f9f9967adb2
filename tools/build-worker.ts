import { fileURLToPath } from 'node:url';
import { buildWorkflows } from '../src/worker/bundle.js';

/** A part of `npm run build`: the workflow code as one file, for workers that start at once. */
const { buildId, made } = await buildWorkflows(fileURLToPath(new URL('..', import.meta.url)));
process.stdout.write(
  `The workflow code of build ${buildId} ${made ? 'was built into' : 'is up to date in'} dist/worker.\n`,
);

import { expect, test } from 'vitest';
import { CONTRACTS } from '../../src/api/contracts/all.js';
import { buildProgram, pathOf, walk } from '../../src/cli/program.js';
import { whereToLook } from '../../src/cli/where-it-stands.js';

/** Whatever the API has ids of. */
const places = [...new Set(Object.values(CONTRACTS).map(({ path }) => path.split('/')[2] ?? ''))];

test.each(places)('the hint about an unknown id of %s names a command that there is, if any', (collection) => {
  const named = /`followthrough ([a-z ]+)( --json)?`/.exec(whereToLook(`/v1/${collection}/x`))?.[1];
  const commands = walk(buildProgram(async () => undefined as never, '1')).map(pathOf);
  if (named !== undefined) expect(commands).toContain(named);
});

import { parseArgs } from 'node:util';

/** Reads whole numbers of at least 0 such as `--journeys 300`; what isn't named is as the defaults say. Throws for anything else. */
export function readNumbers<Name extends string>(
  args: readonly string[],
  defaults: { readonly [name in Name]: number },
): { readonly [name in Name]: number } {
  const names = Object.keys(defaults) as Name[];
  const { values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  });
  const read = (name: Name): number => {
    const n = Number(values[name] ?? defaults[name]);
    if (!Number.isSafeInteger(n) || n < 0) throw new Error(`--${name}: expected a whole number of at least 0`);
    return n;
  };
  return Object.fromEntries(names.map((name) => [name, read(name)])) as { [name in Name]: number };
}

import type { DocPath } from './finding.js';
import { DOES_NOTHING } from './schema-steps.js';
import { type ShapeProblem, valueAt } from './shape-problems.js';

/*
 * A file with a fault of shape should still get its other findings in the same run. So each fault gets something
 * harmless in its place, in a copy, until the copy has the right shape; what lint then says about the replaced places is
 * dropped. List items are replaced, never removed: positions would shift.
 */

type Container = { [key: string | number]: unknown };

const STEP_LISTS = new Set(['steps', 'then', 'else']);

export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)]));
}

/** Changes `root` in place. Returns false if a fault has no harmless replacement. */
export function repair(root: unknown, problems: readonly ShapeProblem[]): boolean {
  return problems.map((problem) => repairOne(root, problem)).every(Boolean);
}

function repairOne(root: unknown, { path, repair: how }: ShapeProblem): boolean {
  const key = path.at(-1);
  const parent = valueAt(root, path.slice(0, -1));
  if (key === undefined || typeof parent !== 'object' || parent === null) return false;
  const container = parent as Container;
  if (how.type === 'replace') container[key] = copyOf(how.value);
  else if (how.type === 'keepFirstKey') keepFirst(container[key], how.keys);
  else if (!Array.isArray(parent)) delete container[key];
  else if (isStepList(path.slice(0, -1))) container[key] = copyOf(DOES_NOTHING);
  else return false;
  return true;
}

function keepFirst(value: unknown, keys: readonly string[]): void {
  if (typeof value !== 'object' || value === null) return;
  const present = keys.filter((key) => key in value);
  for (const key of present.slice(1)) delete (value as Container)[key];
}

const isStepList = (path: DocPath): boolean => {
  const key = path.at(-1);
  const above = path.at(-2);
  return (typeof key === 'string' && STEP_LISTS.has(key)) || above === 'onOutcome' || above === 'onArm';
};

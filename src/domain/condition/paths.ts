import type { Condition } from './condition.js';

/** All paths that a condition looks at, each once. */
export function pathsOf(condition: Condition): readonly string[] {
  const paths = new Set<string>();
  const visit = (each: Condition): void => {
    if (each.type === 'test') paths.add(each.path);
    else if (each.type === 'not') visit(each.of);
    else each.of.forEach(visit);
  };
  visit(condition);
  return [...paths];
}

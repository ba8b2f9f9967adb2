import { stringify } from 'yaml';
import { readYaml } from './read-yaml.js';

/** The condition of a segment's definition by itself, as YAML; '' for what has none. */
export function conditionText(text: string): string {
  const { value } = readYaml(text);
  const condition = typeof value === 'object' && value !== null && 'if' in value ? value.if : undefined;
  return condition === undefined ? '' : stringify(condition, { lineWidth: 100 });
}

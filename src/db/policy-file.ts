import { existsSync, readFileSync } from 'node:fs';
import { NO_POLICY, type Policy, parsePolicy } from '../domain/policy.js';

/** Reads `policy.yaml`; where it isn't, there is none. A faulty one ends the start: half a policy would send too much. */
export function loadPolicy(file: string): Policy {
  if (!existsSync(file)) return NO_POLICY;
  const parsed = parsePolicy({ file, text: readFileSync(file, 'utf8') });
  if (parsed.ok) return parsed.value;
  throw new Error(
    parsed.error.map((each) => `${each.file}:${each.line}:${each.column} ${each.code} ${each.message}`).join('\n'),
  );
}

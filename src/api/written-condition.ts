import type { Condition } from '../domain/condition/condition.js';
import { type Finding, sortFindings, toFinding } from '../domain/definition/finding.js';
import { readYaml } from '../domain/definition/read-yaml.js';
import type { AppDeps } from './deps.js';

export interface WrittenCondition {
  /** Null: there are errors. */
  readonly condition: Condition | null;
  readonly findings: readonly Finding[];
}

type Deps = Pick<AppDeps, 'checkCondition' | 'checkDefinition'>;

const FILE = 'segment.yaml';

/** Reads what somebody writes: a condition by itself, or the whole definition of a segment. */
export async function readWritten(deps: Deps, text: string): Promise<WrittenCondition> {
  const { value, problems, locate } = readYaml(text);
  if (isDefinition(value)) return await readSegment(deps, text);
  const read = problems.length > 0 ? null : deps.checkCondition(value, []);
  const all = read === null ? problems : read.problems;
  return {
    condition: all.length === 0 ? (read?.condition ?? null) : null,
    findings: sortFindings(all.map((problem) => toFinding(problem, FILE, locate))),
  };
}

const isDefinition = (value: unknown): boolean => typeof value === 'object' && value !== null && 'kind' in value;

async function readSegment(deps: Deps, text: string): Promise<WrittenCondition> {
  const { definition, findings } = await deps.checkDefinition({ file: FILE, text });
  if (definition !== null && definition.kind !== 'segment') {
    const message = `a ${definition.kind} is no segment; expected kind: segment, or a condition by itself`;
    const { locate } = readYaml(text);
    return {
      condition: null,
      findings: [toFinding({ code: 'wrong-type', path: ['kind'], message }, FILE, locate)],
    };
  }
  const isFaulty = definition === null || findings.some(({ severity }) => severity === 'error');
  return { condition: isFaulty ? null : definition.if, findings };
}

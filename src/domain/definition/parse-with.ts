import type { z } from 'zod';
import { err, ok, type Result } from '../result.js';
import { type Finding, type Locate, type Problem, sortFindings, toFinding } from './finding.js';
import type { Source } from './parse.js';
import { readYaml } from './read-yaml.js';
import { shapeProblems } from './shape-problems.js';

export interface ParsedWith<T> {
  readonly value: T;
  /** The finding of a fault that the schema can't show. */
  readonly find: (problem: Problem) => Finding;
  readonly locate: Locate;
}

/** Reads any small YAML file (`fields.yaml`, `events.yaml`, ...) by a schema, with the findings that definitions get. */
export function parseWith<T>(source: Source, schema: z.ZodType<T>): Result<ParsedWith<T>, readonly Finding[]> {
  const yaml = readYaml(source.text);
  const find = (problem: Problem): Finding => toFinding(problem, source.file, yaml.locate);
  const result = yaml.value === undefined ? undefined : schema.safeParse(yaml.value);
  const problems = [
    ...yaml.problems,
    ...(result && !result.success ? shapeProblems(result.error.issues, yaml.value) : []),
  ];
  if (problems.length > 0 || !result?.success) return err(sortFindings(problems.map(find)));
  return ok({ value: result.data, find, locate: yaml.locate });
}

import type { z } from 'zod';
import { nearest } from '../nearest.js';
import type { Definition } from './definition.js';
import {
  type DocPath,
  type Finding,
  type Locate,
  type Problem,
  quote,
  sortFindings,
  toFinding,
  toPointer,
} from './finding.js';
import { normalise } from './normalise-files.js';
import { type LocatedCondition, type LocatedEventType, Normaliser } from './normalise-steps.js';
import { readYaml } from './read-yaml.js';
import { copyOf, repair } from './repair.js';
import { FILE_SCHEMAS, type RawFile } from './schema-files.js';
import { MAX_PROBLEMS, type ShapeProblem, shapeProblems } from './shape-problems.js';

/** A text and what to call it in findings. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** What a definition file holds. */
export interface ParsedDefinition {
  readonly file: string;
  /** Null if there is any finding: what has a fault of shape is never run. */
  readonly definition: Definition | null;
  readonly findings: readonly Finding[];
  readonly locate: Locate;
  /** The definition as far as it could be made out, with stand-ins for what could not; only lint looks at it. */
  readonly draft: Definition | null;
  readonly conditions: readonly LocatedCondition[];
  readonly listened: readonly LocatedEventType[];
  /** Pointers of the stand-ins. */
  readonly standIns: ReadonlySet<string>;
  /** All values of keys called `id`, right or wrong: what refers to one of them isn't unknown. */
  readonly writtenIds: ReadonlySet<string>;
  /** The file's plain value, for what a typed definition no longer shows. */
  readonly value: unknown;
}

const KINDS = Object.keys(FILE_SCHEMAS);
const MAX_ROUNDS = 8;

/**
 * Reads a definition file (YAML 1.2 or JSON) of any origin. Never throws; all faults of syntax and shape come at once,
 * in the order of the file. What the shape can't show (unknown steps, templates, paths) is `lintDefinition`'s.
 */
export function parseDefinition(source: Source): ParsedDefinition {
  const yaml = readYaml(source.text);
  const { draft, problems, conditions, listened, standIns } = yaml.value === undefined ? NOTHING : readFile(yaml.value);
  const findings = sortFindings(
    [...yaml.problems, ...problems].map((problem) => toFinding(problem, source.file, yaml.locate)),
  );
  return {
    file: source.file,
    definition: findings.length === 0 ? draft : null,
    findings: findings.map((finding) => (yaml.value === undefined ? { ...finding, pointer: '' } : finding)),
    locate: yaml.locate,
    draft,
    conditions,
    listened,
    standIns,
    writtenIds: idsIn(yaml.value),
    value: yaml.value,
  };
}

interface ReadFile {
  readonly draft: Definition | null;
  readonly problems: readonly Problem[];
  readonly conditions: readonly LocatedCondition[];
  readonly listened: readonly LocatedEventType[];
  readonly standIns: ReadonlySet<string>;
}

const NOTHING: ReadFile = { draft: null, problems: [], conditions: [], listened: [], standIns: new Set() };

const refused = (path: DocPath, message: string, suggestion?: string): ReadFile => ({
  ...NOTHING,
  problems: [{ code: 'wrong-type', path, message, suggestion }],
});

function readFile(value: unknown): ReadFile {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refused([], `expected a map with "kind", "id" and "name", found ${quote(value)}`);
  const kind = 'kind' in value ? value.kind : undefined;
  if (typeof kind !== 'string' || !isKind(kind)) {
    const message = kind === undefined ? '"kind" is missing' : `unknown kind ${quote(kind)}`;
    return refused(
      ['kind'],
      `${message}; expected one of ${KINDS.join(', ')}`,
      typeof kind === 'string' ? nearest(kind, KINDS) : undefined,
    );
  }
  const { raw, problems, standIns } = validate(value, FILE_SCHEMAS[kind]);
  if (!raw) return { ...NOTHING, problems, standIns };
  const by = new Normaliser();
  const draft = normalise(raw, by);
  const newProblems = by.problems.filter((problem) => !isStandIn(standIns, problem.path));
  return { draft, problems: [...problems, ...newProblems], conditions: by.conditions, listened: by.listened, standIns };
}

const isKind = (kind: string): kind is keyof typeof FILE_SCHEMAS => Object.hasOwn(FILE_SCHEMAS, kind);

interface Validated {
  readonly raw: RawFile | null;
  readonly problems: readonly ShapeProblem[];
  readonly standIns: ReadonlySet<string>;
}

/** Validates, puts something harmless where a fault is, and validates again: a second round finds what the first's faults hid. */
function validate(value: object, schema: z.ZodType<RawFile>): Validated {
  const problems: ShapeProblem[] = [];
  const repaired: DocPath[] = [];
  const standIns = new Set<string>();
  const working = copyOf(value);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const result = schema.safeParse(working);
    if (result.success) return { raw: result.data, problems, standIns };
    const found = shapeProblems(result.error.issues, working);
    problems.push(...found.filter((problem) => !followsFrom(problem.path, repaired) && !isExplained(problem, found)));
    for (const { path } of found) {
      repaired.push(path);
      standIns.add(toPointer(path));
    }
    if (problems.length >= MAX_PROBLEMS || !repair(working, found)) break;
  }
  return { raw: null, problems, standIns };
}

/** True if a fault at `path` comes from an earlier repair: it is at the repaired place, inside it, or in the map around it. */
const followsFrom = (path: DocPath, repaired: readonly DocPath[]): boolean =>
  repaired.some((place) => {
    const [short, long] = path.length < place.length ? [path, place] : [place, path];
    return place.length <= path.length + 1 && short.every((part, i) => part === long[i]);
  });

/** True if a map lacks something just because a key in it is misspelt, which is reported already. */
const isExplained = ({ code, path }: Problem, found: readonly Problem[]): boolean =>
  code === 'wrong-type' &&
  found.some(
    (other) =>
      other.code === 'unknown-key' &&
      other.suggestion !== undefined &&
      other.path.length === path.length + 1 &&
      path.every((part, i) => part === other.path[i]),
  );

/** True if the place, or one above it, was replaced by a stand-in. */
export function isStandIn(standIns: ReadonlySet<string>, path: DocPath): boolean {
  if (standIns.size === 0) return false;
  return path.some((_, i) => standIns.has(toPointer(path.slice(0, i + 1))));
}

function idsIn(value: unknown): Set<string> {
  const ids = new Set<string>();
  const visit = (each: unknown): void => {
    if (typeof each !== 'object' || each === null) return;
    if (!Array.isArray(each) && 'id' in each && typeof each.id === 'string') ids.add(each.id);
    Object.values(each).forEach(visit);
  };
  visit(value);
  return ids;
}

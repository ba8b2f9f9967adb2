import { parseDateValue } from '../calendar/date-value.js';
import { type Duration, parseDuration } from '../calendar/duration.js';
import { type DocPath, type Problem, quote } from '../definition/finding.js';
import { nearestDuration } from '../definition/suggest.js';
import { BUILT_IN_FIELDS } from '../fields.js';
import { nearest } from '../nearest.js';
import type { Comparison, Condition, Scalar } from './condition.js';

/** One comparison of a condition with its places in the source, for whoever judges its path and value. */
export interface LocatedTest {
  readonly path: string;
  readonly test: Comparison;
  /** Of the path's key. */
  readonly at: DocPath;
  /** Of the value compared with. */
  readonly valueAt: DocPath;
}

export interface ParsedCondition {
  /** What could be read; whole only if there are no problems. */
  readonly condition: Condition;
  readonly tests: readonly LocatedTest[];
  readonly problems: readonly Problem[];
}

const OPS = [
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'in',
  'notIn',
  'contains',
  'startsWith',
  'exists',
  'before',
  'after',
  'olderThan',
  'within',
] as const;
type Op = (typeof OPS)[number];
const COMBINATORS = ['all', 'any', 'not'] as const;
const PATH = /^[A-Za-z][\w-]*(\.[A-Za-z0-9_][\w-]*)+$/;

/**
 * Reads a condition from the value that YAML gave, `at` being its place in the document. It judges the language only;
 * whether a path exists and its values have the right type is asked with `checkTests`, which knows the fields.
 */
export function parseCondition(value: unknown, at: DocPath = []): ParsedCondition {
  const reader = new Reader();
  return { condition: reader.read(value, at), tests: reader.tests, problems: reader.problems };
}

const ALWAYS: Condition = { type: 'all', of: [] };

const isMap = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));

/** `status` alone is mostly the contact's. */
function recordWith(name: string): string | undefined {
  const found = Object.entries(BUILT_IN_FIELDS).find(([, fields]) => fields.has(name));
  return found && `${found[0]}.${name}`;
}

class Reader {
  readonly tests: LocatedTest[] = [];
  readonly problems: Problem[] = [];

  private wrong(path: DocPath, message: string): undefined {
    this.problems.push({ code: 'wrong-type', path, message });
    return undefined;
  }

  read(value: unknown, at: DocPath): Condition {
    if (!isMap(value)) {
      this.wrong(at, `expected a condition such as { contact.status: customer }, found ${quote(value)}`);
      return ALWAYS;
    }
    const parts = Object.entries(value).map(([key, inner]) => this.readEntry(key, inner, [...at, key]));
    if (parts.length === 0) this.wrong(at, 'expected a condition, found an empty map');
    const [only] = parts;
    return only && parts.length === 1 ? only : { type: 'all', of: parts };
  }

  private readEntry(key: string, value: unknown, at: DocPath): Condition {
    if (key === 'not') return { type: 'not', of: this.read(value, at) };
    if (key !== 'all' && key !== 'any') return this.readTests(key, value, at);
    if (!Array.isArray(value)) {
      this.wrong(at, `expected a list of conditions under "${key}", found ${quote(value)}`);
      return ALWAYS;
    }
    // Of nothing, `any` would hold for nobody and `all` for everybody: neither is what somebody meant to write.
    if (value.length === 0) this.wrong(at, `expected at least one condition under "${key}"`);
    return { type: key, of: value.map((inner, i) => this.read(inner, [...at, i])) };
  }

  private readTests(path: string, value: unknown, at: DocPath): Condition {
    if (!PATH.test(path)) {
      this.reportPath(path, at);
      return ALWAYS;
    }
    if (path.startsWith('events.')) return this.readCount(path, value, at);
    if (!isMap(value)) return this.readTest(path, 'eq', value, at, at);
    const ops = Object.entries(value);
    if (ops.length === 0) this.wrong(at, `expected a comparison such as { exists: true }, found an empty map`);
    const tests = ops.map(([op, operand]): Condition => {
      if ((OPS as readonly string[]).includes(op)) return this.readTest(path, op as Op, operand, at, [...at, op]);
      this.unknownOp(op, OPS, [...at, op]);
      return ALWAYS;
    });
    const [only] = tests;
    return only && tests.length === 1 ? only : { type: 'all', of: tests };
  }

  private reportPath(path: string, at: DocPath): void {
    const suggestion = path.includes('.') ? undefined : (recordWith(path) ?? nearest(path, COMBINATORS));
    const message = `expected a path such as contact.status, or one of all, any and not; found ${quote(path)}`;
    this.problems.push({ code: 'unknown-path', path: at, at: 'key', message, suggestion });
  }

  private unknownOp(op: string, known: readonly string[], path: DocPath): void {
    const suggestion = nearest(op, known);
    const message = `unknown comparison "${op}"; expected one of ${known.join(', ')}`;
    this.problems.push({ code: 'unknown-key', path, at: 'key', message, suggestion });
  }

  private readTest(path: string, op: Op, operand: unknown, at: DocPath, valueAt: DocPath): Condition {
    const test = this.comparison(op, operand, valueAt);
    if (!test) return ALWAYS;
    this.tests.push({ path, test, at, valueAt });
    return { type: 'test', path, test };
  }

  private readCount(path: string, value: unknown, at: DocPath): Condition {
    const entries = isMap(value) ? value : {};
    for (const key of Object.keys(entries))
      if (key !== 'atLeast' && key !== 'within') this.unknownOp(key, ['atLeast', 'within'], [...at, key]);
    const n = entries['atLeast'];
    const within = entries['within'] === undefined ? undefined : this.duration(entries['within'], [...at, 'within']);
    if (typeof n !== 'number' || !Number.isInteger(n) || n < 0) {
      this.wrong(
        n === undefined ? at : [...at, 'atLeast'],
        `expected { atLeast: <whole number>, within: <duration> } for a count of events, found ${quote(value)}`,
      );
      return ALWAYS;
    }
    const test: Comparison = { op: 'atLeast', n, ...(within ? { within } : {}) };
    this.tests.push({ path, test, at, valueAt: [...at, 'atLeast'] });
    return { type: 'test', path, test };
  }

  private duration(value: unknown, at: DocPath): Duration | undefined {
    const duration = typeof value === 'string' ? parseDuration(value) : undefined;
    if (!duration) {
      const suggestion = typeof value === 'string' ? nearestDuration(value) : undefined;
      const message = `expected a duration such as "90 days", found ${quote(value)}`;
      this.problems.push({ code: 'bad-duration', path: at, message, suggestion });
    }
    return duration;
  }

  private comparison(op: Op, value: unknown, at: DocPath): Comparison | undefined {
    switch (op) {
      case 'eq':
      case 'ne':
        if (value === null)
          return this.wrong(at, 'expected a value, found nothing; for a missing one write { exists: false }');
        return isScalar(value)
          ? { op, value }
          : this.wrong(at, `expected a text, a number, true or false; found ${quote(value)}`);
      case 'gt':
      case 'gte':
      case 'lt':
      case 'lte':
        return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))
          ? { op, value }
          : this.wrong(at, `expected a number or a text to compare with, found ${quote(value)}`);
      case 'in':
      case 'notIn':
        return Array.isArray(value) && value.length > 0 && value.every(isScalar)
          ? { op, values: value }
          : this.wrong(at, `expected a list of at least one text, number, true or false; found ${quote(value)}`);
      case 'contains':
      case 'startsWith':
        return typeof value === 'string' ? { op, value } : this.wrong(at, `expected a text, found ${quote(value)}`);
      case 'exists':
        return typeof value === 'boolean'
          ? { op, value }
          : this.wrong(at, `expected true or false, found ${quote(value)}`);
      case 'before':
      case 'after':
        return this.isMoment(value)
          ? { op, value }
          : this.wrong(
              at,
              `expected a date or an instant such as "2027-01-31" or "2027-01-31T09:00:00Z", found ${quote(value)}`,
            );
      case 'olderThan':
      case 'within': {
        const duration = this.duration(value, at);
        return duration && { op, value: duration };
      }
    }
  }

  private isMoment(value: unknown): value is string {
    const type = typeof value === 'string' ? parseDateValue(value)?.type : undefined;
    return type === 'date' || type === 'instant' || type === 'local';
  }
}

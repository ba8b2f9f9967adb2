import { formatFinding } from '../../../../src/domain/definition/finding.js';
import { lintSource } from '../../../../src/domain/definition/lint.js';
import type { LintContext } from '../../../../src/domain/definition/lint-context.js';
import { ERROR_TABLES } from '../../../../src/domain/errors.js';
import { type FileKind, KINDS, kindOf } from './files.js';
import { Random } from './random.js';

/** A file that lint did wrong with. `seed` makes it again: `KINDS[kind].make(new Random(seed))`. */
export interface Fault {
  readonly kind: FileKind;
  readonly seed: number;
  readonly what: string;
}

export interface Tally {
  files: number;
  findings: number;
  /** Files without any finding. */
  clean: number;
  /** Of all lint's time, in milliseconds. */
  total: number;
  slowest: number;
}

export interface FuzzReport {
  readonly faults: readonly Fault[];
  readonly kinds: { readonly [kind in FileKind]: Tally };
}

/** The longest that one file may take the processor, in milliseconds: some times what any takes, so that only endless growth fails. */
const PATIENCE = 5_000;
/** A file has at most 100,000 tokens, and a finding needs several. */
const MOST_FINDINGS = 30_000;

/** Lints `count` files, the n-th from the seed `first + n`, and looks at what comes of each. */
export function fuzzLint(count: number, first: number, context: LintContext): FuzzReport {
  const faults: Fault[] = [];
  const tally = (): Tally => ({ files: 0, findings: 0, clean: 0, total: 0, slowest: 0 });
  const kinds = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, tally()])) as { [kind in FileKind]: Tally };
  for (let n = 0; n < count; n++) {
    const kind = kindOf(n);
    const seed = first + n;
    const text = KINDS[kind].make(new Random(seed));
    const began = processorTime();
    const what = judge(text, context, kinds[kind]) ?? undefined;
    const took = processorTime() - began;
    const of = kinds[kind];
    of.files++;
    of.total += took;
    of.slowest = Math.max(of.slowest, took);
    if (what !== undefined) faults.push({ kind, seed, what });
    else if (took > PATIENCE) faults.push({ kind, seed, what: `took ${Math.round(took)} ms` });
  }
  return { faults, kinds };
}

/** Of this process, in milliseconds: other work on the machine doesn't count. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What is wrong with lint's answer to a text, or undefined if nothing is. */
function judge(text: string, context: LintContext, tally: Tally): string | undefined {
  try {
    const { parsed, findings } = lintSource({ file: 'f.yaml', text }, context);
    tally.findings += findings.length;
    if (findings.length === 0) tally.clean++;
    if ((parsed.definition === null) !== parsed.findings.length > 0) return 'a definition beside faults of shape';
    if (parsed.definition === null && findings.length === 0) return 'neither a definition nor a finding';
    if (findings.length > MOST_FINDINGS) return `${findings.length} findings`;
    const lines = text.split(/\r\n|\r|\n/).length;
    for (const finding of findings) {
      const { line, column, message, code } = finding;
      const printed = formatFinding(finding);
      if (!(line >= 1 && line <= lines && column >= 1)) return `a place that is not in the file: ${printed}`;
      if (message === '' || printed.length > 2_000) return `a message of ${message.length} characters`;
      if (/[\p{Cc}\u2028\u2029]/u.test(printed)) return `a control character in ${JSON.stringify(printed)}`;
      if (!Object.hasOwn(ERROR_TABLES.lint, code)) return `an unknown code ${code}`;
    }
    return undefined;
  } catch (error) {
    return `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

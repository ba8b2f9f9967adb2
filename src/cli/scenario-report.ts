import type { DiffLine } from '../domain/scenarios/diff-lines.js';
import type { ParsedScenarios } from '../domain/scenarios/parse-scenarios.js';
import type { ScenarioResult } from '../domain/scenarios/run-scenario.js';
import type { Style } from './style.js';

/** What came of a scenario, with places in its file; `--json` prints it as it is. */
export interface ScenarioReport {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly scenario: string;
  readonly passed: boolean;
  readonly diff: readonly (Pick<DiffLine, 'type' | 'text'> & {
    readonly line: number | null;
    readonly column: number | null;
  })[];
}

export function scenarioReport(
  file: string,
  { scenario, passed, diff }: ScenarioResult,
  parsed: ParsedScenarios | null,
): ScenarioReport {
  const at = (path: readonly (string | number)[]): { readonly line: number; readonly column: number } => {
    const { line, column } = parsed?.find('wrong-type', ['scenarios', scenario.index, ...path], '') ?? {
      line: 1,
      column: 1,
    };
    return { line, column };
  };
  return {
    file,
    ...at(['name']),
    scenario: scenario.name,
    passed,
    diff: passed
      ? []
      : diff.map(({ type, text, expected }) => ({
          type,
          text,
          ...(expected === null ? { line: null, column: null } : at(['expect', expected])),
        })),
  };
}

const CONTEXT = 2;
const MARKS = { same: ' ', missing: '-', unexpected: '+' } as const;

/** A scenario that is not as expected: `-` was expected and did not come, `+` came and was not expected. */
export function renderScenario({ file, line, column, scenario, diff }: ScenarioReport, style: Style): string {
  const width = Math.max(...diff.map((each) => (each.line === null ? 0 : `${each.line}:${each.column}`.length)), 1);
  const near = diff.map((_, i) =>
    diff.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ type }) => type !== 'same'),
  );
  const rows = diff.flatMap((each, i) => {
    if (!near[i]) return near[i - 1] || i === 0 ? [`    ${' '.repeat(width)}    …`] : [];
    const place = each.line === null ? '' : `${each.line}:${each.column}`;
    const row = `    ${place.padStart(width)}  ${MARKS[each.type]} ${each.text}`;
    return [each.type === 'missing' ? style.red(row) : each.type === 'unexpected' ? style.green(row) : row];
  });
  return [`${file}:${line}:${column}  ${scenario}: not as expected (- expected, + came)`, ...rows, ''].join('\n');
}

import { isMap, isScalar, isSeq, type Pair, parseDocument, type YAMLMap } from 'yaml';

/**
 * A file of scenarios with other expected lines; `lines` by the scenario's place in the list. All else, comments and
 * order too, stays as written.
 */
export function withExpected(text: string, lines: ReadonlyMap<number, readonly string[]>): string {
  const scenarios = parseDocument(text).get('scenarios');
  if (!isSeq(scenarios)) throw new Error('a file of scenarios without any was to be updated');
  const edits = [...lines]
    .flatMap(([index, expected]) => {
      const scenario = scenarios.items[index];
      return isMap(scenario) ? [editOf(text, scenario, expected)] : [];
    })
    .sort((a, b) => b.from - a.from);
  return edits.reduce((before, { from, to, put }) => before.slice(0, from) + put + before.slice(to), text);
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly put: string;
}

function editOf(text: string, scenario: YAMLMap, expected: readonly string[]): Edit {
  const column = columnOf(text, startOf(scenario.items[0]));
  const indent = ' '.repeat(column);
  const block =
    expected.length === 0
      ? 'expect: []'
      : ['expect:', ...expected.map((line) => `${indent}  - ${scalar(line)}`)].join('\n');
  const pair = scenario.items.find((each) => isScalar(each.key) && each.key.value === 'expect');
  if (pair === undefined) {
    const end = contentEnd(text, scenario.range?.[1] ?? text.length);
    return { from: end, to: end, put: `\n${indent}${block}` };
  }
  const value = pair.value as { readonly range?: readonly [number, number, number] | null } | null;
  const end = contentEnd(text, value?.range?.[1] ?? startOf(pair) + 'expect:'.length);
  return { from: startOf(pair), to: end, put: block };
}

function startOf(pair: Pair | undefined): number {
  const key = pair?.key as { readonly range?: readonly [number, number, number] | null } | undefined;
  return key?.range?.[0] ?? 0;
}

const columnOf = (text: string, at: number): number => at - (text.lastIndexOf('\n', at - 1) + 1);

/** The end of what is written before an offset, without the blanks after it. */
const contentEnd = (text: string, at: number): number => text.slice(0, at).trimEnd().length;

/** Plain where YAML reads it back as the same text. */
const scalar = (line: string): string => (/^[\w][^#:]*(:[^\s#:][^#:]*)*$/.test(line) ? line : JSON.stringify(line));

import { RenderFault, type Run, runTemplate } from '../template-run.js';
import type { Expression, Options, TemplateNode, TemplateTree } from '../template-tree.js';

/*
 * A template with everything already in its place that is the same for all receivers: partials and layout, the definition's
 * variables, branches that nobody's record decides. What is left is asked for each of them. Where anything is out of the
 * ordinary a node stays as it is, and whoever runs the tree sees to it: the outcome is the same, only slower.
 */

/** What holds for all: the names and variables with their values, and how a mail of this kind is run. */
export interface SameForAll {
  readonly names: { readonly [name: string]: unknown };
  readonly variables: { readonly [name: string]: string | number | boolean };
  readonly run: Pick<Run, 'escape' | 'helperContext' | 'partial'>;
  /** What the raw `{{{body}}}` of a layout stands for; absent: whoever runs the tree gives it as a name. */
  readonly body?: readonly TemplateNode[];
}

/** Helpers that print by the receiver's own clock. */
const BY_ZONE: readonly string[] = ['date', 'dateTime'];

/** The nodes that are left, texts beside each other joined to one. */
export function specialise(tree: TemplateTree, same: SameForAll): TemplateTree {
  return { file: tree.file, nodes: joined(nodesOf(tree.nodes, same)) };
}

const nodesOf = (nodes: readonly TemplateNode[], same: SameForAll): TemplateNode[] =>
  nodes.flatMap((node) => nodeOf(node, same));

function nodeOf(node: TemplateNode, same: SameForAll): readonly TemplateNode[] {
  switch (node.type) {
    case 'print':
      if (node.raw && same.body !== undefined) return same.body;
      return isSame(node.value, same) ? settled(node, same) : [node];
    case 'if': {
      if (isSame(node.test, same)) {
        const chosen = chosenBranch(node, same);
        if (chosen !== null) return nodesOf(chosen, same);
      }
      const [body, otherwise] = [node.body, node.otherwise].map((branch) => joined(nodesOf(branch, same)));
      return [{ ...node, body: body ?? [], otherwise: otherwise ?? [] }];
    }
    case 'partial': {
      // On a line of its own it takes over the line's indentation, and values of its own hide ours: left to the runner.
      const isPlain = node.indent === '' && Object.keys(node.options).length === 0;
      const tree = isPlain ? same.run.partial(node.name) : null;
      const { body: _, ...inside } = same;
      return tree === null ? [node] : nodesOf(tree.nodes, inside);
    }
    // Inside of them other scopes hold.
    case 'each':
    case 'with':
    case 'text':
      return [node];
  }
}

/** Whether everything that an expression looks at is known; outside of all blocks with scopes of their own. */
function isSame(expression: Expression, same: SameForAll): boolean {
  switch (expression.type) {
    case 'literal':
      return true;
    case 'path': {
      const [first = ''] = expression.parts;
      if (expression.from === 'data' || expression.up > 0) return false;
      if (expression.from === 'scope' && Object.hasOwn(same.names, first)) return true;
      return first === 'variables';
    }
    case 'call':
      return (
        !BY_ZONE.includes(expression.helper) &&
        expression.args.every((arg) => isSame(arg, same)) &&
        areSame(expression.options, same)
      );
  }
}

const areSame = (options: Options, same: SameForAll): boolean =>
  Object.values(options).every((value) => isSame(value, same));

/** The text that the node prints; itself where it prints nothing, or none that is one: then it is told of each mail. */
function settled(node: TemplateNode, same: SameForAll): readonly TemplateNode[] {
  const text = textOf([node], same);
  return text === null ? [node] : [{ type: 'text', text }];
}

/** The branch that is taken for all; null: what decides it can't be made out. */
function chosenBranch(
  { test, body, otherwise }: Extract<TemplateNode, { type: 'if' }>,
  same: SameForAll,
): readonly TemplateNode[] | null {
  const [yes, no] = ['yes', 'no'].map((text): TemplateNode[] => [{ type: 'text', text }]);
  const text = textOf([{ type: 'if', test, body: yes ?? [], otherwise: no ?? [] }], same);
  return text === null ? null : text === 'yes' ? body : otherwise;
}

function textOf(nodes: readonly TemplateNode[], { names, variables, run }: SameForAll): string | null {
  const missing = new Set<string>();
  try {
    const data = { variables };
    const text = runTemplate({ file: '', nodes }, { ...run, names, data, missing, budget: { steps: 100 } });
    return missing.size > 0 ? null : text;
  } catch (error) {
    if (error instanceof RenderFault) return null;
    throw error;
  }
}

function joined(nodes: readonly TemplateNode[]): TemplateNode[] {
  const result: TemplateNode[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') result.push({ type: 'text', text });
    text = '';
  };
  for (const node of nodes) {
    if (node.type === 'text') text += node.text;
    else {
      flush();
      result.push(node);
    }
  }
  flush();
  return result;
}

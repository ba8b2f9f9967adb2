import type { Step } from './definition.js';
import type { Problem } from './finding.js';
import { type Edge, type Flow, flowOf } from './flow.js';
import type { LintRule } from './lint-context.js';
import { innerLists, tracksOf } from './step-walk.js';

/** Ways through the definition: loops that never wait, and steps that nothing leads to. */
export const lintFlow: LintRule = ({ definition }) => {
  const flow = flowOf(definition);
  const reached = reachable(flow.edges, 0);
  const problems: Problem[] = loops(flow).map((jump) => ({
    code: 'loop-without-wait',
    path: [...jump.path, jump.action],
    message: `this ${jump.action} leads back here without a wait that surely takes time; put a task, a duration or a time of day into the loop`,
  }));
  for (const track of tracksOf(definition)) problems.push(...unreachable(track.steps, flow, reached));
  return problems;
};

function reachable(edges: readonly Edge[], from: number): Set<number> {
  const next = new Map<number, number[]>();
  for (const edge of edges) {
    const targets = next.get(edge.from);
    if (targets) targets.push(edge.to);
    else next.set(edge.from, [edge.to]);
  }
  const seen = new Set([from]);
  const open = [from];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const target of next.get(node) ?? []) {
      if (seen.has(target)) continue;
      seen.add(target);
      open.push(target);
    }
  }
  return seen;
}

// Only a jump can lead back, so each loop has one; the number asked is bounded because each asks the whole graph.
const MAX_JUMPS = 200;

/** One jump of each loop that can go round without waiting: the last in the file, the loop being cut there. */
function loops(flow: Flow): Step[] {
  const instant = flow.edges.filter((edge) => edge.kind === 'pass');
  const withEvents = flow.edges.filter((edge) => edge.kind !== 'waits' && !flow.effects.has(edge.from));
  const found = new Set([...cutLoops(instant), ...cutLoops(withEvents)]);
  return [...found];
}

function cutLoops(edges: readonly Edge[]): Step[] {
  const jumps = edges.filter((edge) => edge.jump).sort((a, b) => b.from - a.from);
  const found: Step[] = [];
  let rest = edges;
  for (const edge of jumps.slice(0, MAX_JUMPS)) {
    if (!edge.jump || !reachable(rest, edge.to).has(edge.from)) continue;
    found.push(edge.jump);
    rest = rest.filter((other) => other !== edge);
  }
  return found;
}

/** The first step of each stretch that nothing leads to. */
function unreachable(steps: readonly Step[], flow: Flow, reached: ReadonlySet<number>): Problem[] {
  let before = true;
  return steps.flatMap((step): Problem[] => {
    const here = reached.has(flow.nodeOf.get(step) ?? -1);
    const first = !here && before;
    before = here;
    if (here) return innerLists(step).flatMap((inner) => unreachable(inner, flow, reached));
    return first ? [{ code: 'unreachable-step', path: step.path, message: 'nothing leads to this step' }] : [];
  });
}

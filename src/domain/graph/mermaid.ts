import { everyGraphStep, type Graph, type GraphStep, type GraphTrack, tracksOfGraph } from './model.js';

/**
 * A definition as a Mermaid flowchart, for wikis and reviews that draw those. Ways that come together again do so at
 * the next step.
 */
export function toMermaid(graph: Graph): string {
  const writer = new Writer(graph);
  return `${writer.write().join('\n')}\n`;
}

/** A place that a way comes from, with what stands on its line. */
interface Open {
  readonly node: string;
  readonly label: string | null;
  readonly dotted: boolean;
}

class Writer {
  private readonly lines: string[] = [];
  private readonly links: string[] = [];
  private readonly nodes = new Map<string, string>();
  private readonly stages: ReadonlyMap<string, string>;

  constructor(private readonly graph: Graph) {
    this.stages = new Map(graph.stages.map((stage, i) => [stage.id, `stage${i}`]));
    for (const track of tracksOfGraph(graph))
      for (const step of everyGraphStep(track.steps)) this.nodes.set(step.key, `n${this.nodes.size}`);
  }

  write(): string[] {
    const { graph } = this;
    this.lines.push('flowchart TD', `%% ${graph.id}`);
    for (const stage of graph.stages) {
      const id = this.stages.get(stage.id) ?? 'stage';
      if (stage.label === '') for (const track of stage.tracks) this.track(track, 1);
      else this.group(id, stage.label, stage.tracks);
      for (const rule of stage.rules)
        if (rule.stage !== null)
          this.links.push(`${id} -. ${quoted(rule.label)} .-> ${this.stages.get(rule.stage) ?? id}`);
    }
    if (graph.throughout !== null) this.group('throughout', graph.throughout.label, graph.throughout.tracks);
    return [...this.lines, ...this.links.map((link) => `  ${link}`)];
  }

  private group(id: string, label: string, tracks: readonly GraphTrack[]): void {
    this.lines.push(`  subgraph ${id}[${quoted(label)}]`, '    direction TB');
    tracks.forEach((track, i) => {
      if (track.label === '' || track.steps.length === 0) this.track(track, 2);
      else {
        this.lines.push(`    subgraph ${id}t${i}[${quoted(track.label)}]`, '      direction TB');
        this.track(track, 3);
        this.lines.push('    end');
      }
    });
    this.lines.push('  end');
  }

  private track(track: GraphTrack, depth: number): void {
    this.list(track.steps, [], depth);
  }

  /** Writes a list's steps, linked with where the way comes from, and returns where it goes on from. */
  private list(steps: readonly GraphStep[], from: readonly Open[], depth: number): readonly Open[] {
    let open = from;
    for (const step of steps) {
      const node = this.nodeOf(step.key);
      this.lines.push(`${'  '.repeat(depth)}${node}${shape(step)}`);
      for (const { node: before, label, dotted } of open) this.link(before, node, label, dotted);
      open = this.after(step, node, depth);
    }
    return open;
  }

  private after(step: GraphStep, node: string, depth: number): readonly Open[] {
    const { jump } = step;
    if (jump?.type === 'step') this.link(node, this.nodeOf(jump.key), null, true);
    if (jump?.type === 'stage') this.link(node, this.stages.get(jump.id) ?? node, null, true);
    const itself = { node, label: null, dotted: false };
    const [first] = step.branches;
    if (first === undefined) return step.goesOn ? [itself] : [];
    if (first.type === 'loop') {
      for (const { node: end, label } of this.list(first.steps, [itself], depth)) this.link(end, node, label, true);
      return step.goesOn ? [itself] : [];
    }
    const ends = step.branches.flatMap((branch) => {
      const dotted = branch.type === 'aside';
      const left = this.list(branch.steps, [{ node, label: branch.label, dotted }], depth);
      return dotted ? [] : left;
    });
    return step.condition === null ? ends : [...ends, { node, label: null, dotted: true }];
  }

  private link(from: string, to: string, label: string | null, dotted: boolean): void {
    const arrow = dotted ? '-.->' : '-->';
    this.links.push(`${from} ${arrow}${label === null || label === '' ? '' : `|${quoted(label)}|`} ${to}`);
  }

  private nodeOf(key: string): string {
    return this.nodes.get(key) ?? 'unknown';
  }
}

/** The node's brackets say what kind of step it is. */
function shape(step: GraphStep): string {
  const text = quoted([`${step.kind}: ${step.title}`, ...(step.condition === null ? [] : [step.condition])].join('\n'));
  switch (step.action) {
    case 'wait':
      return `([${text}])`;
    case 'choose':
    case 'split':
      return `{${text}}`;
    case 'repeat':
      return `[[${text}]]`;
    case 'task':
      return `[/${text}/]`;
    case 'moveTo':
    case 'goTo':
    case 'end':
      return `(${text})`;
    default:
      return `[${text}]`;
  }
}

const ENTITIES: { readonly [char: string]: string } = {
  '&': '#amp;',
  '#': '#35;',
  '"': '#quot;',
  '<': '#lt;',
  '>': '#gt;',
  '`': '#96;',
  ';': '#59;',
  '|': '#124;',
  '\\': '#92;',
};

/** A text that Mermaid takes as it is: its own signs and HTML become entities, a line break becomes its `<br/>`. */
const quoted = (text: string): string =>
  `"${text
    .replace(/\p{Cs}/gu, '')
    .replace(/[&#"<>`;|\\]/g, (char) => ENTITIES[char] ?? char)
    .replace(/\s*\n\s*/g, '<br/>')}"`;

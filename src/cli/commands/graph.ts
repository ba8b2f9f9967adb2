import { Option } from 'commander';
import { formatFinding } from '../../domain/definition/finding.js';
import { parseDefinition } from '../../domain/definition/parse.js';
import { graphOf } from '../../domain/graph/graph-of.js';
import { toMermaid } from '../../domain/graph/mermaid.js';
import { stepKeys } from '../../domain/graph/model.js';
import { toSvg } from '../../domain/graph/svg.js';
import { GRAPH_LANGUAGES, type GraphLanguage } from '../../domain/graph/words.js';
import { examples, type Register } from '../command.js';
import { CommandFailure } from '../failure.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted } from '../table.js';

interface GraphOptions {
  readonly svg?: boolean;
  readonly mermaid?: boolean;
  readonly language: GraphLanguage;
  readonly out?: string;
}

/** Draws a definition. One whose shape is wrong is not drawn: its findings are printed as `lint` prints them. */
async function runGraph(file: string, options: GraphOptions, deps: Deps): Promise<Outcome> {
  const { definition, findings } = parseDefinition({ file, text: await deps.readText(file) });
  if (definition === null) return listed(findings, findings.map(formatFinding).join('\n'), 1);
  const graph = graphOf(definition, options.language);
  if (graph === null)
    throw new CommandFailure({
      code: 'nothing-to-draw',
      cause: `${file} is a ${definition.kind}: it has no steps, so there is nothing to draw.`,
      fix: 'Give a journey or a campaign.',
    });
  const format = options.mermaid ? 'mermaid' : 'svg';
  const picture = options.mermaid ? toMermaid(graph) : toSvg(graph);
  const steps = stepKeys(graph);
  if (options.out === undefined) return documented({ id: graph.id, format, steps, picture }, picture);
  await deps.writeText(options.out, picture);
  return documented(
    { id: graph.id, format, steps, out: options.out },
    `${options.out}: ${graph.id} with ${counted(steps.length, 'step')}`,
  );
}

export const graph: Register = (parent, run) =>
  parent
    .command('graph')
    .summary('draw a definition')
    .description(
      'Draw a definition as a picture (SVG), or as a Mermaid flowchart for wikis. The picture stands for itself: no fonts, scripts or services from outside, light and dark.',
    )
    .argument('<file>', 'a journey or a campaign, YAML or JSON')
    .addOption(new Option('--svg', 'an SVG picture; so it is without either').conflicts('mermaid'))
    .addOption(new Option('--mermaid', 'a Mermaid flowchart'))
    .addOption(
      new Option('--language <tag>', 'whose words and names it has').choices([...GRAPH_LANGUAGES]).default('en'),
    )
    .option('--out <file>', 'write it there in place of standard output')
    .addHelpText(
      'after',
      examples(
        'graph definitions/lead-to-customer.yaml --out lead-to-customer.svg',
        'graph my-journey.yaml --mermaid --language zh-CN',
      ),
    )
    .action((file: string, options: GraphOptions) => run((deps) => runGraph(file, options, deps)));

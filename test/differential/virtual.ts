import { journeyIn } from '../../src/domain/definition/campaign-journey.js';
import type { Definition } from '../../src/domain/definition/definition.js';
import { parseDefinition } from '../../src/domain/definition/parse.js';
import { formatInstant } from '../../src/domain/instant.js';
import { compileProgram } from '../../src/domain/journey/program.js';
import { entriesOf, type SimulationLine, simulate } from '../../src/domain/simulate/simulate.js';
import { simulatedRendering } from '../../src/mail/simulated-rendering.js';
import type { TemplateLibrary } from '../../src/mail/template-source.js';
import { deployment, type LiveStory } from './live.js';

type Line = Omit<SimulationLine, 'local'>;

/** The journal of a live journey as simulate prints it. What people do is no line of a simulation. */
export const linesOf = (story: LiveStory): Line[] =>
  story.lines
    .filter(({ action }) => action !== 'pause' && action !== 'resume')
    .map((line) => ({
      at: formatInstant(line.at),
      stage: line.stage ?? '',
      track: line.track,
      step: line.step,
      action: line.action,
      decision: line.decision as Line['decision'],
      reason: line.reason,
      until: line.until === null ? null : formatInstant(line.until),
    }));

/** The same journey simulated: from the instant at which it began, told the same at the same instants. */
export async function simulated(story: LiveStory, library: TemplateLibrary): Promise<Line[]> {
  const { definition } = parseDefinition({ file: 'drawn.json', text: story.drawn.definition });
  const journey = definition === null ? null : journeyIn(asSent(definition));
  if (journey === null) throw new Error('a drawn definition is none');
  const start = story.lines.find(({ action }) => action === 'enter')?.at;
  if (start === undefined) throw new Error('a live journey never entered');
  const program = compileProgram(journey);
  const render = simulatedRendering(library, deployment);
  const { lines } = await simulate({
    program,
    deployment,
    subject: { ...story.subject, consents: story.drawn.consents, optOuts: story.drawn.optOuts, suppressed: false },
    events: story.events,
    start,
    until: story.until,
    render: async (message) => (await render(program, message)).outcome,
  });
  return entriesOf(lines).map(({ local: _, ...line }) => line);
}

/** Whoever began was not held out: that was settled when the audience was frozen, of which these stories know nothing. */
const asSent = (definition: Definition): Definition =>
  definition.kind === 'campaign' ? { ...definition, holdOut: 0 } : definition;

/** Where the two journals part, with what is needed to look into it; null if they are the same. */
export async function differenceOf(story: LiveStory, library: TemplateLibrary): Promise<string | null> {
  const live = linesOf(story).map((line) => JSON.stringify(line));
  const virtual = (await simulated(story, library)).map((line) => JSON.stringify(line));
  const longer = live.length > virtual.length ? live : virtual;
  const at = longer.findIndex((_, i) => live[i] !== virtual[i]);
  if (at < 0) return null;
  const around = (lines: readonly string[]) => lines.slice(Math.max(0, at - 3), at + 3).join('\n  ');
  const told = story.events.map((event) => JSON.stringify({ ...event, at: formatInstant(event.at) })).join('\n  ');
  return [
    story.name ?? story.drawn.definition,
    `contact ${JSON.stringify(story.drawn.contact)}`,
    `told\n  ${told}`,
    `live\n  ${around(live)}`,
    `simulated\n  ${around(virtual)}`,
  ].join('\n');
}

import { type ApiClient, ApiProblem } from '../../api/client.js';
import { type ContactView, getContact } from '../../api/contracts/contacts.js';
import { getDefinitionVersion } from '../../api/contracts/definitions.js';
import { type JourneyView, journeyStory, listJourneys, type StoryLine } from '../../api/contracts/journeys.js';
import { listTasks } from '../../api/contracts/tasks.js';
import { journeyIn } from '../../domain/definition/campaign-journey.js';
import { parseDefinition } from '../../domain/definition/parse.js';
import { compileProgram, type Program } from '../../domain/journey/program.js';
import { examples, type Register } from '../command.js';
import { CommandFailure } from '../failure.js';
import { contactOf, isId, userNames } from '../lookups.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { renderStory } from '../story.js';

/** The story of one journey: what happened, what is next and when exactly, and why it waits. */
async function runJourney(subject: string, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { id, others } = await journeyOf(api, subject);
  const { journey, timezone, next, lines } = await wholeStory(api, id);
  const ended = journey.phase === 'ended';
  const [contact, program, tasks, nameOf] = await Promise.all([
    orNull<ContactView>(api.call(getContact, { params: { id: journey.contactId } })),
    ended ? null : programOf(api, journey),
    ended ? null : api.call(listTasks, { query: { journey: id, status: 'open' } }),
    userNames(api),
  ]);
  const openTasks = tasks?.data ?? [];
  const story = {
    journey,
    timezone,
    next,
    lines,
    others,
    program,
    openTasks,
    nameOf,
    around: { country: contact?.country ?? null },
  };
  return documented({ journey, timezone, next, story: lines, openTasks }, renderStory(story, deps.style));
}

/** The journey of an id, or of a contact: the open one that began last, else the last one. */
async function journeyOf(api: ApiClient, subject: string): Promise<{ id: string; others: readonly JourneyView[] }> {
  if (!subject.includes('@') && !isId('con', subject)) return { id: subject, others: [] };
  const contact = await contactOf(api, subject);
  const { data } = await api.call(listJourneys, { query: { contact: contact.id } });
  const chosen = data.find((journey) => journey.status === 'open') ?? data[0];
  if (chosen !== undefined) return { id: chosen.id, others: data.filter((journey) => journey !== chosen) };
  throw new CommandFailure({
    code: 'no-journey',
    cause: `${contact.name} is in no journey and never was.`,
    fix: `Start one: followthrough enrol <definition> --contact ${contact.id}`,
  });
}

async function wholeStory(api: ApiClient, id: string) {
  const first = await api.call(journeyStory, { params: { id }, query: { limit: 200 } });
  const lines: StoryLine[] = [...first.data];
  let cursor = first.nextCursor;
  while (cursor !== null) {
    const page = await api.call(journeyStory, { params: { id }, query: { limit: 200, cursor } });
    lines.push(...page.data);
    cursor = page.nextCursor;
  }
  return { journey: first.journey, timezone: first.timezone, next: first.next, lines };
}

/** What the journey's version says; null where this program can't read it, and then less is explained. */
async function programOf(api: ApiClient, journey: JourneyView): Promise<Program | null> {
  const params = { id: journey.definitionId, version: journey.definitionVersion };
  const version = await orNull(api.call(getDefinitionVersion, { params }));
  if (version === null) return null;
  const { definition } = parseDefinition({ file: version.id, text: version.text });
  const own = definition === null ? null : journeyIn(definition);
  return own === null ? null : compileProgram(own);
}

/** What only helps to explain may be out of sight for this role. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiProblem) return null;
    throw error;
  }
}

export const journey: Register = (parent, run) =>
  parent
    .command('journey')
    .summary('tell the story of one journey')
    .description(
      "Tell the story of a journey: what happened, line by line in the journey's zone and with the reason in words; what is next and when exactly; why it waits. A contact's id or address means its open journey, else its last one.",
    )
    .argument('<id|email>', "a journey's id, or a contact's id or address")
    .addHelpText('after', examples('journey jrn_01j8z...', 'journey ada@example.com', 'journey ada@example.com --json'))
    .action((subject: string) => run((deps) => runJourney(subject, deps)));

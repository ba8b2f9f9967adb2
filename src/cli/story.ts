import type { JourneyView, StoryLine, Upcoming } from '../api/contracts/journeys.js';
import { longTime, shortTime, yearOf } from './local-time.js';
import { nextWords, type Outlook } from './next-words.js';
import type { Style } from './style.js';
import { pad } from './table.js';
import { reasonWords, type Surroundings, wordsOf } from './words.js';

/** All that is told of one journey. */
export interface Story extends Outlook {
  readonly journey: JourneyView;
  readonly timezone: string;
  readonly lines: readonly StoryLine[];
  readonly next: readonly Upcoming[];
  readonly around: Surroundings;
  /** Other journeys of the contact, when it was the contact that was asked for. */
  readonly others: readonly JourneyView[];
}

/** The story for people: what happened line by line, what is next and when exactly, and why it waits. */
export function renderStory(story: Story, style: Style): string {
  const { journey, timezone } = story;
  return [
    style.bold(`${journey.contactName}  ${journey.definitionId}`),
    `${journey.id}, version ${journey.definitionVersion}, run ${journey.n}, contact ${journey.contactId}, owner ${journey.ownerId === null ? 'nobody' : story.nameOf(journey.ownerId)}`,
    standing(story),
    '',
    style.bold(`What happened (times in ${timezone})`),
    ...history(story, style),
    '',
    style.bold('What is next'),
    ...future(story),
    ...others(story),
  ].join('\n');
}

function standing({ journey, lines, around }: Story): string {
  const stage = journey.stage === null ? 'not begun yet' : `stage ${journey.stage}`;
  const since = lines.findLast((line) => line.action === 'stage' || line.action === 'enter');
  const sinceText = since === undefined ? '' : ` since ${longTime(since.local)}`;
  const phase = journey.phase === 'ended' ? `ended: ${journey.outcome ?? '?'}` : journey.phase;
  const attention = journey.attention === null ? '' : `; needs attention: ${reasonWords(journey.attention, around)}`;
  return `${stage}${sinceText}, ${phase}${attention}`;
}

function history({ lines, around }: Story, style: Style): string[] {
  if (lines.length === 0) return ['  nothing yet'];
  const times = lines.map((line) => shortTime(line.local));
  const width = Math.max(...times.map((time) => time.length));
  let year = '';
  return lines.flatMap((line, i) => {
    const heading = yearOf(line.local) === year ? [] : [style.dim(`  ${yearOf(line.local)}`)];
    year = yearOf(line.local);
    // The same time is not said twice: what belongs together stands together.
    const time = heading.length === 0 && times[i] === times[i - 1] ? '' : (times[i] ?? '');
    const track = line.track === null || line.track === 'main' ? '' : `[${line.track}] `;
    return [...heading, `  ${pad(time, width)}  ${track}${coloured(line, wordsOf(line, around), style)}`];
  });
}

function coloured(line: StoryLine, words: string, style: Style): string {
  if (line.decision === 'send') return style.green(words);
  if (line.decision === 'skip' || line.decision === 'defer') return style.yellow(words);
  return line.decision === 'uncertain' ? style.red(words) : words;
}

function future(story: Story): string[] {
  const { journey, next } = story;
  switch (journey.phase) {
    case 'ended':
      return ['  nothing: the journey is over'];
    case 'paused':
      return [
        '  nothing moves until it is resumed:',
        `    followthrough resume ${journey.id} --reason "..."`,
        ...waits(story),
      ];
    case 'held':
      return [
        '  nothing moves until a person has looked at it; then:',
        `    followthrough retry ${journey.id} --reason "..."`,
        ...waits(story),
      ];
    case 'starting':
      return ['  it begins as soon as a worker takes it up'];
    case 'active':
      return next.length === 0
        ? ['  no wait is open: only an event that the definition listens to moves it']
        : waits(story);
  }
}

const waits = (story: Story): string[] =>
  story.next.flatMap((upcoming) => nextWords(upcoming, story).map((line, i) => `${i === 0 ? '  ' : '      '}${line}`));

function others({ others: rest }: Story): string[] {
  if (rest.length === 0) return [];
  const lines = rest.map(
    (journey) =>
      `  ${journey.id}  ${journey.definitionId}, run ${journey.n}, ${journey.stage ?? '-'}, ${journey.phase}`,
  );
  return ['', 'Other journeys of this contact:', ...lines];
}

import type { Upcoming } from '../api/contracts/journeys.js';
import type { TaskView } from '../api/contracts/tasks.js';
import type { Step, Until } from '../domain/definition/definition.js';
import type { Program } from '../domain/journey/program.js';
import { assertNever } from '../domain/result.js';
import { exactTime } from './local-time.js';
import type { NameOf } from './lookups.js';

/** What helps to say why a journey waits; either may be missing, then less is said. */
export interface Outlook {
  readonly program: Program | null;
  readonly openTasks: readonly TaskView[];
  readonly nameOf: NameOf;
}

/** What a journey waits for, when that ends, and why, in lines: the first says what and when, the others explain. */
export function nextWords(next: Upcoming, outlook: Outlook): readonly string[] {
  const step = next.step === null ? undefined : outlook.program?.nodes.get(next.step)?.step;
  const name = stepName(next);
  switch (next.waitsFor) {
    case 'timer':
      return [`${when(next)}  goes on after wait${name}`, ...why(step)];
    case 'event':
      return [`${next.local === null ? 'open end' : `${when(next)} at the latest`}  wait${name}`, ...why(step)];
    case 'task':
      return [`due ${when(next)}  task${name}`, ...taskLines(next, outlook)];
    case 'desk':
      return [`${when(next)}  task${name} appears on the desk`, 'why: the window for it is closed until then'];
    case 'message':
      return [
        `${next.local === null ? 'now' : when(next)}  mail${name} is tried`,
        'why: it was put off; the story above says for which reason',
      ];
    case 'uncertain':
      return [
        next.local === null
          ? `open end  mail${name} is in doubt`
          : `${when(next)}  mail${name}, in doubt, is looked for`,
        'why: nobody knows whether it arrived; an answer to it ends this, or `followthrough message arrived` or `resend`',
      ];
    case 'repeat':
      return [`${when(next)}  next round of repeat${name}`, ...why(step)];
    default:
      return [`${when(next)}  ${next.waitsFor}${name}`];
  }
}

const when = (next: Upcoming): string => (next.local === null ? 'open end' : exactTime(next.local));

// The key of a step without an id is its place in the file, which has dots; ids have none.
const stepName = ({ step, track }: Upcoming): string =>
  `${step === null || step.includes('.') ? '' : ` ${step}`}${track === 'main' ? '' : ` (track ${track})`}`;

function why(step: Step | undefined): string[] {
  if (step?.action === 'repeat') return [`why: it comes round every ${step.repeat.every.n} ${step.repeat.every.unit}`];
  if (step?.action !== 'wait') return [];
  const { wait } = step;
  switch (wait.type) {
    case 'until':
      return [`why: the definition waits ${untilWords(wait.until)}`];
    case 'event':
      return [
        `why: the definition waits for ${wait.event.on.join(' or ')}${wait.upTo === undefined ? '' : `, ${upToWords(wait.upTo)}`}`,
      ];
    case 'condition':
      return ['why: the definition waits for a condition'];
    default:
      return assertNever(wait);
  }
}

const upToWords = (until: Until): string =>
  until.type === 'duration' ? `for at most ${until.duration.n} ${until.duration.unit}` : untilWords(until);

function untilWords(until: Until): string {
  switch (until.type) {
    case 'duration':
      return `${until.duration.n} ${until.duration.unit}`;
    case 'time':
      return `until ${until.time}${until.days === undefined ? '' : ` on ${until.days.join(', ')}`}`;
    case 'date':
      return `until ${until.path}${until.shift === undefined ? '' : `, shifted by ${until.shift.n} ${until.shift.unit}`}`;
    case 'festival':
      return `until ${until.festival}${until.shift === undefined ? '' : `, shifted by ${until.shift.n} ${until.shift.unit}`}`;
    case 'local':
      return `until ${until.time}, ${until.timezone === 'contact' ? "the contact's time" : until.timezone}`;
    default:
      return assertNever(until);
  }
}

function taskLines(next: Upcoming, { openTasks, nameOf }: Outlook): string[] {
  const task = openTasks.find((open) => open.step === next.step);
  if (task === undefined) return ['why: it waits for the outcome of this task'];
  return [
    `why: it waits for the outcome of “${task.title}” (${task.id}, ${task.assigneeId === null ? 'nobody assigned' : nameOf(task.assigneeId)})`,
    `record it: followthrough task done ${task.id} --outcome ${task.outcomes.join('|') || '<outcome>'}`,
  ];
}

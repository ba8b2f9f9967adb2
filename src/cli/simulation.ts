import { formatLocal } from '../domain/calendar/zone.js';
import { parseInstant } from '../domain/instant.js';
import type { Program } from '../domain/journey/program.js';
import type { Simulation } from '../domain/simulate/simulate.js';
import type { Subject } from '../domain/simulate/subject.js';
import type { Totals } from '../domain/simulate/totals.js';
import { shortTime, yearOf } from './local-time.js';
import type { Style } from './style.js';
import { counted, pad, table } from './table.js';
import { wordsOf } from './words.js';

/** A simulation for people: the story that the journey would have, in its own zone. */
export function renderSimulation(
  program: Program,
  subject: Subject,
  { lines, state, zone }: Simulation,
  style: Style,
): string {
  const { country } = subject.contact;
  const around = { country: typeof country === 'string' ? country : null };
  const width = Math.max(0, ...lines.map(({ local }) => shortTime(local).length));
  let year = '';
  const told = lines.flatMap((line) => {
    const heading = yearOf(line.local) === year ? [] : [style.dim(`  ${yearOf(line.local)}`)];
    year = yearOf(line.local);
    const track = line.track === null || line.track === 'main' ? '' : `[${line.track}] `;
    const words = wordsOf(
      { ...line, realAt: line.at, untilLocal: localOf(line.until, zone), detail: null, law: null, person: null },
      around,
    );
    return [...heading, `  ${pad(shortTime(line.local), width)}  ${track}${words}`];
  });
  const { phase, stage } = state;
  const standing = phase.type === 'ended' ? `ended: ${phase.outcome}` : `${phase.type}, in stage ${stage}`;
  return [style.bold(`${program.definition.id}, simulated`), ...told, '', `  ${standing}`].join('\n');
}

function localOf(instant: string | null, zone: string): string | null {
  const at = instant === null ? undefined : parseInstant(instant);
  return at === undefined ? null : formatLocal(at, zone);
}

/** What many journeys ask of mailboxes and reps. */
export function renderTotals(totals: Totals, style: Style): string {
  const rows = totals
    .rows()
    .map(({ day, step, what, mailbox, owner, count }) => [day, step, what, mailbox ?? '', owner ?? '', String(count)]);
  const columns = [
    { title: 'day' },
    { title: 'step' },
    { title: 'what' },
    { title: 'mailbox' },
    { title: 'owner' },
    { title: 'count', align: 'right' as const },
  ];
  const outcomes = [...totals.outcomes].map(([outcome, n]) => `${n} ${outcome}`).join(', ');
  return [table(columns, rows, style), '', `${counted(totals.people, 'person', 'people')}: ${outcomes}`].join('\n');
}

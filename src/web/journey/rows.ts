import type { StoryLine } from '../../api/contracts/journeys.js';
import { dayKey } from '../texts/formats.js';

/* The rows of a timeline: lines under the day they belong to, in the journey's zone. Pure. */

export const KINDS = ['mails', 'tasks', 'decisions'] as const;
export type Kind = (typeof KINDS)[number];

const KIND_OF: Readonly<Record<string, Kind>> = {
  email: 'mails',
  sms: 'mails',
  notify: 'mails',
  appointment: 'mails',
  task: 'tasks',
  sla: 'tasks',
};

/** What a line is about, for the filter. */
export const kindOf = ({ action }: Pick<StoryLine, 'action'>): Kind => KIND_OF[action] ?? 'decisions';

export type Row =
  | { readonly type: 'day'; readonly key: string; readonly at: string }
  | { readonly type: 'line'; readonly key: string; readonly line: StoryLine };

/** Lines as they come, with a row for each new day; days and lines keep their keys when others come before or after. */
export function rowsOf(lines: readonly StoryLine[], zone: string, shown: readonly Kind[]): readonly Row[] {
  const rows: Row[] = [];
  const seen = new Map<string, number>();
  const unique = (key: string): string => {
    const n = (seen.get(key) ?? 0) + 1;
    seen.set(key, n);
    return n === 1 ? key : `${key} ${n}`;
  };
  let day = '';
  for (const line of lines) {
    if (!shown.includes(kindOf(line))) continue;
    const own = dayKey(line.at, zone);
    if (own !== day) rows.push({ type: 'day', key: unique(own), at: line.at });
    day = own;
    const { realAt, track, step, action, decision, reason } = line;
    rows.push({ type: 'line', key: unique([realAt, track, step, action, decision, reason].join(' ')), line });
  }
  return rows;
}

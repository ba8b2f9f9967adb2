import type { Answer, Call } from '../../api/contracts/contract.js';
import type { SimulationOffer, simulateDefinition } from '../../api/contracts/simulations.js';
import { Store, useStore } from '../api/store.js';

export type SimulationAnswer = Answer<typeof simulateDefinition>;
type Body = Call<typeof simulateDefinition>['body'];

/** Something that happens to the simulated contact. */
export interface PlannedEvent {
  readonly at: string;
  readonly type: string;
  readonly fields: SimulationOffer['fields'];
}

/** Who is simulated, from when, and what happens to them. Texts as they were typed. */
export interface Plan {
  readonly who: 'invented' | 'known';
  readonly known: { readonly id: string; readonly name: string } | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly country: string;
  readonly language: 'en' | 'zh-CN';
  /** More fields of the invented contact, as JSON. */
  readonly more: string;
  /** Wall clock of this browser, as its own field for it says: `2027-01-04T09:00`. */
  readonly start: string;
  readonly days: string;
  readonly events: readonly PlannedEvent[];
}

/** What keeps a plan from being run. */
export type PlanFault = 'nobody' | 'badMore' | 'badStart' | 'badDays';

const MOST_DAYS = 3_660;

/** A plan as a request; or the first thing that is wrong with it. */
export function requestOf(plan: Plan, source: { readonly text: string; readonly file: string }): Body | PlanFault {
  const start = new Date(plan.start);
  const days = Number(plan.days);
  const subject = subjectOf(plan);
  if (typeof subject === 'string') return subject;
  if (Number.isNaN(start.getTime())) return 'badStart';
  if (plan.days.trim() === '' || !(days >= 0 && days <= MOST_DAYS)) return 'badDays';
  return {
    ...source,
    subject,
    start: start.toISOString(),
    days,
    render: true,
    events: plan.events.map(({ at, type, fields }) => ({ at, type, ...fields })),
  };
}

function subjectOf(plan: Plan): Body['subject'] | PlanFault {
  if (plan.who === 'known') return plan.known === null ? 'nobody' : { contactId: plan.known.id };
  const more = moreOf(plan.more);
  if (more === null) return 'badMore';
  const { firstName, lastName, email, country, language } = plan;
  const typed = Object.entries({ firstName, lastName, email, country }).filter(([, value]) => value.trim() !== '');
  return { contact: { language, ...Object.fromEntries(typed), ...more } };
}

function moreOf(text: string): { readonly [field: string]: unknown } | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as { readonly [field: string]: unknown })
      : null;
  } catch {
    return null;
  }
}

/** The events with one more, oldest first; of one instant, in the order in which they were added. */
export const withEvent = (events: readonly PlannedEvent[], added: PlannedEvent): readonly PlannedEvent[] =>
  [...events, added].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));

const MONDAY = 1;

/** Nine o'clock of the Monday after a moment, on this browser's clock. */
export function nextMonday(now: number): string {
  const day = new Date(now);
  day.setDate(day.getDate() + ((MONDAY - day.getDay() + 7) % 7 || 7));
  const two = (n: number) => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T09:00`;
}

export const newPlan = (now: number): Plan => ({
  who: 'invented',
  known: null,
  firstName: 'Ada',
  lastName: 'Example',
  email: 'ada@example.com',
  country: '',
  language: 'en',
  more: '',
  start: nextMonday(now),
  days: '90',
  events: [],
});

/** A plan, and what came of it. */
export interface Trial {
  readonly plan: Plan;
  /** What the simulation said, of which text. */
  readonly ran: { readonly text: string; readonly answer: SimulationAnswer } | null;
}

// Outside of the components, as drafts are: going to another tab and back must lose nothing.
const trials = new Store<ReadonlyMap<string, Trial>>(new Map());

/** The trial under a key, and how to change it. */
export function useTrial(key: string, now: number): readonly [Trial, (change: Partial<Trial>) => void] {
  const all = useStore(trials);
  const fresh = (): Trial => ({ plan: newPlan(now), ran: null });
  const set = (change: Partial<Trial>) => {
    const next = new Map(trials.get());
    next.set(key, { ...(next.get(key) ?? fresh()), ...change });
    trials.set(next);
  };
  return [all.get(key) ?? fresh(), set];
}

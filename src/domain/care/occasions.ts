import type { Duration } from '../calendar/duration.js';
import type { Condition } from '../condition/condition.js';
import type { Step, Text, WaitStep } from '../definition/definition.js';
import type { Node, Program } from '../journey/program.js';

/*
 * What of a definition is care: moments that come by themselves, and what is done for somebody then. Read off the definition,
 * once for a version.
 */

/** Why somebody is thought of: a date of theirs, a festival, a cycle, that nothing was heard, or a visit after some time. */
export const CARE_KINDS = ['birthday', 'anniversary', 'date', 'festival', 'cycle', 'silence', 'visit'] as const;
export type CareKind = (typeof CARE_KINDS)[number];

export interface Occasion {
  /** Of the wait or repeat in the program. */
  readonly key: string;
  readonly kind: CareKind;
  /** The path of the date, or the festival. */
  readonly about: string | null;
  /** About how long it is from one to the next; absent: it comes once. */
  readonly period?: Duration;
  readonly acts: readonly Act[];
}

/** A message or a task of an occasion. */
export interface Act {
  /** Of the step in the program. */
  readonly step: string;
  readonly action: 'email' | 'sms' | 'task';
  /** Of a message. */
  readonly template: string | null;
  /** Of a task. */
  readonly task: { readonly kind: string; readonly title: Text } | null;
  /** When it is done at all; one that looks at steps or events is only known then. */
  readonly guard: Condition;
  /** The arms of splits that lead to it: whose they are is settled for each subject. */
  readonly arms: readonly { readonly split: string; readonly arm: string }[];
}

const known = new WeakMap<Program, ReadonlyMap<string, Occasion>>();

/** The occasions of a version by key, in the order of the file; those without a message or task are none. */
export function occasionsOf(program: Program): ReadonlyMap<string, Occasion> {
  const before = known.get(program);
  if (before !== undefined) return before;
  const found = new Map<string, Occasion>();
  for (const { key, step } of program.nodes.values()) {
    const occasion = occasionAt(program, key, step);
    if (occasion !== null && occasion.acts.length > 0) found.set(key, occasion);
  }
  known.set(program, found);
  return found;
}

/** Whether journeys of a version care for anybody: only then something is to be looked ahead for. */
export const caresFor = (program: Program): boolean => occasionsOf(program).size > 0;

function occasionAt(program: Program, key: string, step: Step): Occasion | null {
  const from = (branch: string) => program.nodes.get(key)?.branches[branch] ?? null;
  if (step.action === 'repeat') {
    if (!isLong(step.repeat.every)) return null;
    const acts = actsFrom(program, from('body'), key);
    return { key, kind: 'cycle', about: null, period: step.repeat.every, acts };
  }
  if (step.action !== 'wait') return null;
  const moment = momentOf(step.wait);
  if (moment === null) return null;
  const { branch, period, ...what } = moment;
  const acts = actsFrom(program, from(branch), key);
  const returns = leadsTo(program, from(branch), key);
  if (what.kind === 'visit' && !acts.some(({ task }) => task?.kind === 'visit')) return null;
  return { key, ...what, ...(returns && period !== undefined ? { period } : {}), acts };
}

interface Moment {
  readonly kind: CareKind;
  readonly about: string | null;
  /** Where the track goes on then. */
  readonly branch: 'then' | 'else';
  readonly period?: Duration;
}

const YEAR: Duration = { n: 1, unit: 'years' };

function momentOf(wait: WaitStep): Moment | null {
  if (wait.type === 'condition') {
    const silence = olderThan(wait.if);
    return silence === null || !isLong(silence.period) ? null : { kind: 'silence', ...silence, branch: 'then' };
  }
  if (wait.type === 'event') {
    const { upTo } = wait;
    if (upTo?.type !== 'duration' || !isLong(upTo.duration)) return null;
    return { kind: 'silence', about: null, branch: 'else', period: upTo.duration };
  }
  const { until } = wait;
  switch (until.type) {
    case 'date': {
      const period = until.every === 'year' ? { period: YEAR } : {};
      return { kind: kindOfDate(until.path, until.every !== undefined), about: until.path, branch: 'then', ...period };
    }
    case 'festival':
      return { kind: 'festival', about: until.festival, branch: 'then', period: YEAR };
    case 'duration':
      return { kind: 'visit', about: null, branch: 'then' };
    default:
      return null;
  }
}

const kindOfDate = (path: string, yearly: boolean): CareKind =>
  path === 'contact.birthday' ? 'birthday' : yearly ? 'anniversary' : 'date';

/** Silence lasts, and a cycle of care is no second try of a call: nobody means some days by either. */
const isLong = ({ n, unit }: Duration): boolean =>
  unit === 'months' || unit === 'years' || (unit === 'weeks' && n >= 4) || (unit === 'days' && n >= 30);

/** The field that the clock alone makes old enough, and how old. */
function olderThan(condition: Condition): { readonly about: string; readonly period: Duration } | null {
  if (condition.type === 'not') return null;
  if (condition.type === 'test') {
    const { path, test } = condition;
    return test.op === 'olderThan' ? { about: path, period: test.value } : null;
  }
  for (const part of condition.of) {
    const found = olderThan(part);
    if (found !== null) return found;
  }
  return null;
}

/** Ways through a definition that are followed at most: where there are more, the acts of the first are named. */
const MOST_VISITS = 500;
const ALWAYS: Condition = { type: 'all', of: [] };

/** How a step is reached: what must hold of records, and the arms that were taken on the way. */
interface Way {
  readonly guard: Condition;
  readonly arms: Act['arms'];
  readonly keys: readonly string[];
}

/** What is done from a step on, until the track waits again. */
function actsFrom(program: Program, from: string | null, origin: string): readonly Act[] {
  const search = new ActSearch(program, origin);
  search.go(from, { guard: ALWAYS, arms: [], keys: [] });
  return [...search.acts.values()];
}

class ActSearch {
  readonly acts = new Map<string, Act>();
  private visits = 0;

  constructor(
    private readonly program: Program,
    private readonly origin: string,
  ) {}

  go(key: string | null, way: Way): void {
    if (key === null || key === this.origin || way.keys.includes(key) || ++this.visits > MOST_VISITS) return;
    const node = this.program.nodes.get(key);
    if (node === undefined) return;
    const { step, next } = node;
    const along = { ...way, keys: [...way.keys, key] };
    if (!LEADS_ELSEWHERE.has(step.action)) {
      // What else it does takes no time, and whether it is done changes no way.
      if (step.action === 'email' || step.action === 'sms') add(this.acts, step, key, under(along, step.if));
      return this.go(next, along);
    }
    // Where its own condition doesn't hold, the track passes it by.
    if (step.if !== undefined) this.go(next, under(along, not(step.if)));
    this.turn(node, under(along, step.if));
  }

  private turn({ key, step, next, branches }: Node, way: Way): void {
    switch (step.action) {
      case 'task':
        // What its outcomes lead to is no part of the occasion.
        return add(this.acts, step, key, way);
      case 'choose': {
        let others = way;
        step.choose.forEach((branch, i) => {
          this.go(branches[String(i)] ?? next, under(others, branch.if));
          if (branch.if !== undefined) others = under(others, not(branch.if));
        });
        if (step.choose.every((branch) => branch.if !== undefined)) this.go(next, others);
        return;
      }
      case 'split':
        for (const arm of Object.keys(step.arms))
          this.go(branches[arm] ?? next, { ...way, arms: [...way.arms, { split: key, arm }] });
        return;
      case 'goTo':
        return this.go(step.goTo, way);
      default:
      // It waits, or is elsewhere from then on.
    }
  }
}

/** Steps after which a track need not stand at the next. */
const LEADS_ELSEWHERE: ReadonlySet<Step['action']> = new Set<Step['action']>([
  ...(['task', 'choose', 'split', 'goTo', 'wait', 'repeat', 'end', 'moveTo'] as const),
]);

const under = (way: Way, condition: Condition | undefined): Way =>
  condition === undefined ? way : { ...way, guard: both(way.guard, condition) };

/** Whether a track that stands at a step may come to another, whatever lies between. */
export function leadsTo(program: Program, from: string | null, target: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (key === target) return true;
    const node = key === null || seen.has(key) ? undefined : program.nodes.get(key);
    if (key === null || node === undefined) continue;
    seen.add(key);
    open.push(node.next, ...Object.values(node.branches), ...(node.step.action === 'goTo' ? [node.step.goTo] : []));
  }
  return false;
}

function add(acts: Map<string, Act>, step: Step, key: string, { guard, arms }: Way): void {
  const before = acts.get(key);
  // Two ways lead to it: either will do.
  if (before !== undefined)
    acts.set(key, { ...before, guard: { type: 'any', of: [before.guard, guard] }, arms: shared(before.arms, arms) });
  else if (step.action === 'task')
    acts.set(key, {
      ...{ step: key, action: 'task', template: null, guard, arms },
      task: { kind: step.task.kind, title: step.task.title },
    });
  else if (step.action === 'email' || step.action === 'sms') {
    const { template } = step.action === 'email' ? step.email : step.sms;
    acts.set(key, { step: key, action: step.action, template, task: null, guard, arms });
  }
}

const shared = (a: Act['arms'], b: Act['arms']): Act['arms'] =>
  a.filter(({ split, arm }) => b.some((each) => each.split === split && each.arm === arm));

const not = (of: Condition): Condition => ({ type: 'not', of });
const both = (a: Condition, b: Condition): Condition => (a === ALWAYS ? b : { type: 'all', of: [a, b] });

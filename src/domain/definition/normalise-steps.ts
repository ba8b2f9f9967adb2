import { type Duration, parseDuration } from '../calendar/duration.js';
import type { SendWindow } from '../calendar/window.js';
import type { Condition } from '../condition/condition.js';
import { type LocatedTest, parseCondition } from '../condition/parse-condition.js';
import { defined } from '../defined.js';
import type { EmailStep, EventMatch, Step, TaskStep, Until, UpdateValue, WaitStep } from './definition.js';
import type { DocPath, Problem } from './finding.js';
import type { RawChoice, RawStep } from './schema-steps.js';
import type { RawUntil, RawWait } from './schema-waits.js';

/** Where a condition stands: some places have rules of their own. */
export type ConditionRole = 'enter' | 'exit' | 'event' | 'step' | 'records' | 'segment';

/** A condition of a definition with its places, for lint. */
export interface LocatedCondition {
  readonly role: ConditionRole;
  readonly tests: readonly LocatedTest[];
  /** The event types it is asked about, where it stands beside an `on`; empty elsewhere. */
  readonly on: readonly string[];
}

/** An event type that a definition listens for, with its place. */
export interface LocatedEventType {
  readonly type: string;
  readonly at: DocPath;
  readonly entry: boolean;
}

/** Brings what the schemas let through to its typed form; conditions are read here, with what is wrong in them. */
export class Normaliser {
  readonly problems: Problem[] = [];
  readonly conditions: LocatedCondition[] = [];
  readonly listened: LocatedEventType[] = [];

  /** The event types under `on`, which may be one or a list; `path` is that of `on`. */
  listen(raw: string | readonly string[], path: DocPath, entry = false): readonly string[] {
    const inList = typeof raw !== 'string';
    const types = listOf(raw);
    types.forEach((type, i) => {
      this.listened.push({ type, at: inList ? [...path, i] : path, entry });
    });
    return types;
  }

  condition(value: unknown, path: DocPath, role: ConditionRole, on: readonly string[] = []): Condition {
    const { condition, tests, problems } = parseCondition(value, path);
    this.problems.push(...problems);
    this.conditions.push({ role, tests, on });
    return condition;
  }

  optionalCondition(
    value: unknown,
    path: DocPath,
    role: ConditionRole,
    on: readonly string[] = [],
  ): Condition | undefined {
    return value === undefined ? undefined : this.condition(value, path, role, on);
  }

  eventMatch(raw: { on: string | string[]; if?: unknown; of?: 'account' | undefined }, path: DocPath): EventMatch {
    const on = this.listen(raw.on, [...path, 'on']);
    return defined({ on, if: this.optionalCondition(raw.if, [...path, 'if'], 'event', on), of: raw.of });
  }

  steps(raw: readonly RawStep[] | undefined, path: DocPath): readonly Step[] {
    return (raw ?? []).map((each, i) => this.step(each, [...path, i]));
  }

  private step(raw: RawStep, path: DocPath): Step {
    const base = defined({ id: raw.id, if: this.optionalCondition(raw.if, [...path, 'if'], 'step'), path });
    if (raw.email) return { ...base, action: 'email', email: emailOf(raw.email) };
    if (raw.sms)
      return {
        ...base,
        action: 'sms',
        sms: defined({ ...raw.sms, window: windowOf(raw.sms.window), usefulFor: optionalDuration(raw.sms.usefulFor) }),
      };
    if (raw.notify) return { ...base, action: 'notify', notify: raw.notify };
    if (raw.task) return { ...base, action: 'task', task: taskOf(raw.task), ...this.afterTask(raw, path) };
    if (raw.wait !== undefined)
      return { ...base, action: 'wait', wait: this.wait(raw.wait, [...path, 'wait']), ...this.afterWait(raw, path) };
    if (raw.choose)
      return {
        ...base,
        action: 'choose',
        choose: raw.choose.map((choice, i) => this.choice(choice, [...path, 'choose', i])),
      };
    if (raw.split)
      return { ...base, action: 'split', arms: raw.split.arms, onArm: this.branches(raw.onArm, [...path, 'onArm']) };
    if (raw.repeat) return { ...base, action: 'repeat', repeat: this.repeat(raw.repeat, [...path, 'repeat']) };
    return { ...base, ...recordAction(raw) };
  }

  private branches(raw: { [key: string]: RawStep[] } | undefined, path: DocPath): { [key: string]: readonly Step[] } {
    // Without a prototype: an outcome may be called `constructor`, and has no branch then if none is written.
    const branches: { [key: string]: readonly Step[] } = Object.create(null);
    for (const [key, steps] of Object.entries(raw ?? {})) branches[key] = this.steps(steps, [...path, key]);
    return branches;
  }

  private afterTask(raw: RawStep, path: DocPath) {
    const { onOverdue } = raw;
    return defined({
      onOutcome: this.branches(raw.onOutcome, [...path, 'onOutcome']),
      onOverdue: onOverdue && {
        after: durationOf(onOverdue.after),
        steps: this.steps(onOverdue.steps, [...path, 'onOverdue', 'steps']),
      },
    });
  }

  private afterWait(raw: RawStep, path: DocPath) {
    return defined({
      // biome-ignore lint/suspicious/noThenProperty: the format's own key; the map is data and is never awaited.
      then: this.steps(raw.then, [...path, 'then']),
      else: raw.else && this.steps(raw.else, [...path, 'else']),
    });
  }

  private choice(raw: RawChoice, path: DocPath) {
    const key = raw.else ? 'else' : 'steps';
    return defined({
      if: this.optionalCondition(raw.if, [...path, 'if'], 'step'),
      steps: this.steps(raw[key], [...path, key]),
    });
  }

  private repeat(raw: Exclude<RawStep['repeat'], undefined>, path: DocPath) {
    return defined({
      every: durationOf(raw.every),
      startAfter: optionalDuration(raw.startAfter),
      atMost: raw.atMost,
      until: this.optionalCondition(raw.until, [...path, 'until'], 'step'),
      steps: this.steps(raw.steps, [...path, 'steps']),
    });
  }

  private wait(raw: RawWait, path: DocPath): WaitStep {
    if (typeof raw === 'string') return { type: 'until', until: { type: 'duration', duration: durationOf(raw) } };
    if (raw.until) return { type: 'until', until: untilOf(raw.until) };
    const upTo = raw.upTo === undefined ? undefined : untilOf(raw.upTo);
    const { on, ...rest } = raw.for ?? {};
    if (on !== undefined)
      return defined({ type: 'event' as const, event: this.eventMatch({ ...rest, on }, [...path, 'for']), upTo });
    return defined({
      type: 'condition' as const,
      if: this.condition(rest.if, [...path, 'for', 'if'], 'records'),
      upTo,
    });
  }
}

export const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
};

/** The duration of a text that a schema has accepted. */
export function durationOf(text: string): Duration {
  const duration = parseDuration(text, { allowNegative: true });
  if (!duration) throw new Error(`${JSON.stringify(text)} is no duration; expected the schema to refuse it`);
  return duration;
}

const optionalDuration = (text: string | undefined): Duration | undefined =>
  text === undefined ? undefined : durationOf(text);

type RawWindow = Exclude<Exclude<RawStep['email'], undefined>['window'], 'none' | undefined>;

export function windowOf(raw: RawWindow): SendWindow;
export function windowOf(raw: RawWindow | 'none' | undefined): SendWindow | 'none' | undefined;
export function windowOf(raw: RawWindow | 'none' | undefined): SendWindow | 'none' | undefined {
  if (raw === undefined || raw === 'none') return raw;
  return defined({
    days: raw.days,
    from: raw.from,
    to: raw.to,
    holidays: raw.holidays,
    spread: optionalDuration(raw.spread),
  });
}

export const emailOf = (raw: Exclude<RawStep['email'], undefined>): EmailStep =>
  defined({
    ...raw,
    attach: raw.attach === undefined ? undefined : listOf(raw.attach),
    window: windowOf(raw.window),
    usefulFor: optionalDuration(raw.usefulFor),
  });

const taskOf = (raw: Exclude<RawStep['task'], undefined>): TaskStep =>
  defined({
    kind: raw.kind,
    title: raw.title,
    assign: raw.assign ?? 'owner',
    due: durationOf(raw.due),
    remind: (raw.remind ?? []).map(durationOf),
    escalate: raw.escalate && { after: durationOf(raw.escalate.after), to: raw.escalate.to },
    outcomes: raw.outcomes,
    form: (raw.form ?? []).map(({ field, required }) => ({ field, required: required ?? false })),
    window: windowOf(raw.window),
  });

function untilOf(raw: RawUntil | string): Until {
  if (typeof raw === 'string') return { type: 'duration', duration: durationOf(raw) };
  const when = { at: raw.at, shift: optionalDuration(raw.shift) };
  if (raw.time !== undefined) return defined({ type: 'time' as const, time: raw.time, days: raw.days });
  if (raw.date !== undefined) return defined({ type: 'date' as const, path: raw.date, ...when, every: raw.every });
  return defined({ type: 'festival' as const, festival: raw.festival ?? '', ...when });
}

type RawUpdate = Exclude<RawStep['update'], undefined>;

function updateValueOf(raw: RawUpdate[string]): UpdateValue {
  if (typeof raw !== 'object' || Array.isArray(raw)) return { op: 'set', value: raw };
  if (raw.add !== undefined) return { op: 'add', n: raw.add };
  if (raw.addTo !== undefined) return { op: 'addTo', value: raw.addTo };
  if (raw.removeFrom !== undefined) return { op: 'removeFrom', value: raw.removeFrom };
  if (raw.from !== undefined) return { op: 'from', path: raw.from };
  return { op: raw.now ? 'now' : 'clear' };
}

const updatesOf = (raw: RawUpdate): { [path: string]: UpdateValue } =>
  Object.fromEntries(Object.entries(raw).map(([path, value]) => [path, updateValueOf(value)]));

type RecordAction = Extract<
  Step,
  { action: 'update' | 'create' | 'score' | 'assign' | 'webhook' | 'start' | 'stop' | 'moveTo' | 'goTo' | 'end' }
>;
type WithoutBase<T> = T extends unknown ? Omit<T, 'id' | 'if' | 'path'> : never;

function recordAction(raw: RawStep): WithoutBase<RecordAction> {
  if (raw.update) return { action: 'update', update: updatesOf(raw.update) };
  if (raw.create) return { action: 'create', create: { deal: updatesOf(raw.create.deal) } };
  if (raw.score) return { action: 'score', score: raw.score };
  if (raw.assign)
    return { action: 'assign', assign: { ...raw.assign, keepExisting: raw.assign.keepExisting ?? false } };
  if (raw.webhook) return { action: 'webhook', webhook: defined(raw.webhook) };
  if (raw.start !== undefined) return { action: 'start', start: raw.start };
  if (raw.stop !== undefined) return { action: 'stop', stop: raw.stop };
  if (raw.moveTo !== undefined) return { action: 'moveTo', moveTo: raw.moveTo };
  if (raw.goTo !== undefined) return { action: 'goTo', goTo: raw.goTo };
  if (raw.end !== undefined) return { action: 'end', end: raw.end };
  throw new Error('a step without an action; expected the schema to refuse it');
}

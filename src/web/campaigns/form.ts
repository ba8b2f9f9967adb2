/*
 * A campaign as the fields of its wizard: read from what its text says, and back to the values that a change sets. What
 * the fields have no place for stays in the text as it was written. Pure.
 */

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const UNITS = ['minutes', 'hours', 'days', 'weeks'] as const;
export type Unit = (typeof UNITS)[number];

/** A length of time as typed; without a number there is none. */
export interface Span {
  readonly n: string;
  readonly unit: Unit;
}

export interface Form {
  readonly name: string;
  readonly nameInChinese: string;
  readonly whom: 'segment' | 'file' | 'condition';
  readonly segment: string | null;
  readonly file: string;
  readonly without: 'nobody' | 'segment' | 'file' | 'condition';
  readonly withoutSegment: string | null;
  readonly withoutFile: string;
  /** Per cent. */
  readonly holdOut: string;
  /** `steps`: a short journey, which is written as text. */
  readonly way: 'email' | 'sms' | 'steps';
  readonly template: string | null;
  readonly from: string | null;
  readonly purpose: 'marketing' | 'service' | null;
  readonly topic: string;
  readonly usefulFor: Span;
  readonly start: 'at-once' | 'at';
  /** YYYY-MM-DD. */
  readonly day: string | null;
  readonly hour: string;
  /** Each by their own clock, or all by that of `zone`. */
  readonly clock: 'contact' | 'zone';
  readonly zone: string;
  readonly hasWindow: boolean;
  readonly days: readonly Weekday[];
  readonly opens: string;
  readonly closes: string;
  /** Minutes. */
  readonly spread: string;
  /** Whose holidays it keeps: `contact`, a calendar's id; empty: none. */
  readonly calendar: string;
  readonly perMinute: string;
  /** 1 to 9; empty: not said. */
  readonly priority: string;
  /** The event that counts as success; empty: none. */
  readonly goal: string;
  readonly within: Span;
}

/** What a text says under its first keys. */
export type Values = Readonly<Record<string, unknown>>;
type Map = Readonly<Record<string, unknown>>;

const mapAt = (values: Map, key: string): Map => {
  const value = values[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Map) : {};
};
const textAt = (values: Map, key: string): string => {
  const value = values[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
const orNull = (text: string): string | null => (text === '' ? null : text);
const oneOf = <T extends string>(all: readonly T[], text: string): T | null =>
  all.find((each) => each === text) ?? null;

/** "2 days" as typed fields. One that has no fields (business days) is left to the text. */
function spanOf(text: string, usual: Unit): Span {
  const [, n = '', unit = ''] = /^(\d+) (minute|hour|day|week)s?$/.exec(text) ?? [];
  return { n, unit: oneOf(UNITS, `${unit}s`) ?? usual };
}

export function formOf(values: Values): Form {
  return { ...nameOf(values), ...audienceOf(values), ...messageOf(values), ...timeOf(values), ...windowOf(values) };
}

function nameOf(values: Values) {
  const names = mapAt(values, 'name');
  const plain = textAt(values, 'name');
  return { name: plain === '' ? textAt(names, 'en') : plain, nameInChinese: textAt(names, 'zh-CN') };
}

function audienceOf(values: Values) {
  const audience = mapAt(values, 'audience');
  const exclude = mapAt(values, 'exclude');
  const within = mapAt(values, 'goal');
  return {
    whom: kindOf(audience) ?? ('segment' as const),
    segment: orNull(textAt(audience, 'segment')),
    file: textAt(audience, 'file'),
    without: kindOf(exclude) ?? ('nobody' as const),
    withoutSegment: orNull(textAt(exclude, 'segment')),
    withoutFile: textAt(exclude, 'file'),
    holdOut: textAt(values, 'holdOut'),
    priority: textAt(values, 'priority'),
    goal: textAt(within, 'on'),
    within: spanOf(textAt(within, 'within'), 'days'),
  };
}

function kindOf(rule: Map): 'segment' | 'file' | 'condition' | null {
  if ('if' in rule) return 'condition';
  if ('file' in rule) return 'file';
  return 'segment' in rule ? 'segment' : null;
}

function messageOf(values: Values) {
  const send = mapAt(values, 'send');
  const way = 'steps' in values ? ('steps' as const) : 'sms' in send ? ('sms' as const) : ('email' as const);
  const message = mapAt(send, way);
  return {
    way,
    template: orNull(textAt(message, 'template')),
    from: orNull(textAt(message, 'from')),
    purpose: oneOf(['marketing', 'service'], textAt(message, 'purpose')),
    topic: textAt(message, 'topic'),
    usefulFor: spanOf(textAt(message, 'usefulFor'), 'days'),
  };
}

function timeOf(values: Values) {
  const at = mapAt(values, 'at');
  const [day = '', hour = ''] = textAt(at, 'time').split('T');
  const zone = textAt(at, 'timezone');
  return {
    start: 'at' in values ? ('at' as const) : ('at-once' as const),
    day: orNull(day),
    hour: hour.slice(0, 5),
    clock: zone === '' || zone === 'contact' ? ('contact' as const) : ('zone' as const),
    zone: zone === 'contact' ? '' : zone,
    perMinute: textAt(mapAt(values, 'rate'), 'perMinute'),
  };
}

const WORKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri'];

function windowOf(values: Values) {
  const window = mapAt(values, 'window');
  const days = Array.isArray(window['days']) ? window['days'] : null;
  const [, spread = ''] = /^(\d+) minutes?$/.exec(textAt(window, 'spread')) ?? [];
  return {
    hasWindow: 'window' in values,
    days: days === null ? WORKDAYS : WEEKDAYS.filter((day) => days.includes(day)),
    opens: textAt(window, 'from') || '09:00',
    closes: textAt(window, 'to') || '18:00',
    spread: spread === '0' ? '' : spread,
    calendar: textAt(values, 'calendar'),
  };
}

/** What a save must set to take the text from one form to the other; null takes a key out. Empty: nothing changed. */
export function changesOf(before: Form, after: Form, values: Values): Record<string, unknown> {
  const set: Record<string, unknown> = {};
  for (const [keys, write] of WRITERS) {
    if (keys.some((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key])))
      Object.assign(set, write(after, values));
  }
  return set;
}

type Write = (form: Form, values: Values) => Record<string, unknown>;

const WRITERS: readonly (readonly [readonly (keyof Form)[], Write])[] = [
  [['name', 'nameInChinese'], (form, values) => ({ name: writtenName(form, values) })],
  [['whom', 'segment', 'file'], (form, values) => ({ audience: audience(form, values) })],
  [['without', 'withoutSegment', 'withoutFile'], (form, values) => ({ exclude: exclude(form, values) })],
  [['holdOut'], ({ holdOut }) => ({ holdOut: number(holdOut) })],
  [['priority'], ({ priority }) => ({ priority: number(priority) })],
  [['goal', 'within'], (form, values) => ({ goal: goal(form, values) })],
  [['way', 'template', 'from', 'purpose', 'topic', 'usefulFor'], send],
  [['start', 'day', 'hour', 'clock', 'zone'], (form) => ({ at: at(form) })],
  [['hasWindow', 'days', 'opens', 'closes', 'spread'], (form, values) => ({ window: window(form, values) })],
  [['calendar'], ({ calendar }) => ({ calendar: orNull(calendar) })],
  [['perMinute'], ({ perMinute }) => ({ rate: perMinute.trim() === '' ? null : { perMinute: number(perMinute) } })],
];

/** A number that can't be read is written as it was typed: the check then says what is wrong with it, at its place. */
const number = (text: string): number | string | null => {
  const typed = text.trim();
  if (typed === '') return null;
  return Number.isFinite(Number(typed)) ? Number(typed) : typed;
};

const span = ({ n, unit }: Span): string | undefined => (n.trim() === '' ? undefined : `${n.trim()} ${unit}`);

function writtenName({ name, nameInChinese }: Form, values: Values): unknown {
  const { en: _en, 'zh-CN': _zh, ...others } = mapAt(values, 'name');
  if (nameInChinese.trim() === '' && Object.keys(others).length === 0) return name.trim();
  return clean({ en: name.trim() || undefined, 'zh-CN': nameInChinese.trim() || undefined, ...others });
}

function audience({ whom, segment, file }: Form, values: Values): unknown {
  if (whom === 'condition') return mapAt(values, 'audience');
  if (whom === 'file') return { file };
  return segment === null ? null : { segment };
}

function exclude({ without, withoutSegment, withoutFile }: Form, values: Values): unknown {
  if (without === 'condition') return mapAt(values, 'exclude');
  if (without === 'file') return { file: withoutFile };
  return without === 'nobody' || withoutSegment === null ? null : { segment: withoutSegment };
}

function goal({ goal: on, within }: Form, values: Values): unknown {
  if (on.trim() === '') return null;
  const { on: _on, within: _within, ...rest } = mapAt(values, 'goal');
  return clean({ on: on.trim(), ...rest, within: span(within) });
}

function send(form: Form, values: Values): Record<string, unknown> {
  const { way, template, from, purpose, topic, usefulFor } = form;
  if (way === 'steps') return {};
  const kept = mapAt(mapAt(values, 'send'), way);
  const message = clean({
    ...kept,
    template: template ?? undefined,
    from: way === 'sms' ? undefined : (from ?? undefined),
    purpose: purpose ?? undefined,
    topic: topic.trim() === '' ? undefined : topic.trim(),
    usefulFor: span(usefulFor),
  });
  return { send: { [way]: message } };
}

function at({ start, day, hour, clock, zone }: Form): unknown {
  if (start === 'at-once') return null;
  return { time: `${day ?? ''}T${hour}`, timezone: clock === 'contact' ? 'contact' : zone };
}

function window({ hasWindow, days, opens, closes, spread }: Form, values: Values): unknown {
  if (!hasWindow) return null;
  const kept = mapAt(values, 'window');
  return clean({
    ...kept,
    days: [...days],
    from: opens,
    to: closes,
    spread: spread.trim() === '' ? undefined : `${spread.trim()} minutes`,
  });
}

const clean = (map: Map): Map => Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));

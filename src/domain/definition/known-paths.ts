import { isValueClass, RFM, VALUE_CLASSES } from '../condition/value-classes.js';
import { COMMON_EVENT_FIELDS, type EventCatalogue, type EventFieldType } from '../events.js';
import type { FieldCatalogue, FieldType, RecordKind } from '../fields.js';
import { nearest } from '../nearest.js';
import type { Step, Variables } from './definition.js';
import type { LintCode } from './finding.js';

/** What the value of a path can be; `any` is a value whose type nobody declared. */
export type PathType = FieldType | EventFieldType;

/** What paths can lead to, in one place of one definition. */
export interface PathWorld {
  readonly fields: FieldCatalogue;
  readonly eventTypes: EventCatalogue;
  /** Undefined outside of a definition: then `variables.` and `steps.` lead nowhere. */
  readonly variables?: Variables;
  readonly steps?: ReadonlyMap<string, Step>;
  /** Ids that are in the file though their step could not be read. */
  readonly writtenIds?: ReadonlySet<string>;
  /** The event types an event here can have; undefined or empty: any. */
  readonly on?: readonly string[];
  readonly tracking: boolean;
  /** True in segments, where `events.<type>` counts, and where there is no event and no step to ask. */
  readonly counts: boolean;
}

export type ResolvedPath =
  | { readonly ok: true; readonly type: PathType }
  | { readonly ok: false; readonly code: LintCode; readonly message: string; readonly suggestion?: string | undefined };

const RECORDS: readonly RecordKind[] = ['contact', 'account', 'deal', 'owner'];
const isRecord = (root: string): root is RecordKind => (RECORDS as readonly string[]).includes(root);

/** What a path such as `contact.status` leads to, or why it leads nowhere. */
export function resolvePath(path: string, world: PathWorld): ResolvedPath {
  const [root = '', ...rest] = path.split('.');
  if (isRecord(root)) return field(root, rest.join('.'), world);
  if (world.counts && (root === 'event' || root === 'steps'))
    return unknown(path, [], 'a segment asks records, and counts events with events.<type>; no journey is under way');
  switch (root) {
    case 'variables':
      return variable(rest.join('.'), world);
    case 'steps':
      return stepResult(rest, path, world);
    case 'event':
      return eventField(rest, world);
    case 'events':
      return eventCount(rest.join('.'), world);
    case RFM:
      return valueClass(rest.join('.'), world);
    default:
      return unknown(
        path,
        [...RECORDS, 'variables', 'steps', 'event'].map((each) => [each, ...rest].join('.')),
        `a path begins with ${RECORDS.join('., ')}., variables., steps. or event.`,
      );
  }
}

function unknown(path: string, known: readonly string[], hint: string, code: LintCode = 'unknown-path'): ResolvedPath {
  const suggestion = nearest(path, known);
  return {
    ok: false,
    code,
    message: `unknown path "${path}"; ${hint}`,
    suggestion,
  };
}

function field(record: RecordKind, name: string, { fields }: PathWorld): ResolvedPath {
  const found = fields[record].get(name);
  if (found) return { ok: true, type: found.type };
  const known = [...fields[record].keys()].map((each) => `${record}.${each}`);
  return unknown(
    `${record}.${name}`,
    known,
    record === 'owner'
      ? `an owner has ${[...fields.owner.keys()].join(', ')}`
      : `${record} has no such field, and fields.yaml declares none`,
  );
}

function variable(name: string, { variables }: PathWorld): ResolvedPath {
  const value = variables && Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (value !== undefined)
    return { ok: true, type: typeof value === 'string' ? 'text' : (typeof value as 'number' | 'boolean') };
  const known = Object.keys(variables ?? {}).map((each) => `variables.${each}`);
  return unknown(`variables.${name}`, known, 'the definition has no such variable');
}

const RESULTS: { readonly [name: string]: PathType } = {
  outcome: 'text',
  arm: 'text',
  decision: 'text',
  reason: 'text',
  bounced: 'boolean',
  opened: 'boolean',
  clicked: 'boolean',
  replied: 'boolean',
};

function stepResult(
  [id = '', result = '', ...rest]: readonly string[],
  path: string,
  { steps, writtenIds, tracking }: PathWorld,
): ResolvedPath {
  const step = steps?.get(id);
  if (!step && !writtenIds?.has(id)) {
    const suggestion = nearest(id, steps?.keys() ?? []);
    return {
      ok: false,
      code: 'unknown-step',
      message: `"${path}" names the step "${id}", which isn't in this file`,
      suggestion,
    };
  }
  if (result === 'answer' && rest.length > 0) return answer(step, rest.join('.'), path);
  const type = rest.length === 0 && Object.hasOwn(RESULTS, result) ? RESULTS[result] : undefined;
  if (type === undefined)
    return unknown(
      path,
      [...Object.keys(RESULTS), ...rest.map((each) => `answer.${each}`)].map((each) => `steps.${id}.${each}`),
      `of a step one can ask ${Object.keys(RESULTS).join(', ')} and answer.<field>`,
    );
  if (!tracking && (result === 'opened' || result === 'clicked')) {
    return {
      ok: false,
      code: 'tracking-off',
      message: `"${path}" never comes true: this deployment doesn't track opens and clicks`,
    };
  }
  return { ok: true, type };
}

function answer(step: Step | undefined, name: string, path: string): ResolvedPath {
  const form = step?.action === 'task' ? step.task.form : [];
  if (form.length === 0 || form.some(({ field: asked }) => asked === name || asked.endsWith(`.${name}`)))
    return { ok: true, type: 'any' };
  const prefix = path.slice(0, path.length - name.length);
  return unknown(
    path,
    form.map((each) => `${prefix}${each.field}`),
    "the task's form has no such field",
  );
}

function eventField(rest: readonly string[], { eventTypes, on }: PathWorld): ResolvedPath {
  const [name = '', ...inside] = rest;
  const path = `event.${rest.join('.')}`;
  const named = (on ?? []).flatMap((type) => eventTypes.get(type) ?? []);
  const possible = named.length > 0 ? named : [...eventTypes.values()];
  const types = new Set(
    possible.flatMap(
      (type) => type.fields.get(name) ?? COMMON_EVENT_FIELDS.get(name) ?? (type.open ? ['any' as const] : []),
    ),
  );
  const [type] = types;
  if (type !== undefined && (inside.length === 0 || types.has('map') || types.has('any'))) {
    return { ok: true, type: inside.length > 0 || types.size > 1 ? 'any' : type };
  }
  const known = new Set([...possible.flatMap((each) => [...each.fields.keys()]), ...COMMON_EVENT_FIELDS.keys()]);
  const whose = named.length > 0 ? (on ?? []).join(' and ') : 'any event';
  return unknown(
    path,
    [...known].map((each) => `event.${each}`),
    `${whose} has no such field`,
  );
}

function valueClass(name: string, { counts }: PathWorld): ResolvedPath {
  const path = `${RFM}.${name}`;
  if (!counts)
    return unknown(
      path,
      [],
      'value classes are of segments and audiences; a journey asks contact.lastOrderAt, contact.orderCount and contact.totalSpent',
    );
  if (isValueClass(name)) return { ok: true, type: 'number' };
  return unknown(
    path,
    VALUE_CLASSES.map((each) => `${RFM}.${each}`),
    `the value classes are ${VALUE_CLASSES.join(', ')}`,
  );
}

function eventCount(type: string, { eventTypes, counts, tracking }: PathWorld): ResolvedPath {
  if (!counts)
    return {
      ok: false,
      code: 'unknown-path',
      message: `events.${type} counts events, which only segments and audiences can`,
    };
  if (!eventTypes.has(type)) {
    const suggestion = nearest(type, eventTypes.keys());
    return {
      ok: false,
      code: 'unknown-event',
      message: `unknown event type "${type}"`,
      suggestion,
    };
  }
  if (!tracking && isTracked(type))
    return {
      ok: false,
      code: 'tracking-off',
      message: `${type} never comes: this deployment doesn't track opens and clicks`,
    };
  return { ok: true, type: 'any' };
}

export const isTracked = (eventType: string): boolean => eventType === 'email.opened' || eventType === 'email.clicked';

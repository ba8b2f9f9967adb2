import type { Step, UpdateValue } from '../definition/definition.js';
import { stableId } from '../ids.js';
import { formatInstant, type Instant } from '../instant.js';
import { assertNever } from '../result.js';
import type { Fields, FieldValue } from './facts.js';
import { lookupIn, withUpdate } from './lookup.js';
import { beginPass, note, passed } from './notes.js';
import type { Node } from './program.js';
import type { Run } from './run.js';
import type { TrackState } from './state.js';
import { ownChange } from './waits.js';

/* Steps that change our own records: `update`, `score` and `create`. */

type StepOf<A extends Step['action']> = Extract<Step, { action: A }>;

export function update(run: Run, track: TrackState, node: Node, step: StepOf<'update'>): void {
  const lookup = lookupIn(run.program, run.state, run.facts, run.eventOf(track));
  const sets = new Map<'contact' | 'account' | 'deal', { [field: string]: FieldValue }>();
  for (const [path, value] of Object.entries(step.update)) {
    const [object, field] = splitPath(path);
    const set = sets.get(object) ?? {};
    sets.set(object, set);
    set[field] = updated(value, lookup(path), lookup, track.instant);
  }
  const there = [...sets].filter(([object]) => object === 'contact' || run.facts[object] !== null);
  for (const [object, set] of there) change(run, object, set);
  const missing = there.length < sets.size;
  passed(run, track, node, missing && sets.size === 1 ? 'skip' : 'done', missing ? 'no-record' : null);
  for (const [object] of there) ownChange(run, `${object}.changed`, track.instant);
  track.at = node.next;
}

function change(run: Run, object: 'contact' | 'account' | 'deal', set: { readonly [field: string]: FieldValue }): void {
  run.commands.push({ type: 'update', object, set });
  run.facts = withUpdate(run.facts, object, set);
}

/** A new deal of the contact, which becomes the journey's. Where it isn't named it has the contact's name. */
export function createDeal(run: Run, track: TrackState, node: Node, step: StepOf<'create'>): void {
  const lookup = lookupIn(run.program, run.state, run.facts, run.eventOf(track));
  const given = Object.entries(step.create.deal).map(
    ([field, value]) => [field, updated(value, undefined, lookup, track.instant)] as const,
  );
  const fields: Fields = { name: run.facts.contact['name'] ?? null, ...Object.fromEntries(given) };
  note(run, track, node, 'done');
  beginPass(run, node.key, { decision: 'done' });
  const occurrence = run.state.steps[node.key]?.n ?? 1;
  const key = `${run.subjectId}/${run.definition.id}/${run.state.startedAt}/${node.key}/${occurrence}`;
  const id = stableId('deal', track.instant, key);
  run.commands.push({ type: 'createDeal', id, set: fields, at: track.instant });
  run.state.deal = id;
  run.facts = { ...run.facts, deal: { ...fields, id, createdAt: formatInstant(track.instant) } };
  ownChange(run, 'deal.created', track.instant);
  track.at = node.next;
}

function splitPath(path: string): ['contact' | 'account' | 'deal', string] {
  const [object, ...field] = path.split('.');
  if (object !== 'contact' && object !== 'account' && object !== 'deal')
    throw new Error(`update of ${path}; expected lint to have refused it`);
  return [object, field.join('.')];
}

function updated(value: UpdateValue, before: unknown, lookup: (path: string) => unknown, at: Instant): FieldValue {
  const list = Array.isArray(before) ? before.filter((item): item is string => typeof item === 'string') : [];
  switch (value.op) {
    case 'set':
      return value.value;
    case 'add':
      return (typeof before === 'number' ? before : 0) + value.n;
    case 'addTo':
      return list.includes(value.value) ? list : [...list, value.value];
    case 'removeFrom':
      return list.filter((item) => item !== value.value);
    case 'from':
      return (lookup(value.path) ?? null) as FieldValue;
    case 'now':
      return formatInstant(at);
    case 'clear':
      return null;
    default:
      return assertNever(value);
  }
}

export function score(run: Run, track: TrackState, node: Node, step: StepOf<'score'>): void {
  const before = run.facts.contact['score'];
  const set = { score: (typeof before === 'number' ? before : 0) + step.score.add };
  change(run, 'contact', set);
  passed(run, track, node, 'done', step.score.reason);
  ownChange(run, 'contact.changed', track.instant);
  track.at = node.next;
}

import type { Comparison, Condition, Scalar } from '../../../src/domain/condition/condition.js';
import { VALUE_CLASSES } from '../../../src/domain/condition/value-classes.js';
import { BUILT_IN_FIELDS } from '../../../src/domain/fields.js';
import type { Random } from '../../domain/definition/fuzz/random.js';
import { CUSTOM, EVENT_TYPES, NUMBERS, TAGS, TEXTS } from './people.js';

/** Made-up conditions over all paths, comparisons and literals, sensible ones and such as lint would refuse. */

const FIELDS: readonly string[] = Object.entries(BUILT_IN_FIELDS).flatMap(([record, fields]) =>
  [...fields.keys()].map((name) => `${record}.${name}`),
);
const PATHS: readonly string[] = [
  ...FIELDS,
  ...['contact', 'account', 'deal'].flatMap((record) => [...CUSTOM, 'nothing'].map((name) => `${record}.${name}`)),
];
const UNITS = ['minutes', 'hours', 'days', 'weeks', 'months', 'years', 'business days'] as const;
const MOMENTS = [
  '2027-01-15T12:00:00Z',
  '2027-01-15',
  '2026-06-01T00:00:00+08:00',
  '2027-01-14T09:30',
  '1970-01-01',
  '2027-01-08T12:00:00Z',
];

export function randomCondition(random: Random, depth = 0): Condition {
  const kind = depth >= 3 ? 9 : random.below(10);
  if (kind < 2) return { type: 'all', of: random.times(1 + random.below(3), () => randomCondition(random, depth + 1)) };
  if (kind < 4) return { type: 'any', of: random.times(1 + random.below(3), () => randomCondition(random, depth + 1)) };
  if (kind === 4) return { type: 'not', of: randomCondition(random, depth + 1) };
  if (kind === 5 && random.chance(0.3)) {
    const path = `rfm.${random.pick(VALUE_CLASSES)}`;
    return { type: 'test', path, test: random.chance(0.7) ? ofClass(random) : comparison(random, path) };
  }
  if (kind === 5)
    return { type: 'test', path: `events.${random.pick([...EVENT_TYPES, 'deal.won'])}`, test: count(random) };
  const path = random.pick(PATHS);
  return { type: 'test', path, test: comparison(random, path) };
}

/** One that asks nothing of the contact but its events and its newest deal. */
export function conditionOfEvents(random: Random, depth = 0): Condition {
  const kind = depth >= 2 ? 9 : random.below(10);
  const several = (): Condition[] => random.times(1 + random.below(3), () => conditionOfEvents(random, depth + 1));
  if (kind < 3) return { type: 'all', of: several() };
  if (kind < 5) return { type: 'any', of: several() };
  if (kind === 5) return { type: 'not', of: conditionOfEvents(random, depth + 1) };
  if (random.chance(0.7))
    return { type: 'test', path: `events.${random.pick([...EVENT_TYPES, 'deal.won'])}`, test: count(random) };
  const path = random.pick(PATHS.filter((each) => each.startsWith('deal.')));
  return { type: 'test', path, test: comparison(random, path) };
}

const count = (random: Random): Comparison => {
  const within = random.chance(0.6) ? { within: { n: random.below(400), unit: random.pick(UNITS) } } : {};
  // Sometimes more than the instants that are kept of each kind.
  return { op: 'atLeast', n: random.below(random.chance(0.2) ? 14 : 4), ...within };
};

const ofClass = (random: Random): Comparison =>
  random.chance(0.2)
    ? { op: 'in', values: [1 + random.below(5), 1 + random.below(5)] }
    : { op: random.pick(['eq', 'ne', 'gt', 'gte', 'lt', 'lte'] as const), value: 1 + random.below(5) };

const literal = (random: Random): Scalar =>
  random.pick<() => Scalar>([
    () => random.pick(TEXTS),
    () => random.pick(TAGS),
    () => random.pick(NUMBERS),
    () => random.chance(0.5),
    () => random.pick(['DE', 'CN', 'EUR', 'en', 'east', '华东', 'usr_0', '1990-05-17', '2027-01-15T12:00:00Z']),
  ])();

const text = (random: Random): string => random.pick([...TEXTS, ...TAGS]);

function comparison(random: Random, path: string): Comparison {
  // Half of the comparisons are such as fit their path: else most would be false for everybody.
  const fitting = random.chance(0.5) ? fittingOp(random, path) : undefined;
  const op =
    fitting ??
    random.pick([
      'eq',
      'ne',
      'in',
      'notIn',
      'gt',
      'gte',
      'lt',
      'lte',
      'contains',
      'startsWith',
      'exists',
      'before',
      'after',
      'olderThan',
      'within',
    ] as const);
  switch (op) {
    case 'eq':
    case 'ne':
      return { op, value: literal(random) };
    case 'in':
    case 'notIn':
      return { op, values: random.times(1 + random.below(5), () => literal(random)) };
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return { op, value: random.chance(0.5) ? random.pick(NUMBERS) : text(random) };
    case 'contains':
    case 'startsWith':
      return { op, value: random.chance(0.3) ? ([...text(random)][0] ?? '') : text(random) };
    case 'exists':
      return { op, value: random.chance(0.5) };
    case 'before':
    case 'after':
      return { op, value: random.pick(MOMENTS) };
    default:
      return { op, value: { n: random.below(400), unit: random.pick(UNITS) } };
  }
}

function fittingOp(
  random: Random,
  path: string,
): (Comparison['op'] & ('before' | 'after' | 'olderThan' | 'within' | 'contains' | 'eq')) | undefined {
  if (/At$|renewsOn|since|birthday/.test(path)) return random.pick(['before', 'after', 'olderThan', 'within']);
  if (path.endsWith('.tags')) return 'contains';
  return random.chance(0.3) ? 'eq' : undefined;
}

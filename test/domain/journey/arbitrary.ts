import fc from 'fast-check';
import type { JourneyDefinition } from '../../../src/domain/definition/definition.js';
import type { Cause } from '../../../src/domain/journey/commands.js';
import { aDefinition, at } from '../../support/walk.js';

/*
 * Small definitions and walks drawn at random. Definitions are drawn as the format's own maps and read by its parser, so
 * whatever is drawn is a definition that ops could write. Personal data carries the word CANARY.
 */

export const CANARY = 'CANARY';

/** When a drawn journey begins. */
export const START = at('2027-01-04T09:00:00Z');

const HOUR = 3_600_000;

export type RawStep = { [key: string]: unknown };

const duration = fc.constantFrom('0 minutes', '30 minutes', '5 hours', '1 days', '2 business days', '1 weeks');
const span = fc.constantFrom('20 minutes', '3 hours', '1 days', '2 days');
const eventType = fc.constantFrom('email.replied', 'form.submitted', 'deal.created', 'task.completed');
const until = fc.constantFrom(
  { time: '09:00' },
  { time: '17:30', days: ['tue', 'fri'] },
  { date: 'contact.birthday' },
  { date: 'contact.birthday', every: 'year', shift: '-1 days' },
  { date: 'contact.lastOrderAt', shift: '2 days' },
  { festival: 'qixi' },
);
const condition = fc.constantFrom(
  { 'contact.score': { gte: 3 } },
  { 'contact.status': 'customer' },
  { 'event.form': 'demo' },
  { any: [{ 'contact.city': { exists: true } }, { 'contact.orderCount': { lt: 2 } }] },
);
const lasting = fc.constantFrom(
  { 'contact.score': { gte: 2 } },
  { 'contact.city': { exists: true } },
  { 'contact.lastOrderAt': { olderThan: '2 days' } },
  { not: { 'contact.lastOrderAt': { within: '1 business days' } } },
  { 'deal.stage': 'new' },
  { 'steps.step-2.decision': 'done' },
);
const window = fc.constantFrom(
  undefined,
  'none',
  { from: '09:00', to: '18:00' },
  { days: ['mon', 'wed'], from: '22:00', to: '02:00', spread: '45 minutes' },
);

const leaf = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      email: fc.record({ template: fc.constant('a/b'), from: fc.constant('owner'), purpose: fc.constant('marketing') }),
    }),
  },
  { weight: 3, arbitrary: duration.map((wait) => ({ wait })) },
  { weight: 2, arbitrary: until.map((each) => ({ wait: { until: each } })) },
  fc.constantFrom<RawStep>(
    { update: { 'contact.score': { add: 1 } } },
    { update: { 'contact.city': { from: 'contact.name' }, 'contact.tags': { addTo: 'seen' } } },
    { update: { 'contact.lastOrderAt': { now: true } } },
    { update: { 'deal.stage': 'won' } },
    { score: { add: 2, reason: 'liked' } },
    { assign: { team: 'sales', by: 'roundRobin' } },
    { sms: { template: 'a/b', purpose: 'marketing', usefulFor: '1 days' } },
    { notify: { to: 'manager', template: 'a/b' } },
    { webhook: { url: 'https://erp.example.com', body: { a: 1 } } },
    { create: { deal: { stage: 'new', product: { from: 'contact.company' } } } },
    { start: 'care' },
    { stop: 'care' },
    { end: 'enough' },
    { moveTo: 's1' },
    { goTo: '?' },
  ),
);

const { steps: stepsArbitrary } = fc.letrec<{ steps: RawStep[]; step: RawStep }>((tie) => ({
  steps: fc.array(tie('step'), { maxLength: 3, depthIdentifier: 'steps' }),
  step: fc.oneof(
    { depthIdentifier: 'steps', maxDepth: 3, depthSize: 'small' },
    leaf,
    leaf.chain((step) => condition.map((each) => ({ ...step, if: each }))),
    fc.record({
      wait: fc.record(
        { for: fc.record({ on: eventType }), upTo: fc.oneof(duration, until) },
        { requiredKeys: ['for'] },
      ),
      // biome-ignore lint/suspicious/noThenProperty: the format's own word
      then: tie('steps'),
      else: tie('steps'),
    }),
    fc.record({
      wait: fc.record({ for: fc.record({ if: lasting }), upTo: fc.oneof(duration, until) }, { requiredKeys: ['for'] }),
      // biome-ignore lint/suspicious/noThenProperty: the format's own word
      then: tie('steps'),
      else: tie('steps'),
    }),
    fc.record({
      choose: fc.tuple(fc.record({ if: condition, steps: tie('steps') }), fc.record({ else: tie('steps') })),
    }),
    fc.record({ split: fc.constant({ arms: { a: 40, b: 60 } }), onArm: fc.record({ a: tie('steps') }) }),
    fc.record({
      repeat: fc.record(
        {
          every: span,
          startAfter: duration,
          atMost: fc.integer({ min: 1, max: 3 }),
          until: condition,
          steps: tie('steps'),
        },
        { requiredKeys: ['every', 'steps'] },
      ),
    }),
    fc.record({
      task: fc.record(
        {
          kind: fc.constant('call'),
          title: fc.constant('Call'),
          due: duration,
          remind: fc.array(span, { maxLength: 1 }),
          outcomes: fc.constant(['good', 'bad']),
          window,
        },
        { requiredKeys: ['kind', 'title', 'due', 'outcomes'] },
      ),
      onOutcome: fc.record({ good: tie('steps') }),
      onOverdue: fc.record({ after: span, steps: tie('steps') }),
    }),
  ),
})) as { steps: fc.Arbitrary<RawStep[]> };

const stage = fc.record(
  {
    sla: fc.record({ leaveWithin: span, escalateTo: fc.constant('manager') }),
    moves: fc.constantFrom([{ on: 'deal.created', to: 's1' }], [{ on: ['case.opened', 'form.submitted'], to: 's0' }]),
    steps: stepsArbitrary,
    alongside: stepsArbitrary.map((steps) => [{ id: 'coach', steps }]),
  },
  { requiredKeys: ['steps'] },
);

const file = fc.record(
  {
    calendar: fc.constantFrom('office', 'contact'),
    window: window.filter((each) => each !== 'none'),
    stages: fc.array(stage, { minLength: 2, maxLength: 2 }),
    throughout: stepsArbitrary.map((steps) => [{ id: 'letters', steps }]),
    goal: fc.constantFrom([{ on: 'deal.won' }], [{ on: ['deal.won', 'form.submitted'], stay: true }]),
  },
  { requiredKeys: ['stages'] },
);

/** Gives every step an id, and `goTo` one of its track. */
function named(raw: { stages: RawStep[]; [key: string]: unknown }): unknown {
  let n = 0;
  const visit = (value: unknown, ids: string[]): unknown => {
    if (Array.isArray(value)) return value.map((each) => visit(each, ids));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        key === 'steps' || BRANCHES.has(key) ? stepsIn(inner, ids) : visit(inner, ids),
      ]),
    );
  };
  const stepsIn = (value: unknown, ids: string[]): unknown =>
    Array.isArray(value)
      ? value.map((step: RawStep) => {
          const id = `step-${++n}`;
          ids.push(id);
          return { id, ...(visit(step, ids) as RawStep), ...(step['goTo'] === undefined ? {} : { goTo: ids[0] }) };
        })
      : visit(value, ids);
  return {
    ...raw,
    stages: raw.stages.map((each, i) => ({ ...(visitTracks(each) as object), id: `s${i}` })),
    ...(raw['throughout'] === undefined ? {} : { throughout: (raw['throughout'] as RawStep[]).map(visitTracks) }),
  };
  function visitTracks(track: RawStep): unknown {
    const { alongside, ...rest } = track;
    const own = visit(rest, []) as object;
    return alongside === undefined
      ? own
      : { ...own, alongside: (alongside as RawStep[]).map((each) => visit(each, [])) };
  }
}

const BRANCHES = new Set(['then', 'else', 'a', 'good']);

/** A definition's file with every kind of step that the engine runs, two exits, and stages `s0` and `s1`. */
export const files: fc.Arbitrary<RawStep> = file.map((raw) => ({
  kind: 'journey',
  id: 'drawn',
  name: 'Drawn',
  exit: [
    { on: 'contact.unsubscribed', as: 'unsubscribed' },
    { if: { 'contact.doNotContact': true }, as: 'barred' },
  ],
  ...(named(raw) as object),
}));

export const definitions: fc.Arbitrary<JourneyDefinition> = files.map((raw) => aDefinition(JSON.stringify(raw)));

/** What the world does next to a journey. */
export type Happening =
  | { readonly type: 'pass'; readonly ms: number; readonly stopping: boolean }
  | {
      readonly type: 'event';
      readonly event: string;
      readonly late: number;
      readonly step: number;
      readonly wakes: boolean;
    }
  | { readonly type: 'bar' }
  | { readonly type: 'person'; readonly command: Cause };

/** A command of a person, as the planner is told of it; instants count from the first of the journey. */
export const commandsFrom = (start: number): fc.Arbitrary<Cause> => {
  const step = fc.constantFrom({}, {}, { step: 'step-1' }, { step: 'step-3' }, { step: 'nowhere' });
  return fc.oneof(
    fc.constant<Cause>({ type: 'pause' }),
    fc.constantFrom<Cause>(
      { type: 'resume' },
      { type: 'resume', missed: 'now' },
      { type: 'resume', missed: 'spread' },
      { type: 'resume', missed: 'skip' },
    ),
    fc.constant<Cause>({ type: 'retry' }),
    step.map((which): Cause => ({ type: 'skip', ...which })),
    step.map((which): Cause => ({ type: 'send-now', ...which })),
    fc
      .tuple(step, fc.integer({ min: 0, max: 400 * HOUR }))
      .map(([which, later]): Cause => ({ type: 'reschedule', due: start + later, ...which })),
    fc.constantFrom<Cause>({ type: 'move', stage: 's0' }, { type: 'move', stage: 's1' }, { type: 'move', stage: 'no' }),
    fc.oneof(
      { weight: 6, arbitrary: fc.constant<Cause>({ type: 'pause' }) },
      { weight: 1, arbitrary: fc.constantFrom<Cause>({ type: 'goal' }, { type: 'exit', outcome: 'left' }) },
    ),
  );
};

export const happenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constant('pass' as const),
        ms: fc.integer({ min: 0, max: 60 * HOUR }),
        stopping: fc.boolean(),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constant('event' as const),
        event: fc.oneof(
          {
            weight: 8,
            arbitrary: fc.constantFrom(
              'email.replied',
              'form.submitted',
              'deal.created',
              'case.opened',
              'contact.changed',
            ),
          },
          { weight: 6, arbitrary: fc.constant('task.completed') },
          { weight: 1, arbitrary: fc.constantFrom('deal.won', 'contact.unsubscribed') },
        ),
        late: fc.constantFrom(0, 0, 1000, 4 * 60_000, 20 * 60_000),
        step: fc.nat(12),
        wakes: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ type: 'bar' as const }) },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('person' as const),
        command: commandsFrom(START),
      }),
    },
  ),
  { minLength: 4, maxLength: 24 },
);

/** How the messages of a walk fare, one after the other and round again. */
export const fates = fc.array(fc.constantFrom('sent', 'sent', 'sent', 'skipped', 'deferred', 'refused', 'uncertain'), {
  minLength: 3,
  maxLength: 7,
});

import fc from 'fast-check';

/*
 * Journeys drawn at random for the differential test: what ops could write, what the live engine runs today, and what ends
 * (or comes to rest) within some weeks, so that hundreds of them can be lived through on one server.
 */

type Raw = { readonly [key: string]: unknown };

/** What happens to a journey in a round of the test; the rounds are the same for all journeys. */
export type Happening =
  | { readonly type: 'nothing' }
  | { readonly type: 'event'; readonly event: string; readonly fields: Raw }
  | { readonly type: 'outcome'; readonly pick: number }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' };

/** One journey: its definition, whom it is of, and what happens round by round. */
export interface Drawn {
  readonly definition: string;
  readonly contact: Raw;
  /** Topics agreed to and unsubscribed from. */
  readonly consents: readonly string[];
  readonly optOuts: readonly string[];
  readonly happenings: readonly Happening[];
}

export const ROUNDS = 6;

/** A definition that drawn journeys start and stop; it does nothing that another journey could notice. */
export const OTHER = 'care';

const short = fc.constantFrom(
  '30 minutes',
  '5 hours',
  '90 business minutes',
  '3 business hours',
  '1 days',
  '1 business days',
);
const long = fc.constantFrom('2 days', '3 business days', '1 weeks', '10 days');
const duration = fc.oneof(short, long, fc.constant('0 minutes'));
const timed = fc.constantFrom<Raw>(
  { time: '09:00' },
  { time: '17:30', days: ['tue', 'fri'] },
  { date: 'contact.birthday', every: 'year', shift: '-1 days' },
  { date: 'contact.birthday', at: '08:15' },
  { date: 'contact.firstOrderAt', shift: '2 days' },
  { date: 'deal.expectedCloseAt', shift: '-3 days', at: '10:00' },
  { festival: 'spring-festival', at: '09:00', shift: '-20 days' },
);
const condition = fc.constantFrom<Raw>(
  { 'contact.score': { gte: 3 } },
  { 'contact.status': 'customer' },
  { 'contact.tags': { contains: 'seen' } },
  { 'event.form': 'demo' },
  { 'event.type': { in: ['email.replied', 'order.placed'] } },
  { any: [{ 'contact.city': { exists: true } }, { 'contact.orderCount': { lt: 1 } }] },
  { not: { 'deal.stage': 'proposal' } },
  { 'contact.totalSpent': { gt: 100 }, 'contact.orderCount': { gte: 1 } },
);
const eventType = fc.constantFrom('email.replied', 'form.submitted', 'order.placed', 'contact.tagged', 'case.opened');
const heard = fc.oneof(
  eventType.map((on) => ({ on })),
  fc.constantFrom<Raw>(
    { on: ['email.replied', 'form.submitted'], if: { 'event.form': { ne: 'newsletter' } } },
    { on: 'order.placed', if: { 'event.amount': { gt: 50 } } },
    { on: 'contact.changed', if: { 'contact.status': 'customer' } },
    { on: 'task.completed' },
  ),
);
/** What a wait may be for beside an event: that something holds. */
const lasting = fc
  .constantFrom<Raw>(
    { 'contact.status': 'customer' },
    { 'contact.score': { gte: 4 } },
    { 'contact.tags': { contains: 'vip' } },
    { 'deal.stage': 'proposal' },
    { 'contact.birthday': { exists: false } },
    { 'contact.firstOrderAt': { olderThan: '5 days' } },
  )
  .map((each) => ({ if: each }));
const window = fc.constantFrom<unknown>(
  'none',
  { from: '09:00', to: '18:00' },
  { days: ['mon', 'wed'], from: '22:00', to: '02:00', spread: '45 minutes' },
  { days: ['tue', 'thu'], from: '10:00', to: '11:30', holidays: 'ignore', spread: '2 hours' },
);

const email = fc
  .record(
    {
      from: fc.constantFrom('owner', 'owner', 'care'),
      purpose: fc.constantFrom('marketing', 'service'),
      topic: fc.constantFrom('news', 'sales'),
      usefulFor: fc.constantFrom('6 hours', '2 business days'),
      window,
    },
    { requiredKeys: ['from', 'purpose'] },
  )
  .map((step) => ({ email: { template: 'test/hello', ...step } }));

const leaf = fc.oneof(
  { weight: 5, arbitrary: email },
  { weight: 4, arbitrary: duration.map((wait) => ({ wait })) },
  { weight: 3, arbitrary: timed.map((until) => ({ wait: { until } })) },
  {
    weight: 5,
    arbitrary: fc.constantFrom<Raw>(
      { update: { 'contact.score': { add: 2 } } },
      { update: { 'contact.city': { from: 'contact.name' }, 'contact.tags': { addTo: 'seen' } } },
      { update: { 'contact.firstOrderAt': { now: true } } },
      { update: { 'deal.stage': 'proposal' } },
      { update: { 'contact.birthday': { clear: true } } },
      { update: { 'contact.timezone': 'America/New_York' } },
      { score: { add: 1, reason: 'liked' } },
      { assign: { team: 'sales', by: 'roundRobin' } },
      { assign: { team: 'sales', by: 'leastLoaded', keepExisting: true } },
      { sms: { template: 'test/hello', purpose: 'service' } },
      { notify: { to: 'owner', template: 'test/hello' } },
      { create: { deal: { name: 'Another', stage: 'new', expectedCloseAt: '2027-09-01T08:00:00Z' } } },
      { webhook: { url: 'https://example.com/hook' } },
      { start: OTHER },
      { start: OTHER },
      { stop: OTHER },
      { end: 'enough' },
      { moveTo: 's1' },
    ),
  },
);

const { steps } = fc.letrec<{ steps: Raw[]; step: Raw }>((tie) => ({
  steps: fc.array(tie('step'), { minLength: 1, maxLength: 3, depthIdentifier: 'drawn' }),
  step: fc.oneof(
    { depthIdentifier: 'drawn', maxDepth: 3, depthSize: 'small' },
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: leaf.chain((step) => condition.map((each) => ({ ...step, if: each }))) },
    {
      weight: 2,
      arbitrary: fc.record({
        wait: fc.record(
          { for: fc.oneof(heard, heard, lasting), upTo: fc.oneof(duration, timed) },
          { requiredKeys: ['for'] },
        ),
        // biome-ignore lint/suspicious/noThenProperty: the format's own word
        then: tie('steps'),
        else: tie('steps'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        choose: fc.tuple(
          fc.record({ if: condition, steps: tie('steps') }),
          fc.record({ if: condition, steps: tie('steps') }),
          fc.record({ else: tie('steps') }),
        ),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        split: fc.constant({ arms: { a: 40, b: 60 } }),
        onArm: fc.record({ a: tie('steps'), b: tie('steps') }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        repeat: fc.record(
          {
            every: fc.constantFrom('8 hours', '1 business days', '3 days'),
            startAfter: duration,
            atMost: fc.integer({ min: 1, max: 3 }),
            until: condition,
            steps: tie('steps'),
          },
          { requiredKeys: ['every', 'atMost', 'steps'] },
        ),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record(
        {
          task: fc.record(
            {
              kind: fc.constantFrom('call', 'visit', 'todo'),
              title: fc.constant('Call'),
              due: duration,
              remind: fc.array(fc.constantFrom('20 minutes', '3 hours'), { maxLength: 1 }),
              escalate: fc.constant({ after: '1 business days', to: 'manager' }),
              outcomes: fc.constant(['good', 'bad']),
              window,
            },
            { requiredKeys: ['kind', 'title', 'due', 'outcomes'] },
          ),
          onOutcome: fc.record({ good: tie('steps'), bad: tie('steps') }),
          onOverdue: fc.record({ after: fc.constantFrom('1 hours', '1 days'), steps: tie('steps') }),
        },
        { requiredKeys: ['task', 'onOutcome'] },
      ),
    },
  ),
})) as { steps: fc.Arbitrary<Raw[]> };

const stage = fc.record(
  {
    sla: fc.record({ leaveWithin: fc.constantFrom('6 hours', '2 business days'), escalateTo: fc.constant('manager') }),
    moves: fc.constantFrom([{ on: 'deal.created', to: 's1' }], [{ on: ['case.opened', 'quote.accepted'], to: 's0' }]),
    steps,
    alongside: steps.map((track) => [{ id: 'coach', steps: track }]),
  },
  { requiredKeys: ['steps'] },
);

const body = fc.record(
  {
    calendar: fc.constantFrom('cn-office', 'us-office', 'de-office', 'contact'),
    timezone: fc.constantFrom('Europe/Berlin', 'Asia/Shanghai', 'contact'),
    window: window.filter((each) => each !== 'none'),
    variables: fc.constant({ topic: 'our offer' }),
    enter: fc.constant({ on: 'manual', again: 'always', at: [{ if: { 'contact.status': 'customer' }, stage: 's1' }] }),
    stages: fc.array(stage, { minLength: 2, maxLength: 2 }),
    throughout: steps.map((track) => [{ id: 'letters', steps: track }]),
    goal: fc.constantFrom([{ on: 'deal.won' }], [{ on: ['deal.won', 'form.submitted'], stay: true }]),
    exit: fc.constant([
      { on: 'contact.unsubscribed', as: 'unsubscribed' },
      { if: { 'contact.doNotContact': true }, as: 'barred' },
    ]),
  },
  { requiredKeys: ['stages', 'variables'] },
);

/** Gives every step an id: its place in the file. */
function withIds(value: unknown, counter: { n: number }): unknown {
  if (Array.isArray(value)) return value.map((each) => withIds(each, counter));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withIds(inner, counter)]));
  const isStep = STEP_KEYS.some((key) => key in copy);
  return isStep && (counter.n++ % 4 !== 3 || NEEDS_ID.some((key) => key in copy))
    ? { id: `step-${counter.n}`, ...copy }
    : copy;
}

const NEEDS_ID = ['email', 'sms', 'task', 'split', 'repeat', 'webhook'];
const STEP_KEYS = [
  ...NEEDS_ID,
  'wait',
  'choose',
  'update',
  'score',
  'assign',
  'notify',
  'create',
  'start',
  'stop',
  'end',
  'moveTo',
].filter((key) => key !== 'end');

const definition = body.map((raw) => {
  const counter = { n: 0 };
  const { stages, throughout, ...head } = raw;
  const placed = stages.map((each, i) => ({ id: `s${i}`, ...(withIds(each, counter) as Raw) }));
  const tracks = throughout === undefined ? {} : { throughout: withIds(throughout, counter) };
  return { kind: 'journey', name: 'Drawn', ...head, stages: placed, ...tracks } as Raw;
});

const contact = fc.record(
  {
    timezone: fc.constantFrom('Europe/Berlin', 'Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe'),
    country: fc.constantFrom('DE', 'CN', 'US', 'BR'),
    status: fc.constantFrom('new', 'customer'),
    score: fc.integer({ min: 0, max: 4 }),
    city: fc.constant('Lyon'),
    birthday: fc.constantFrom<unknown>('1990-12-24', '--01-31', { lunar: { month: 12, day: 8, leap: false } }),
    email: fc.constantFrom('not an address', null),
    phone: fc.constantFrom('+49 170 1234567', 'none'),
  },
  { requiredKeys: [] },
);

const fields: { readonly [event: string]: fc.Arbitrary<Raw> } = {
  'email.replied': fc.constantFrom({ step: 'step-1' }, { step: 'step-2' }),
  'form.submitted': fc.constantFrom({ form: 'demo' }, { form: 'newsletter' }),
  'order.placed': fc.constantFrom({ amount: 40 }, { amount: 99.9 }),
  'contact.tagged': fc.constantFrom({ tag: 'seen' }, { tag: 'vip' }),
  'case.opened': fc.constant({}),
  'quote.accepted': fc.constant({}),
  'deal.created': fc.constant({}),
  'deal.won': fc.constant({}),
  'contact.unsubscribed': fc.constantFrom({ topic: 'news' }, {}),
  'email.bounced': fc.constantFrom({ step: 'step-1', hard: true }, { step: 'step-1', hard: false }),
  'contact.changed': fc.constantFrom<Raw>(
    { set: { status: 'customer' } },
    { set: { birthday: '1985-12-20' } },
    { set: { birthday: null, score: 4 } },
    { set: { timezone: 'Asia/Shanghai' } },
    { set: { firstOrderAt: '2027-01-03T10:00:00Z' } },
    { set: { email: 'new@customer.example' } },
    { set: { doNotContact: true } },
  ),
};
const often = ['email.replied', 'form.submitted', 'order.placed', 'contact.tagged', 'contact.changed'];
const event = fc
  .oneof(
    { weight: 3, arbitrary: fc.constantFrom(...often) },
    { weight: 1, arbitrary: fc.constantFrom(...Object.keys(fields)) },
  )
  .chain((type) =>
    (fields[type] ?? fc.constant({})).map((each): Happening => ({ type: 'event', event: type, fields: each })),
  );

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Happening>({ type: 'nothing' }) },
  { weight: 4, arbitrary: event },
  { weight: 4, arbitrary: fc.nat(5).map((pick): Happening => ({ type: 'outcome', pick })) },
  { weight: 1, arbitrary: fc.constantFrom<Happening>({ type: 'pause' }, { type: 'resume' }) },
);

const topics = fc.constantFrom<readonly string[]>([], [], ['*'], ['news'], ['sales', 'news']);

const drawn = fc.record({
  definition,
  contact,
  consents: topics,
  optOuts: fc.constantFrom<readonly string[]>([], [], [], ['sales'], ['*']),
  happenings: fc.array(happening, { minLength: ROUNDS, maxLength: ROUNDS }),
});

/** So many journeys, always the same for one seed; the definition of number i is called `drawn-<i>`. */
export const drawJourneys = (count: number, seed: number): Drawn[] =>
  fc.sample(drawn, { numRuns: count, seed }).map((each, i) => ({
    ...each,
    definition: JSON.stringify({ ...each.definition, id: `drawn-${i}` }),
    // Two contacts can't have one address.
    happenings: JSON.parse(JSON.stringify(each.happenings).replaceAll('new@', `new-${i}@`)) as Happening[],
  }));

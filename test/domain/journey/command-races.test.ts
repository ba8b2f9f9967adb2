import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cause } from '../../../src/domain/journey/commands.js';
import { aJourney, Walk } from '../../support/walk.js';
import { START } from './arbitrary.js';

/* Commands and events that arrive together, in any order: each answer and each state is held against a small model. */

const MINUTE = 60_000;
const BODY = `
  goal: [ { on: deal.won } ]
  exit: [ { on: contact.unsubscribed, as: unsubscribed } ]
  stages:
    - id: a
      steps: [ { id: rest, wait: 2 days }, { id: hello, email: { template: a/b, from: owner, purpose: service } }, { wait: 5 days } ]
      alongside: [ { id: desk, steps: [ { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [ok] } } ] } ]
    - id: b
      steps: [ { id: reply, wait: { for: { on: email.replied }, upTo: 3 days } }, { id: again, repeat: { every: 1 days, steps: [ { score: { add: 1, reason: x } } ] } } ]
`;

const DEFINITION = aJourney(BODY);
/** The next version: a wait and a task are gone, a wait is over sooner, and stage b has lost its repeat. */
const EDITED = aJourney(`
  goal: [ { on: deal.won } ]
  exit: [ { on: contact.unsubscribed, as: unsubscribed } ]
  stages:
    - id: a
      steps: [ { id: hello, email: { template: a/b, from: owner, purpose: service } }, { wait: 1 days }, { wait: 9 days } ]
    - id: b
      steps: [ { id: reply, wait: { for: { on: [email.replied, form.submitted] }, upTo: 1 days } }, { wait: 9 days } ]
`);
const begun = (): Walk => new Walk(DEFINITION, '2027-01-04T09:00:00Z').start();

type Arrival =
  | { readonly type: 'event'; readonly event: string }
  | { readonly type: 'command'; readonly cause: Cause }
  | { readonly type: 'version'; readonly version: number };

const COMMANDS: readonly Cause[] = [
  { type: 'pause' },
  { type: 'resume' },
  { type: 'resume', missed: 'now' },
  { type: 'resume', missed: 'skip' },
  { type: 'retry' },
  { type: 'skip' },
  { type: 'skip', step: 'rest' },
  { type: 'skip', step: 'call' },
  { type: 'send-now' },
  { type: 'send-now', step: 'hello' },
  { type: 'reschedule', due: START + 40 * 24 * 60 * MINUTE, step: 'rest' },
  { type: 'reschedule', due: START },
  { type: 'move', stage: 'a' },
  { type: 'move', stage: 'b' },
  { type: 'move', stage: 'nowhere' },
  { type: 'goal' },
  { type: 'exit', outcome: 'left' },
];
const EVENTS = ['deal.won', 'contact.unsubscribed', 'email.replied', 'task.completed'];
const ARRIVALS: readonly Arrival[] = [
  ...COMMANDS.map((cause): Arrival => ({ type: 'command', cause })),
  ...EVENTS.map((event): Arrival => ({ type: 'event', event })),
  { type: 'version', version: 1 },
  { type: 'version', version: 2 },
];

/** All that may be said of phase and stage without knowing the waits. */
interface Model {
  phase: string;
  stage: string;
}

/** The answers that a command may get in a phase and stage; `null`: it takes effect. */
function answersTo(cause: Cause, { phase, stage }: Model): readonly (string | null)[] {
  if (phase === 'ended') return ['journey-ended'];
  switch (cause.type) {
    case 'pause':
      return phase === 'paused' ? ['already-paused'] : [null];
    case 'resume':
      return phase === 'paused' ? [null] : ['not-paused'];
    case 'retry':
      return [null, 'nothing-to-retry'];
    case 'skip':
      return [null, 'nothing-to-skip', 'several-waits'];
    case 'send-now':
      return phase === 'paused' ? ['journey-paused'] : [null, 'not-waiting', 'several-waits'];
    case 'reschedule':
      return [null, 'past-due', 'not-waiting', 'several-waits'];
    case 'move':
      return cause.stage === 'nowhere' ? ['unknown-stage'] : cause.stage === stage ? ['same-stage'] : [null];
    case 'change-version':
      return [null, 'same-version', 'not-settled', 'message-in-doubt'];
    default:
      return [null];
  }
}

function deliver(walk: Walk, arrival: Arrival): void {
  const before: Model = { phase: walk.phase ?? '', stage: walk.state?.stage ?? '' };
  const state = JSON.stringify(walk.state);
  const fields = { step: 'call', occurrence: 1, outcome: 'ok' };
  if (arrival.type === 'version') {
    const { version } = walk;
    walk.changeTo(arrival.version === 1 ? DEFINITION : EDITED, {}, arrival.version);
    expect(answersTo({ type: 'change-version', version: arrival.version }, before)).toContain(walk.refused);
    if (before.phase !== 'ended') expect(walk.refused === 'same-version').toBe(version === arrival.version);
    if (walk.refused !== null) expect(JSON.stringify(walk.state), 'a refusal changes nothing').toBe(state);
  } else if (arrival.type === 'event') walk.tell(arrival.event, fields).decide({ type: 'wake' });
  else {
    walk.decide(arrival.cause);
    expect(answersTo(arrival.cause, before), arrival.cause.type).toContain(walk.refused);
    if (walk.refused !== null) expect(JSON.stringify(walk.state), 'a refusal changes nothing').toBe(state);
    else expectEffect(arrival.cause, walk);
  }
  expectLegal(walk, before);
}

function expectEffect(cause: Cause, walk: Walk): void {
  if (cause.type === 'pause') expect(walk.phase).toBe('paused');
  if (cause.type === 'resume') expect(walk.phase).not.toBe('paused');
  if (cause.type === 'move') expect(walk.state?.stage).toBe(cause.stage);
  if (cause.type === 'exit') expect(walk.state?.phase).toEqual({ type: 'ended', outcome: 'left' });
  if (cause.type === 'goal') expect(walk.state?.phase).toEqual({ type: 'ended', outcome: 'goal' });
}

function expectLegal(walk: Walk, before: Model): void {
  const { state, due, now } = walk;
  if (state === null) throw new Error('the journey has begun');
  expect(walk.defect).toBeUndefined();
  if (before.phase === 'ended') expect(walk.phase, 'an end is for good').toBe('ended');
  if (walk.phase === 'ended') expect([state.tracks, state.slas, due]).toEqual([[], [], null]);
  if (walk.phase === 'paused') expect(due, 'a paused journey has no clock').toBeNull();
  if (walk.phase === 'active') {
    for (const track of state.tracks) expect(track.at === null || track.wait !== null).toBe(true);
    if (walk.refused === null && due !== null) expect(due).toBeGreaterThan(now);
  }
  expect(state.tracks.every(({ scope }) => scope === 'stage')).toBe(true);
  const sent = walk.sent.map(({ stepId, occurrence }) => `${stepId}/${occurrence}`);
  expect(new Set(sent).size, 'nothing is sent twice').toBe(sent.length);
  const tasks = walk.commands.flatMap((command) =>
    command.type === 'createTask' ? [`${command.stepId}/${command.occurrence}`] : [],
  );
  expect(new Set(tasks).size, 'no task appears twice').toBe(tasks.length);
}

/** The states in which a pair may meet. */
const OPENINGS: { readonly [name: string]: (walk: Walk) => void } = {
  'a journey that waits': () => undefined,
  'a paused one': (walk) => void walk.decide({ type: 'pause' }),
  'one with a message put off': (walk) => {
    walk.onMessage = (intent, now) =>
      intent.hurried === true ? { type: 'sent' } : { type: 'deferred', reason: 'quota', until: now + 60 * MINUTE };
    walk.decide({ type: 'skip', step: 'rest' });
  },
  'one with a message in doubt': (walk) => {
    walk.onMessage = () => ({ type: 'uncertain' });
    walk.decide({ type: 'skip', step: 'rest' });
    walk.onMessage = () => ({ type: 'sent' });
  },
  'one in its second stage': (walk) => void walk.decide({ type: 'move', stage: 'b' }),
  'one that has ended': (walk) => void walk.decide({ type: 'exit', outcome: 'before' }),
};

describe('every pair of commands and events leaves a legal state, in either order', () => {
  test.each(Object.keys(OPENINGS))('on %s', (name) => {
    for (const first of ARRIVALS)
      for (const second of ARRIVALS)
        for (const gap of [0, 3 * 24 * 60 * MINUTE]) {
          const walk = begun();
          OPENINGS[name]?.(walk);
          deliver(walk, first);
          walk.now += gap;
          deliver(walk, second);
        }
  });
});

test('whatever sequence of commands and events leaves a legal state after each', () => {
  const arrivals = fc.array(
    fc.tuple(fc.constantFrom(...ARRIVALS), fc.constantFrom(0, 0, 1, 90 * MINUTE, 3 * 24 * 60 * MINUTE)),
    { minLength: 3, maxLength: 20 },
  );
  fc.assert(
    fc.property(arrivals, fc.constantFrom(...Object.keys(OPENINGS)), (all, opening) => {
      const walk = begun();
      OPENINGS[opening]?.(walk);
      for (const [arrival, gap] of all) {
        walk.now += gap;
        deliver(walk, arrival);
      }
    }),
    { numRuns: 500 },
  );
});

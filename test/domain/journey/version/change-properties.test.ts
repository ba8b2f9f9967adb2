import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MessageResult } from '../../../../src/domain/journey/commands.js';
import type { JourneyState } from '../../../../src/domain/journey/state.js';
import { withAsides } from '../../../../src/domain/journey/state.js';
import { matchPrograms } from '../../../../src/domain/journey/version/match-programs.js';
import { aDefinition, aDeployment, Walk } from '../../../support/walk.js';
import { calendar } from '../../calendar/shipped.js';
import { fates, files, type Happening, happenings, type RawStep } from '../arbitrary.js';

/* Whatever definition becomes whatever other, after whatever has happened: nobody is lost, nothing is done again. */

const DEPLOYMENT = aDeployment({
  calendars: new Map([...aDeployment().calendars, ['office', calendar('us-office')]]),
  calendarByCountry: new Map([['US', 'office']]),
});
const CONTACT = { id: 'con_1', name: 'Ada', country: 'US', birthday: '1990-06-05' };

/** An edit somebody makes: somewhere a step is cut, moved, inserted, loses its name or waits longer. */
interface RawEdit {
  readonly list: number;
  readonly place: number;
  readonly kind: 'cut' | 'swap' | 'insert' | 'unname' | 'time' | 'window';
}

const edits = fc.array(
  fc.record({
    list: fc.nat(30),
    place: fc.nat(4),
    kind: fc.constantFrom<RawEdit['kind']>('cut', 'swap', 'insert', 'unname', 'time', 'window'),
  }),
  { minLength: 1, maxLength: 5 },
);

/** All lists of steps of a file, to be changed in place. */
function listsIn(value: unknown): RawStep[][] {
  if (Array.isArray(value)) return [...(isSteps(value) ? [value as RawStep[]] : []), ...value.flatMap(listsIn)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listsIn) : [];
}

const ACTIONS = ['email', 'wait', 'task', 'update', 'score', 'repeat', 'choose', 'split', 'sms', 'notify', 'webhook'];
const isSteps = (value: readonly unknown[]): boolean =>
  value.some((each) => typeof each === 'object' && each !== null && ACTIONS.some((action) => action in each));

function edit(file: RawStep, all: readonly RawEdit[]): RawStep {
  const copy = JSON.parse(JSON.stringify(file)) as RawStep;
  for (const [n, { list, place, kind }] of all.entries()) {
    const lists = listsIn(copy);
    const steps = lists[list % Math.max(1, lists.length)];
    if (kind === 'window') copy['window'] = { from: '08:00', to: '12:00' };
    if (steps === undefined || steps.length === 0) continue;
    const i = place % steps.length;
    const step = steps[i] as RawStep;
    if (kind === 'cut') steps.splice(i, 1);
    const other = steps[i + 1];
    if (kind === 'swap' && other !== undefined) steps.splice(i, 2, other, step);
    if (kind === 'insert')
      steps.splice(i, 0, { id: `new-${n}`, email: { template: 'a/b', from: 'owner', purpose: 'service' } });
    if (kind === 'unname' && !['email', 'sms', 'task', 'split', 'repeat'].some((action) => action in step))
      delete step['id'];
    if (kind === 'time' && typeof step['wait'] === 'string') step['wait'] = '3 days';
  }
  return copy;
}

/** A step may only go to what is in its track: such an edit would be refused by lint. */
function isSound(file: RawStep): boolean {
  const ids = new Set<string>();
  const walk = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.every(walk);
    if (typeof value !== 'object' || value === null) return true;
    const step = value as RawStep;
    if (typeof step['id'] === 'string') {
      if (ids.has(step['id'])) return false;
      ids.add(step['id']);
    }
    return Object.values(step).every(walk);
  };
  return walk(file) && !JSON.stringify(file).includes('"goTo"');
}

function aLife(file: RawStep, all: readonly Happening[], how: readonly string[]): Walk {
  const walk = new Walk(aDefinition(JSON.stringify(file)), '2027-01-04T09:00:00Z', CONTACT, DEPLOYMENT);
  let messages = 0;
  walk.onMessage = (_intent, now): MessageResult => {
    const fate = how[messages++ % how.length];
    if (fate === 'skipped') return { type: 'skipped', reason: 'no-consent' };
    if (fate === 'deferred') return { type: 'deferred', reason: 'quota', until: now + 3_600_000 };
    if (fate === 'uncertain') return { type: 'uncertain' };
    return fate === 'refused' ? { type: 'refused' } : { type: 'sent' };
  };
  walk.start();
  for (const happening of all) happen(walk, happening);
  return walk;
}

function happen(walk: Walk, happening: Happening): void {
  if (happening.type === 'pass') {
    const end = walk.now + happening.ms;
    for (let i = 0; i < 40 && walk.due !== null && walk.due <= end; i++) {
      walk.now = Math.max(walk.now, walk.due);
      walk.decide({ type: 'wake' });
    }
    walk.now = end;
  }
  if (happening.type === 'event') {
    const open = withAsides(walk.state?.tracks ?? []).find(({ wait }) => wait?.type === 'task');
    const fields =
      open?.wait?.type === 'task'
        ? { step: open.wait.step ?? open.at, occurrence: open.wait.occurrence, outcome: 'good' }
        : {};
    walk.tell(happening.event, happening.event === 'task.completed' ? fields : {});
  }
  walk.decide(happening.type === 'person' ? happening.command : { type: 'wake' });
}

function expectLegal(walk: Walk, state: JourneyState): void {
  expect(walk.defect).toBeUndefined();
  for (const track of withAsides(state.tracks)) {
    if (track.at !== null) expect(walk.program.nodes.has(track.at), `${track.at} is a step of the version`).toBe(true);
    if (walk.phase === 'active') expect(track.at === null || track.wait !== null).toBe(true);
  }
  if (walk.phase !== 'ended') expect(walk.program.stages.some(({ id }) => id === state.stage)).toBe(true);
  const inside = new Set(
    withAsides(state.tracks).flatMap(({ at }) =>
      at === null ? [] : [at, ...(walk.program.nodes.get(at)?.inside ?? [])],
    ),
  );
  for (const key of Object.keys(state.repeats)) if (walk.phase === 'active') expect(inside).toContain(key);
}

const passes = (walk: Walk): string[] => [
  ...walk.sent.map(({ stepId, occurrence }) => `${stepId}/${occurrence}`),
  ...walk.tasks.map(({ stepId, occurrence }) => `${stepId}/${occurrence}`),
];

const expectOnce = (walk: Walk): void => {
  const all = passes(walk);
  expect(all.filter((pass, i) => all.indexOf(pass) !== i)).toEqual([]);
};

test('an edit leaves every track a place or an end, and goes on without a defect', () => {
  fc.assert(
    fc.property(files, edits, happenings, happenings, fates, (file, all, before, after, how) => {
      const next = edit(file, all);
      fc.pre(isSound(file) && isSound(next));
      const walk = aLife(file, before, how);
      const state = JSON.stringify(walk.state);
      walk.changeTo(aDefinition(JSON.stringify(next)));
      if (walk.refused !== null) expect(JSON.stringify(walk.state), walk.refused).toBe(state);
      else expect(walk.state?.version).toBe(2);
      if (walk.state !== null && walk.refused === null) expectLegal(walk, walk.state);
      for (const happening of after) {
        happen(walk, happening);
        expect(walk.defect).toBeUndefined();
      }
      expectOnce(walk);
    }),
    { numRuns: 50 },
  );
});

test('any definition can follow any other: whoever has no place in it is refused, all others go on', () => {
  fc.assert(
    fc.property(files, files, happenings, happenings, fates, (one, other, before, after, how) => {
      fc.pre(isSound(one) && isSound(other));
      const walk = aLife(one, before, how).changeTo(aDefinition(JSON.stringify(other)));
      expect([null, 'journey-ended', 'not-settled', 'message-in-doubt', 'stage-gone']).toContain(walk.refused);
      if (walk.state !== null && walk.refused === null) expectLegal(walk, walk.state);
      for (const happening of after) {
        happen(walk, happening);
        expect(walk.defect).toBeUndefined();
      }
      expectOnce(walk);
    }),
    { numRuns: 40 },
  );
});

/** Mails and waits in a row, some of them in a branch; shuffled, cut and added to, they are the next version. */
const row = fc
  .record({
    kinds: fc.array(fc.constantFrom('mail', 'wait', 'named wait', 'branch'), { minLength: 3, maxLength: 7 }),
    order: fc.array(fc.nat(8), { minLength: 1, maxLength: 8 }),
    hours: fc.nat(200),
  })
  .map(({ kinds, order, hours }) => {
    const email = { template: 'a/b', from: 'owner', purpose: 'service' };
    const step = (kind: string, i: number): RawStep => {
      if (kind === 'mail') return { id: `mail-${i}`, email };
      if (kind === 'branch')
        return {
          choose: [
            {
              if: { 'contact.score': { exists: i % 2 === 0 } },
              steps: [{ id: `mail-${i}`, email }, { wait: '5 hours' }],
            },
          ],
        };
      return { ...(kind === 'wait' ? {} : { id: `wait-${i}` }), wait: `${1 + (i % 3)} days` };
    };
    const steps = kinds.map(step);
    const moved = order.filter((n, i) => n < steps.length && order.indexOf(n) === i).map((n) => steps[n] as RawStep);
    const file = (all: readonly RawStep[]): RawStep => ({
      kind: 'journey',
      id: 'drawn',
      name: 'Drawn',
      stages: [
        { id: 's0', steps: [...all, { moveTo: 's1' }] },
        { id: 's1', final: true, steps: [] },
      ],
    });
    return { was: file(steps), is: file(moved), hours };
  });

test('a mail that one version took out is not sent again when the next brings it back', () => {
  const mail = (id: string): RawStep => ({ id, email: { template: 'a/b', from: 'owner', purpose: 'service' } });
  const file = (...steps: RawStep[]): RawStep => ({ kind: 'journey', id: 'drawn', name: 'Drawn', steps });
  const [short, long] = [{ wait: '1 days' }, { wait: '3 days' }];
  const whole = file(mail('one'), mail('two'), long, short, mail('three'), long, mail('four'));
  const without = file(short, long, mail('one'));
  const walk = aLife(whole, [], ['sent']);
  happen(walk.changeTo(aDefinition(JSON.stringify(without))), { type: 'pass', ms: 24 * 3_600_000, stopping: true });
  walk.changeTo(aDefinition(JSON.stringify(whole)));
  for (let i = 0; i < 3; i++) happen(walk, { type: 'pass', ms: 5 * 24 * 3_600_000, stopping: true });
  expect(walk.sent.map(({ stepId }) => stepId)).toEqual(['one', 'two', 'three', 'four']);
});

test('what has been done is not done again, however its steps are moved about', () => {
  fc.assert(
    fc.property(row, row, ({ was, is, hours }, second) => {
      const walk = aLife(was, [{ type: 'pass', ms: hours * 3_600_000, stopping: true }], ['sent']);
      fc.pre(walk.phase === 'active');
      walk.changeTo(aDefinition(JSON.stringify(is)));
      happen(walk, { type: 'pass', ms: second.hours * 900_000, stopping: true });
      if (walk.phase === 'active') walk.changeTo(aDefinition(JSON.stringify(was)));
      for (let i = 0; i < 9; i++) happen(walk, { type: 'pass', ms: 5 * 24 * 3_600_000, stopping: true });
      const sent = walk.sent.map(({ stepId }) => stepId);
      expect(sent.filter((step, i) => sent.indexOf(step) !== i)).toEqual([]);
      expect(walk.state?.phase).toEqual({ type: 'ended', outcome: 'completed' });
    }),
    { numRuns: 150 },
  );
});

test('there and back in a pause, who stood at a step of both versions stands there again', () => {
  fc.assert(
    fc.property(files, edits, happenings, fates, (file, all, before, how) => {
      const next = edit(file, all);
      fc.pre(isSound(file) && isSound(next));
      const walk = aLife(file, before, how).decide({ type: 'pause' });
      fc.pre(walk.phase === 'paused');
      const stood = walk.state?.tracks ?? [];
      const [one, other] = [walk.program, aDefinition(JSON.stringify(next))];
      walk.changeTo(other);
      fc.pre(walk.refused === null);
      const match = matchPrograms(one, walk.program);
      walk.changeTo(aDefinition(JSON.stringify(file)));
      const back = matchPrograms(match.to, one);
      for (const { id, scope, at } of stood) {
        const now = at === null ? undefined : match.steps.get(at);
        if (now === undefined || back.steps.get(now) !== at || walk.refused !== null) continue;
        const track = walk.state?.tracks.find((each) => each.id === id && each.scope === scope);
        expect(track?.at).toBe(at);
      }
    }),
    { numRuns: 40 },
  );
});

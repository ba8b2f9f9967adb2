import { type SendWindow, windowState } from '../../../../src/domain/calendar/window.js';
import { DAY, formatInstant } from '../../../../src/domain/instant.js';
import { contentOf } from '../../../../src/domain/journey/commands.js';
import { openWaits } from '../../../../src/domain/journey/plan.js';
import type { VersionMap } from '../../../../src/domain/journey/version/version-map.js';
import { aDeployment, aJourney, Walk } from '../../../support/walk.js';

/*
 * Every kind of edit of a definition, for people before, in and after the edited step, under each policy. What becomes of
 * them is written down in docs/versions.md.
 */

export const POLICIES = ['pin', 'follow', 'migrate'] as const;
export type Policy = (typeof POLICIES)[number];
export const PLACES = ['before', 'in', 'after'] as const;
export type Place = (typeof PLACES)[number];

export interface Edit {
  readonly name: string;
  /** What is edited, in words. */
  readonly what: string;
  readonly was: string;
  readonly is: string;
  /** When the edit comes, to somebody who began on Monday, 4 January at nine. */
  readonly when?: { readonly [place in Place]?: string };
  /** What ops say when they migrate. */
  readonly map?: Partial<VersionMap>;
  /** When the task is done, for those after it. */
  readonly done?: string;
}

const mail = (id: string, window = ''): string =>
  `{ id: ${id}, email: { template: a/${id}, from: owner, purpose: service${window} } }`;
const on = (day: string): string => `, window: { days: [${day}], from: '09:00', to: '18:00' }`;
const call = (title: string): string =>
  `{ id: call, task: { kind: call, title: ${title}, due: 2 days, outcomes: [ok] } }`;
const untilScore = (least: number): string =>
  `{ id: think, wait: { for: { if: { contact.score: { gte: ${least} } } }, upTo: 4 days } }`;

function stages(all: { readonly [id: string]: readonly string[] }): string {
  const each = Object.entries(all).map(
    ([id, steps]) => `  - id: ${id}\n    steps:\n${steps.map((s) => `      - ${s}\n`).join('')}`,
  );
  return `stages:\n${each.join('')}  - { id: done, final: true, steps: [] }\n`;
}

const DONE = '{ moveTo: done }';
const PAUSE = '{ wait: 2 days }';
const THINK = '{ id: think, wait: 4 days }';
const REST = '{ wait: 3 days }';
const talk = (...steps: readonly string[]): string => stages({ talk: [...steps, DONE] });

/** hello, two days, offer, four days to think, last, three days, bye. */
const HEAD = [mail('hello'), PAUSE];
const TAIL = [mail('last'), REST, mail('bye')];
const BASE = talk(...HEAD, mail('offer'), THINK, ...TAIL);

export const EDITS: readonly Edit[] = [
  {
    name: 'reword',
    what: 'the task `call` gets another title',
    was: talk(...HEAD, call('Call'), ...TAIL),
    is: talk(...HEAD, call('Ring'), ...TAIL),
    when: { in: '2027-01-06T12:00:00Z', after: '2027-01-08T12:00:00Z' },
    done: '2027-01-07T12:00:00Z',
  },
  {
    name: 'insert',
    what: 'a mail `extra` after the wait `think`',
    was: BASE,
    is: talk(...HEAD, mail('offer'), THINK, mail('extra'), ...TAIL),
  },
  {
    name: 'delete',
    what: 'the wait `think`; the map says `think: bye`',
    was: BASE,
    is: talk(...HEAD, mail('offer'), ...TAIL),
    map: { steps: { think: 'bye' } },
  },
  {
    name: 'reorder',
    what: 'the mail `offer` now comes right before `bye`',
    was: BASE,
    is: talk(...HEAD, THINK, mail('last'), REST, mail('offer'), mail('bye')),
  },
  { name: 'shorten', what: '`think` takes 1 day', was: BASE, is: BASE.replace('wait: 4 days', 'wait: 1 days') },
  { name: 'lengthen', what: '`think` takes 10 days', was: BASE, is: BASE.replace('wait: 4 days', 'wait: 10 days') },
  {
    name: 'window',
    what: '`offer` goes out on Fridays, no longer on Saturdays',
    was: talk(...HEAD, mail('offer', on('sat')), THINK, ...TAIL),
    is: talk(...HEAD, mail('offer', on('fri')), THINK, ...TAIL),
    when: { in: '2027-01-07T12:00:00Z', after: '2027-01-15T12:00:00Z' },
  },
  {
    name: 'condition',
    what: '`think` waits for a score of 1, no longer of 5; theirs is 2',
    was: talk(...HEAD, mail('offer'), untilScore(5), ...TAIL),
    is: talk(...HEAD, mail('offer'), untilScore(1), ...TAIL),
  },
  {
    name: 'stage',
    what: 'from `think` on, the steps are a stage `close` of their own',
    was: BASE,
    is: stages({ talk: [...HEAD, mail('offer'), '{ moveTo: close }'], close: [THINK, ...TAIL, DONE] }),
  },
  {
    name: 'stage renamed',
    what: '`talk` is called `chat`, and the map says so',
    was: BASE,
    is: stages({ chat: [...HEAD, mail('offer'), THINK, ...TAIL, DONE] }),
    map: { stages: { talk: 'chat' } },
  },
];

const WHEN: { readonly [place in Place]: string } = {
  before: '2027-01-05T12:00:00Z',
  in: '2027-01-08T09:00:00Z',
  after: '2027-01-12T12:00:00Z',
};

const ANYWHERE = aDeployment();
const ALWAYS_OPEN = ANYWHERE.calendars.get('always');

/** Somebody who stands where the edit finds them. Messages keep their windows, as at the gate. */
export function standing({ was, when, done }: Edit, place: Place): Walk {
  const walk = new Walk(aJourney(was), '2027-01-04T09:00:00Z', { id: 'con_1', name: 'Ada', score: 2 });
  walk.onMessage = (intent, now) => {
    const { window } = contentOf(intent);
    const opensAt = typeof window === 'object' ? opening(window, now) : null;
    return opensAt === null ? { type: 'sent' } : { type: 'deferred', reason: 'outside-window', until: opensAt };
  };
  walk.start();
  if (place === 'after' && done !== undefined)
    walk.event(done, 'task.completed', { step: 'call', occurrence: 1, outcome: 'ok' });
  return walk.until(when?.[place] ?? WHEN[place]);
}

function opening(window: SendWindow, now: number): number | null {
  if (ALWAYS_OPEN === undefined) throw new Error('every deployment has the calendar `always`');
  const state = windowState(now, window, { zone: 'UTC', calendar: ALWAYS_OPEN, calendarNamed: false });
  return state.open ? null : state.opensAt;
}

/** The edit comes to somebody. */
export function edited(edit: Edit, place: Place, policy: Policy): Walk {
  const walk = standing(edit, place);
  if (policy === 'pin') return walk;
  return walk.changeTo(aJourney(edit.is), policy === 'migrate' ? edit.map : {});
}

/** To the journey's end. A task is done on the day after somebody looks for the first time. */
export function finish(walk: Walk): Walk {
  for (let i = 0; i < 40 && walk.state?.phase.type === 'active'; i++) {
    const task = openWaits(walk.state).find(({ wait }) => wait.type === 'task');
    if (task?.wait.type === 'task') {
      walk.now += DAY;
      walk.tell('task.completed', { step: task.step, occurrence: task.wait.occurrence, outcome: 'ok' });
    } else walk.now = Math.max(walk.now, walk.due ?? walk.now);
    walk.decide({ type: 'wake' });
  }
  return walk;
}

const day = (instant: number): string => String(Number(formatInstant(instant).slice(8, 10)));

/** What becomes of somebody: where they stand after the edit, then what they get from there on, by the day of January. */
export function outcomeOf(edit: Edit, place: Place, policy: Policy): string {
  const sent = standing(edit, place).sent.length;
  const walk = edited(edit, place, policy);
  if (walk.state === null) return 'nowhere';
  const { stage } = walk.state;
  const waits = openWaits(walk.state).map(({ step, wait }) => {
    const until = 'due' in wait && wait.due !== null ? ` until ${day(wait.due)}` : '';
    return `${step.startsWith('stages') ? 'wait' : step}${until}`;
  });
  const revised = walk.did('reviseTask').map(({ title }) => `now called ${String(title)}`);
  finish(walk);
  const later = walk.sent.slice(sent).map(({ stepId, at }) => `${stepId} ${day(at)}`);
  const left = walk.linesOf('done-before').map((line) => `${line.split(' ')[3]} not again`);
  const where = stage === 'talk' || waits.length === 0 ? '' : ` in ${stage}`;
  return `${waits.length === 0 ? 'at the end' : waits.join(' and ')}${where}: ${[...revised, ...later, ...left].join(', ')}`;
}

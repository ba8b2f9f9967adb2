import { describe, expect, test } from 'vitest';
import { VERIFY_CODES, type VerifyCode } from '../../../src/domain/error-codes/verify-codes.js';
import { MINUTE } from '../../../src/domain/instant.js';
import type { AdvanceResult } from '../../../src/domain/journey/advance.js';
import { NOT_BEGUN, projectionOf } from '../../../src/domain/journey/projection.js';
import type { JourneyState } from '../../../src/domain/journey/state.js';
import { compareJourney } from '../../../src/domain/verify/compare.js';
import type { JourneyRecord, RunSight } from '../../../src/domain/verify/sights.js';
import { aDefinition, Walk } from '../../support/walk.js';

const REAL = Date.parse('2027-01-04T12:00:00Z');

const state = (): JourneyState => {
  const walk = new Walk(
    aDefinition(`
kind: journey
id: verified
name: Verified
enter: { on: lead.created }
steps:
  - id: hello
    email: { template: a/b, from: owner, purpose: service }
  - id: call
    task: { kind: call, title: Call, due: 2 days, outcomes: [reached] }
  - end: done
`),
    '2027-01-04T09:00:00Z',
  ).start();
  if (walk.state === null) throw new Error('expected a state');
  return walk.state;
};

function aResult(changes: Partial<AdvanceResult> = {}): AdvanceResult {
  return { number: 3, state: state(), next: { wakeAt: REAL + 1, hibernate: false }, ended: false, ...changes };
}

const INTERESTS = ['task.completed'];

/** A journey that has sent a mail and waits for a task: all of it right. */
function aRecord(changes: Partial<JourneyRecord> = {}, result = aResult()): JourneyRecord {
  const decided = { at: REAL, due: REAL + 1 };
  const { nextAt = null, endedAt = null, lastAdvanceAt = null, ...rest } = projectionOf(result, INTERESTS, decided);
  return {
    row: { ...rest, nextAt, endedAt, lastAdvanceAt, id: 'jrn_1', workflowId: 'journey/x/con_1/1', ownerId: 'usr_1' },
    contactOwnerId: 'usr_1',
    last: { result, decided, interests: INTERESTS },
    missing: [],
    frozen: [],
    sends: [{ step: 'hello', count: 1 }],
    messages: [{ id: 'msg_1', stepId: 'hello', state: 'accepted', claimedAt: REAL - MINUTE }],
    care: null,
    tasks: [{ id: 'tsk_1', stepId: 'call', occurrence: 1, status: 'open' }],
    ...changes,
  };
}

const aRun = (last: AdvanceResult | null = aResult()): RunSight => ({ type: 'open', last });

const codes = (record: JourneyRecord, run: RunSight | null = aRun()) =>
  compareJourney(record, run, REAL).map(({ code }) => code);

const withMessage = (changes: Partial<JourneyRecord['messages'][number]>): JourneyRecord => {
  const record = aRecord();
  return { ...record, messages: record.messages.map((message) => ({ ...message, ...changes })) };
};

const withRow = (changes: Partial<JourneyRecord['row']>): JourneyRecord => {
  const record = aRecord();
  return { ...record, row: { ...record.row, ...changes } };
};

const heldOutOfStep = (): AdvanceResult =>
  aResult({ number: 4, state: { ...state(), phase: { type: 'held', code: 'out-of-step' } } });

const aWish = {
  ...{ occasion: 'comes', step: 'wish', ordinal: 0, at: REAL, day: '2027-01-04', zone: 'UTC' },
  ...{ version: 1, byOwner: false },
};

const PLANTED: readonly (readonly [VerifyCode, JourneyRecord, RunSight?])[] = [
  ['projection-differs', withRow({ stage: 'elsewhere' })],
  ['projection-differs', withRow({ nextAt: null })],
  ['projection-differs', withRow({ interests: [] })],
  ['owner-differs', withRow({ ownerId: null })],
  [
    'definition-missing',
    aRecord({ last: { result: aResult(), decided: { at: REAL, due: REAL + 1 }, interests: null } }),
  ],
  ['decision-missing', aRecord({ missing: [2] })],
  ['decision-unfinished', aRecord({ frozen: [{ number: 4, realAt: REAL - 6 * MINUTE }] })],
  ['run-missing', aRecord(), { type: 'none' }],
  ['run-closed', aRecord(), { type: 'closed', how: 'terminated' }],
  ['temporal-behind', aRecord(), aRun(aResult({ number: 2 }))],
  ['temporal-behind', aRecord(), aRun(null)],
  ['records-behind', aRecord(), aRun(aResult({ number: 4 }))],
  ['carried-state-differs', aRecord(), aRun(aResult({ state: { ...state(), stage: 'elsewhere' } }))],
  ['carried-state-differs', aRecord(), aRun(aResult({ next: { wakeAt: REAL + 2, hibernate: false } }))],
  ['held-out-of-step', withRow({ phase: 'held', attention: 'out-of-step' }), aRun(heldOutOfStep())],
  ['send-without-message', aRecord({ messages: [] })],
  ['send-without-message', withMessage({ state: 'refused' })],
  ['message-without-line', aRecord({ sends: [] })],
  ['message-without-line', withMessage({ stepId: 'main/7' })],
  ['message-state-unknown', withMessage({ state: 'lost' })],
  ['message-adrift', withMessage({ state: 'claimed', claimedAt: REAL - 6 * MINUTE })],
  ['arrival-unknown', withMessage({ state: 'uncertain' })],
  ['task-missing', aRecord({ tasks: [] })],
  ['task-missing', aRecord({ tasks: [{ id: 'tsk_1', stepId: 'call', occurrence: 1, status: 'withdrawn' }] })],
  ['care-differs', aRecord({ care: { rows: [], expected: [aWish], changedSince: false } })],
  [
    'task-adrift',
    aRecord({
      tasks: [...aRecord().tasks, { id: 'tsk_2', stepId: 'visit', occurrence: 1, status: 'open' }],
    }),
  ],
];

describe('a journey compared with its run', () => {
  test('shows no difference when all of it says the same', () => {
    expect(codes(aRecord())).toEqual([]);
    expect(codes(aRecord(), null)).toEqual([]);
  });

  test('shows none before its first decision', () => {
    const { nextAt = null, endedAt = null, lastAdvanceAt = null, ...rest } = NOT_BEGUN;
    const row = { ...aRecord().row, ...rest, nextAt, endedAt, lastAdvanceAt };
    expect(codes(aRecord({ row, last: null, sends: [], messages: [], tasks: [] }), aRun(null))).toEqual([]);
  });

  test.each(PLANTED.map(([code, record, run = aRun()]) => ({ code, record, run })))(
    'shows $code',
    ({ code, record, run }) => {
      expect(codes(record, run)).toContain(code);
    },
  );

  test('shows each code that a journey can have', () => {
    const elsewhere: readonly VerifyCode[] = [
      'run-of-ended-journey',
      'run-without-journey',
      'outbox-left',
      'delivery-late',
      'figures-differ',
    ];
    const planted = new Set<string>([...PLANTED.map(([code]) => code), ...elsewhere]);
    expect(Object.keys(VERIFY_CODES).filter((code) => !planted.has(code))).toEqual([]);
  });

  test('keeps what is in motion to itself', () => {
    const young = REAL - MINUTE;
    expect(codes(withMessage({ state: 'claimed', claimedAt: young }))).not.toContain('message-adrift');
    expect(codes(aRecord({ frozen: [{ number: 4, realAt: young }] }))).toEqual([]);
  });

  test('takes a delivered message in doubt for the send that the journal came to know of', () => {
    expect(codes(withMessage({ state: 'uncertain' }))).toEqual(['arrival-unknown']);
  });

  test('lets a paused journey keep the outcome of its task for its resume', () => {
    const paused = aResult({ state: { ...state(), phase: { type: 'paused', since: REAL } } });
    const tasks = [{ id: 'tsk_1', stepId: 'call', occurrence: 1, status: 'done' }];
    expect(codes(aRecord({ tasks }, paused), aRun(paused))).toEqual([]);
    expect(codes(aRecord({ tasks }))).toEqual(['task-missing']);
  });

  test('names the columns, the numbers and the things that differ', () => {
    const [row] = compareJourney(withRow({ stage: null, phase: 'paused' }), aRun(), REAL);
    expect(row).toMatchObject({ journeyId: 'jrn_1', detail: 'phase, stage' });
    const [behind] = compareJourney(aRecord(), aRun(aResult({ number: 4 })), REAL);
    expect(behind?.detail).toBe('records 3, run 4');
    const [lost] = compareJourney(aRecord({ sends: [] }), aRun(), REAL);
    expect(lost).toMatchObject({ id: 'msg_1' });
  });
});

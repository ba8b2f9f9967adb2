import { describe, expect, test } from 'vitest';
import { type FinalRecords, findFaults } from './check.js';

const sound = (): FinalRecords => ({
  journeys: [{ id: 'j1', contactId: 'c1', disturbedBy: 'nothing', status: 'ended', outcome: 'done', run: 'COMPLETED' }],
  messages: ['first', 'second', 'third'].map((stepId) => aMessage(stepId)),
  mails: ['first', 'second', 'third'].map((step) => ({ messageId: `<${step}>`, at: 5 })),
  tasks: [{ journeyId: 'j1' }],
  journal: ['first', 'second', 'third'].map((step) => ({ journeyId: 'j1', step, decision: 'send' })),
  acknowledged: new Map(),
  inFlight: new Set(),
});

const aMessage = (stepId: string, changes: { state?: string } = {}) => ({
  id: `m-${stepId}`,
  journeyId: 'j1',
  contactId: 'c1',
  stepId,
  state: 'accepted',
  messageId: `<${stepId}>`,
  claimedAt: 4,
  ...changes,
});

const codes = (changes: Partial<FinalRecords>) => findFaults({ ...sound(), ...changes }).map((fault) => fault.code);
const uncertainFirst = [aMessage('first', { state: 'uncertain' }), aMessage('second'), aMessage('third')];

describe('the checker of final records', () => {
  test('finds nothing where nothing is wrong', () => {
    expect(codes({})).toEqual([]);
  });

  test('finds a mail that was taken twice', () => {
    expect(codes({ mails: [...sound().mails, { messageId: '<first>', at: 9 }] })).toEqual(['mail-twice']);
  });

  test('finds a mail of which the ledger knows nothing, and one of which the mail server knows nothing', () => {
    expect(codes({ mails: [...sound().mails, { messageId: '<other>', at: 9 }] })).toEqual(['count']);
    expect(codes({ mails: sound().mails.slice(1) })).toEqual(['count']);
  });

  test('finds a step that no line tells of, a journey that stands, and a run that failed', () => {
    expect(codes({ journal: sound().journal.slice(1) })).toEqual(['lost-step']);
    expect(codes({ journeys: sound().journeys.map((one) => ({ ...one, status: 'open' })) })).toEqual(['lost-step']);
    expect(codes({ journeys: sound().journeys.map((one) => ({ ...one, run: 'FAILED' })) })).toEqual(['lost-step']);
  });

  test('finds a task that is missing, and one that is there twice', () => {
    expect(codes({ tasks: [] })).toEqual(['lost-step']);
    expect(codes({ tasks: [{ journeyId: 'j1' }, { journeyId: 'j1' }] })).toEqual(['task-twice']);
  });

  test('finds what was claimed after an unsubscribe was acknowledged, and leaves alone what was under way', () => {
    expect(codes({ acknowledged: new Map([['c1', 3]]) })).toContain('sent-after');
    expect(codes({ acknowledged: new Map([['c1', 4]]) })).toEqual([]);
    const mails = sound().mails.map((mail) => ({ ...mail, at: 2 }));
    expect(codes({ mails, acknowledged: new Map([['c1', 3]]) })).toEqual([]);
  });

  test('finds a doubt that no line tells of, and one without a kill', () => {
    expect(codes({ messages: uncertainFirst })).toEqual(['unlisted-doubt']);
    const journal = [{ journeyId: 'j1', step: 'first', decision: 'uncertain' }, ...sound().journal.slice(1)];
    expect(codes({ messages: uncertainFirst, journal })).toEqual(['needless-doubt']);
    expect(codes({ messages: uncertainFirst, journal, inFlight: new Set(['m-first']) })).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { type FinalRecords, findFaults, MAIL_STEPS } from './check.js';
import { type Note, recoveries, tooLong } from './workers.js';

type Message = FinalRecords['messages'][number];
type Journey = FinalRecords['journeys'][number];

const aMessage = (stepId: string, changes: Partial<Message> = {}): Message => ({
  ...{
    id: `m-${stepId}`,
    journeyId: 'j1',
    contactId: 'c1',
    stepId,
    purpose: 'marketing',
    state: 'accepted',
    reason: null,
  },
  ...{ messageId: `<${stepId}>`, mailboxId: null, claimedAt: 4 },
  ...changes,
});
const aJourney = (changes: Partial<Journey> = {}): Journey => ({
  ...{ id: 'j1', contactId: 'c1', email: 'c1@customer.example', disturbedBy: 'nothing' as const },
  ...{ status: 'ended', outcome: 'done', run: 'COMPLETED', suppressed: false },
  ...changes,
});
const aLine = (step: string, decision = 'send') => ({ journeyId: 'j1', step, decision, reason: null });

const sound = (): FinalRecords => ({
  enrolled: ['c1'],
  journeys: [aJourney()],
  messages: MAIL_STEPS.map((stepId) => aMessage(stepId)),
  mails: MAIL_STEPS.map((step) => ({ messageId: `<${step}>`, at: 5 })),
  troubles: [],
  tasks: [{ journeyId: 'j1', status: 'done' }],
  journal: MAIL_STEPS.map((step) => aLine(step)),
  events: [],
  untold: [],
  acknowledged: new Map(),
  inFlight: new Set(),
});

const codes = (changes: Partial<FinalRecords>) => findFaults({ ...sound(), ...changes }).map((fault) => fault.code);
const replied = (changes: Partial<FinalRecords['events'][number]> = {}) => ({
  ...{ contactId: 'c1', type: 'email.replied', dispatchedAt: new Date(0) },
  ...changes,
});

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

  test('finds two journeys of one person', () => {
    const twin = aJourney({ id: 'j2', disturbedBy: 'reply', outcome: 'replied' });
    expect(codes({ journeys: [aJourney(), twin] })).toEqual(['count']);
  });

  test('finds a step that no line tells of, a journey that stands, a run that failed, and one that was never told', () => {
    expect(codes({ journal: sound().journal.slice(1) })).toEqual(['lost-step']);
    expect(codes({ journeys: [aJourney({ status: 'open' })] })).toEqual(['lost-step']);
    expect(codes({ journeys: [aJourney({ run: 'FAILED' })] })).toEqual(['lost-step']);
    expect(codes({ untold: ['j1'] })).toEqual(['lost-step']);
  });

  test('finds a start that was acknowledged and made no journey', () => {
    expect(codes({ enrolled: ['c1', 'c2'] })).toEqual(['lost-step']);
  });

  test('takes a journey that a reply ended for whole', () => {
    const journeys = [aJourney({ disturbedBy: 'reply', outcome: 'replied' })];
    const first = {
      messages: [aMessage('first')],
      mails: [{ messageId: '<first>', at: 5 }],
      journal: [aLine('first')],
    };
    expect(codes({ journeys, tasks: [], ...first })).toEqual([]);
  });

  test('finds a task that is missing, one that nobody could do, and one that is there twice', () => {
    expect(codes({ tasks: [] })).toEqual(['lost-step']);
    expect(codes({ tasks: [{ journeyId: 'j1', status: 'open' }] })).toEqual(['lost-step']);
    expect(codes({ tasks: [...sound().tasks, { journeyId: 'j1', status: 'withdrawn' }] })).toEqual(['task-twice']);
  });

  test('finds a step that was decided twice', () => {
    expect(codes({ journal: [...sound().journal, aLine('second')] })).toEqual(['step-twice']);
    expect(codes({ journal: [...sound().journal, aLine('second', 'skip')] })).toEqual(['step-twice']);
    expect(codes({ journal: [...sound().journal, aLine('second', 'defer')] })).toEqual([]);
  });

  test('finds what was claimed after an unsubscribe was acknowledged, and leaves alone what was under way', () => {
    const events = [replied()];
    expect(codes({ events, acknowledged: new Map([['c1', 3]]) })).toEqual(['sent-after', 'sent-after', 'sent-after']);
    expect(codes({ events, acknowledged: new Map([['c1', 4]]) })).toEqual([]);
  });

  test('lets service mail go to who unsubscribed, and to nobody who replied', () => {
    const messages = sound().messages.map((row) => ({ ...row, purpose: 'service' }));
    const late = { messages, events: [replied()], acknowledged: new Map([['c1', 3]]) };
    expect(codes({ ...late, journeys: [aJourney({ disturbedBy: 'unsubscribe' })] })).toEqual([]);
    expect(codes({ ...late, journeys: [aJourney({ disturbedBy: 'reply' })] })).toContain('sent-after');
  });

  test('finds an event that was acknowledged and is not there, is there twice, or woke nobody', () => {
    const acknowledged = new Map([['c1', 9]]);
    expect(codes({ acknowledged })).toEqual(['event']);
    expect(codes({ acknowledged, events: [replied(), replied()] })).toEqual(['event']);
    expect(codes({ acknowledged, events: [replied({ dispatchedAt: null })] })).toEqual(['event']);
    expect(codes({ acknowledged, events: [replied()] })).toEqual([]);
  });

  describe('of doubts', () => {
    const messages = [aMessage('first', { state: 'uncertain' }), aMessage('second'), aMessage('third')];
    const journal = [aLine('first', 'uncertain'), ...sound().journal];

    test('finds one that no line tells of', () => {
      expect(codes({ messages })).toEqual(['unlisted-doubt']);
      const stuck = [aMessage('first', { state: 'handed-over' }), ...messages.slice(1)];
      expect(codes({ messages: stuck })).toContain('unlisted-doubt');
    });

    test('finds one for which there was no reason: neither a kill nor a server without an answer', () => {
      expect(codes({ messages, journal })).toEqual(['needless-doubt']);
      expect(codes({ messages, journal, inFlight: new Set(['m-first']) })).toEqual([]);
      const troubles = [{ trouble: 'dot take-and-drop', to: 'c1@customer.example', messageId: '<first>' }];
      expect(codes({ messages, journal, troubles })).toEqual([]);
    });

    test('finds a mail whose end had no answer and that was never listed', () => {
      const troubles = [{ trouble: 'dot drop', to: 'c1@customer.example', messageId: '<first>' }];
      expect(codes({ troubles })).toEqual(['unlisted-doubt']);
    });
  });

  describe('of mail servers with troubles', () => {
    const at = (domain: string, changes: Partial<Journey> = {}) => [aJourney({ email: `c1@${domain}`, ...changes })];
    const met = (domain: string, trouble = 'rcpt 450') => [{ trouble, to: `c1@${domain}` }];
    const unsent = { mails: [] };

    test('finds a mail that was put off and never sent', () => {
      const domain = 'grey.example';
      expect(codes({ journeys: at(domain), troubles: met(domain) })).toEqual([]);
      const messages = [...sound().messages.slice(0, 2), aMessage('third', { state: 'skipped' })];
      const short = { journeys: at(domain), troubles: met(domain), messages, mails: sound().mails.slice(0, 2) };
      expect(codes(short)).toEqual(['wrong-end']);
    });

    test('finds a trouble that was never met', () => {
      expect(codes({ journeys: at('grey.example') })).toEqual(['wrong-end']);
    });

    test('finds an address that a refusal for other reasons struck off', () => {
      const domain = 'policy.example';
      const messages = sound().messages.map((row) => ({ ...row, state: 'refused' }));
      const refused = { ...unsent, messages, troubles: met(domain, 'dot 550') };
      expect(codes({ ...refused, journeys: at(domain) })).toEqual([]);
      expect(codes({ ...refused, journeys: at(domain, { suppressed: true }) })).toEqual(['wrong-end']);
    });

    test('finds an address that nobody has and that was written to again', () => {
      const domain = 'nobody.example';
      const skipped = { state: 'skipped', reason: 'suppressed', claimedAt: null };
      const messages = [
        aMessage('first', { state: 'refused' }),
        aMessage('second', skipped),
        aMessage('third', skipped),
      ];
      const right = { ...unsent, journeys: at(domain, { suppressed: true }), troubles: met(domain, 'rcpt 550') };
      expect(codes({ ...right, messages })).toEqual([]);
      expect(codes({ ...right, messages, journeys: at(domain) })).toEqual(['wrong-end']);
      const again = messages.map((row) => ({ ...row, state: 'refused', reason: null }));
      expect(codes({ ...right, messages: again })).toEqual(['wrong-end']);
    });
  });
});

describe('the notes of workers', () => {
  const of = (attempt: number) => ({ journeyId: 'j1', number: 3, attempt: `a${attempt}` });
  const begun = (attempt: number, at: number): Note => ({ what: 'begun', ...of(attempt), at });
  const ended = (attempt: number, at: number): Note => ({ what: 'ended', ...of(attempt), at });
  const handed = (attempt: number, at: number): Note => ({ what: 'handed', ...of(attempt), at, id: 'm1' });
  const death = { pid: 1, at: 10, inHand: [{ journeyId: 'j1', number: 3 }] };

  test('time a recovery from the kill to the first end of what was in hand', () => {
    const notes = [begun(1, 8), begun(2, 14), ended(2, 17), begun(3, 30), ended(3, 31)];
    expect(recoveries([death], notes)).toEqual([7]);
    expect(recoveries([{ pid: 1, at: 10, inHand: [] }], notes)).toEqual([]);
  });

  test('tell which messages an attempt was handing over when the next one began', () => {
    expect(tooLong([begun(1, 1), handed(1, 2), ended(1, 3)], 100)).toEqual([]);
    expect(tooLong([begun(1, 1), handed(1, 2), ended(1, 3), begun(2, 4)], 100)).toEqual([]);
    expect(tooLong([begun(1, 1), handed(1, 2), begun(2, 7), ended(1, 9)], 100)).toEqual(['m1']);
    expect(tooLong([begun(1, 1), handed(1, 2), begun(2, 7)], 100)).toEqual(['m1']);
    expect(tooLong([begun(1, 1), handed(1, 2), ended(1, 101)], 100)).toEqual(['m1']);
  });
});

import { describe, expect, it } from 'vitest';
import { renderStory, type Story } from '../../src/cli/story.js';
import { styleOf } from '../../src/cli/style.js';
import { wordsOf } from '../../src/cli/words.js';
import { compileProgram } from '../../src/domain/journey/program.js';
import { aDefinition } from '../support/walk.js';
import { aJourney, aLine, anUpcoming, aTask } from './support.js';

const DEFINITION = `
kind: journey
id: lead-to-customer
name: Lead to customer
steps:
  - id: hello
    email: { template: lead/hello, from: owner, purpose: marketing }
  - id: nap
    wait: 2 business days
  - id: answer
    wait: { for: { on: [email.replied, form.submitted] }, upTo: 3 days }
    then: []
  - id: first-call
    task: { kind: call, title: Call, due: 4 hours, outcomes: [reached] }
  - id: visits
    repeat: { every: 90 days, steps: [ { wait: 1 hours } ] }
`;

const aStory = (changes: Partial<Story> = {}): Story => ({
  journey: aJourney(),
  timezone: 'Europe/Berlin',
  lines: [aLine()],
  next: [],
  around: { country: 'DE' },
  others: [],
  program: compileProgram(aDefinition(DEFINITION)),
  openTasks: [],
  nameOf: (id) => ({ usr_rep: 'Rita Rep' })[id] ?? id,
  ...changes,
});

const told = (changes: Partial<Story> = {}): string => renderStory(aStory(changes), styleOf(false));

describe('what happened', () => {
  const mail = { step: 'hello', action: 'email' } as const;

  it.each([
    [aLine({ stage: 'new' }), 'entered the journey in stage new'],
    [aLine({ ...mail, decision: 'send' }), 'mail hello sent'],
    [
      aLine({ ...mail, decision: 'skip', reason: 'no-consent' }),
      'mail hello skipped: no-consent (marketing needs consent in DE)',
    ],
    [
      aLine({ ...mail, decision: 'skip', reason: 'condition' }),
      'mail hello skipped: condition (its `if` does not hold)',
    ],
    [
      aLine({ ...mail, decision: 'defer', reason: 'outside-window', until: '2027-01-05T08:00:00Z' }),
      'mail hello put off until 09:00 Tue 5 Jan: outside-window (outside the send window)',
    ],
    [
      aLine({ ...mail, decision: 'send', reason: 'email.replied' }),
      'mail hello counted as sent: email.replied (the contact answered it)',
    ],
    [aLine({ action: 'wait', decision: 'wait', until: '2027-01-06T08:00:00Z' }), 'wait until 09:00 Wed 6 Jan'],
    [aLine({ action: 'wait', decision: 'wait' }), 'wait for an event'],
    [aLine({ action: 'wait', decision: 'done', reason: 'due' }), 'wait over: its time has come'],
    [aLine({ action: 'wait', decision: 'done', reason: 'email.replied' }), 'wait over: email.replied came'],
    [aLine({ action: 'task', step: 'first-call' }), 'task first-call put on the desk'],
    [aLine({ action: 'task', step: 'first-call', reason: 'reached' }), 'task first-call done: reached'],
    [aLine({ action: 'stage', stage: 'won', reason: 'deal.won' }), 'moved to stage won (deal.won)'],
    [aLine({ action: 'end', reason: 'completed' }), 'journey ended: completed'],
    [
      aLine({ action: 'assign', decision: 'skip', reason: 'has-owner' }),
      'owner kept: has-owner (the contact has one already)',
    ],
    [
      aLine({ action: 'assign', decision: 'skip', reason: 'nobody-available' }),
      'no owner assigned: nobody-available (nobody of the team is available)',
    ],
    [aLine({ action: 'somethingNew', decision: 'done', reason: 'why' }), 'somethingNew done: why'],
  ])('is told in words: %#', (line, words) => {
    expect(wordsOf(line, { country: 'DE' })).toBe(words);
  });

  it('does not name a country that nobody knows', () => {
    const line = aLine({ ...mail, decision: 'skip', reason: 'no-consent' });
    expect(wordsOf(line, { country: null })).toBe('mail hello skipped: no-consent (marketing needs consent there)');
  });

  it('has the year above its lines, and an instant once for all that happened at it', () => {
    const lines = [
      aLine({ at: '2026-12-31T22:59:00Z' }),
      aLine({ at: '2026-12-31T22:59:00Z', ...mail, decision: 'send' }),
      aLine({ at: '2027-01-04T08:00:00Z', action: 'pause', track: null }),
    ];
    expect(told({ lines })).toContain(
      [
        'What happened (times in Europe/Berlin)',
        '  2026',
        '  23:59 Thu 31 Dec  entered the journey in stage new',
        '                    mail hello sent',
        '  2027',
        '  09:00 Mon 4 Jan   paused by a person',
      ].join('\n'),
    );
  });

  it('names the track of a line that is not of the main one', () => {
    expect(told({ lines: [aLine({ track: 'birthdays', ...mail, decision: 'send' })] })).toContain(
      '[birthdays] mail hello sent',
    );
  });
});

describe('what is next', () => {
  it('is the exact instant on the wall clock of the zone, and what the definition waits for', () => {
    expect(told({ next: [anUpcoming({ at: '2027-06-06T08:00:27Z' })] })).toContain(
      [
        'What is next',
        '  10:00:27 Sun 6 Jun 2027 (+02:00)  goes on after wait nap',
        '      why: the definition waits 2 business days',
      ].join('\n'),
    );
  });

  it('names the events that end a wait, and how long it lasts at most', () => {
    expect(told({ next: [anUpcoming({ step: 'answer', waitsFor: 'event' })] })).toContain(
      [
        'at the latest  wait answer',
        '      why: the definition waits for email.replied or form.submitted, for at most 3 days',
      ].join('\n'),
    );
  });

  it('says how to record the outcome of an open task', () => {
    const text = told({ next: [anUpcoming({ step: 'first-call', waitsFor: 'task' })], openTasks: [aTask()] });
    expect(text).toContain('due 09:00:00 Wed 6 Jan 2027 (+01:00)  task first-call');
    expect(text).toContain('(tsk_1, Rita Rep)');
    expect(text).toContain('followthrough task done tsk_1 --outcome reached|no-answer');
  });

  it('says so when only an event ends a wait', () => {
    expect(told({ next: [anUpcoming({ step: 'answer', waitsFor: 'event', at: null })] })).toContain(
      'open end  wait answer',
    );
  });

  it('is told by codes when the definition cannot be read', () => {
    const text = told({ program: null, next: [anUpcoming({ step: 'stages.0.steps.3' })] });
    expect(text).toContain('09:00:00 Wed 6 Jan 2027 (+01:00)  goes on after wait');
    expect(text).not.toContain('stages.0');
  });

  it.each([
    [{ phase: 'ended', outcome: 'completed', status: 'ended' }, 'nothing: the journey is over'],
    [{ phase: 'paused' }, 'followthrough resume jrn_1 --reason "..."'],
    [{ phase: 'held', attention: 'too-many-steps' }, 'followthrough retry jrn_1 --reason "..."'],
  ] as const)('says what a person can do about %o', (changes, words) => {
    expect(told({ journey: aJourney(changes) })).toContain(words);
  });
});

describe('the head of a story', () => {
  it('has the stage, since when, and why somebody should look', () => {
    const text = told({ journey: aJourney({ phase: 'held', attention: 'too-many-steps' }) });
    expect(text).toContain(
      'stage new since 09:00 Mon 4 Jan 2027, held; needs attention: too-many-steps (more than 1,000 steps without a wait)',
    );
  });

  it('names the other journeys of a contact', () => {
    const others = [aJourney({ id: 'jrn_0', status: 'ended', phase: 'ended' })];
    expect(told({ others })).toContain('  jrn_0  lead-to-customer, run 1, new, ended');
  });
});

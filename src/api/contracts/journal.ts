/*
 * Every code that a story line can have, so that a page has words for each. The planner, the gate and the ledger write
 * them (src/domain/journey, src/activities); test/api/journal-codes.test.ts holds the lists to the source.
 */

/** What a line is about: a step's action, or what befell the whole journey. */
export const JOURNAL_ACTIONS = [
  // Of steps.
  'email',
  'sms',
  'notify',
  'task',
  'wait',
  'choose',
  'split',
  'repeat',
  'update',
  'create',
  'score',
  'assign',
  'webhook',
  'start',
  'stop',
  'moveTo',
  'goTo',
  'end',
  // Of the journey: entered, moved to another stage, reached its goal, left early, an SLA broke.
  'enter',
  'stage',
  'goal',
  'exit',
  'sla',
  // The mails about a task's appointment, and what a calendar answered.
  'appointment',
  // By a person.
  'pause',
  'resume',
  'retry',
  // It goes on in another version of its definition.
  'version',
] as const;
export type JournalAction = (typeof JOURNAL_ACTIONS)[number];

/**
 * `done`: it happened. `send`: a message went out. `skip`: left out, for the reason. `wait`: a wait began.
 * `defer`: a message is put off until `until`. `uncertain`: nobody knows whether a message arrived.
 */
export const JOURNAL_DECISIONS = ['done', 'send', 'skip', 'wait', 'defer', 'uncertain'] as const;
export type JournalDecision = (typeof JOURNAL_DECISIONS)[number];

/** Reasons that are codes, by who writes them. */
export const JOURNAL_REASONS = {
  /** Of the gate, for `skip` and `defer` of a message, in the order in which it asks. */
  gate: [
    'exited',
    'paused',
    'stale',
    'do-not-contact',
    'taken-out',
    'no-sender',
    'no-address',
    'invalid-address',
    'suppressed',
    'unsubscribed',
    'no-consent',
    'missing-variable',
    'render-failed',
    'duplicate-address',
    'outside-window',
    'frequency-cap',
    'campaign-rate',
    'quota',
    'domain-rate',
  ],
  /** Of the mail server or the way to it: `refused` for `skip`, the others for `defer`. */
  mail: ['refused', 'busy', 'greylisted', 'rate-limited', 'auth', 'unreachable', 'timeout', 'awaits-turn', 'no-credit'],
  /** Of any step, for `skip`: its `if` did not hold. */
  step: ['condition'],
  /** Of waits and repeats: time was up, the awaited value changed the instant, there was no value, enough passes. */
  wait: ['due', 'changed', 'no-value', 'at-most', 'until'],
  /** Of tasks: a higher person was told, or its due time passed. An outcome else. Of SLAs: `overdue`. */
  task: ['escalated', 'overdue'],
  /** Of `assign`, for `skip`. */
  assign: ['has-owner', 'nobody-available'],
  /** Of `update`: the record that it writes does not exist. */
  update: ['no-record'],
  /** Of `start`, for `skip`: what the other definition's entry refuses (also as `condition` and `busy`). */
  start: ['already-open', 'again'],
  /** Of `pause` and `resume`: another journey of its exclusive group goes first, or is over. */
  group: ['exclusive'],
  /**
   * Of a message in doubt. For `send`: a person said that it arrived, or a copy was found (or an event's type). For
   * `uncertain`: it was looked for and is not there, or nobody can be asked; `-again`: so it goes out again by itself.
   */
  uncertain: ['by-hand', 'found', 'not-found', 'no-evidence', 'not-found-again', 'no-evidence-again'],
  /** Of what a person skipped, moved or gave another instant. */
  person: ['by-person'],
  /**
   * Of `appointment`. For `send`: what the mail tells. For `done`: what the contact's calendar answered. For `skip`: a newer
   * mail tells it, or the contact was erased.
   */
  appointment: ['invitation', 'change', 'cancellation', 'accepted', 'tentative', 'declined', 'overtaken', 'erased'],
  /** Of another version: a wait ends at another instant, a step is gone, a step was had already before it was moved. */
  version: ['new-version', 'step-removed', 'done-before'],
  /** Of `end` and `exit`: built-in outcomes; a definition's own stand beside them. */
  end: ['completed', 'goal', 'exited'],
} as const;
export type JournalReason = (typeof JOURNAL_REASONS)[keyof typeof JOURNAL_REASONS][number];

/**
 * Where a reason is no code of ours but a name: the event's type that ended a wait, moved to a stage or reached a goal;
 * the outcome of a task, an end or an exit; the arm of a split; the words of a `score`; of `version` from which to which (`1-2`).
 */
export const FREE_REASON_ACTIONS = [
  'wait',
  'stage',
  'goal',
  'task',
  'end',
  'exit',
  'split',
  'score',
  'email',
  'version',
] as const;

/** Why `attention` asks for a person. */
export const ATTENTION = ['planner-defect', 'too-many-steps', 'out-of-step', 'unknown-state', 'uncertain'] as const;
export type Attention = (typeof ATTENTION)[number];

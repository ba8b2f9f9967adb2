import type { Instant } from '../instant.js';
import type { Evidence } from './facts.js';
import { settleUncertain } from './message-outcome.js';
import { nodeOf } from './program.js';
import type { Run } from './run.js';
import type { TrackState, Wait } from './state.js';

/*
 * A message in doubt, whose server's answer nobody has. When every copy of it has had its time to appear, it is looked
 * for. One that is found has arrived. One that isn't goes out again by itself if it is `service`, once: it is what the
 * person asked for or a contract needs, and missing is worse than twice. Marketing waits for a person, with what was found.
 */

type Doubt = Extract<Wait, { type: 'uncertain' }>;

/** Under which facts have what was found of a message. */
export const doubtKey = (stepId: string, occurrence: number): string => `${stepId}/${occurrence}`;

/** The time to look has come. Without evidence among the facts nobody has looked yet: the next advance does. */
export function judgeDoubt(run: Run, track: TrackState, doubt: Doubt, at: Instant): void {
  const { step } = nodeOf(run.program, track.at ?? '');
  // Of an SMS there are no copies to look for: its receipt ends the doubt, or a person does.
  if (step.action === 'sms') return leaveInDoubt(run, track, doubt, 'no-evidence', at);
  const evidence = run.facts.evidence?.[doubtKey(track.at ?? '', doubt.occurrence)];
  if (evidence === undefined) track.wait = { ...doubt, lookAt: run.now + 1 };
  else if (evidence.answer === 'found') settleUncertain(run, track, 'found', at);
  else if (evidence.answer === 'out-of-reach')
    track.wait = { ...doubt, lookAt: Math.max(evidence.lookAt, run.now + 1) };
  else if (isService(run, track) && doubt.again !== true) sendAgain(run, track, doubt, evidence, at);
  else leaveInDoubt(run, track, doubt, evidence.answer, at);
}

/** It isn't looked for any more. */
function leaveInDoubt(run: Run, track: TrackState, doubt: Doubt, reason: string, at: Instant): void {
  const { lookAt: _looked, ...rest } = doubt;
  write(run, track, reason, at);
  track.wait = rest;
}

function sendAgain(run: Run, track: TrackState, { occurrence }: Doubt, { answer }: Evidence, at: Instant): void {
  write(run, track, answer === 'not-found' ? 'not-found-again' : 'no-evidence-again', at);
  track.instant = Math.max(track.instant, at);
  track.wait = { type: 'message', due: null, occurrence, reachedAt: run.now, again: true };
}

function write(run: Run, track: TrackState, reason: string, at: Instant): void {
  const { step } = nodeOf(run.program, track.at ?? '');
  run.write({ at, track: track.id, step: step.id ?? null, action: step.action, decision: 'uncertain', reason });
}

function isService(run: Run, track: TrackState): boolean {
  const { step } = nodeOf(run.program, track.at ?? '');
  return step.action === 'email' && step.email.purpose === 'service';
}

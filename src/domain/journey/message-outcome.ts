import type { Instant } from '../instant.js';
import { assertNever } from '../result.js';
import type { MessageIntent, MessageResult } from './commands.js';
import { addToPass, effect } from './notes.js';
import { nodeOf } from './program.js';
import type { Run } from './run.js';
import { isInDoubt, type StepState, type TrackState } from './state.js';

/** The message a track is about to send. Its `due` has come or was never set. */
export function intentOf(run: Run, track: TrackState): MessageIntent {
  const { step, key } = nodeOf(run.program, track.at ?? '');
  if (track.wait?.type !== 'message' || (step.action !== 'email' && step.action !== 'sms'))
    throw new Error(`track ${track.id} has no message to send at ${key}`);
  const aside = !run.state.tracks.includes(track);
  return {
    trackId: track.id,
    aside,
    stepId: key,
    occurrence: track.wait.occurrence,
    at: track.instant,
    reachedAt: track.wait.reachedAt,
    steps: run.steps,
    ...(track.wait.hurried === true ? { hurried: true as const } : {}),
    ...(track.wait.again === true ? { again: true as const } : {}),
    ...(step.action === 'email' ? { email: step.email } : { sms: step.sms }),
  };
}

/** What gate and hand-over said becomes part of the journey. A message whose track is gone meanwhile changes nothing. */
export function applyMessageResult(run: Run, intent: MessageIntent, result: MessageResult): void {
  run.steps = intent.steps ?? 0;
  const track = run
    .tracks()
    .find(
      (candidate) =>
        candidate.id === intent.trackId &&
        candidate.at === intent.stepId &&
        candidate.wait?.type === 'message' &&
        candidate.wait.occurrence === intent.occurrence,
    );
  if (track === undefined) return;
  const node = nodeOf(run.program, intent.stepId);
  const line = { at: track.instant, track: track.id, step: node.step.id ?? null, action: node.step.action };
  const again = intent.again === true ? { again: true as const } : {};
  const goOn = (value: Omit<StepState, 'n'>) => {
    addToPass(run, intent.stepId, value);
    track.wait = null;
    track.at = node.next;
  };
  switch (result.type) {
    case 'sent':
      run.write({ ...line, decision: 'send' });
      effect(track);
      return goOn({ decision: 'send' });
    case 'skipped':
      run.write({
        ...line,
        decision: 'skip',
        reason: result.reason,
        ...(result.rule === undefined ? {} : { rule: result.rule }),
      });
      return goOn({ decision: 'skip', reason: result.reason });
    case 'refused':
      run.write({ ...line, decision: 'skip', reason: 'refused' });
      return goOn({ decision: 'skip', reason: 'refused', bounced: true });
    case 'deferred':
      run.write({ ...line, decision: 'defer', reason: result.reason, until: result.until });
      track.wait = {
        ...{ type: 'message', due: result.until, occurrence: intent.occurrence, reachedAt: intent.reachedAt },
        // Who said that it is to go now meant as soon as it can.
        ...(intent.hurried === true ? { hurried: true as const } : {}),
        ...again,
      };
      return;
    case 'uncertain':
      run.write({ ...line, decision: 'uncertain' });
      track.wait = {
        ...{ type: 'uncertain', occurrence: intent.occurrence },
        ...(result.lookAt === undefined ? {} : { lookAt: result.lookAt }),
        ...again,
      };
      return;
    default:
      return assertNever(result);
  }
}

/**
 * A message in doubt did arrive (somebody answered it, a copy of it was found, or a person says so): the journey goes on as after a send. The
 * effect counts from when it was handed over, so that the answer itself lies after it; the journey goes on at `at`.
 */
export function settleUncertain(run: Run, track: TrackState, reason: string, at: Instant): void {
  const node = nodeOf(run.program, track.at ?? '');
  if (track.wait !== null && isInDoubt(track.wait))
    run.commands.push({ type: 'messageArrived', stepId: node.key, occurrence: track.wait.occurrence });
  effect(track);
  track.instant = Math.max(track.instant, at);
  run.write({
    at: track.instant,
    track: track.id,
    step: node.step.id ?? null,
    action: node.step.action,
    decision: 'send',
    reason,
  });
  addToPass(run, node.key, { decision: 'send', reason });
  track.wait = null;
  track.at = node.next;
}

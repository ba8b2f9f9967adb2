import type { EmailStep, SmsStep } from '../definition/definition.js';
import type { Instant } from '../instant.js';
import { usefulUntil } from './ask-gate.js';
import { dueTime } from './begin-wait.js';
import { addToPass, beginPass, note } from './notes.js';
import type { Node } from './program.js';
import { dropPutOff } from './put-off.js';
import type { Run } from './run.js';
import { spreadHeldBack } from './spread.js';
import type { TrackState, Wait } from './state.js';

/* The steps `email` and `sms`: they reach the gate, at once or when they fall due again. What comes of it is in message-outcome.ts. */

type MessageWait = Extract<Wait, { type: 'message' }>;

/** A track stands at a message: it goes to the gate next. */
export function reachMessage(run: Run, track: TrackState, node: Node, message: EmailStep | SmsStep): void {
  beginPass(run, node.key);
  const occurrence = run.state.steps[node.key]?.n ?? 1;
  toGate(run, track, node, message, { type: 'message', due: null, occurrence, reachedAt: reachedAt(run, track, node) });
}

/** The instant of a deferred message has come. */
export function messageDue(run: Run, track: TrackState, node: Node, wait: MessageWait, at: Instant): void {
  const { step } = node;
  const message = step.action === 'email' ? step.email : step.action === 'sms' ? step.sms : undefined;
  if (message === undefined) return;
  track.instant = Math.max(track.instant, at);
  toGate(run, track, node, message, { ...wait, due: null });
}

/** What a pause or a new version held back is spread over the window; what would be stale by then is left out at once. */
function toGate(run: Run, track: TrackState, node: Node, message: EmailStep | SmsStep, wait: MessageWait): void {
  const later = spreadHeldBack(run, node.key, message.window);
  const staleAt = usefulUntil(message, wait.reachedAt, run.place);
  track.wait = { ...wait, due: later };
  if (later === null) return;
  if (staleAt === null || later <= staleAt) return note(run, track, node, 'defer', run.heldBack, later);
  dropPutOff(run, [track], 'stale');
  note(run, track, node, 'skip', 'stale');
  addToPass(run, node.key, { decision: 'skip', reason: 'stale' });
  track.wait = null;
  track.at = node.next;
}

/** A campaign's message is useful from the campaign's time on, however late its recipient began. */
function reachedAt(run: Run, track: TrackState, node: Node): Instant {
  const at = run.definition.campaign?.at;
  if (at === undefined || node.step.path[0] !== 'send') return track.instant;
  const time = dueTime(run, { type: 'local', ...at }, track.instant, run.place);
  return time === 'missing' ? track.instant : Math.min(track.instant, time.due);
}

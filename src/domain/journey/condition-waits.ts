import { occasionsOf } from '../care/occasions.js';
import { isTakenOut } from '../care/taken-out.js';
import type { Condition } from '../condition/condition.js';
import { nextChange } from '../condition/next-change.js';
import { pathsOf } from '../condition/paths.js';
import { DAY, type Instant } from '../instant.js';
import type { FactEvent } from './facts.js';
import { offersOf, pathInterests } from './interests.js';
import { lookupIn } from './lookup.js';
import { beginPass, note } from './notes.js';
import { type Node, nodeOf } from './program.js';
import type { Run } from './run.js';
import type { TrackState } from './state.js';

/*
 * Waits `for: { if }`: they end when their condition holds. Asked when they begin, when a record that the condition looks
 * at changes (by an event, or by a step of this journey), when a step that it looks at has run, and when the clock alone
 * may have made it true (`look`).
 */

/** The condition a track waits for, if it does. */
function conditionOf(run: Run, track: TrackState): Condition | undefined {
  if (track.wait?.type !== 'event' || track.at === null) return undefined;
  const { step } = nodeOf(run.program, track.at);
  return step.action === 'wait' && step.wait.type === 'condition' ? step.wait.if : undefined;
}

/** An event has changed what a track's condition looks at: the wait ends if it holds now. Says whether it did. */
export function offerChange(run: Run, track: TrackState, event: FactEvent, at: Instant): boolean {
  const condition = conditionOf(run, track);
  if (condition === undefined) return false;
  const wanted = new Set(pathsOf(condition).flatMap(pathInterests));
  if (!offersOf(event.type, event.fields).some((offer) => wanted.has(offer))) return false;
  return endIfTrue(run, track, event.type, at, event);
}

/** Steps have run: waits that look at steps end if they hold now. Says whether one did. */
export function settleSteps(run: Run): boolean {
  return settle(run, (condition) => pathsOf(condition).some((path) => path.startsWith('steps.')));
}

/** Whatever made a condition true without an event that says so, a wait on it ends now. Says whether one did. */
export const settle = (run: Run, which: (condition: Condition) => boolean = () => true): boolean =>
  run.tracks().some((track) => {
    const condition = conditionOf(run, track);
    return condition !== undefined && which(condition) && endIfTrue(run, track, 'condition', run.present, null);
  });

/** The clock has come to where the condition may hold. */
export function lookAgain(run: Run, track: TrackState, at: Instant): void {
  endIfTrue(run, track, 'condition', at, null);
}

/** Ends a track's wait if its condition holds, else aims its next look at the clock. Says whether it ended. */
export function endIfTrue(run: Run, track: TrackState, reason: string, at: Instant, event: FactEvent | null): boolean {
  const condition = conditionOf(run, track);
  if (condition === undefined || track.wait?.type !== 'event') return false;
  const seen = event ?? run.eventOf(track);
  if (!run.holds(condition, seen)) {
    const look = nextChange(condition, lookupIn(run.program, run.state, run.facts, seen), run.now, run.place);
    if (look !== (track.wait.look ?? null)) track.wait = { ...track.wait, look };
    return false;
  }
  const node = nodeOf(run.program, track.at ?? '');
  if (isLeftQuiet(run, track, node, at)) return false;
  track.instant = Math.max(track.instant, at);
  if (event !== null) {
    track.used = [...track.used, event.id];
    track.lastEvent = event.id;
  }
  track.wait = null;
  note(run, track, node, 'done', reason);
  beginPass(run, node.step.id, { decision: 'done', reason });
  track.at = node.branches['then'] ?? null;
  return true;
}

/** How long somebody who was taken out for good is left before it is asked whether they still are. */
const ASKED_AGAIN_AFTER = 30 * DAY;

/**
 * Who was taken out of all that silence leads to is left quiet: the wait goes on until that is over. Were it to end, its
 * condition would hold still when the track came round again, at once and without end.
 */
function isLeftQuiet(run: Run, track: TrackState, node: Node, at: Instant): boolean {
  const occasion = occasionsOf(run.program).get(node.key);
  const { takenOut } = run.facts;
  if (takenOut === undefined || occasion?.kind !== 'silence' || track.wait?.type !== 'event') return false;
  const taken = takenOut.filter((each) => occasion.acts.every(({ step }) => isTakenOut([each], step, at)));
  if (taken.length === 0) return false;
  const look = Math.max(...taken.map(({ until }) => until ?? at + ASKED_AGAIN_AFTER));
  if (look === track.wait.look) return true;
  run.write({
    ...{ at: Math.max(track.instant, at), track: track.id, step: node.step.id ?? null, action: 'wait' },
    ...{ decision: 'wait', reason: 'taken-out', until: look },
  });
  track.wait = { ...track.wait, look };
  return true;
}

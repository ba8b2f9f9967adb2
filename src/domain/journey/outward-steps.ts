import type { Step } from '../definition/definition.js';
import { beginPass, effect, note, passed } from './notes.js';
import type { Node } from './program.js';
import type { Run } from './run.js';
import type { TrackState } from './state.js';
import { end, STOPPED } from './transitions.js';

/* Steps that reach out of the journey and wait for nothing: `notify`, `webhook`, `start` and `stop`. */

type StepOf<A extends Step['action']> = Extract<Step, { action: A }>;

/** A pass of a step whose effect the database must be able to name, so that it happens once. */
function doneOnce(run: Run, track: TrackState, node: Node): number {
  note(run, track, node, 'done');
  beginPass(run, node.key, { decision: 'done' });
  return run.state.steps[node.key]?.n ?? 1;
}

/** A message to staff. Nobody's consent is asked, and it is no effect on the customer: waits don't look back to it. */
export function notify(run: Run, track: TrackState, node: Node, step: StepOf<'notify'>): void {
  const occurrence = doneOnce(run, track, node);
  run.commands.push({ type: 'notify', stepId: node.key, occurrence, ...step.notify, at: track.instant });
  track.at = node.next;
}

/** The call is written down to be made; whether the other side answers is not waited for. */
export function callWebhook(run: Run, track: TrackState, node: Node, step: StepOf<'webhook'>): void {
  const occurrence = doneOnce(run, track, node);
  run.commands.push({ type: 'webhook', stepId: node.key, occurrence, ...step.webhook, at: track.instant });
  effect(track);
  track.at = node.next;
}

/** Starts another definition for the same subject, unless its entry refuses: it is open, or says no by `again` or `if`. */
export function startOther(run: Run, track: TrackState, node: Node, step: StepOf<'start'>): void {
  const other = step.start;
  const refusal = other === run.definition.id ? 'already-open' : (run.facts.entries?.[other] ?? null);
  // A busy one waits for its turn in its group, and for that it must have asked.
  if (refusal === null || refusal === 'busy') {
    run.commands.push({ type: 'start', definitionId: other, at: track.instant });
    run.facts = { ...run.facts, entries: { ...run.facts.entries, [other]: 'already-open' } };
  }
  passed(run, track, node, refusal === null ? 'done' : 'skip', refusal);
  track.at = node.next;
}

/** Ends the subject's open journey of another definition, if there is one; of its own definition, this journey. */
export function stopOther(run: Run, track: TrackState, node: Node, step: StepOf<'stop'>): void {
  const other = step.stop;
  passed(run, track, node, 'done');
  track.at = node.next;
  if (other === run.definition.id)
    return end(run, STOPPED, track.instant, { action: 'end', track: track.id, step: node.step.id ?? null });
  run.commands.push({ type: 'stop', definitionId: other, at: track.instant });
  const { [other]: _open, ...entries } = run.facts.entries ?? {};
  run.facts = { ...run.facts, entries };
}

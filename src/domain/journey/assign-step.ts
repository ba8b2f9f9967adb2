import type { Step } from '../definition/definition.js';
import { chooseMember } from './choose-member.js';
import { passed } from './notes.js';
import type { Node } from './program.js';
import type { Run } from './run.js';
import type { TrackState } from './state.js';
import { ownChange } from './waits.js';

type AssignStep = Extract<Step, { action: 'assign' }>;

/** Gives the contact an owner from a team, of whom the facts name only those who are present. */
export function assign(run: Run, track: TrackState, node: Node, step: AssignStep): void {
  const { team, by, keepExisting } = step.assign;
  const kept = keepExisting && run.facts.owner !== null;
  const chosen = kept ? undefined : chooseMember(by, run.facts.teams[team] ?? [], run.facts.contact);
  if (chosen === undefined) {
    passed(run, track, node, 'skip', kept ? 'has-owner' : 'nobody-available');
    // A contact who has nobody now is somebody's to look at.
    if (!kept && run.facts.owner === null)
      run.commands.push({ type: 'notice', to: 'manager', kind: 'nobody-available', stepId: null, at: track.instant });
  } else {
    run.commands.push({ type: 'assign', teamId: team, userId: chosen.userId, by });
    // Whose calendar and zone hold for the new owner's tasks is among their own fields.
    const { owner: _owner, manager: _manager, ...desks } = run.facts.desks ?? {};
    run.facts = { ...run.facts, owner: chosen.fields, desks };
    passed(run, track, node, 'done');
    ownChange(run, 'contact.changed', track.instant);
  }
  track.at = node.next;
}

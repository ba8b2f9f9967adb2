import { pathsOf } from '../condition/paths.js';
import { nodeOf, type Program, stageOf } from './program.js';
import { type JourneyState, withAsides } from './state.js';

/**
 * What must wake a journey that waits: event types, and fields of records whose change it depends on
 * (`contact.doNotContact`). An event that is none of these doesn't concern it now.
 */
export function interestsOf(program: Program, state: JourneyState): string[] {
  if (state.phase.type === 'ended') return [];
  const { definition } = program;
  const wanted = new Set<string>();
  for (const match of [
    ...definition.exit,
    ...definition.goal,
    ...definition.moves,
    ...stageOf(program, state.stage).stage.moves,
  ]) {
    for (const type of match.on) wanted.add(type);
  }
  for (const exit of definition.exit) {
    if (exit.on.length === 0 && exit.if !== undefined) for (const path of pathsOf(exit.if)) addField(wanted, path);
  }
  for (const track of withAsides(state.tracks)) {
    if (track.at === null || track.wait === null) continue;
    const { step } = nodeOf(program, track.at);
    if (track.wait.type === 'task') wanted.add('task.completed');
    if (track.wait.type === 'uncertain')
      for (const type of ['email.replied', 'email.opened', 'email.clicked']) wanted.add(type);
    if (step.action !== 'wait') continue;
    if (step.wait.type === 'event') for (const type of step.wait.event.on) wanted.add(type);
    if (step.wait.type === 'until' && step.wait.until.type === 'date') addField(wanted, step.wait.until.path);
  }
  return [...wanted].sort();
}

function addField(wanted: Set<string>, path: string): void {
  if (/^(contact|account|deal)\./.test(path)) wanted.add(path);
}

/** What an event offers to interests: its type, and for a change of a record each changed field. */
export function offersOf(type: string, fields: { readonly [name: string]: unknown }): string[] {
  const record = /^(contact|account|deal)\.changed$/.exec(type)?.[1];
  const set = fields['set'];
  const changed =
    record !== undefined && typeof set === 'object' && set !== null
      ? Object.keys(set).map((field) => `${record}.${field}`)
      : [];
  return [type, ...changed];
}

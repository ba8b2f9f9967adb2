import { pathsOf } from '../condition/paths.js';
import { nodeOf, type Program, stageOf } from './program.js';
import { type JourneyState, type TrackState, withAsides } from './state.js';
import { untilOf } from './waits.js';

/**
 * What must wake a journey that waits: event types, and fields of records whose change it depends on
 * (`contact.doNotContact`). An event that is none of these doesn't concern it now.
 */
export function interestsOf(program: Program, state: JourneyState): string[] {
  if (state.phase.type === 'ended') return [];
  const { exit, goal, moves } = program.definition;
  const matches = [...exit, ...goal, ...moves, ...stageOf(program, state.stage).stage.moves];
  const wanted = new Set(matches.flatMap((match) => match.on));
  for (const standing of exit.filter((each) => each.on.length === 0))
    if (standing.if !== undefined) for (const path of pathsOf(standing.if)) addPath(wanted, path);
  for (const track of withAsides(state.tracks)) addTrack(wanted, program, track);
  return [...wanted].sort();
}

function addTrack(wanted: Set<string>, program: Program, { at, wait }: TrackState): void {
  if (at === null || wait === null) return;
  const { step } = nodeOf(program, at);
  if (wait.type === 'task') wanted.add('task.completed');
  if (wait.type === 'uncertain') for (const type of ANSWERS) wanted.add(type);
  if (step.action !== 'wait') return;
  if (step.wait.type === 'event') for (const type of step.wait.event.on) wanted.add(type);
  const until = untilOf(step.wait);
  if (until?.type === 'date') addPath(wanted, until.path);
}

/** What shows that a message in doubt did arrive. */
const ANSWERS = ['email.replied', 'email.opened', 'email.clicked'];

/** What tells of a change at a path: its field, or the event that flags a step's message. */
function addPath(wanted: Set<string>, path: string): void {
  if (/^(contact|account|deal)\./.test(path)) wanted.add(path);
  const flag = /^steps\..+\.(replied|bounced|opened|clicked)$/.exec(path)?.[1];
  if (flag !== undefined) wanted.add(`email.${flag}`);
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

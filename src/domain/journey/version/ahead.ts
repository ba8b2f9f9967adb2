import { assertNever } from '../../result.js';
import { type Node, nodeOf, type Program } from '../program.js';
import type { JourneyState, TrackState } from '../state.js';
import { withAsides } from '../state.js';
import type { ProgramMatch } from './match-programs.js';

/* What lies before a position: what can still come, and what of it somebody has had already. */

/** All steps that a track can come to from a step, itself among them only if `itself` says so or a loop leads back. */
export function ahead(program: Program, stageOfStep: (key: string) => string | null, key: string, itself: boolean) {
  const seen = new Set<string>(itself ? [key] : []);
  const queue = [key];
  for (let at = queue.pop(); at !== undefined; at = queue.pop())
    for (const next of followers(nodeOf(program, at), stageOfStep(at)))
      if (!seen.has(next)) {
        seen.add(next);
        queue.push(next);
      }
  return seen;
}

function followers({ step, next, branches }: Node, stage: string | null): readonly string[] {
  switch (step.action) {
    case 'end':
      return [];
    case 'goTo':
      return [step.goTo];
    case 'moveTo':
      // A track of `throughout` outlives the move.
      return stage === null && next !== null ? [next] : [];
    case 'email':
    case 'sms':
    case 'notify':
    case 'task':
    case 'wait':
    case 'choose':
    case 'split':
    case 'repeat':
    case 'update':
    case 'create':
    case 'score':
    case 'assign':
    case 'webhook':
    case 'start':
    case 'stop':
      return [next, ...Object.values(branches)].filter((key) => key !== null);
    default:
      return assertNever(step);
  }
}

/** A track as it stood in the old version, and where it stands in the new one. */
export interface Carried {
  /** null: a track that begins with the new version. */
  readonly old: TrackState | null;
  readonly now: TrackState;
}

/**
 * The steps before a track that it has had already, and that lie before it only because of the new version: they are left
 * out once, so that nobody gets twice what was moved back. What an old loop led back to anyway is not among them.
 */
export function hadAlready(match: ProgramMatch, state: JourneyState, { old, now }: Carried): readonly string[] {
  if (now.at === null) return [];
  const { from, to, spots, origins } = match;
  const stageIn = (all: typeof spots.to) => (key: string) => all.get(key)?.stage ?? null;
  const before = new Set<string>();
  if (old?.at != null) {
    for (const key of ahead(from, stageIn(spots.from), old.at, old.wait === null)) before.add(key);
    for (const key of old.leaveOut ?? []) before.delete(key);
  }
  const standing = new Set(withAsides(state.tracks).flatMap(({ at }) => at ?? []));
  const wasHad = (key: string): boolean => {
    const { step } = nodeOf(from, key);
    if (standing.has(key)) return false;
    if (step.id !== undefined || state.steps[key] !== undefined) return (state.steps[key]?.n ?? 0) > 0;
    // Of a step without a name nothing is kept: it is behind if one comes from it to where the track stands.
    return old?.at != null && ahead(from, stageIn(spots.from), key, false).has(old.at);
  };
  // An earlier version had it, the last one hadn't: its name is remembered.
  const isBack = (key: string): boolean => !from.nodes.has(key) && (state.steps[key]?.n ?? 0) > 0;
  return [...ahead(to, stageIn(spots.to), now.at, now.wait === null)].filter((key) => {
    const was = origins.get(key) ?? [];
    return was.length === 0 ? isBack(key) : was.some(wasHad) && !was.some((each) => before.has(each));
  });
}

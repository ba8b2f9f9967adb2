import { nodeOf } from '../program.js';
import type { JourneyState, TrackState } from '../state.js';
import { withAsides } from '../state.js';
import type { ProgramMatch } from './match-programs.js';

/* What lies before a position: what can still come, and what of it somebody has had already. */

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
  const { from, reach, origins } = match;
  const place = old?.at ?? null;
  const coming = place === null ? NOTHING : reach.from.ahead(place, old?.wait === null);
  const behind = place === null ? NOTHING : reach.from.behind(place);
  const leftOut = new Set(old?.leaveOut);
  const standing = new Set(withAsides(state.tracks).flatMap(({ at }) => at ?? []));
  const wasHad = (key: string): boolean => {
    if (standing.has(key)) return false;
    const isNamed = nodeOf(from, key).step.id !== undefined || state.steps[key] !== undefined;
    // Of a step without a name nothing is kept: it is behind if one comes from it to where the track stands.
    return isNamed ? (state.steps[key]?.n ?? 0) > 0 : behind.has(key);
  };
  const comesAnyway = (key: string): boolean => coming.has(key) && !leftOut.has(key);
  // An earlier version had it, the last one hadn't: its name is remembered.
  const isBack = (key: string): boolean => !from.nodes.has(key) && (state.steps[key]?.n ?? 0) > 0;
  return [...reach.to.ahead(now.at, now.wait === null)].filter((key) => {
    const was = origins.get(key) ?? [];
    return was.length === 0 ? isBack(key) : was.some(wasHad) && !was.some(comesAnyway);
  });
}

const NOTHING: ReadonlySet<string> = new Set();

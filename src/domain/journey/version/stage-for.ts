import type { JourneyState, TrackState } from '../state.js';
import { landing } from './landing.js';
import type { ProgramMatch } from './match-programs.js';
import type { Spot } from './spots.js';

export interface StagePlace {
  readonly stage: string;
  /** It is another stage than before, which is entered now. */
  readonly entered: boolean;
}

export const isMain = (track: TrackState): boolean => track.scope === 'stage' && track.id === 'main';

const isOnMain = (spot: Spot | undefined): boolean =>
  spot !== undefined && spot.stage !== null && spot.track === 'main' && spot.aside === null;

/**
 * The stage in which a journey goes on: where the step of its main track is now; else the same, or as the map says. A
 * stage that is gone with all that came after in it leaves no place (null): any other would be a guess.
 */
export function stageFor(match: ProgramMatch, state: JourneyState): StagePlace | null {
  const { steps, stages, spots } = match;
  const at = state.tracks.find(isMain)?.at ?? null;
  const same = stages.get(state.stage);
  const target = at === null ? undefined : steps.get(at);
  const spot = target === undefined ? undefined : spots.to.get(target);
  if (spot?.stage != null && isOnMain(spot)) return { stage: spot.stage, entered: spot.stage !== same };
  if (same !== undefined) return { stage: same, entered: false };
  const next = at === null ? null : landing(match, at, (key) => isOnMain(spots.to.get(key)));
  const stage = next === null ? null : (spots.to.get(next)?.stage ?? null);
  return stage === null ? null : { stage, entered: true };
}

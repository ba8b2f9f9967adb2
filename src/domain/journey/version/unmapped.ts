import { type JourneyState, withAsides } from '../state.js';
import type { ProgramMatch } from './match-programs.js';
import { mappedStep, type VersionMap } from './version-map.js';

/** The steps at which a journey stands, that the new version hasn't got, and of which the map says nothing. */
export function unmappedSteps(
  match: ProgramMatch,
  state: JourneyState,
  version: number,
  map: VersionMap,
): readonly string[] {
  return withAsides(state.tracks).flatMap(({ at }) =>
    at === null || match.steps.has(at) || mappedStep(map, version, at) !== undefined ? [] : [at],
  );
}

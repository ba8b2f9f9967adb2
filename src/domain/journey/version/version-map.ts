/**
 * What ops say of a version's steps and stages that the next one has no more, or has under another name. A key is a step's
 * id or place (`stages.0.steps.2`), or of one old version only `<version>/<key>`. A step's `null`: go on after it.
 */
export interface VersionMap {
  readonly steps: { readonly [key: string]: string | null };
  readonly stages: { readonly [id: string]: string };
}

export const NO_MAP: VersionMap = { steps: {}, stages: {} };

/** What the map says of a step of a version: another step, null (go on after it), or undefined: nothing. */
export function mappedStep(map: VersionMap, version: number, key: string): string | null | undefined {
  const own = map.steps[`${version}/${key}`];
  return own === undefined ? map.steps[key] : own;
}

export const mappedStage = (map: VersionMap, version: number, id: string): string | undefined =>
  map.stages[`${version}/${id}`] ?? map.stages[id];

/** The entries that name a step or stage which the new version hasn't got. */
export function danglingTargets(
  map: VersionMap,
  steps: ReadonlySet<string>,
  stages: ReadonlySet<string>,
): readonly string[] {
  return [
    ...Object.values(map.steps).filter((key): key is string => key !== null && !steps.has(key)),
    ...Object.values(map.stages).filter((id) => !stages.has(id)),
  ];
}

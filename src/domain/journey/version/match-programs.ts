import type { Step } from '../../definition/definition.js';
import { everyStep, stepKey, tracksOf } from '../../definition/step-walk.js';
import type { Program } from '../program.js';
import { align, lonePairs, type Named, pairOfKeys } from './align.js';
import { Reach } from './reach.js';
import { type Spot, spotsOf } from './spots.js';
import { mappedStage, mappedStep, NO_MAP, type VersionMap } from './version-map.js';

/** Which steps and stages of one version are those of another. */
export interface ProgramMatch {
  readonly from: Program;
  readonly to: Program;
  /** Keys of the old version to keys of the new; a step that is gone is not among them. */
  readonly steps: ReadonlyMap<string, string>;
  /** The other way: all steps of the old version that a step of the new one was. */
  readonly origins: ReadonlyMap<string, readonly string[]>;
  readonly stages: ReadonlyMap<string, string>;
  readonly spots: { readonly from: ReadonlyMap<string, Spot>; readonly to: ReadonlyMap<string, Spot> };
  readonly reach: { readonly from: Reach; readonly to: Reach };
}

/**
 * Matches two versions: by ids, by what steps without an id say and where they stand, and before both by the map, which is
 * the last word. `version` is the old version's number.
 */
export function matchPrograms(from: Program, to: Program, version = 0, map: VersionMap = NO_MAP): ProgramMatch {
  const stages = matchStages(from, to, version, map);
  const steps = new Map<string, string>(likelySteps(from, to, stages));
  for (const key of from.nodes.keys()) {
    const said = mappedStep(map, version, key);
    if (said === null) steps.delete(key);
    else if (said !== undefined && to.nodes.has(said)) steps.set(key, said);
  }
  const origins = new Map<string, string[]>();
  for (const [old, now] of steps) origins.set(now, [...(origins.get(now) ?? []), old]);
  const spots = { from: spotsOf(from), to: spotsOf(to) };
  const reach = { from: new Reach(from, spots.from), to: new Reach(to, spots.to) };
  return { from, to, steps, origins, stages, spots, reach };
}

function matchStages(from: Program, to: Program, version: number, map: VersionMap): ReadonlyMap<string, string> {
  const there = new Set(to.stages.map(({ id }) => id));
  return new Map(
    from.stages.flatMap(({ id }): [string, string][] => {
      const now = mappedStage(map, version, id) ?? id;
      return there.has(now) ? [[id, now]] : [];
    }),
  );
}

function likelySteps(from: Program, to: Program, stages: ReadonlyMap<string, string>): [string, string][] {
  const named = namedOf(from, to);
  const pairs: (readonly [Step, Step])[] = [];
  const tracks = { from: tracksOf(from.definition), to: tracksOf(to.definition) };
  for (const old of tracks.from) {
    const stage = old.stage === null ? null : stages.get(old.stage);
    const now = tracks.to.find((track) => track.id === old.id && track.stage === stage);
    if (now !== undefined) alignDeep(old.steps, now.steps, named, pairs);
  }
  for (const id of named.kept) {
    const [a, b] = [from.nodes.get(id)?.step, to.nodes.get(id)?.step];
    // One that was moved elsewhere takes the steps inside it along.
    if (a !== undefined && b !== undefined && !pairs.some(([known]) => known === a)) {
      pairs.push([a, b]);
      alignInner(a, b, named, pairs);
    }
  }
  const keys = new Map<string, string>();
  for (const [a, b] of pairs.map(pairOfKeys)) keys.set(a, b);
  const taken = new Set(keys.values());
  const left = (all: readonly { readonly steps: readonly Step[] }[], known: { has(key: string): boolean }) =>
    all.flatMap(({ steps }) =>
      [...everyStep(steps)].filter((step) => step.id === undefined && !known.has(stepKey(step))),
    );
  for (const [a, b] of lonePairs(left(tracks.from, keys), left(tracks.to, taken)).map(pairOfKeys)) keys.set(a, b);
  return [...keys];
}

function namedOf(from: Program, to: Program): Named {
  const ids = ({ nodes }: Program) => [...nodes.values()].flatMap(({ step: { id } }) => (id === undefined ? [] : [id]));
  const meant = (program: Program, id: string) => program.nodes.get(id)?.step.action;
  const there = new Set(ids(to));
  const kept = ids(from).filter((id) => there.has(id) && meant(from, id) === meant(to, id));
  return { kept: new Set(kept), from: new Set(ids(from)), to: there };
}

/** Aligns two lists, and inside the steps that are the same, the lists there. */
function alignDeep(from: readonly Step[], to: readonly Step[], named: Named, pairs: (readonly [Step, Step])[]): void {
  for (const pair of align(from, to, named)) {
    pairs.push(pair);
    alignInner(...pair, named, pairs);
  }
}

function alignInner(a: Step, b: Step, named: Named, pairs: (readonly [Step, Step])[]): void {
  const there = innerByName(b);
  for (const [name, inner] of innerByName(a)) alignDeep(inner, there.get(name) ?? [], named, pairs);
}

/** The lists inside a step by the names of their branches. */
function innerByName(step: Step): Map<string, readonly Step[]> {
  switch (step.action) {
    case 'task':
      return new Map([...Object.entries(step.onOutcome), ['\0overdue', step.onOverdue?.steps ?? []]]);
    case 'wait':
      return new Map([
        ['then', step.then],
        ['else', step.else ?? []],
      ]);
    case 'choose':
      return new Map(step.choose.map((choice, i) => [String(i), choice.steps]));
    case 'split':
      return new Map(Object.entries(step.onArm));
    case 'repeat':
      return new Map([['body', step.repeat.steps]]);
    default:
      return new Map();
  }
}

import { copyState } from '../copy-state.js';
import type { Facts } from '../facts.js';
import { lookupIn } from '../lookup.js';
import type { Deployment } from '../place.js';
import { nodeOf, type Program } from '../program.js';
import { Run } from '../run.js';
import { type JourneyState, type TrackState, withAsides } from '../state.js';
import { changeVersion } from './change-version.js';
import { matchPrograms, type ProgramMatch } from './match-programs.js';
import { unmappedSteps } from './unmapped.js';
import type { VersionMap } from './version-map.js';

/*
 * What a new version would do to those in flight, before it is published: the change itself, tried on each of them and
 * thrown away. Pure; whoever calls it reads the journeys.
 */

export interface JourneyInFlight {
  readonly version: number;
  /** Null: it has not taken its first step yet. */
  readonly state: JourneyState | null;
  /** Records only; what has happened isn't asked. */
  readonly facts: Facts;
  readonly subjectId: string;
}

/** Where those who stand at a step go. */
export type Goes =
  /** They stand at the same step. */
  | 'same'
  /** The step is gone: on to the next one that is left, or where the map says. */
  | 'next'
  | 'mapped'
  /** Nothing after it is left: the track has run out. */
  | 'end'
  /** The journey stays on its version, for the reason of the code. */
  | 'stays';

export interface ImpactGroup {
  readonly version: number;
  readonly stage: string;
  /** Null: at no step, or before the first. */
  readonly step: string | null;
  readonly goes: Goes;
  readonly toStage: string | null;
  readonly toStep: string | null;
  readonly code: string | null;
  /** How many journeys. */
  people: number;
  /** Of these, whose wait ends earlier, later, and is over at once. */
  shorter: number;
  longer: number;
  atOnce: number;
}

/** A value that a message ahead prints, and that so many of those in flight have none of. */
export interface EmptyVariable {
  readonly step: string;
  readonly template: string;
  readonly path: string;
  people: number;
}

export interface Impact {
  /** Journeys in flight on other versions. */
  readonly people: number;
  readonly versions: readonly { readonly version: number; readonly people: number; readonly stays: number }[];
  readonly groups: readonly ImpactGroup[];
  /** Steps and stages that are gone, at which somebody stands, and of which the map says nothing. */
  readonly unmapped: readonly {
    readonly version: number;
    readonly what: 'step' | 'stage';
    readonly key: string;
    readonly people: number;
  }[];
  readonly variables: readonly EmptyVariable[];
}

export interface ImpactQuestion {
  readonly to: Program;
  readonly versions: ReadonlyMap<number, Program>;
  readonly map: VersionMap;
  readonly now: number;
  readonly deployment: Deployment;
  /** Paths that a template can't do without. */
  readonly needs: (template: string) => readonly string[];
}

/** Adds journeys up, one after the other; keeps counts only. */
export class ImpactTally {
  private people = 0;
  private readonly versions = new Map<number, { version: number; people: number; stays: number }>();
  private readonly groups = new Map<string, ImpactGroup>();
  private readonly unmapped = new Map<
    string,
    { version: number; what: 'step' | 'stage'; key: string; people: number }
  >();
  private readonly variables = new Map<string, EmptyVariable>();
  private readonly matches = new Map<number, ProgramMatch>();
  private readonly messages = new Map<
    string,
    readonly { step: string; template: string; paths: readonly string[] }[]
  >();

  constructor(private readonly question: ImpactQuestion) {}

  add(journey: JourneyInFlight): void {
    this.people += 1;
    const version = this.versions.get(journey.version) ?? { version: journey.version, people: 0, stays: 0 };
    this.versions.set(journey.version, version);
    version.people += 1;
    const { state } = journey;
    if (state === null) return this.count({ ...NOWHERE, version: journey.version, goes: 'same' }, UNMOVED);
    const match = this.match(journey.version);
    const tried = this.try(journey, state, match);
    if (typeof tried === 'string') version.stays += 1;
    this.note(journey, state, match, tried);
    const before = withAsides(state.tracks).filter(({ at }) => at !== null);
    for (const track of before) this.group(journey.version, state, match, track, tried);
    if (before.length === 0) this.group(journey.version, state, match, null, tried);
    if (typeof tried !== 'string') this.missing(journey, tried);
  }

  result(): Impact {
    return {
      people: this.people,
      versions: [...this.versions.values()].sort((a, b) => b.version - a.version),
      groups: [...this.groups.values()].sort((a, b) => b.version - a.version || b.people - a.people),
      unmapped: [...this.unmapped.values()].sort((a, b) => b.people - a.people),
      variables: [...this.variables.values()].sort((a, b) => b.people - a.people),
    };
  }

  private match(version: number): ProgramMatch {
    const known = this.matches.get(version);
    if (known !== undefined) return known;
    const from = this.question.versions.get(version);
    if (from === undefined) throw new Error(`version ${version} was not given; expected each that somebody is in`);
    const match = matchPrograms(from, this.question.to, version, this.question.map);
    this.matches.set(version, match);
    return match;
  }

  /** The state in the new version, or why the journey stays. */
  private try(
    { version, facts, subjectId }: JourneyInFlight,
    state: JourneyState,
    match: ProgramMatch,
  ): JourneyState | string {
    const { now, deployment } = this.question;
    if (state.phase.type === 'held' && state.phase.code === 'out-of-step') return 'journey-held';
    if (withAsides(state.tracks).some(({ wait }) => wait?.type === 'uncertain')) return 'message-in-doubt';
    const before = new Run(match.from, state, facts, now, deployment, subjectId);
    const run = new Run(match.to, copyState(state), facts, now, deployment, subjectId);
    try {
      return changeVersion(run, { before, match, version: { from: version, to: version + 1 } }) ?? run.state;
    } catch {
      return 'planner-defect';
    }
  }

  private note(
    { version }: JourneyInFlight,
    state: JourneyState,
    match: ProgramMatch,
    tried: JourneyState | string,
  ): void {
    const add = (what: 'step' | 'stage', key: string): void => {
      const known = this.unmapped.get(`${version}/${what}/${key}`);
      if (known === undefined) this.unmapped.set(`${version}/${what}/${key}`, { version, what, key, people: 1 });
      else known.people += 1;
    };
    if (tried === 'stage-gone') add('stage', state.stage);
    for (const key of new Set(unmappedSteps(match, state, version, this.question.map))) add('step', key);
  }

  private group(
    version: number,
    state: JourneyState,
    match: ProgramMatch,
    track: TrackState | null,
    tried: JourneyState | string,
  ): void {
    const at = { version, stage: state.stage, step: track?.at ?? null };
    if (typeof tried === 'string') return this.count({ ...NOWHERE, ...at, goes: 'stays', code: tried }, UNMOVED);
    const place = { ...NOWHERE, ...at, toStage: tried.stage };
    if (track === null) return this.count({ ...place, goes: 'same' }, UNMOVED);
    const depth = depthOf(state, track);
    const now = withAsides(tried.tracks.filter(({ id, scope }) => id === track.id && scope === track.scope))[depth];
    const target = match.steps.get(track.at ?? '');
    const toStep = now?.at ?? null;
    const mapped = target !== undefined && target !== track.at && track.at !== null && this.isMapped(version, track.at);
    const goes = toStep === null ? 'end' : toStep !== target ? 'next' : mapped ? 'mapped' : 'same';
    const { now: instant } = this.question;
    const moved = now === undefined ? UNMOVED : { was: dueOf(track, instant), is: dueOf(now, instant) };
    this.count({ ...place, toStep, goes }, moved);
  }

  private isMapped(version: number, key: string): boolean {
    const { steps } = this.question.map;
    return steps[`${version}/${key}`] != null || steps[key] != null;
  }

  private count(
    group: Omit<ImpactGroup, 'people' | 'shorter' | 'longer' | 'atOnce'>,
    { was, is }: { readonly was: number; readonly is: number },
  ): void {
    const key = JSON.stringify(group);
    const known = this.groups.get(key) ?? { ...group, people: 0, shorter: 0, longer: 0, atOnce: 0 };
    this.groups.set(key, known);
    known.people += 1;
    if (is < was) known.shorter += 1;
    if (is > was) known.longer += 1;
    if (is < was && is <= this.question.now) known.atOnce += 1;
  }

  private missing({ facts, version }: JourneyInFlight, state: JourneyState): void {
    const match = this.match(version);
    const look = lookupIn(this.question.to, state, facts, null);
    const seen = new Set<string>();
    for (const { at, wait } of withAsides(state.tracks)) {
      if (at === null) continue;
      const messages = this.messagesAhead(match, at, wait === null || wait.type === 'message');
      for (const { step, template, paths } of messages)
        for (const path of paths) {
          const key = `${step}/${path}`;
          if (seen.has(key) || !isEmpty(look(path))) continue;
          seen.add(key);
          const known = this.variables.get(key) ?? { step, template, path, people: 0 };
          this.variables.set(key, known);
          known.people += 1;
        }
    }
  }

  /** The messages that a track can still come to in its stage, with what they can't do without. */
  private messagesAhead({ reach }: ProgramMatch, at: string, itself: boolean) {
    const key = `${at}/${itself}`;
    const known = this.messages.get(key);
    if (known !== undefined) return known;
    const { to, needs } = this.question;
    const found = [...reach.to.ahead(at, itself)].flatMap((step) => {
      const node = nodeOf(to, step).step;
      const template =
        node.action === 'email' ? node.email.template : node.action === 'sms' ? node.sms.template : undefined;
      return template === undefined ? [] : [{ step, template, paths: needs(template) }];
    });
    this.messages.set(key, found);
    return found;
  }
}

const UNMOVED = { was: 0, is: 0 } as const;
const NOWHERE = { stage: '', step: null, toStage: null, toStep: null, code: null } as const;

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

const depthOf = (state: JourneyState, track: TrackState): number =>
  withAsides(state.tracks.filter(({ id, scope }) => id === track.id && scope === track.scope)).indexOf(track);

/** When time ends what a track waits for, or is to; a task is overdue then. */
function dueOf({ wait, at }: TrackState, now: number): number {
  if (wait === null) return at === null ? Number.POSITIVE_INFINITY : now;
  if (wait.type === 'task') return Math.max(wait.dueAt, now + 1);
  return ('due' in wait ? wait.due : null) ?? Number.POSITIVE_INFINITY;
}

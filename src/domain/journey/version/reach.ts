import { assertNever } from '../../result.js';
import { type Node, nodeOf, type Program } from '../program.js';
import type { Spot } from './spots.js';

/** What can still come from a step of a program, and what lies behind it. Worked out once for each step that is asked of. */
export class Reach {
  private readonly known = new Map<string, ReadonlySet<string>>();
  private leaders: ReadonlyMap<string, readonly string[]> | null = null;

  constructor(
    private readonly program: Program,
    private readonly spots: ReadonlyMap<string, Spot>,
  ) {}

  /** All steps that a track can come to from a step; it itself only if `itself` says so or a loop leads back. */
  ahead(key: string, itself: boolean): ReadonlySet<string> {
    return this.once(`${itself ? '=' : '>'}${key}`, () => walk(key, itself, (at) => this.followers(at)));
  }

  /** All steps from which a track can come to this one. */
  behind(key: string): ReadonlySet<string> {
    return this.once(`<${key}`, () => walk(key, false, (at) => this.before().get(at) ?? []));
  }

  private once(name: string, find: () => ReadonlySet<string>): ReadonlySet<string> {
    const found = this.known.get(name) ?? find();
    this.known.set(name, found);
    return found;
  }

  private followers(key: string): readonly string[] {
    return followers(nodeOf(this.program, key), this.spots.get(key)?.stage ?? null);
  }

  private before(): ReadonlyMap<string, readonly string[]> {
    if (this.leaders !== null) return this.leaders;
    const leaders = new Map<string, string[]>();
    for (const key of this.program.nodes.keys())
      for (const next of this.followers(key)) leaders.set(next, [...(leaders.get(next) ?? []), key]);
    this.leaders = leaders;
    return leaders;
  }
}

function walk(key: string, itself: boolean, next: (key: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>(itself ? [key] : []);
  const queue = [key];
  for (let at = queue.pop(); at !== undefined; at = queue.pop())
    for (const each of next(at))
      if (!seen.has(each)) {
        seen.add(each);
        queue.push(each);
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

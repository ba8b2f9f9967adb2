import type { Definition, Stage, Step, StepAction, Until } from './definition.js';
import { innerLists, tracksOf } from './step-walk.js';

/**
 * What following an edge takes. `pass`: nothing, or a wait that can end at once. `waits`: time or a person. `event`: an
 * event, which may have come already; but each event ends a wait of a track once, and only if it came after the track's
 * latest message, so a loop that sends something waits after all.
 */
export type EdgeKind = 'pass' | 'waits' | 'event';

export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly kind: EdgeKind;
  /** The step that jumps, for goTo and moveTo. */
  readonly jump?: Step;
}

/** The ways a journey can take through its steps. Node 0 is the entry. */
export interface Flow {
  readonly edges: readonly Edge[];
  readonly nodeOf: ReadonlyMap<Step, number>;
  /** Nodes of steps that surely have an effect on the outside each time. */
  readonly effects: ReadonlySet<number>;
  readonly size: number;
}

const ENTRY = 0;
const EFFECTS: readonly StepAction[] = ['email', 'sms', 'webhook'];

export function flowOf(definition: Definition): Flow {
  const builder = new Builder(definition);
  builder.build();
  return builder;
}

class Builder implements Flow {
  readonly edges: Edge[] = [];
  readonly nodeOf = new Map<Step, number>();
  readonly effects = new Set<number>();
  size = 1;
  private readonly stages = new Map<string, number>();
  private byId = new Map<string, Step>();
  /** Where a track ends: nothing comes after it. */
  private readonly end: number;

  constructor(private readonly definition: Definition) {
    this.end = this.size++;
  }

  build(): void {
    const { definition } = this;
    const stages = definition.kind === 'journey' ? definition.stages : [];
    for (const { id } of stages) if (!this.stages.has(id)) this.stages.set(id, this.size++);
    for (const track of tracksOf(definition)) {
      this.byId = new Map();
      this.number(track.steps);
      const start = track.stage === null ? ENTRY : (this.stages.get(track.stage) ?? ENTRY);
      this.add(start, this.list(track.steps, this.end), 'pass');
    }
    if (definition.kind !== 'journey') return;
    this.toStage(ENTRY, stages[0]?.id, 'pass');
    for (const { stage } of definition.enter.at) this.toStage(ENTRY, stage, 'pass');
    for (const { to } of definition.moves) this.toStage(ENTRY, to, 'waits');
    for (const stage of stages) this.movesOf(stage);
  }

  private movesOf(stage: Stage): void {
    for (const { to } of stage.moves) this.toStage(this.stages.get(stage.id) ?? ENTRY, to, 'waits');
  }

  private toStage(from: number, id: string | undefined, kind: EdgeKind, jump?: Step): void {
    const node = id === undefined ? undefined : this.stages.get(id);
    if (node !== undefined) this.add(from, node, kind, jump);
  }

  private add(from: number, to: number, kind: EdgeKind, jump?: Step): void {
    this.edges.push({ from, to, kind, ...(jump ? { jump } : {}) });
  }

  /** Numbers a track's steps first: a goTo may lead forward. */
  private number(steps: readonly Step[]): void {
    for (const step of steps) {
      this.nodeOf.set(step, this.size++);
      if (step.id !== undefined && !this.byId.has(step.id)) this.byId.set(step.id, step);
      for (const inner of innerLists(step)) this.number(inner);
    }
  }

  /** Links a list's steps, the last with `next`, and returns the node where the list begins. */
  private list(steps: readonly Step[], next: number): number {
    let following = next;
    for (const step of steps.toReversed()) {
      const node = this.nodeOf.get(step) ?? this.end;
      this.step(step, node, following);
      following = node;
    }
    return following;
  }

  private step(step: Step, node: number, next: number): void {
    if (step.if !== undefined) this.add(node, next, 'pass');
    switch (step.action) {
      case 'task':
        for (const outcome of step.task.outcomes)
          this.add(node, this.list(step.onOutcome[outcome] ?? [], next), 'waits');
        if (step.onOverdue) this.add(node, this.list(step.onOverdue.steps, this.end), 'waits');
        break;
      case 'wait':
        this.wait(step, node, next);
        break;
      case 'choose':
        for (const choice of step.choose) this.add(node, this.list(choice.steps, next), 'pass');
        if (step.choose.every((choice) => choice.if !== undefined)) this.add(node, next, 'pass');
        break;
      case 'split':
        for (const arm of Object.keys(step.arms)) this.add(node, this.list(step.onArm[arm] ?? [], next), 'pass');
        break;
      case 'repeat':
        this.repeat(step, node, next);
        break;
      case 'moveTo':
        this.toStage(node, step.moveTo, 'pass', step);
        break;
      case 'goTo':
        this.goTo(step, node);
        break;
      case 'end':
        break;
      default:
        if (EFFECTS.includes(step.action) && step.if === undefined) this.effects.add(node);
        this.add(node, next, 'pass');
    }
  }

  private repeat({ repeat }: Extract<Step, { action: 'repeat' }>, node: number, next: number): void {
    const again = this.size++;
    this.add(again, node, 'waits');
    this.add(node, this.list(repeat.steps, again), repeat.startAfter && repeat.startAfter.n > 0 ? 'waits' : 'pass');
    if (repeat.until || repeat.atMost !== undefined) this.add(node, next, 'pass');
  }

  private goTo(step: Extract<Step, { action: 'goTo' }>, node: number): void {
    const target = this.byId.get(step.goTo);
    if (target) this.add(node, this.nodeOf.get(target) ?? this.end, 'pass', step);
  }

  private wait(step: Extract<Step, { action: 'wait' }>, node: number, next: number): void {
    const { wait } = step;
    const came = this.list(step.then, next);
    const ranOut = step.else === undefined ? next : this.list(step.else, next);
    if (wait.type === 'until') {
      const { until } = wait;
      this.add(node, came, endsAtOnce(until) ? 'pass' : 'waits');
      // A date without a value: at once `else`, or the end of the track.
      if (until.type === 'date' && step.else !== undefined) this.add(node, ranOut, 'pass');
      return;
    }
    this.add(node, came, wait.type === 'event' ? 'event' : 'pass');
    if (!wait.upTo) return;
    const mayBeNow = endsAtOnce(wait.upTo) || wait.upTo.type === 'date';
    this.add(node, ranOut, mayBeNow ? 'pass' : 'waits');
  }
}

/** True for a wait whose instant can be now or past: no time, or a date that isn't a yearly one. */
function endsAtOnce(until: Until): boolean {
  if (until.type === 'duration') return until.duration.n <= 0;
  return until.type === 'date' && until.every === undefined;
}

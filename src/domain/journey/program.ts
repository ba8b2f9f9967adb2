import { pathsOf } from '../condition/paths.js';
import type { JourneyDefinition, Stage, Step, Track, WaitStep } from '../definition/definition.js';
import { stepKey } from '../definition/step-walk.js';

/**
 * A definition laid out flat: every step has a key, and says where the track goes on after it. A track's position is
 * then one key, whatever branches it stands in. Keys are step ids, or for anonymous steps their place in the file;
 * a version never changes, so a key means the same for as long as a journey follows it.
 */
export interface Node {
  readonly key: string;
  readonly step: Step;
  /** Where the track goes on; null: it runs out. */
  readonly next: string | null;
  /** Where each branch begins: `then`, `else`, `0`, `1`, an arm, `outcome:<id>`, `overdue`, `body`. */
  readonly branches: { readonly [branch: string]: string | null };
  /** Keys of the repeats around it, outermost first. */
  readonly inside: readonly string[];
}

export interface TrackProgram {
  readonly id: string;
  readonly entry: string | null;
}

export interface StageProgram {
  readonly id: string;
  readonly stage: Stage;
  readonly tracks: readonly TrackProgram[];
}

export interface Program {
  readonly definition: JourneyDefinition;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly stages: readonly StageProgram[];
  readonly throughout: readonly TrackProgram[];
  /** Every event type that can matter to a journey of this definition. */
  readonly eventTypes: ReadonlySet<string>;
  /** Of these, the ones that matter when they happen to another contact of the same account. */
  readonly accountEventTypes: ReadonlySet<string>;
}

/** What a step is called in states and positions. */

class Layout {
  readonly nodes = new Map<string, Node>();

  /** Lays out a list of steps and returns the key of its first, or `next` if it is empty. */
  list(steps: readonly Step[], next: string | null, inside: readonly string[]): string | null {
    let after = next;
    for (const step of [...steps].reverse()) {
      this.node(step, after, inside);
      after = stepKey(step);
    }
    return after;
  }

  private node(step: Step, next: string | null, inside: readonly string[]): void {
    const key = stepKey(step);
    this.nodes.set(key, { key, step, next, branches: this.branches(step, key, next, inside), inside });
  }

  private branches(
    step: Step,
    key: string,
    next: string | null,
    inside: readonly string[],
  ): { [branch: string]: string | null } {
    switch (step.action) {
      case 'wait':
        // biome-ignore lint/suspicious/noThenProperty: `then` is the format's own word
        return { then: this.list(step.then, next, inside), else: this.list(step.else ?? [], next, inside) };
      case 'choose':
        return Object.fromEntries(step.choose.map((branch, i) => [String(i), this.list(branch.steps, next, inside)]));
      case 'split':
        return Object.fromEntries(
          Object.entries(step.onArm).map(([arm, steps]) => [arm, this.list(steps, next, inside)]),
        );
      case 'task':
        return {
          ...Object.fromEntries(
            Object.entries(step.onOutcome).map(([outcome, steps]) => [
              `outcome:${outcome}`,
              this.list(steps, next, inside),
            ]),
          ),
          ...(step.onOverdue === undefined ? {} : { overdue: this.list(step.onOverdue.steps, null, inside) }),
        };
      case 'repeat':
        return { body: this.list(step.repeat.steps, key, [...inside, key]) };
      default:
        return {};
    }
  }

  track = (track: Track): TrackProgram => ({ id: track.id, entry: this.list(track.steps, null, []) });
}

/** Lays a definition out. Pure and total: whatever `parseDefinition` accepts compiles. */
export function compileProgram(definition: JourneyDefinition): Program {
  const layout = new Layout();
  const stages = definition.stages.map((stage) => ({
    id: stage.id,
    stage,
    tracks: [layout.track({ id: 'main', steps: stage.steps }), ...stage.alongside.map(layout.track)],
  }));
  const throughout = definition.throughout.map(layout.track);
  return {
    definition,
    nodes: layout.nodes,
    stages,
    throughout,
    eventTypes: eventTypesOf(definition, layout.nodes),
    accountEventTypes: accountEventTypesOf(definition, layout.nodes),
  };
}

/** Events that change a record without saying so in their type. */
const RECORD_EVENTS = ['contact.tagged', 'order.placed', 'email.replied', 'sms.replied'];

const ALWAYS_HEARD = [
  'task.completed',
  'contact.changed',
  'account.changed',
  'deal.changed',
  'deal.created',
  'journey.stopped',
];

const EMAIL_EVENTS = [
  'email.delivered',
  'email.replied',
  'email.autoReplied',
  'email.bounced',
  'email.opened',
  'email.clicked',
];
const SMS_EVENTS = ['sms.delivered', 'sms.bounced', 'sms.replied'];

function eventTypesOf(definition: JourneyDefinition, nodes: ReadonlyMap<string, Node>): Set<string> {
  const types = new Set<string>(ALWAYS_HEARD);
  const listen = (matches: readonly { readonly on: readonly string[] }[]) => {
    for (const match of matches) for (const type of match.on) types.add(type);
  };
  listen([
    ...definition.exit,
    ...definition.goal,
    ...definition.moves,
    ...definition.stages.flatMap((stage) => stage.moves),
  ]);
  for (const { step } of nodes.values()) {
    if (step.action === 'wait' && step.wait.type === 'event') listen([step.wait.event]);
    if (step.action === 'wait' && step.wait.type === 'condition') listen([{ on: RECORD_EVENTS }]);
    if (step.action === 'email') listen([{ on: EMAIL_EVENTS }]);
    if (step.action === 'sms') listen([{ on: SMS_EVENTS }]);
  }
  return types;
}

/** What `of: account` listens for, and changes of the account where something depends on its record. */
function accountEventTypesOf(definition: JourneyDefinition, nodes: ReadonlyMap<string, Node>): Set<string> {
  const { exit, goal, moves, stages } = definition;
  const steps = [...nodes.values()].map(({ step }) => step);
  const waits = steps.flatMap((step) => (step.action === 'wait' ? [step.wait] : []));
  const matches = [...exit, ...goal, ...moves, ...stages.flatMap((stage) => stage.moves)];
  const awaited = waits.flatMap((wait) => (wait.type === 'event' ? [wait.event] : []));
  const types = [...matches, ...awaited].flatMap(({ on, of }) => (of === 'account' ? on : []));
  const paths = [
    ...exit.flatMap((each) => (each.if === undefined ? [] : pathsOf(each.if))),
    ...waits.flatMap((wait) => (wait.type === 'condition' ? pathsOf(wait.if) : [])),
    ...waits.flatMap((wait) => datePathOf(wait)),
  ];
  return new Set([...types, ...(paths.some((path) => path.startsWith('account.')) ? ['account.changed'] : [])]);
}

const datePathOf = (wait: WaitStep): string[] => {
  const until = wait.type === 'until' ? wait.until : wait.upTo;
  return until?.type === 'date' ? [until.path] : [];
};

export function nodeOf(program: Program, key: string): Node {
  const node = program.nodes.get(key);
  if (node === undefined)
    throw new Error(`no step "${key}" in ${program.definition.id}; expected a position of this version`);
  return node;
}

export function stageOf(program: Program, id: string): StageProgram {
  const stage = program.stages.find((candidate) => candidate.id === id);
  if (stage === undefined)
    throw new Error(`no stage "${id}" in ${program.definition.id}; expected one of this version`);
  return stage;
}

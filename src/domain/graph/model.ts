import type { StepAction } from '../definition/definition.js';

/*
 * What there is to draw of a definition, in words and in one language, before anything has a place. The picture (SVG)
 * and the text for other tools (Mermaid) are two readings of it.
 */

/** Where a step sends its journey instead of on to the next. */
export type Jump =
  | { readonly type: 'step'; readonly key: string }
  | { readonly type: 'stage'; readonly id: string }
  | { readonly type: 'end' };

export interface GraphStep {
  /** What `definitionPeople` counts by: the step's id, or an anonymous step's place in the file. */
  readonly key: string;
  readonly action: StepAction;
  /** The kind in words: `Email`, `Task · call`. */
  readonly kind: string;
  readonly title: string;
  readonly details: readonly string[];
  /** The step's `if`, in words. */
  readonly condition: string | null;
  readonly branches: readonly GraphBranch[];
  readonly jump: Jump | null;
  /** False where the track never goes on after the step itself: an endless repeat, a jump. */
  readonly goesOn: boolean;
}

export interface GraphBranch {
  readonly label: string;
  /** `aside` runs beside the step and never joins the way after it; `loop` is the body of a repeat. */
  readonly type: 'way' | 'aside' | 'loop';
  readonly steps: readonly GraphStep[];
}

export interface GraphTrack {
  readonly label: string;
  readonly steps: readonly GraphStep[];
}

/** A line of the header or of a stage's head: what listens from outside the steps. */
export interface GraphRule {
  readonly label: string;
  readonly text: string;
  /** The stage it leads to. */
  readonly stage: string | null;
}

export interface GraphStage {
  readonly id: string;
  readonly label: string;
  readonly final: boolean;
  readonly rules: readonly GraphRule[];
  readonly tracks: readonly GraphTrack[];
}

export interface Graph {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly rules: readonly GraphRule[];
  readonly stages: readonly GraphStage[];
  /** Tracks that live as long as the journey, with what to call them all. */
  readonly throughout: { readonly label: string; readonly tracks: readonly GraphTrack[] } | null;
}

/** A list's steps with all inside them, each before its own. */
export function* everyGraphStep(steps: readonly GraphStep[]): Generator<GraphStep> {
  for (const step of steps) {
    yield step;
    for (const branch of step.branches) yield* everyGraphStep(branch.steps);
  }
}

export const tracksOfGraph = (graph: Graph): readonly GraphTrack[] => [
  ...graph.stages.flatMap((stage) => stage.tracks),
  ...(graph.throughout?.tracks ?? []),
];

/** The keys of all steps, in the order of the file. */
export const stepKeys = (graph: Graph): string[] =>
  tracksOfGraph(graph).flatMap((track) => [...everyGraphStep(track.steps)].map((step) => step.key));

import type { GraphStep } from './model.js';

/*
 * A picture before it is written down: shapes with their places, in units of one pixel at the natural size. Lines come
 * first on the page, so that cards cover what passes behind them.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** What a line means: the way on, a way beside it, back to a repeat's start, a jump, or from stage to stage. */
export type LineKind = 'flow' | 'aside' | 'loop' | 'jump' | 'move';

export interface Line {
  readonly kind: LineKind;
  readonly points: readonly Point[];
  readonly arrow: boolean;
  /** Which of the stages' colours it has. */
  readonly hue: number | null;
}

/** A line of text: `x` is where it begins, or its middle. */
export interface TextLine extends Point {
  readonly text: string;
  readonly style:
    | 'title'
    | 'subtitle'
    | 'stage'
    | 'track'
    | 'kind'
    | 'name'
    | 'detail'
    | 'condition'
    | 'label'
    | 'rule';
  readonly middle: boolean;
}

export interface Card extends Box {
  readonly step: GraphStep;
  readonly texts: readonly TextLine[];
  /** A jump is drawn as a pill. */
  readonly round: boolean;
  readonly hue: number | null;
}

/** A branch's label. */
export interface Chip extends Box {
  readonly full: string;
  readonly texts: readonly TextLine[];
  readonly aside: boolean;
}

export interface Panel extends Box {
  readonly id: string | null;
  readonly label: string;
  readonly texts: readonly TextLine[];
  readonly hue: number | null;
  readonly look: 'stage' | 'loop' | 'plain';
}

/** Everything there is to draw; each list in the order of the file. */
export interface Canvas {
  readonly lines: Line[];
  readonly panels: Panel[];
  readonly chips: Chip[];
  readonly cards: Card[];
  readonly texts: TextLine[];
}

export const emptyCanvas = (): Canvas => ({ lines: [], panels: [], chips: [], cards: [], texts: [] });

export const flow = (...points: readonly Point[]): Line => ({ kind: 'flow', points, arrow: true, hue: null });

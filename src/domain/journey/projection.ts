import type { Instant } from '../instant.js';
import type { AdvanceResult } from './advance.js';
import { openWaits } from './plan.js';
import type { JourneyState } from './state.js';

/** What is to be seen of a journey: the columns of its row that follow from its last decision and nothing else. */
export interface Projection {
  readonly status: 'open' | 'ended';
  readonly phase: string;
  /** Absent: the journey is in the version that it began with. */
  readonly definitionVersion?: number;
  readonly outcome: string | null;
  /** Null, as are the next and the state: no decision was taken yet. */
  readonly stage: string | null;
  readonly stageSince: Instant | null;
  readonly goalAt: Instant | null;
  readonly waits: ReturnType<typeof openWaits>;
  readonly attention: string | null;
  readonly advance: number;
  readonly state: JourneyState | null;
  /** Absent: its definition can't be read, so nobody knows. */
  readonly interests?: readonly string[];
  /** These three need what the decision was taken at; absent of one from before that was kept. */
  readonly nextAt?: Instant | null;
  readonly endedAt?: Instant | null;
  readonly lastAdvanceAt?: Instant;
}

/** A journey that no decision was taken of yet. */
export const NOT_BEGUN: Projection = {
  status: 'open',
  phase: 'starting',
  outcome: null,
  stage: null,
  stageSince: null,
  goalAt: null,
  waits: [],
  attention: null,
  advance: 0,
  state: null,
  interests: [],
  nextAt: null,
  endedAt: null,
};

/** The business time of a decision, and when something falls due after it; null: only an event or a person moves it. */
export interface DecidedAt {
  readonly at: Instant;
  readonly due: Instant | null;
}

/** The one place that says how a row follows from a decision: written with each, compared by `verify`, made again by `rebuild`. */
export function projectionOf(
  { state, number }: Pick<AdvanceResult, 'state' | 'number'>,
  interests: readonly string[] | null,
  decided: DecidedAt | null,
): Projection {
  const { phase } = state;
  const goals = Object.values(state.goals);
  const ended = phase.type === 'ended';
  return {
    status: ended ? 'ended' : 'open',
    phase: phase.type,
    ...(state.version === undefined ? {} : { definitionVersion: state.version }),
    outcome: ended ? phase.outcome : null,
    stage: state.stage,
    stageSince: state.stageSince,
    goalAt: goals.length === 0 ? null : Math.min(...goals),
    waits: openWaits(state),
    attention: attentionOf(state),
    advance: number,
    state,
    ...(interests === null ? {} : { interests }),
    ...(decided === null ? {} : { nextAt: decided.due, endedAt: ended ? decided.at : null, lastAdvanceAt: decided.at }),
  };
}

/** Why a person has to look at it, or null. */
function attentionOf(state: JourneyState): string | null {
  if (state.phase.type === 'held') return state.phase.code;
  return openWaits(state).some(({ wait }) => wait.type === 'uncertain') ? 'uncertain' : null;
}

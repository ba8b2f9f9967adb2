import { formatInstant, type Instant } from '../instant.js';
import { openWaits } from './plan.js';
import type { SearchAttribute } from './search-attributes.js';
import type { JourneyState } from './state.js';

/*
 * What Temporal's own UI shows of a journey, so that its lists read well: ids, codes and instants only (law 7). Said with
 * each decision; the workflow hands it on and understands none of it.
 */
export interface Shown {
  /** What comes next, in a line. */
  readonly next: string;
  /** Search attributes; null: it has none. Absent where the namespace lacks them. */
  readonly keywords?: { readonly [name in SearchAttribute]?: string | null };
  readonly instants?: { readonly [name in SearchAttribute]?: Instant | null };
}

export interface ShownQuestion {
  readonly definitionId: string;
  readonly definitionVersion: number;
  readonly ownerId: string | null;
  readonly state: JourneyState;
  /** Real instant at which something is due; null: nothing is. */
  readonly dueAt: Instant | null;
  /**
   * It sleeps until then as a new run, which says so in its attributes. A run that is awake moves on soon: what it waits for
   * would cost an event of its history each time, so it has none.
   */
  readonly sleeps: boolean;
  readonly attributes: boolean;
}

export function shownOf(question: ShownQuestion): Shown {
  const { state, dueAt, sleeps } = question;
  const waits = openWaits(state).map(({ step, wait }) => `${step}: ${wait.type}`);
  const ended = state.phase.type === 'ended';
  const until = ended || dueAt === null ? '' : `, until ${formatInstant(dueAt)} at the latest`;
  const next = ended ? 'ended' : `waits for ${waits.length === 0 ? 'nothing' : waits.join(', ')}${until}`;
  if (!question.attributes) return { next };
  return {
    next,
    keywords: {
      FtDefinition: `${question.definitionId} v${question.definitionVersion}`,
      FtStage: state.stage,
      FtPhase: state.phase.type === 'held' ? `held: ${state.phase.code}` : state.phase.type,
      FtOwner: question.ownerId,
      FtNext: sleeps ? (waits[0] ?? null) : null,
    },
    instants: { FtNextAt: sleeps ? dueAt : null },
  };
}

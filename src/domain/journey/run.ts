import type { WindowPlace } from '../calendar/window.js';
import type { Condition } from '../condition/condition.js';
import { matches } from '../condition/matches.js';
import type { Instant } from '../instant.js';
import type { Command, JournalLine, MessageIntent } from './commands.js';
import type { FactEvent, Facts } from './facts.js';
import { lookupIn } from './lookup.js';
import { type Deployment, placeOf } from './place.js';
import type { Program, TrackProgram } from './program.js';
import { type JourneyState, type TrackState, withAsides } from './state.js';

/**
 * One call of the planner at work: its own copy of the state, and what it has decided so far. Never leaves `plan`.
 */
export class Run {
  readonly commands: Command[] = [];
  readonly journal: JournalLine[] = [];
  message: MessageIntent | null = null;
  steps = 0;

  constructor(
    readonly program: Program,
    readonly state: JourneyState,
    public facts: Facts,
    readonly now: Instant,
    readonly deployment: Deployment,
    readonly subjectId: string,
  ) {}

  get definition() {
    return this.program.definition;
  }

  get ended(): boolean {
    return this.state.phase.type === 'ended';
  }

  /** Where waits and windows are read now; an update may have changed the contact's zone. */
  get place(): WindowPlace {
    return placeOf(this.definition, this.facts, this.deployment);
  }

  /** An instant that is more than the allowed delay past counts from now (law 5). */
  logical(at: Instant): Instant {
    return at < this.now - this.deployment.catchUp ? this.now : Math.min(at, this.now);
  }

  holds(condition: Condition | undefined, event: FactEvent | null): boolean {
    return (
      condition === undefined || matches(condition, lookupIn(this.program, this.state, this.facts, event), this.now)
    );
  }

  eventById(id: string | null): FactEvent | null {
    return id === null ? null : (this.facts.events.find((event) => event.id === id) ?? null);
  }

  /** What `event.` means to a track: its latest event, else the one that entered the journey. */
  eventOf(track: TrackState | null): FactEvent | null {
    return this.eventById(track?.lastEvent ?? null) ?? this.eventById(this.state.startEvent);
  }

  write(
    line: Omit<JournalLine, 'stage' | 'reason' | 'until'> & {
      stage?: string;
      reason?: string | null;
      until?: Instant | null;
    },
  ): void {
    this.journal.push({ stage: this.state.stage, reason: null, until: null, ...line });
  }

  /** All tracks in the order in which they act: main, alongside, throughout; each before its overdue steps. */
  tracks(): TrackState[] {
    return withAsides(this.state.tracks);
  }

  startTrack(program: TrackProgram, scope: TrackState['scope'], at: Instant): TrackState {
    return {
      id: program.id,
      scope,
      at: program.entry,
      instant: at,
      effectAt: at,
      used: [],
      lastEvent: null,
      wait: null,
      aside: null,
    };
  }
}

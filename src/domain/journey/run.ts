import type { WindowPlace } from '../calendar/window.js';
import type { Condition } from '../condition/condition.js';
import { matches } from '../condition/matches.js';
import type { Instant } from '../instant.js';
import type { Command, JournalLine, MessageIntent } from './commands.js';
import { type FactEvent, type Facts, oldestFirst } from './facts.js';
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
  /** Why what falls due in this call does so beside many others, and is spread over its window; null: it doesn't. */
  heldBack: 'paused' | 'new-version' | null = null;
  /** The logical instant of what was heard or fell due last. */
  reached: Instant | null = null;
  private queue: FactEvent[] | null = null;

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

  /** The latest instant of the journal. What is heard or falls due late happens after what happened already. */
  get latest(): Instant {
    return this.state.latest ?? this.state.startedAt;
  }

  /**
   * Where this call of the planner stands: at what it has written, heard or let fall due last; before any of that, nobody
   * knows when what is seen now came to be.
   */
  get present(): Instant {
    return this.journal.length > 0 || this.reached !== null ? Math.max(this.latest, this.reached ?? 0) : this.now;
  }

  /** An instant that is more than the allowed delay past counts from now (law 5). */
  logical(at: Instant): Instant {
    return Math.max(this.latest, at < this.now - this.deployment.catchUp ? this.now : Math.min(at, this.now));
  }

  /** From when on a duration counts that begins at an instant: not while the contact is away. */
  countsFrom(at: Instant): Instant {
    return Math.max(at, this.state.awayUntil ?? at);
  }

  wasHeard(event: FactEvent): boolean {
    return event.seq <= this.state.seenUpTo || this.state.seen.includes(event.seq);
  }

  /** What has happened and was not heard yet, oldest first. */
  get unheard(): readonly FactEvent[] {
    if (this.queue === null) {
      const seen = new Set(this.state.seen);
      this.queue = this.facts.events
        .filter((event) => event.seq > this.state.seenUpTo && !seen.has(event.seq) && event.at <= this.now)
        .sort(oldestFirst);
    }
    return this.queue;
  }

  /** Takes the oldest unheard event, which then was heard. */
  nextEvent(): FactEvent | undefined {
    const event = this.unheard[0];
    if (event === undefined) return undefined;
    this.queue = this.unheard.slice(1);
    this.state.seen.push(event.seq);
    return event;
  }

  holds(condition: Condition | undefined, event: FactEvent | null): boolean {
    return (
      condition === undefined ||
      matches(condition, lookupIn(this.program, this.state, this.facts, event), this.now, this.place)
    );
  }

  /** Whether an event is what something listens for. */
  hears(match: { readonly on: readonly string[]; readonly if?: Condition; readonly of?: 'account' }, event: FactEvent) {
    const concerns = event.ofAccount !== true || match.of === 'account';
    return concerns && match.on.includes(event.type) && this.holds(match.if, event);
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
    const at = Math.max(line.at, this.latest);
    this.state.latest = at;
    this.journal.push({ stage: this.state.stage, reason: null, until: null, ...line, at });
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

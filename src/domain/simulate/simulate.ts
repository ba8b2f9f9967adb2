import { formatLocal } from '../calendar/zone.js';
import type { Instant } from '../instant.js';
import { formatInstant } from '../instant.js';
import { askGate, gateInstant } from '../journey/ask-gate.js';
import type { Cause, JournalLine, MessageIntent, MessageResult } from '../journey/commands.js';
import type { Facts } from '../journey/facts.js';
import type { GateCode, GateInput } from '../journey/gate.js';
import { type Deployment, zoneOf } from '../journey/place.js';
import { plan } from '../journey/plan.js';
import type { Program } from '../journey/program.js';
import type { JourneyState } from '../journey/state.js';
import { PAUSED, RESUMED, type VirtualEvent } from './events.js';
import type { Subject } from './subject.js';
import { World } from './world.js';

/** A message that the gate is about to be asked of, for whoever renders it. */
export interface MessageToRender {
  readonly intent: MessageIntent;
  readonly facts: Facts;
  readonly state: JourneyState;
  /** Topics agreed to; `*` is all. */
  readonly consents: readonly string[];
}

export interface SimulationInput {
  readonly program: Program;
  readonly deployment: Deployment;
  readonly subject: Subject;
  /** Oldest first. */
  readonly events: readonly VirtualEvent[];
  readonly start: Instant;
  /** The last instant that is looked at: what falls due at it is done. */
  readonly until: Instant;
  /** Whether a message can be made of its template and the facts. */
  readonly render: (message: MessageToRender) => Promise<GateInput['rendered']>;
  /** Told of each line as it is written, with the records of that moment. */
  readonly onLine?: (line: SimulationLine, facts: Facts) => void;
  readonly onSend?: (message: MessageToRender) => void | Promise<void>;
}

/** One line of a simulation. Texts as they are printed: instants in whole seconds, `local` with the zone's offset. */
export interface SimulationLine {
  readonly at: string;
  readonly local: string;
  readonly stage: string;
  readonly track: string | null;
  readonly step: string | null;
  readonly action: string;
  readonly decision: JournalLine['decision'];
  readonly reason: string | null;
  readonly until: string | null;
}

export interface Simulation {
  /** What happened, in order; `entriesOf` leaves out what people did to the journey. */
  readonly lines: readonly SimulationLine[];
  /** Events that could not have happened when they did, and so were left out: why, in words. */
  readonly unheard: readonly string[];
  readonly state: JourneyState;
  /** The journey's zone at the end. */
  readonly zone: string;
  /** A defect of planner or definition held the journey; what it was. */
  readonly held: string | null;
}

/**
 * Runs one subject through a definition on a virtual clock, with the planner and the gate of the live engine. Nothing is
 * sent or stored. The same input gives the same lines.
 */
export const simulate = (input: SimulationInput): Promise<Simulation> => new Simulator(input).run();

/** What the gate asks before the text. `stale` it asks after it too, of a deferral. */
const BEFORE_THE_TEXT: ReadonlySet<GateCode> = new Set<GateCode>([
  'do-not-contact',
  'taken-out',
  'no-sender',
  'no-address',
  'invalid-address',
  'suppressed',
  'unsubscribed',
  'no-consent',
]);

/** The entries that the format's page lists: a pause and its end are no actions of a definition. */
export const entriesOf = (lines: readonly SimulationLine[]): readonly SimulationLine[] =>
  lines.filter(({ action }) => action !== 'pause' && action !== 'resume');

/** What a person does to a journey, told among its events. */
function commandOf(event: VirtualEvent | undefined): Cause | null {
  if (event?.type === PAUSED) return { type: 'pause' };
  return event?.type === RESUMED ? { type: 'resume' } : null;
}

class Simulator {
  private readonly world: World;
  private readonly lines: SimulationLine[] = [];
  private readonly unheard: string[] = [];
  private state: JourneyState | null = null;
  private due: Instant | null = null;
  private held: string | null = null;
  private now: Instant;

  constructor(private readonly input: SimulationInput) {
    this.world = new World(input.program, input.subject, input.start);
    this.now = input.start;
  }

  async run(): Promise<Simulation> {
    const { events, until } = this.input;
    await this.decide({ type: 'start', stage: null, event: null });
    let next = 0;
    for (;;) {
      const event = events[next]?.at ?? Number.POSITIVE_INFINITY;
      const at = Math.max(this.now, Math.min(event, this.due ?? Number.POSITIVE_INFINITY));
      if (at > until || this.isOver()) break;
      this.now = at;
      next = await this.live(next);
    }
    if (this.state === null) throw new Error('a simulation ended before its journey began');
    return { lines: this.lines, unheard: this.unheard, state: this.state, zone: this.zone(), held: this.held };
  }

  private isOver = (): boolean => this.state?.phase.type === 'ended' || this.state?.phase.type === 'held';

  /**
   * Lives this instant through. Events that stand together in the file are heard together, before anything falls due; a
   * pause or its end goes before the events below it. Answers the index of the first event that is still to come.
   */
  private async live(from: number): Promise<number> {
    let next = from;
    const isNow = () => (this.input.events[next]?.at ?? Number.POSITIVE_INFINITY) <= this.now;
    do {
      const command = isNow() ? commandOf(this.input.events[next]) : null;
      if (command !== null) next += 1;
      for (; isNow() && commandOf(this.input.events[next]) === null; next += 1) this.tell(this.input.events[next]);
      await this.decide(command ?? { type: 'wake' });
    } while (isNow() && !this.isOver());
    return next;
  }

  private tell(event: VirtualEvent | undefined): void {
    if (event === undefined || this.world.tell(event)) return;
    this.unheard.push(
      `${formatInstant(event.at)}: no task ${String(event.fields['step'])} is open, so its outcome changes nothing`,
    );
  }

  private async decide(first: Cause): Promise<void> {
    let cause: Cause | null = first;
    while (cause !== null) {
      const intent: MessageIntent | null = this.plan(cause);
      cause = intent === null ? null : { type: 'message', intent, result: await this.gate(intent) };
    }
  }

  private plan(cause: Cause): MessageIntent | null {
    const { program, deployment } = this.input;
    const { state, now, world } = this;
    const { facts } = world;
    const planned = plan({ program, state, facts, now, cause, deployment, subjectId: this.subjectId() });
    this.state = planned.state;
    this.due = planned.due;
    if (planned.state.phase.type === 'held') this.held = planned.defect ?? planned.state.phase.code;
    // Written with the zone and the owner of then: the commands may change them.
    for (const line of planned.journal) this.write(line);
    world.apply(planned.commands);
    return planned.message;
  }

  private async gate(intent: MessageIntent): Promise<MessageResult> {
    const { world, now } = this;
    const { program, deployment } = this.input;
    const { facts } = world;
    if (this.state === null) throw new Error('a message before the journey began');
    const message = { intent, facts, state: this.state, consents: world.consents };
    const ask = (rendered: GateInput['rendered']) =>
      askGate({
        program,
        facts,
        deployment,
        subjectId: this.subjectId(),
        intent,
        now,
        standing: {
          sender: facts.owner === null ? 'absent' : 'present',
          suppressed: world.suppresses(intent),
          optOuts: [...world.optOuts],
          consents: world.consents,
          others: world.marketing,
          rendered,
        },
      });
    const blind = ask('ok');
    // Rendering is the slow part: not for a message that the gate refuses before it looks at the text.
    const refused = blind.type === 'skip' && BEFORE_THE_TEXT.has(blind.code);
    const rendered = refused ? 'ok' : await this.input.render(message);
    const answer = rendered === 'ok' ? blind : ask(rendered);
    switch (answer.type) {
      case 'send':
        await this.input.onSend?.(message);
        world.sent(intent, gateInstant(intent, now, deployment.catchUp));
        return { type: 'sent' };
      case 'skip':
        return {
          type: 'skipped',
          reason: answer.code,
          ...(answer.rule === undefined ? {} : { rule: answer.rule }),
        };
      case 'defer':
        return { type: 'deferred', reason: answer.code, until: answer.until };
    }
  }

  /** Who the journey is of: stable hashes are taken of it. */
  private subjectId(): string {
    const { contact, account, deal, owner } = this.world.facts;
    const record = { contact, account, deal, user: owner }[this.input.program.definition.per];
    const id = record?.['id'] ?? contact['id'] ?? contact['email'];
    return typeof id === 'string' ? id : 'contact';
  }

  private zone(): string {
    return zoneOf(this.input.program.definition, this.world.facts, this.input.deployment);
  }

  private write(line: JournalLine): void {
    const printed = this.print(line);
    this.lines.push(printed);
    this.input.onLine?.(printed, this.world.facts);
  }

  private print(line: JournalLine): SimulationLine {
    return {
      at: formatInstant(line.at),
      local: formatLocal(line.at, this.zone()),
      stage: line.stage,
      track: line.track,
      step: line.step,
      action: line.action,
      decision: line.decision,
      reason: line.reason,
      until: line.until === null ? null : formatInstant(line.until),
    };
  }
}

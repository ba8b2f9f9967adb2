import { ALWAYS } from '../../src/domain/calendar/calendar.js';
import type { JourneyDefinition } from '../../src/domain/definition/definition.js';
import { parseDefinition } from '../../src/domain/definition/parse.js';
import { formatInstant, MINUTE, parseInstant } from '../../src/domain/instant.js';
import type {
  Cause,
  Command,
  JournalLine,
  MessageIntent,
  MessageResult,
  Plan,
} from '../../src/domain/journey/commands.js';
import type { FactEvent, Facts, Fields } from '../../src/domain/journey/facts.js';
import { withUpdate } from '../../src/domain/journey/lookup.js';
import type { Deployment } from '../../src/domain/journey/place.js';
import { plan } from '../../src/domain/journey/plan.js';
import { compileProgram, type Program } from '../../src/domain/journey/program.js';
import type { JourneyState } from '../../src/domain/journey/state.js';
import { planChange } from '../../src/domain/journey/version/plan-change.js';
import type { VersionMap } from '../../src/domain/journey/version/version-map.js';
import { NO_POLICY } from '../../src/domain/policy.js';

/** An instant from its ISO text. */
export function at(text: string): number {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`"${text}" is no instant`);
  return instant;
}

/** A definition from YAML; throws with its findings if it has any. */
export function aDefinition(text: string): JourneyDefinition {
  const { definition, findings } = parseDefinition({ file: 'test.yaml', text });
  if (definition === null || definition.kind !== 'journey')
    throw new Error(findings.map((finding) => `${finding.line}: ${finding.code} ${finding.message}`).join('\n'));
  return definition;
}

/** The text without the indentation that all its lines share. */
function dedent(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const indent = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(indent)).join('\n');
}

/** A journey's definition from what matters in it: its head is added. */
export const aJourney = (body: string): JourneyDefinition =>
  aDefinition(`kind: journey\nid: test\nname: Test\n${dedent(body)}`);

export interface WalkOptions {
  /** A Monday morning unless given. */
  readonly start?: string;
  readonly contact?: Fields;
  readonly facts?: Partial<Facts>;
  readonly deployment?: Partial<Deployment>;
}

/** A walk through a journey's body that has not started yet. */
export function aWalk(body: string, options: WalkOptions = {}): Walk {
  const { start = '2027-01-04T09:00:00Z', contact = {}, facts = {}, deployment = {} } = options;
  const walk = new Walk(aJourney(body), start, { id: 'con_1', name: 'Ada', ...contact }, aDeployment(deployment));
  walk.facts = { ...walk.facts, ...facts };
  return walk;
}

export const aDeployment = (changes: Partial<Deployment> = {}): Deployment => ({
  zone: 'UTC',
  language: 'en',
  calendars: new Map([['always', ALWAYS]]),
  calendarByCountry: new Map(),
  catchUp: 5 * MINUTE,
  policy: NO_POLICY,
  ...changes,
});

/**
 * A journey walked through the planner by hand: the test moves the clock, tells of events, and answers for the gate.
 * No database, no Temporal: what a test sees is what the planner decided.
 */
export class Walk {
  readonly journal: JournalLine[] = [];
  readonly commands: Command[] = [];
  readonly sent: MessageIntent[] = [];
  program: Program;
  /** The version of the definition that it is in; edits go up from 1. */
  version = 1;
  state: JourneyState | null = null;
  due: number | null = null;
  refused: string | null = null;
  defect: string | undefined;
  facts: Facts;
  now: number;
  /** What becomes of messages; sent unless a test says otherwise. */
  onMessage: (intent: MessageIntent, now: number) => MessageResult = () => ({ type: 'sent' });
  private seq = 0;

  constructor(
    definition: JourneyDefinition,
    start: string,
    readonly contact: Fields = { id: 'con_1', name: 'Ada' },
    readonly deployment: Deployment = aDeployment(),
  ) {
    this.program = compileProgram(definition);
    this.now = at(start);
    this.facts = {
      contact,
      account: null,
      deal: null,
      owner: { id: 'usr_1', name: 'Rep' },
      events: [],
      answers: {},
      teams: {},
    };
  }

  start(stage: string | null = null): this {
    return this.decide({ type: 'start', stage, event: null });
  }

  /** Moves the clock, stopping at every due instant on the way. */
  until(text: string): this {
    const end = at(text);
    while (this.due !== null && this.due <= end) {
      this.now = Math.max(this.now, this.due);
      this.decide({ type: 'wake' });
    }
    this.now = end;
    return this;
  }

  /** An event happens and wakes the journey. */
  event(text: string, type: string, fields: { [name: string]: unknown } = {}): this {
    this.until(formatInstant(at(text) - 1000));
    this.now = at(text);
    return this.tell(type, fields).decide({ type: 'wake' });
  }

  /** Something happens to another contact of the same account, and wakes the journey. */
  colleague(text: string, type: string, fields: { [name: string]: unknown } = {}): this {
    this.until(formatInstant(at(text) - 1000));
    this.now = at(text);
    return this.tell(type, fields, this.now, true).decide({ type: 'wake' });
  }

  /** A record changes, and the journey hears of it. */
  change(text: string, set: Fields, object: 'contact' | 'account' | 'deal' = 'contact'): this {
    this.until(formatInstant(at(text) - 1000));
    this.now = at(text);
    this.facts = withUpdate(this.facts, object, set);
    return this.tell(`${object}.changed`, { set }).decide({ type: 'wake' });
  }

  /** A person's command, or another cause, at an instant. */
  at(text: string, cause: Cause): this {
    this.until(formatInstant(at(text) - 1000));
    this.now = at(text);
    return this.decide(cause);
  }

  /** An event is stored without waking anybody. */
  tell(type: string, fields: { [name: string]: unknown } = {}, when = this.now, ofAccount = false): this {
    this.seq += 1;
    const event: FactEvent = {
      id: `evt_${this.seq}`,
      seq: this.seq,
      type,
      at: when,
      fields,
      ...(ofAccount ? { ofAccount: true as const } : {}),
    };
    this.facts = { ...this.facts, events: [...this.facts.events, event] };
    return this;
  }

  /** The journey is taken to another version of its definition. */
  changeTo(definition: JourneyDefinition, map: Partial<VersionMap> = {}, version = this.version + 1): this {
    const program = compileProgram(definition);
    const { state, facts, now, deployment } = this;
    const before = { program: this.program, facts, version: this.version };
    const whole = { steps: map.steps ?? {}, stages: map.stages ?? {} };
    const input = { program, state, facts, now, deployment, subjectId: 'con_1', before, version, map: whole };
    const planned = planChange(input);
    if (planned.refused === null) {
      this.program = program;
      this.version = version;
    }
    return this.goOn(this.take(planned));
  }

  decide(cause: Cause): this {
    return this.goOn(this.plan(cause));
  }

  private goOn(first: Plan): this {
    let planned = first;
    while (planned.message !== null) {
      const intent = planned.message;
      const result = this.onMessage(intent, this.now);
      if (result.type === 'sent') this.sent.push(intent);
      planned = this.plan({ type: 'message', intent, result });
    }
    return this;
  }

  private plan(cause: Cause): Plan {
    return this.take(
      plan({
        program: this.program,
        state: this.state,
        facts: this.facts,
        now: this.now,
        cause,
        deployment: this.deployment,
        subjectId: 'con_1',
      }),
    );
  }

  private take(planned: Plan): Plan {
    this.state = planned.state;
    this.due = planned.due;
    this.refused = planned.refused;
    this.defect = planned.defect;
    this.journal.push(...planned.journal);
    this.commands.push(...planned.commands);
    for (const command of planned.commands)
      if (command.type === 'update') this.facts = withUpdate(this.facts, command.object, command.set);
      else if (command.type === 'createDeal')
        this.facts = { ...this.facts, deal: { ...command.set, id: command.id, createdAt: formatInstant(command.at) } };
    return planned;
  }

  /** The journal as short lines: `09:00 main hello email send`. */
  get lines(): string[] {
    return this.journal.map((line) =>
      [
        formatInstant(line.at),
        line.stage,
        line.track,
        line.step,
        line.action,
        line.decision,
        line.reason,
        line.until === null ? null : `until ${formatInstant(line.until)}`,
      ]
        .filter((part) => part !== null)
        .join(' '),
    );
  }

  /** The journal lines that have a word in them: a step, a track, an action, a decision. */
  linesOf(word: string): string[] {
    return this.lines.filter((line) => line.split(' ').includes(word));
  }

  /** The commands of one kind. */
  did<T extends Command['type']>(type: T): Extract<Command, { type: T }>[] {
    return this.commands.filter((command): command is Extract<Command, { type: T }> => command.type === type);
  }

  get tasks(): Extract<Command, { type: 'createTask' }>[] {
    return this.commands.filter((command) => command.type === 'createTask');
  }

  get withdrawn(): Extract<Command, { type: 'withdrawTasks' }>[] {
    return this.commands.filter((command) => command.type === 'withdrawTasks');
  }

  get notices(): Extract<Command, { type: 'notice' }>[] {
    return this.commands.filter((command) => command.type === 'notice');
  }

  get phase(): string {
    return this.state?.phase.type ?? 'unborn';
  }
}

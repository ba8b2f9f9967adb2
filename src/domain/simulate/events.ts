import { quote } from '../definition/finding.js';
import type { Source } from '../definition/parse.js';
import type { EventCatalogue } from '../events.js';
import type { FieldCatalogue } from '../fields.js';
import { formatInstant, type Instant, parseInstant } from '../instant.js';
import type { Fields } from '../journey/facts.js';
import type { Program } from '../journey/program.js';
import { nearest } from '../nearest.js';
import { err, ok, type Result } from '../result.js';
import type { SimulationFinding } from './finding.js';
import { checkFields } from './subject.js';

/** One line of `--events`. */
export interface VirtualEvent {
  readonly at: Instant;
  readonly type: string;
  readonly fields: { readonly [name: string]: unknown };
}

/** A paused stretch of the journey: what a person does, told as events. */
export const PAUSED = 'journey.paused';
export const RESUMED = 'journey.resumed';

interface World {
  readonly program: Program;
  readonly eventTypes: EventCatalogue;
  readonly fields: FieldCatalogue;
  readonly start: Instant;
}

/**
 * Reads events, one JSON object a line: `{ "at", "type", ...fields }`, oldest first. All faults come at once, each at its
 * line: no JSON, an unknown type, step or outcome, a wrong type, an event before the start or before the line above it.
 */
export function parseEvents(
  source: Source,
  world: World,
): Result<readonly VirtualEvent[], readonly SimulationFinding[]> {
  const findings: SimulationFinding[] = [];
  const events: VirtualEvent[] = [];
  const order = new Order(world.start);
  const texts = source.text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [index, text] of texts.entries()) {
    if (text.trim() === '') continue;
    const line = new EventLine(source.file, index + 1, text);
    const event = line.read(world);
    if (event !== null) {
      order.take(event, line);
      events.push(event);
    }
    findings.push(...line.findings);
  }
  return findings.length > 0 ? err(findings) : ok(events);
}

/** What only the lines together show: that time goes on, and that pauses end. */
class Order {
  private latest: Instant;
  private paused = false;

  constructor(private readonly start: Instant) {
    this.latest = start;
  }

  take({ at, type }: VirtualEvent, line: EventLine): void {
    const [when, start, latest] = [at, this.start, this.latest].map(formatInstant);
    if (at < this.start) line.object('event-too-early', 'at', `${when} is before the start, ${start}`);
    else if (at < this.latest) line.object('event-out-of-order', 'at', `${when} is before the event above, ${latest}`);
    this.latest = Math.max(this.latest, at);
    if (type !== PAUSED && type !== RESUMED) return;
    if (this.paused === (type === PAUSED))
      line.object(
        'misplaced-pause',
        'type',
        this.paused ? 'the journey is paused already' : 'the journey is not paused',
      );
    this.paused = type === PAUSED;
  }
}

class EventLine {
  readonly findings: SimulationFinding[] = [];

  constructor(
    private readonly file: string,
    private readonly line: number,
    private readonly text: string,
  ) {}

  /** Places a fault at a key's value, or at the beginning of the line. */
  object(code: SimulationFinding['code'], key: string | null, message: string): null {
    const found = key === null ? -1 : this.text.search(new RegExp(`"${key}"\\s*:`));
    const value = found < 0 ? 0 : found + (/^"[^"]*"\s*:\s*/.exec(this.text.slice(found))?.[0].length ?? 0);
    this.findings.push({ file: this.file, line: this.line, column: value + 1, severity: 'error', code, message });
    return null;
  }

  read(world: World): VirtualEvent | null {
    const value = this.json();
    if (value === null) return null;
    const { at: atText, type, ...fields } = value;
    const at = typeof atText === 'string' ? parseInstant(atText) : undefined;
    if (at === undefined) this.object('bad-instant', 'at', `expected "at" with an instant like "2027-01-04T09:00:00Z"`);
    if (typeof type !== 'string') return this.object('wrong-type', 'type', 'expected "type" with the name of an event');
    if (type !== PAUSED && type !== RESUMED) this.check(type, fields, world);
    const changed = /^(contact|account|deal)\.changed$/.exec(type)?.[1] as 'contact' | 'account' | 'deal' | undefined;
    const { set } = fields;
    if (changed !== undefined && typeof set === 'object' && set !== null)
      checkFields(changed, set as Fields, world.fields, (code, name, message) => this.object(code, name, message));
    return at === undefined ? null : { at, type, fields };
  }

  private json(): { readonly [key: string]: unknown } | null {
    try {
      const value: unknown = JSON.parse(this.text);
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        return value as { [key: string]: unknown };
    } catch {
      // Said below, in the same words as for what is JSON and no object.
    }
    return this.object(
      'bad-line',
      null,
      'expected one JSON object, like {"at": "2027-01-04T09:00:00Z", "type": "email.replied"}',
    );
  }

  private check(type: string, fields: { readonly [name: string]: unknown }, { program, eventTypes }: World): void {
    const known = eventTypes.get(type);
    if (known === undefined) {
      const meant = nearest(type, [...eventTypes.keys()]);
      this.object(
        'unknown-event',
        'type',
        `${quote(type)} is no event type${meant === undefined ? '' : `; did you mean "${meant}"?`}`,
      );
      return;
    }
    for (const [name, value] of Object.entries(fields)) {
      const expected = known.fields.get(name);
      if (expected !== undefined && value !== null && !isOf(expected, value))
        this.object('wrong-type', name, `${name} of ${type} is ${SHAPES[expected]}`);
    }
    const { step } = fields;
    if (type === 'task.completed' && typeof step !== 'string')
      this.object('wrong-type', 'step', 'expected "step" with the id of the task’s step');
    if (known.fields.has('step') && typeof step === 'string') this.checkStep(type, step, fields['outcome'], program);
  }

  private checkStep(type: string, step: string, outcome: unknown, program: Program): void {
    const node = [...program.nodes.values()].find((each) => each.step.id === step);
    if (node === undefined) {
      const ids = [...program.nodes.values()].flatMap((each) => each.step.id ?? []);
      const meant = nearest(step, ids);
      this.object(
        'unknown-step',
        'step',
        `no step has the id ${quote(step)}${meant === undefined ? '' : `; did you mean "${meant}"?`}`,
      );
      return;
    }
    if (type !== 'task.completed') return;
    if (node.step.action !== 'task') {
      this.object('unknown-step', 'step', `${quote(step)} is a step of ${node.step.action}, not a task`);
      return;
    }
    const { outcomes } = node.step.task;
    if (outcomes.some((each) => each === outcome)) return;
    this.object(
      'unknown-outcome',
      'outcome',
      `${quote(outcome ?? null)} is no outcome of ${step}; expected one of ${outcomes.join(', ')}`,
    );
  }
}

const SHAPES = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  instant: 'an instant like "2027-01-31T09:00:00Z"',
  map: 'a map',
  any: 'anything',
} as const;

function isOf(type: keyof typeof SHAPES, value: unknown): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'number':
    case 'boolean':
      return typeof value === type;
    case 'instant':
      return typeof value === 'string' && parseInstant(value) !== undefined;
    case 'map':
      return typeof value === 'object' && !Array.isArray(value);
    case 'any':
      return true;
  }
}

import type { Facts } from '../journey/facts.js';
import { nodeOf, type Program } from '../journey/program.js';
import type { Simulation, SimulationLine } from './simulate.js';

/** So much of one kind of work on one day. */
export interface TotalRow {
  /** The date on the journeys' own wall clocks. */
  readonly day: string;
  readonly step: string;
  readonly action: string;
  /** Of a task its kind; of a message `send` or `skip`. */
  readonly what: string;
  /** Of a message: the mailbox's id, or the address of the owner. */
  readonly mailbox: string | null;
  /** Of a task and an owner's mail: whose. */
  readonly owner: string | null;
  readonly count: number;
}

/** What many people's journeys ask of mailboxes and reps, day by day, and how the journeys ended. */
export class Totals {
  private readonly counts = new Map<string, { readonly row: Omit<TotalRow, 'count'>; count: number }>();
  /** Journeys by their outcome; `open` are those that still go on, `held` those that a defect stopped. */
  readonly outcomes = new Map<string, number>();
  people = 0;

  /** Takes a line of a person's journey. */
  count(program: Program, line: SimulationLine, facts: Facts): void {
    const row = rowOf(program, line, facts);
    if (row === null) return;
    const key = JSON.stringify(row);
    const known = this.counts.get(key);
    if (known === undefined) this.counts.set(key, { row, count: 1 });
    else known.count += 1;
  }

  end({ state, held }: Simulation): void {
    this.people += 1;
    const outcome = held !== null ? 'held' : state.phase.type === 'ended' ? state.phase.outcome : 'open';
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }

  /** By day, then step. */
  rows(): readonly TotalRow[] {
    const order = (row: TotalRow): string =>
      [row.day, row.step, row.action, row.what, row.mailbox ?? '', row.owner ?? ''].join('\u0000');
    return [...this.counts.values()]
      .map(({ row, count }) => ({ ...row, count }))
      .sort((a, b) => (order(a) < order(b) ? -1 : 1));
  }
}

function rowOf(program: Program, line: SimulationLine, facts: Facts): Omit<TotalRow, 'count'> | null {
  if (line.step === null) return null;
  const { step } = nodeOf(program, line.step);
  const day = line.local.slice(0, 10);
  const base = { day, step: line.step, action: line.action };
  if (step.action === 'task' && line.decision === 'done' && line.reason === null) {
    const { kind, assign } = step.task;
    return { ...base, what: kind, mailbox: null, owner: assign === 'owner' ? nameOf(facts) : assign };
  }
  if (line.decision !== 'send' && line.decision !== 'skip') return null;
  if (step.action === 'email') {
    const owns = step.email.from === 'owner';
    const mailbox = owns ? text(facts.owner?.['email']) : step.email.from;
    return { ...base, what: line.decision, mailbox, owner: owns ? nameOf(facts) : null };
  }
  return step.action === 'sms' ? { ...base, what: line.decision, mailbox: null, owner: null } : null;
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const nameOf = ({ owner }: Facts): string | null => text(owner?.['name']) ?? text(owner?.['id']);

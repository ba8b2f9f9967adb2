import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Child } from './processes.js';

/** A line that a worker wrote of an attempt at a decision. The instant is real, epoch ms. */
export interface Note {
  readonly what: 'begun' | 'handed' | 'ended';
  readonly journeyId: string;
  readonly number: number;
  /** Its own among all attempts of all workers. */
  readonly attempt: string;
  readonly at: number;
  /** `handed`: the message that was about to be handed over. */
  readonly id?: string;
}

interface Life {
  readonly child: Child;
  readonly notes: string;
  ready: boolean;
  /** What is to kill it. */
  fate: string;
  /** What was to, until that was taken back. */
  takenBack: string | null;
}

/** A killed worker, with the decisions that it had in hand. */
export interface Death {
  readonly pid: number;
  readonly at: number;
  readonly inHand: readonly { readonly journeyId: string; readonly number: number }[];
}

/** Worker processes that are begun again whenever one dies. */
export class Workers {
  private readonly lives = new Map<number, Life>();
  private readonly files: string[] = [];
  readonly died = new Map<string, number>();
  readonly deaths: Death[] = [];
  /** So many have ended by themselves, since a service was away. */
  ended = 0;
  /** How long each took until it worked, ms. */
  readonly starts: number[] = [];
  private stopping = false;
  private begun = 0;

  constructor(
    private readonly folder: string,
    /** Starts one, which writes its notes to that file. */
    private readonly launch: (notes: string) => Child,
    /** Told of the messages that a dead process had handed over. */
    private readonly onDeath: (handedOver: readonly string[]) => Promise<void>,
  ) {}

  start(): void {
    this.begun += 1;
    const notes = path.join(this.folder, `worker-${this.begun}.jsonl`);
    writeFileSync(notes, '');
    this.files.push(notes);
    const child = this.launch(notes);
    const launchedAt = Date.now();
    const life: Life = { child, notes, ready: false, fate: 'none', takenBack: null };
    this.lives.set(child.pid, life);
    child.stdout?.once('data', () => {
      life.ready = true;
      this.starts.push(Date.now() - launchedAt);
    });
    child.once('exit', (_, signal) => {
      this.lives.delete(child.pid);
      if (this.stopping) return;
      if (signal === 'SIGKILL') void this.bury(life);
      else this.ended += 1;
      this.start();
    });
  }

  private async bury({ child, fate, takenBack, notes }: Life): Promise<void> {
    // It passed its point before it read that this was taken back.
    const at = fate === 'none' && takenBack !== null ? takenBack : fate;
    this.died.set(at, (this.died.get(at) ?? 0) + 1);
    const lines = readNotes(notes);
    this.deaths.push({ pid: child.pid, at: Date.now(), inHand: unended(lines) });
    await this.onDeath(handedOver(lines));
  }

  /** Pids that work and that nothing is about to kill. */
  get idle(): number[] {
    return [...this.lives].filter(([, life]) => life.ready && life.fate === 'none').map(([pid]) => pid);
  }

  isAlive(pid: number): boolean {
    return this.lives.has(pid);
  }

  kill(pid: number): void {
    const life = this.lives.get(pid);
    if (life === undefined) return;
    life.fate = 'random';
    life.child.kill('SIGKILL');
  }

  signal(pid: number, signal: NodeJS.Signals): void {
    this.lives.get(pid)?.child.kill(signal);
  }

  /** Lets a worker kill itself at the n-th time it passes a point; `none` takes that back. */
  arm(pid: number, point: string, nth: number): void {
    const life = this.lives.get(pid);
    if (life === undefined) return;
    life.takenBack = point === 'none' ? life.fate : null;
    life.fate = point;
    life.child.stdin?.write(`arm ${point} ${nth}\n`);
  }

  handedOverBy(pid: number): string[] {
    const life = this.lives.get(pid);
    return life === undefined ? [] : handedOver(readNotes(life.notes));
  }

  everyNote(): Note[] {
    return this.files.flatMap(readNotes);
  }

  stop(): void {
    this.stopping = true;
    for (const { child } of this.lives.values()) child.kill('SIGKILL');
  }
}

/** A last line that a kill cut off was about nothing that happened yet. */
const readNotes = (file: string): Note[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Note);

const handedOver = (notes: readonly Note[]): string[] =>
  notes.flatMap((note) => (note.what === 'handed' && note.id !== undefined ? [note.id] : []));

function unended(notes: readonly Note[]): Death['inHand'] {
  const open = new Map<string, { journeyId: string; number: number }>();
  for (const note of notes) {
    if (note.what === 'handed') continue;
    const { journeyId, number } = note;
    if (note.what === 'begun') open.set(`${journeyId} ${number}`, { journeyId, number });
    else open.delete(`${journeyId} ${number}`);
  }
  return [...open.values()];
}

/** From each kill to the end of each decision that the dead worker had in hand, by whoever then took it up; real ms. */
export function recoveries(deaths: readonly Death[], notes: readonly Note[]): number[] {
  const ends = new Map<string, number[]>();
  for (const note of notes) {
    if (note.what !== 'ended') continue;
    const key = `${note.journeyId} ${note.number}`;
    ends.set(key, [...(ends.get(key) ?? []), note.at]);
  }
  const waits = deaths.flatMap(({ at, inHand }) =>
    inHand.flatMap(({ journeyId, number }) => {
      const after = (ends.get(`${journeyId} ${number}`) ?? []).filter((end) => end > at);
      return after.length === 0 ? [] : [Math.min(...after) - at];
    }),
  );
  return waits.sort((a, b) => a - b);
}

/**
 * Messages whose attempt took too long after it had begun to hand them over: it was overtaken by the next one while it
 * still lived, whose knowledge is that after a crash, or its patience with the mail server, `deadline` ms, ended before the
 * answer came. On a machine with too much to do both happen.
 */
export function tooLong(notes: readonly Note[], deadline: number): string[] {
  const decisionOf = ({ journeyId, number }: Note) => `${journeyId} ${number}`;
  const at = (what: Note['what']) =>
    new Map(notes.flatMap((note) => (note.what === what ? [[note.attempt, note.at] as const] : [])));
  const begun = at('begun');
  const ended = at('ended');
  const begins = new Map<string, number[]>();
  for (const note of notes)
    if (note.what === 'begun') begins.set(decisionOf(note), [...(begins.get(decisionOf(note)) ?? []), note.at]);
  return notes.flatMap((note) => {
    const start = begun.get(note.attempt) ?? note.at;
    const end = ended.get(note.attempt) ?? Number.POSITIVE_INFINITY;
    const isOvertaken = (begins.get(decisionOf(note)) ?? []).some((next) => next > start && next <= end);
    const isOut = Number.isFinite(end) && end - start >= deadline;
    return note.what === 'handed' && note.id !== undefined && (isOvertaken || isOut) ? [note.id] : [];
  });
}

/** How many may go at once, and how long somebody may wait for it. */
export interface TurnLimits {
  readonly places: number;
  readonly patienceMs: number;
}

/** Too long a line: to be tried again after so many ms, by when the line should have come to it. */
export interface PutOff<Who> {
  readonly who: Who;
  readonly retryAfterMs: number;
}

interface Waiting<Who> {
  readonly who: Who;
  /** Since when it has been to go, by whatever clock; of two the lower goes first. */
  readonly age: number;
  /** When it came here. */
  readonly since: number;
}

interface Line<Who> {
  /** Turns that were begun and haven't ended. */
  held: number;
  /** The oldest first. */
  waiting: Waiting<Who>[];
  /** About how long it lately took, or takes, until the next of this line has its turn. */
  gapMs: number;
  movedAt: number;
  /** Who was put off and is still to come again: how old, and when. */
  away: { readonly age: number; readonly visit: number }[];
}

/** A visit costs a decision with its rows; and who was put off has not to come back to the same line. */
const SOONEST_VISIT_MS = 15_000;
/** A line that was slow may be quick by then; a mail may be of no use later. */
const LATEST_VISIT_MS = 5 * 60_000;
const GAP_WEIGHT = 1 / 4;
const LINES_KEPT = 1000;

/**
 * Whose turn it is, where many wait in lines for a few places and a turn may take long: here lines are receiving domains and
 * places are connections. Pure: it is told the time, in ms.
 *
 * T1 A line takes a further place only while it holds fewer than are free; its first it may always take. So one line alone
 *    gets half of the places, n busy ones about 1/(n+1) each, and something is left for who comes next, less the
 *    more lines are busy, without anybody having to know who will be slow. (The dynamic threshold of Choudhury and Hahne, 1998.)
 * T2 Lines that may go do so by turns. In each the oldest goes first, by when it was first to go, not by when it came here: who
 *    was put off stands before all that are younger, so that a line that is always too long passes nobody by for ever.
 * T3 Who would wait longer than the patience is put off instead, the last of a line first: waiting takes something, too,
 *    that others need. The times that they are told to come again are as far apart as the line's turns. Who is first waits
 *    the whole patience, so that it has each turn that the line gets in it.
 */
export class Turns<Who> {
  /** In the order in which they are next. */
  private readonly lines = new Map<string, Line<Who>>();
  private held = 0;

  constructor(private readonly limits: TurnLimits) {}

  /** Turns that were begun and haven't ended. */
  get taken(): number {
    return this.held;
  }

  /** Somebody comes: may go at once, waits, or is put off. Without an age they come after all others. */
  ask(
    name: string,
    who: Who,
    now: number,
    age = Number.POSITIVE_INFINITY,
  ): { readonly type: 'go' | 'wait' } | ({ readonly type: 'later' } & PutOff<Who>) {
    if (this.takeAtOnce(name, now)) return { type: 'go' };
    const line = this.line(name, now);
    if (line.waiting.length === 0) line.movedAt = now;
    const asked: Waiting<Who> = { who, age, since: now };
    const younger = line.waiting.findIndex((each) => each.age > age);
    const ahead = younger === -1 ? line.waiting.length : younger;
    if (this.isTooLong(line, asked, ahead, now)) return { type: 'later', ...this.putOff(line, asked, now) };
    line.waiting.splice(ahead, 0, asked);
    return { type: 'wait' };
  }

  /** Begins a turn if nobody has to be waited for. */
  takeAtOnce(name: string, now: number): boolean {
    const line = this.line(name, now);
    if (line.waiting.length > 0 || !this.mayGo(line)) return false;
    line.gapMs -= line.gapMs * GAP_WEIGHT;
    this.take(name, line);
    return true;
  }

  /** The next one that may go, whose turn has begun by that; to be asked until it is null, after each end. */
  next(now: number): Who | null {
    for (const [name, line] of this.lines) {
      if (!this.mayGo(line)) continue;
      const first = line.waiting.shift();
      if (first === undefined) continue;
      line.gapMs += (now - line.movedAt - line.gapMs) * GAP_WEIGHT;
      line.movedAt = now;
      this.take(name, line);
      return first.who;
    }
    return null;
  }

  /** A turn has ended. */
  end(name: string, now: number): void {
    const line = this.lines.get(name);
    if (line === undefined || line.held === 0) throw new Error('a turn ended that had not begun');
    line.held -= 1;
    this.held -= 1;
    if (isIdle(line, now)) this.lines.delete(name);
  }

  /** Somebody who waits goes away. */
  leave(name: string, who: Who): void {
    const line = this.lines.get(name);
    if (line !== undefined) line.waiting = line.waiting.filter((each) => each.who !== who);
  }

  /** Those whose wait has become too long, by what is known now. They no longer wait. */
  tooLong(now: number): PutOff<Who>[] {
    const gone: PutOff<Who>[] = [];
    for (const line of this.lines.values()) {
      const staying = line.waiting.filter((each, ahead) => !this.isTooLong(line, each, ahead, now));
      const stays = new Set(staying);
      for (const each of line.waiting) if (!stays.has(each)) gone.push(this.putOff(line, each, now));
      line.waiting = staying;
    }
    return gone;
  }

  private mayGo({ held }: Line<Who>): boolean {
    const free = this.limits.places - this.held;
    return free > 0 && (held === 0 || held < free);
  }

  private take(name: string, line: Line<Who>): void {
    line.held += 1;
    this.held += 1;
    this.lines.delete(name);
    this.lines.set(name, line);
  }

  /**
   * Whether somebody with so many ahead will have waited longer than the patience, at the least. The first in line may go at
   * any moment, so that a line that has become quick is noticed.
   */
  private isTooLong(line: Line<Who>, { since }: Waiting<Who>, ahead: number, now: number): boolean {
    const still = ahead === 0 ? 0 : standstill(line, now) + ahead * this.gapOf(line, now);
    return now - since + still > this.limits.patienceMs;
  }

  /** As fast as lately, or as slow as it stands now; half of the patience is little to judge by, as a connection begins. */
  private gapOf(line: Line<Who>, now: number): number {
    const isLong = now - line.movedAt >= this.limits.patienceMs / 2;
    return isLong ? Math.max(line.gapMs, standstill(line, now)) : line.gapMs;
  }

  /** Comes again after all older ones that are away, and before the younger. */
  private putOff(line: Line<Who>, { who, age }: Waiting<Who>, now: number): PutOff<Who> {
    line.gapMs = this.gapOf(line, now);
    line.away = line.away.filter(({ visit }) => visit > now);
    const afterOlder = line.away.reduce(
      (latest, each) => (each.age <= age ? Math.max(latest, each.visit + line.gapMs) : latest),
      now + SOONEST_VISIT_MS,
    );
    const visit = Math.min(afterOlder, now + LATEST_VISIT_MS);
    line.away.push({ age, visit });
    return { who, retryAfterMs: Math.round(visit - now) };
  }

  private line(name: string, now: number): Line<Who> {
    const known = this.lines.get(name);
    if (known !== undefined) return known;
    if (this.lines.size >= LINES_KEPT)
      for (const [old, line] of this.lines) if (isIdle(line, now)) this.lines.delete(old);
    const line = { held: 0, waiting: [], gapMs: 0, movedAt: now, away: [] };
    this.lines.set(name, line);
    return line;
  }
}

/** None of those whose turn it is has ended since the line moved, so each takes at least that long. */
const standstill = (line: Line<unknown>, now: number): number => (now - line.movedAt) / Math.max(1, line.held);

/** When somebody is to come again is remembered until then. */
const isIdle = (line: Line<unknown>, now: number): boolean =>
  line.held === 0 && line.waiting.length === 0 && line.away.every(({ visit }) => visit <= now);

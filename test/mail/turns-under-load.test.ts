import { expect, test } from 'vitest';
import { Turns } from '../../src/mail/turns.js';

const TICK_MS = 50;
const LOADED_FOR_MS = 10 * 60_000;
const LOADS = [
  { places: 4, everyMs: 700, takesMs: 2000 },
  { places: 4, everyMs: 400, takesMs: 2000 },
  { places: 2, everyMs: 5000, takesMs: 6000 },
];

/** Mails to one domain, of which more come for a while than it can take; what is put off comes again when it was told to. */
class LoadedDomain {
  private readonly turns: Turns<number>;
  /** Mails in the order in which they went, by the number in which they came. */
  readonly went: number[] = [];
  private readonly comes = new Map<number, number[]>();
  private readonly ends = new Map<number, number>();

  constructor(
    private readonly load: (typeof LOADS)[number],
    private readonly knowsAge: boolean,
  ) {
    this.turns = new Turns({ places: load.places, patienceMs: 4500 });
  }

  run(): number[] {
    const mails = Math.ceil(LOADED_FOR_MS / this.load.everyMs);
    for (let mail = 0; mail < mails; mail++) this.comeAt(mail * this.load.everyMs, mail);
    for (let now = 0; this.went.length < mails; now += TICK_MS) {
      for (let n = this.ends.get(now) ?? 0; n > 0; n--) this.end(now);
      for (const mail of this.comes.get(now) ?? []) this.come(mail, now);
      for (const { who, retryAfterMs } of this.turns.tooLong(now)) this.comeAt(now + retryAfterMs, who);
    }
    return this.went;
  }

  private comeAt(at: number, mail: number): void {
    const tick = Math.ceil(at / TICK_MS) * TICK_MS;
    this.comes.set(tick, [...(this.comes.get(tick) ?? []), mail]);
  }

  private come(mail: number, now: number): void {
    const answer = this.turns.ask('x', mail, now, this.knowsAge ? mail : undefined);
    if (answer.type === 'go') this.go(mail, now);
    if (answer.type === 'later') this.comeAt(now + answer.retryAfterMs, mail);
  }

  private end(now: number): void {
    this.turns.end('x', now);
    for (let next = this.turns.next(now); next !== null; next = this.turns.next(now)) this.go(next, now);
  }

  private go(mail: number, now: number): void {
    this.went.push(mail);
    const end = now + this.load.takesMs;
    this.ends.set(end, (this.ends.get(end) ?? 0) + 1);
  }
}

/** The largest share of all mails that came later than one of them and went before it. */
function mostOvertaken(went: readonly number[]): number {
  let most = 0;
  for (const [place, mail] of went.entries()) {
    let later = 0;
    for (let before = 0; before < place; before++) if ((went[before] ?? 0) > mail) later++;
    most = Math.max(most, later);
  }
  return most / went.length;
}

test.each(LOADS)(
  'a mail is overtaken by few in a domain that gets one every $everyMs ms and takes $takesMs ms for each',
  (load) => {
    expect(mostOvertaken(new LoadedDomain(load, true).run())).toBeLessThan(0.1);
    // If its age counted for nothing, most of what comes in these minutes would go before some mail.
    expect(mostOvertaken(new LoadedDomain(load, false).run())).toBeGreaterThan(0.5);
  },
);

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Turns } from '../../src/mail/turns.js';

const PATIENT = { places: 8, patienceMs: Number.POSITIVE_INFINITY };

/** Asks for so many turns of a line; answers how many may go at once. */
const goesAtOnce = (turns: Turns<string>, line: string, times: number, now = 0): number =>
  Array.from({ length: times }, (_, n) => turns.ask(line, `${line}${n}`, now)).filter(({ type }) => type === 'go')
    .length;

/** Ends a turn of a line; answers who may go by that. */
function ends(turns: Turns<string>, line: string, now = 0): string[] {
  turns.end(line, now);
  const gone: string[] = [];
  for (let next = turns.next(now); next !== null; next = turns.next(now)) gone.push(next);
  return gone;
}

describe('turns', () => {
  test.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 3],
    [8, 4],
  ])('of %i places one line alone gets %i', (places, share) => {
    expect(goesAtOnce(new Turns({ ...PATIENT, places }), 'a', 20)).toBe(share);
  });

  test('leave something for who comes next, also where several lines are full', () => {
    const turns = new Turns<string>(PATIENT);
    expect(['a', 'b', 'c', 'd'].map((line) => goesAtOnce(turns, line, 20))).toEqual([4, 2, 1, 1]);
    // As turns end, it evens out: a place goes to nobody who holds as many as are free.
    expect(ends(turns, 'a')).toEqual([]);
    expect(goesAtOnce(turns, 'e', 20)).toBe(1);
  });

  test('go round the lines, and each line is first in, first out', () => {
    const turns = new Turns<string>({ ...PATIENT, places: 2 });
    expect(goesAtOnce(turns, 'a', 4)).toBe(1);
    expect(goesAtOnce(turns, 'b', 3)).toBe(1);
    expect(goesAtOnce(turns, 'c', 2)).toBe(0);
    const order: string[] = [];
    for (let gone = ends(turns, 'b'); gone.length > 0; gone = ends(turns, gone[0]?.[0] ?? '')) order.push(...gone);
    expect(order).toEqual(['b1', 'c0', 'b2', 'c1']);
    expect(ends(turns, 'a')).toEqual(['a1']);
  });

  test('put off who would wait longer than the patience, the last of a line first, and newcomers soon', () => {
    const turns = new Turns<string>({ places: 8, patienceMs: 4000 });
    expect(goesAtOnce(turns, 'slow', 14)).toBe(4);
    expect(turns.tooLong(1900)).toEqual([]);
    // As four stand still for two seconds, each place in the line takes half a second more.
    expect(turns.tooLong(2000).map(({ who }) => who)).toEqual([8, 9, 10, 11, 12, 13].map((n) => `slow${n}`));
    expect(turns.tooLong(2500).map(({ who }) => who)).toEqual(['slow6', 'slow7']);
    expect(turns.tooLong(4100).map(({ who }) => who)).toEqual(['slow4', 'slow5']);
    // A second for each by now: few are let wait, to see whether the line moves again.
    const answers = Array.from({ length: 30 }, (_, n) => turns.ask('slow', `late${n}`, 4200).type);
    expect(answers).toEqual([...Array(4).fill('wait'), ...Array(26).fill('later')]);
    expect(turns.ask('slow', 'later', 9000)).toMatchObject({ type: 'later' });
  });

  test('name times to come again that are as far apart as the turns of the line', () => {
    const turns = new Turns<string>({ places: 8, patienceMs: 4000 });
    goesAtOnce(turns, 'slow', 8);
    expect(turns.tooLong(8000).map(({ retryAfterMs }) => retryAfterMs)).toEqual([15_000, 17_000, 19_000, 21_000]);
    // It has moved by nothing since: who comes now stands where the first of them stood.
    expect(turns.ask('slow', 'next', 8000)).toEqual({ type: 'wait' });
    goesAtOnce(turns, 'quick', 6, 8000);
    expect(turns.tooLong(8000)).toEqual([]);
  });

  test('notice when a line that was slow has become quick', () => {
    const turns = new Turns<string>({ places: 2, patienceMs: 4000 });
    const waitIn = (now: number) =>
      Array.from({ length: 60 }, (_, n) => turns.ask('a', `${now} ${n}`, now)).filter(({ type }) => type === 'wait')
        .length;
    goesAtOnce(turns, 'a', 2);
    expect(ends(turns, 'a', 3900)).toEqual(['a1']);
    expect(waitIn(3900)).toBe(5);
    for (let now = 3950; now < 4200; now += 50) expect(ends(turns, 'a', now)).toHaveLength(1);
    expect(waitIn(4200)).toBeGreaterThan(12);
  });

  test('are the oldest one’s first, whenever it came', () => {
    const turns = new Turns<string>({ ...PATIENT, places: 2 });
    for (const [who, age] of [
      ['first', 9],
      ['b', 5],
      ['d', 8],
      ['c', 5],
      ['a', 2],
    ] as const)
      turns.ask('x', who, 0, age);
    turns.ask('x', 'nobody knows how old', 0);
    const order: string[] = [];
    for (let gone = ends(turns, 'x'); gone.length > 0; gone = ends(turns, 'x')) order.push(...gone);
    expect(order).toEqual(['a', 'b', 'c', 'd', 'nobody knows how old']);
  });

  test('let an older one that comes stand in a line that is too long for others', () => {
    const turns = new Turns<string>({ places: 2, patienceMs: 4000 });
    for (const who of ['goes', 'waits']) turns.ask('x', who, 0, 5);
    expect(ends(turns, 'x', 3900)).toEqual(['waits']);
    expect(turns.ask('x', 'young', 3900, 8).type).toBe('wait');
    expect(turns.ask('x', 'younger', 7000, 9).type).toBe('later');
    expect(turns.ask('x', 'old', 7000, 1).type).toBe('wait');
    expect(turns.tooLong(7250).map(({ who }) => who)).toEqual(['young']);
    // It has just come, and has each turn that there is within its patience.
    expect(turns.tooLong(10_900)).toEqual([]);
    expect(ends(turns, 'x', 10_900)).toEqual(['old']);
  });

  test('are to be asked for again after older ones that were put off, and before younger ones', () => {
    const turns = new Turns<string>({ places: 1, patienceMs: 4000 });
    goesAtOnce(turns, 'x', 1);
    turns.ask('x', 'first', 0, 0);
    turns.tooLong(5000);
    turns.ask('x', 'second', 5000, 0);
    const later = (age: number) => turns.ask('x', `of ${age}`, 8000, age);
    expect([7, 9, 8, 5].map(later)).toMatchObject(
      [17_000, 22_000, 22_000, 17_000].map((retryAfterMs) => ({ retryAfterMs })),
    );
  });

  test('can be given up while one waits', () => {
    const turns = new Turns<string>({ ...PATIENT, places: 2 });
    goesAtOnce(turns, 'a', 3);
    turns.leave('a', 'a1');
    expect(ends(turns, 'a')).toEqual(['a2']);
  });

  test('end only once', () => {
    const turns = new Turns<string>(PATIENT);
    goesAtOnce(turns, 'a', 1);
    turns.end('a', 0);
    expect(() => turns.end('a', 0)).toThrow('had not begun');
  });
});

describe('for any who come and go', () => {
  const LINES = ['a', 'b', 'c', 'd', 'e'];
  const step = fc.record({
    what: fc.constantFrom(...(['ask', 'ask', 'ask', 'end', 'end', 'leave', 'look'] as const)),
    line: fc.constantFrom(...LINES),
    ms: fc.nat(400),
  });

  /** The books of a test about who holds and who waits, beside those of the turns. */
  class Books {
    private readonly turns: Turns<string>;
    private readonly held = new Map(LINES.map((line) => [line, 0]));
    private readonly waiting = new Map(
      LINES.map((line) => [line, [] as { who: string; age: number; since: number }[]]),
    );
    private count = 0;
    private now = 0;

    constructor(private readonly places: number) {
      this.turns = new Turns({ places, patienceMs: 1000 });
    }

    private hold(line: string, by: number): void {
      this.held.set(line, (this.held.get(line) ?? 0) + by);
    }

    private queue(line: string) {
      return this.waiting.get(line) ?? [];
    }

    private drop(who: string): void {
      const [line = ''] = who;
      this.waiting.set(
        line,
        this.queue(line).filter((each) => each.who !== who),
      );
    }

    ask(line: string, age: number): void {
      const who = `${line}${this.count++}`;
      const answer = this.turns.ask(line, who, this.now, age);
      if (answer.type === 'go') this.hold(line, 1);
      if (answer.type === 'wait') this.queue(line).push({ who, age, since: this.now });
      if (answer.type === 'later') expect(answer.retryAfterMs).toBeGreaterThanOrEqual(15_000);
    }

    end(line: string): void {
      if (this.held.get(line) === 0) return;
      this.hold(line, -1);
      for (const who of ends(this.turns, line, this.now)) {
        const [of = ''] = who;
        expect(who).toBe(this.queue(of).toSorted((a, b) => a.age - b.age)[0]?.who);
        this.drop(who);
        this.hold(of, 1);
      }
    }

    leave(line: string): void {
      const who = this.queue(line)[0]?.who ?? 'nobody';
      this.turns.leave(line, who);
      this.drop(who);
    }

    look(_: string, ms: number): void {
      this.now += ms;
      for (const { who } of this.turns.tooLong(this.now)) this.drop(who);
      for (const { since } of [...this.waiting.values()].flat()) expect(this.now - since).toBeLessThanOrEqual(1000);
    }

    check(): void {
      const all = [...this.held.values()].reduce((sum, n) => sum + n, 0);
      const free = this.places - all;
      expect(this.turns.taken).toBe(all);
      expect(all).toBeLessThanOrEqual(this.places);
      for (const [line, held] of this.held) {
        expect(held).toBeLessThanOrEqual(Math.ceil(this.places / 2));
        // Nobody waits who might go.
        if (this.queue(line).length > 0 && free > 0) expect(held).toBeGreaterThanOrEqual(Math.max(1, free));
      }
    }
  }

  test('no line takes more than its share, the oldest of it goes, none waits that might go, nobody waits beyond the patience', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.array(step, { maxLength: 120 }), (places, steps) => {
        const books = new Books(places);
        for (const { what, line, ms } of steps) {
          books[what](line, ms);
          books.check();
        }
      }),
    );
  });

  test('a few lines that never end a turn hold nobody else up for good', () => {
    const property = fc.property(fc.integer({ min: 2, max: 9 }), fc.nat(), fc.nat(), (places, seed, n) => {
      const turns = new Turns<string>({ ...PATIENT, places });
      const stuck = 1 + (n % Math.max(1, Math.floor(Math.log2(places))));
      for (let line = 0; line < stuck; line++) goesAtOnce(turns, `stuck${line}`, 20);
      const going: string[] = [];
      for (const line of ['x', 'y', 'z'])
        for (let each = 0; each < 10; each++)
          if (turns.ask(line, `${line}${each}`, 0).type === 'go') going.push(`${line}${each}`);
      let served = 0;
      for (; going.length > 0; served++) {
        const [who = ''] = going.splice(seed % going.length, 1);
        going.push(...ends(turns, who[0] ?? ''));
      }
      expect(served).toBe(30);
    });
    fc.assert(property);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';

/*
 * Many small writes by few statements: what comes while one is under way, or shortly after, goes together in the next. A statement
 * costs as much as a dozen more items in it. Nobody waits for longer than two of them, and the busier it is the more go at once.
 */

export interface GroupLimits {
  /** Items in one group. */
  readonly most: number;
  /** For so many ms the next group waits for more, unless it is full. */
  readonly gatherMs: number;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export class GroupCommit<Item, Answer> {
  private waiting: Waiting<Item, Answer>[] = [];
  private busy = false;

  /** `write` answers each item in its place. */
  constructor(
    private readonly write: (items: readonly Item[]) => Promise<readonly Answer[]>,
    private readonly limits: GroupLimits,
  ) {}

  /** Resolves once it is written. Rejects when the statement failed: then nobody knows. */
  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      // Those of the same moment go together from the first.
      if (!this.busy) {
        this.busy = true;
        setImmediate(() => void this.run());
      }
    });
  }

  private async run(): Promise<void> {
    const { most, gatherMs } = this.limits;
    while (this.waiting.length > 0) {
      if (gatherMs > 0 && this.waiting.length < most) await sleep(gatherMs);
      const group = this.waiting.splice(0, most);
      try {
        const answers = await this.write(group.map(({ item }) => item));
        group.forEach(({ resolve }, index) => {
          resolve(answers[index] as Answer);
        });
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.busy = false;
  }
}

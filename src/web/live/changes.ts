import { isKind, type Kind } from '../api/kinds.js';

/** The kinds in a batch of the stream: JSON of `[{ kind, id }, …]`. What can't be read names none. */
export function kindsIn(data: string): readonly Kind[] {
  let batch: unknown;
  try {
    batch = JSON.parse(data);
  } catch {
    return [];
  }
  if (!Array.isArray(batch)) return [];
  const kinds = batch.map((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'kind' in entry ? entry.kind : undefined,
  );
  return [...new Set(kinds.filter(isKind))];
}

/**
 * Gathers what comes in and hands it on at most once in `everyMs`: the first at once, the rest together when the time is
 * over. Nothing is dropped. While held (the page is hidden), all is gathered.
 */
export class Gather<T> {
  private gathered = new Set<T>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private held = false;

  constructor(
    private readonly everyMs: number,
    private readonly handOn: (items: ReadonlySet<T>) => void,
  ) {}

  add(items: Iterable<T>): void {
    for (const item of items) this.gathered.add(item);
    if (this.timer === undefined) this.flush();
  }

  hold(held: boolean): void {
    this.held = held;
    if (!held && this.timer === undefined) this.flush();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.gathered.clear();
  }

  private flush(): void {
    this.timer = undefined;
    if (this.held || this.gathered.size === 0) return;
    const items = this.gathered;
    this.gathered = new Set();
    this.timer = setTimeout(() => this.flush(), this.everyMs);
    this.handOn(items);
  }
}

import type { ChangeFeed, FeedPosition, NotedChange } from '../ports.js';

/** Who is told. Called in the order of the feed; must not throw. */
export interface Listener {
  take(changes: readonly NotedChange[], position: FeedPosition): void;
  /** The hub closes: no more will come. */
  end(): void;
}

export interface HubOptions {
  readonly everyMs: number;
  /** Rows a read. */
  readonly most: number;
  /** A read that failed; it is tried again. */
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Reads the feed once for all listeners of this process, and only while there are any: a hundred open pages cost the
 * database what one does.
 */
export class ChangeHub {
  private readonly listeners = new Set<Listener>();
  private position: Promise<FeedPosition> | null = null;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    private readonly feed: ChangeFeed,
    private readonly options: HubOptions,
  ) {}

  /** Adds a listener, who is told everything after the position given back. Null: the hub is closed. */
  async join(listener: Listener): Promise<FeedPosition | null> {
    if (this.isClosed) return null;
    this.listeners.add(listener);
    this.position ??= this.begin();
    try {
      return await this.position;
    } catch (error) {
      this.leave(listener);
      throw error;
    }
  }

  leave(listener: Listener): void {
    this.listeners.delete(listener);
    if (this.listeners.size > 0) return;
    clearTimeout(this.timer);
    this.position = null;
  }

  close(): void {
    this.isClosed = true;
    for (const listener of [...this.listeners]) {
      this.leave(listener);
      listener.end();
    }
  }

  private async begin(): Promise<FeedPosition> {
    const head = await this.feed.head();
    this.again(this.options.everyMs);
    return head;
  }

  private again(ms: number): void {
    clearTimeout(this.timer);
    if (this.listeners.size > 0) this.timer = setTimeout(() => void this.poll(), ms).unref();
  }

  private async poll(): Promise<void> {
    const asked = this.position;
    if (asked === null) return;
    try {
      const read = await this.feed.read(await asked, { most: this.options.most });
      // All left meanwhile, and perhaps others came, who begin at a head of their own.
      if (this.position !== asked) return;
      this.position = Promise.resolve(read.position);
      for (const listener of [...this.listeners]) listener.take(read.changes, read.position);
      this.again(read.hasMore ? 0 : this.options.everyMs);
    } catch (error) {
      this.options.onTrouble(error);
      if (this.position === asked) this.again(this.options.everyMs);
    }
  }
}

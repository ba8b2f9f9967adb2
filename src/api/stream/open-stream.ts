import { Readable } from 'node:stream';
import type { FeedPosition, NotedChange } from '../ports.js';
import { batchOf, changeFrame, heartbeatFrame, openingFrame, resetFrame } from './frames.js';
import type { Listener } from './hub.js';
import { encodePosition } from './position.js';

export interface OpenStreamOptions {
  readonly userId: string;
  /** Whose changes these must be; null: everybody's. */
  readonly own: ReadonlySet<string> | null;
  readonly retryMs: number;
  /** Bytes that may wait for a slow reader. */
  readonly mostWaiting: number;
  readonly realNow: () => number;
}

/** One reader of the stream: keeps what comes in until the past has been caught up, then passes it on. */
export class OpenStream implements Listener {
  readonly body = new Readable({ read: () => undefined });
  private waiting: { changes: readonly NotedChange[]; position: FeedPosition }[] | null = [];
  private position: FeedPosition | null = null;
  private own: ReadonlySet<string> | null;

  constructor(private readonly options: OpenStreamOptions) {
    this.own = options.own;
  }

  take(changes: readonly NotedChange[], position: FeedPosition): void {
    if (this.waiting === null) this.pass(changes, position);
    else this.waiting.push({ changes, position });
  }

  /** Begins to pass on: first what was caught up, if anything, or that it could not be. */
  open(from: FeedPosition, past: readonly NotedChange[] | 'unknown'): void {
    this.position = from;
    this.write(openingFrame(this.id(), this.options.retryMs));
    if (past === 'unknown') this.write(resetFrame(this.id()));
    else this.pass(past, from);
    const held = this.waiting ?? [];
    this.waiting = null;
    for (const { changes, position } of held) this.pass(changes, position);
  }

  heartbeat(): void {
    if (this.waiting === null) this.write(heartbeatFrame(this.id()));
  }

  /** Teams change while a page is open. */
  nowOwns(own: ReadonlySet<string> | null): void {
    this.own = own;
  }

  end(): void {
    this.body.push(null);
  }

  private pass(changes: readonly NotedChange[], position: FeedPosition): void {
    this.position = position;
    const seen = changes.filter((change) => this.sees(change));
    if (seen.length > 0) this.write(changeFrame(this.id(), batchOf(seen)));
  }

  /** Notices are their reader's alone, whatever else the reader sees. */
  private sees({ kind, seenBy }: NotedChange): boolean {
    const { own } = this;
    if (kind === 'notice') return seenBy.includes(this.options.userId);
    return own === null || seenBy.some((id) => id === '*' || own.has(id));
  }

  private id(): string {
    if (this.position === null) throw new Error('a stream was written to before it had a position');
    return encodePosition({ position: this.position, at: this.options.realNow() });
  }

  private write(text: string): void {
    if (this.body.destroyed || this.body.readableEnded) return;
    // Who reads so slowly loses the connection, not changes: it comes back with the last id it has read.
    if (this.body.readableLength > this.options.mostWaiting) this.body.destroy();
    else this.body.push(text);
  }
}

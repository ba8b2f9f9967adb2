import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { newSmtpConnection, type SmtpServer } from './smtp-server.js';
import { WaitingRoom } from './waiting-room.js';

/** One connection, and whether a message went over it before. */
export interface Lease {
  readonly connection: SMTPConnection;
  /** The receiving domain whose turn it takes. */
  readonly domain: string;
  readonly reused: boolean;
  /** Calls back when the connection is lost while nothing else would tell. */
  onLost: ((error: Error) => void) | null;
}

/** For whose mail a connection is wanted: its receiving domain, of which the lower age goes first. `fresh`: a new one. */
export interface Wanted {
  readonly domain: string;
  readonly age: number;
  readonly fresh: boolean;
}

/**
 * `later`: too many mails to that domain are under way; or, with a `failure`, there are no connections to take turns at: what
 * the last attempt at one came to.
 */
export type Acquired =
  | { readonly type: 'lease'; readonly lease: Lease }
  | { readonly type: 'later'; readonly retryAfterMs: number; readonly failure: Error | null };

interface Idle {
  readonly connection: SMTPConnection;
  readonly messages: number;
  readonly since: number;
  /** Its last message was accepted, which ends a message for good (RFC 5321, 4.1.1.4). */
  readonly isClean: boolean;
}

export interface PoolOptions {
  readonly maxConnections: number;
  readonly maxMessages: number;
  readonly idleMs: number;
  readonly handshakeMs: number;
  /** How long a message may wait for a connection before it is put off. */
  readonly patienceMs: number;
  /** For so long a connection over which a message was accepted is used again without a reset. */
  readonly trustMs: number;
}

/**
 * A few connections that are kept between messages: TLS and AUTH cost more than the mail. Reused connections are
 * reset first, so that nothing of the last message can stick to the next one. Receiving domains take turns at them, so
 * that one that is slow to take its mail holds nobody else's.
 */
export class SmtpPool {
  private idle: Idle[] = [];
  private readonly used = new Map<SMTPConnection, number>();
  private readonly leases = new Map<SMTPConnection, Lease>();
  private readonly room: WaitingRoom;
  /** What the last attempt at a connection came to; null: there was a connection since. */
  private failure: Error | null = null;
  /** When a connection was last known to be of use, by the process's own clock. */
  private servedAt = Number.NEGATIVE_INFINITY;
  private closed = false;
  private sweeper: NodeJS.Timeout | null = null;

  constructor(
    private readonly server: SmtpServer,
    private readonly options: PoolOptions,
  ) {
    this.room = new WaitingRoom({ places: options.maxConnections, patienceMs: options.patienceMs });
  }

  /** A connection at once; null: it has to be waited for, or opened. */
  ready({ domain, fresh }: Wanted): Lease | null {
    if (fresh || !this.hasTrusted() || !this.room.takeAtOnce(domain)) return null;
    const kept = this.idle.pop() as Idle;
    return this.leased(domain, kept.connection, kept.messages);
  }

  private hasTrusted(): boolean {
    const last = this.idle.at(-1);
    if (last === undefined || !last.isClean || last.connection.destroyed) return false;
    return Date.now() - last.since < Math.min(this.options.trustMs, this.options.idleMs);
  }

  /** A connection that is logged in and between messages. Rejects with the library's error. `signal` ends the waiting. */
  async acquire({ domain, age, fresh }: Wanted, signal: AbortSignal): Promise<Acquired> {
    const turn = await this.room.turn(domain, age, signal);
    if (turn.type === 'later') return { ...turn, failure: this.whyUnserved() };
    let lease: Lease;
    try {
      lease = await this.lease(domain, fresh);
    } catch (error) {
      this.room.end(domain);
      throw error;
    }
    if (!signal.aborted) return { type: 'lease', lease };
    this.release(lease);
    throw signal.reason;
  }

  private async lease(domain: string, fresh: boolean): Promise<Lease> {
    const kept = fresh ? null : await this.takeIdle();
    if (kept === null && this.room.taken + this.idle.length > this.options.maxConnections)
      this.idle.shift()?.connection.quit();
    const connection = kept?.connection ?? (await this.noted(this.connect()));
    return this.leased(domain, connection, kept?.messages ?? 0);
  }

  /** `messages`: how many went over it before. */
  private leased(domain: string, connection: SMTPConnection, messages: number): Lease {
    const lease: Lease = { connection, domain, reused: messages > 0, onLost: null };
    this.used.set(connection, messages + 1);
    this.leases.set(connection, lease);
    this.failure = null;
    return lease;
  }

  private async noted(connecting: Promise<SMTPConnection>): Promise<SMTPConnection> {
    try {
      return await connecting;
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }

  /** Why nobody has had a connection for longer than one waits for one; null: somebody has. */
  private whyUnserved(): Error | null {
    const isServing = this.leases.size > 0 || performance.now() - this.servedAt < this.options.patienceMs;
    if (isServing) return null;
    return this.failure ?? Object.assign(new Error('no connection yet'), { code: 'ECONNECTION', command: 'CONN' });
  }

  /** Gives the connection back for the next message. */
  release(lease: Lease, isClean = false): void {
    const messages = this.used.get(lease.connection) ?? 0;
    if (this.closed || messages >= this.options.maxMessages || lease.connection.destroyed) {
      this.discard(lease, true);
      return;
    }
    this.forget(lease);
    this.idle.push({ connection: lease.connection, messages, since: Date.now(), isClean });
    this.sweepLater();
    this.room.end(lease.domain);
  }

  /** Ends the connection: at once, so that bytes not yet written are never written, or politely with QUIT. */
  discard(lease: Lease, politely: boolean): void {
    this.forget(lease);
    if (politely) lease.connection.quit();
    else lease.connection.close();
    this.room.end(lease.domain);
  }

  close(): void {
    this.closed = true;
    if (this.sweeper !== null) clearTimeout(this.sweeper);
    for (const { connection } of this.idle.splice(0)) connection.quit();
  }

  private forget(lease: Lease): void {
    this.used.delete(lease.connection);
    this.leases.delete(lease.connection);
    this.servedAt = performance.now();
  }

  private async takeIdle(): Promise<Idle | null> {
    for (let kept = this.idle.pop(); kept !== undefined; kept = this.idle.pop()) {
      const { connection } = kept;
      const idleMs = Date.now() - kept.since;
      if (connection.destroyed || idleMs > this.options.idleMs) connection.close();
      else if (kept.isClean && idleMs < this.options.trustMs) return kept;
      else if (await reset(connection)) return kept;
      else connection.close();
    }
    return null;
  }

  private connect(): Promise<SMTPConnection> {
    const { server, options } = this;
    const connection = newSmtpConnection(server, options.handshakeMs);
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        // The reason first: closing tells the 'end' listener below at once.
        reject(error);
        connection.close();
      };
      connection.on('error', (error) => {
        this.leases.get(connection)?.onLost?.(error);
        fail(error);
      });
      connection.on('end', () => {
        const error = Object.assign(new Error('the server closed the connection'), {
          code: 'ECONNECTION',
          command: 'CONN',
        });
        this.leases.get(connection)?.onLost?.(error);
        reject(error);
      });
      connection.connect((error) => {
        if (error) fail(error);
        else if (server.auth === null) resolve(connection);
        else connection.login(server.auth, (failure) => (failure ? fail(failure) : resolve(connection)));
      });
    });
  }

  private sweepLater(): void {
    if (this.sweeper !== null) return;
    this.sweeper = setTimeout(() => {
      this.sweeper = null;
      const old = Date.now() - this.options.idleMs;
      for (const { connection } of this.idle.filter((kept) => kept.since <= old)) connection.quit();
      this.idle = this.idle.filter((kept) => kept.since > old);
      if (this.idle.length > 0) this.sweepLater();
    }, this.options.idleMs);
    this.sweeper.unref();
  }
}

/** RSET, with a short patience: a server that went away answers nothing. */
function reset(connection: SMTPConnection): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (ready: boolean) => {
      clearTimeout(timer);
      connection.off('end', onEnd);
      resolve(ready);
    };
    const onEnd = () => done(false);
    const timer = setTimeout(onEnd, 3000);
    connection.once('end', onEnd);
    connection.reset((error) => done(!error));
  });
}

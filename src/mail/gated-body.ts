import { Readable } from 'node:stream';

const CHUNK = 16 * 1024;

/**
 * The message as a stream whose end, and with it the final dot, waits for the gate. A server throws away a message
 * without its dot, so as long as the end was not given nothing has been delivered.
 */
export class GatedBody extends Readable {
  private offset = 0;
  private progress: 'none' | 'part' | 'whole' = 'none';
  private asking: Promise<void> | null = null;

  constructor(
    private readonly raw: Uint8Array,
    private readonly gate: () => Promise<boolean>,
    /** The gate said no, or threw. The end is never given then. */
    private readonly onStopped: (error: unknown) => void,
  ) {
    super({ highWaterMark: CHUNK });
  }

  /** How much the connection has taken: `whole` means that the end was given and the dot may have been written. */
  get bodyRead(): 'none' | 'part' | 'whole' {
    return this.progress;
  }

  /** Resolves once a gate that is being asked has answered; the ledger is then settled either way. */
  settled(): Promise<void> {
    return this.asking ?? Promise.resolve();
  }

  override _read(): void {
    if (this.offset < this.raw.length) {
      const chunk = this.raw.subarray(this.offset, this.offset + CHUNK);
      this.offset += chunk.length;
      this.progress = 'part';
      this.push(chunk);
      return;
    }
    this.asking ??= this.askGate();
  }

  private async askGate(): Promise<void> {
    try {
      const mayGo = await this.gate();
      if (!mayGo) {
        this.onStopped(null);
        return;
      }
      // The connection may have gone while the gate was asked: then no dot was written and none will be.
      if (this.destroyed) return;
      this.progress = 'whole';
      this.push(null);
    } catch (error) {
      this.onStopped(error ?? new Error('the gate failed'));
    }
  }
}

import { Readable, type Transform, type Writable } from 'node:stream';

const SETTLED = Promise.resolve();
const [LINE_FEED, CARRIAGE_RETURN, DOT] = [0x0a, 0x0d, 0x2e];
/** What ends a message. */
export const FINAL_DOT = '.\r\n';
const FINAL_BYTES = Buffer.from(FINAL_DOT);

/** A message whose gate has said yes: it is given in one piece and with its end, once the server wants it. */
export class WholeBody extends Readable {
  private isGiven = false;

  /** `onWire`: the same with its dot, from whoever knows that nothing in it has to be mended. */
  constructor(
    private readonly raw: Uint8Array,
    private readonly onWire: Uint8Array | null,
  ) {
    super();
  }

  /** How much the connection has taken; with the end the dot may have been written. */
  get bodyRead(): 'none' | 'whole' {
    return this.isGiven ? 'whole' : 'none';
  }

  settled(): Promise<void> {
    return SETTLED;
  }

  /** Past the library's own look at each byte if there is nothing for it to mend: the dot goes in the same packet then. */
  override pipe<Into extends NodeJS.WritableStream>(into: Into): Into {
    this.isGiven = true;
    const stuffing = into as unknown as Transform & Writable;
    const onWire = this.onWire ?? (isReadyForWire(this.raw) ? Buffer.concat([this.raw, FINAL_BYTES]) : null);
    if (onWire === null) stuffing.end(this.raw);
    else {
      stuffing.push(onWire);
      stuffing.push(null);
    }
    return into;
  }
}

/** Whether all lines, the last one too, end with CRLF and none begins with a dot (RFC 5321, 4.5.2 and 2.3.8). */
export function isReadyForWire(raw: Uint8Array): boolean {
  let before = LINE_FEED;
  for (let index = 0; index < raw.length; index++) {
    const byte = raw[index] as number;
    if (byte === LINE_FEED ? before !== CARRIAGE_RETURN : before === CARRIAGE_RETURN) return false;
    if (byte === DOT && before === LINE_FEED) return false;
    before = byte;
  }
  return before === LINE_FEED && raw.length > 0;
}

/** Throws where other bytes were to go out than those of the message and its dot: of the same memory, which costs nothing to see. */
export function assertOnWire(onWire: Uint8Array, raw: Uint8Array): void {
  const begins = onWire.buffer === raw.buffer && onWire.byteOffset === raw.byteOffset;
  if (!begins || onWire.length !== raw.length + FINAL_DOT.length)
    throw new Error('other bytes were to go out than the message has');
}

import { appendFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomFrom } from './options.js';
import { DOOR_TROUBLES, type DoorTrouble, type SmtpTrouble, troubleOf } from './smtp-troubles.js';

/*
 * A mail server as a process of its own, with the troubles of smtp-troubles.ts. What it takes is in the first file before
 * it answers, what it did wrong in the second; both are told on standard output, with the recipient told already before
 * the body ends. Arguments: the two files and a seed. `shut <ms>` on standard input: it takes no connection for so long.
 */

const [mails = '', troubles = '', seed = '1'] = process.argv.slice(2);
const random = randomFrom(Number(seed));
/** A body that stands still is given up; whoever looks for a mail in doubt looks later than this. */
const BODY_IDLE_MS = 5000;
const SLOW_MS = 250;
const DOOR_SHARE = 0.04;

const say = (line: { readonly [key: string]: unknown }) => process.stdout.write(`${JSON.stringify(line)}\n`);
const note = (file: string, line: { readonly [key: string]: unknown }) =>
  appendFileSync(file, `${JSON.stringify({ ...line, at: Date.now() })}\n`);

const tried = new Set<string>();

/** What goes wrong at this point of this recipient's message, if anything. */
function misdeed(at: SmtpTrouble['at'], to: string): SmtpTrouble['do'] | null {
  const trouble = troubleOf(to);
  if (trouble === undefined || trouble.at !== at || (trouble.times === 'first' && tried.has(to))) return null;
  tried.add(to);
  return trouble.do;
}

class Conversation {
  private buffer = '';
  private inBody = false;
  private to = '';
  private silent = false;
  private idle: NodeJS.Timeout | null = null;
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly socket: Socket,
    private readonly door: DoorTrouble | null,
  ) {
    socket.setNoDelay(true).on('error', () => socket.destroy());
    socket.on('close', () => this.idle !== null && clearTimeout(this.idle));
    socket.on('data', (chunk) => {
      this.buffer += chunk.toString('latin1');
      this.watchBody();
      // One after the other: a slow answer must not be overtaken.
      this.working = this.working.then(() => this.read());
    });
    if (door === 'drop-greeting') this.end(door);
    else if (door === 'busy-greeting') this.end(door, '421 4.3.2 busy, try again in 30 seconds');
    else if (door === 'silent-greeting') this.fallSilent(door);
    else this.write('220 sink ESMTP');
  }

  private write(line: string): void {
    if (!this.silent) this.socket.write(`${line}\r\n`);
  }

  private end(trouble: string, line?: string): void {
    note(troubles, { trouble, to: this.to });
    if (line === undefined) this.socket.destroy();
    else this.socket.end(`${line}\r\n`);
    this.silent = true;
  }

  private fallSilent(trouble: string): void {
    note(troubles, { trouble, to: this.to });
    this.silent = true;
  }

  private watchBody(): void {
    if (this.idle !== null) clearTimeout(this.idle);
    this.idle = this.inBody ? setTimeout(() => this.socket.destroy(), BODY_IDLE_MS) : null;
  }

  private async read(): Promise<void> {
    while (!this.silent) {
      const mark = this.inBody ? '\r\n.\r\n' : '\r\n';
      if (this.inBody && (await this.answerTo('body', null))) return;
      const end = this.buffer.indexOf(mark);
      if (end < 0) return;
      const text = this.buffer.slice(0, end);
      this.buffer = this.buffer.slice(end + mark.length);
      if (this.inBody) await this.take(text);
      else await this.command(text);
    }
  }

  private async command(line: string): Promise<void> {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO' && this.door === 'silent-ehlo') return this.fallSilent(this.door);
    if (verb === 'EHLO') return this.write('250-sink\r\n250 SIZE 1000000');
    if (verb === 'MAIL' && this.door === 'silent-mail') return this.fallSilent(this.door);
    if (verb === 'MAIL' && this.door === 'drop-mail') return this.end(this.door);
    if (verb === 'RCPT') {
      this.to = /<([^>]*)>/.exec(line)?.[1] ?? '';
      say({ at: 'rcpt', to: this.to });
      await this.answerTo('rcpt', '250 2.1.5 ok');
    } else if (verb === 'DATA') {
      this.inBody = !(await this.answerTo('data', '354 go on'));
      this.watchBody();
    } else if (verb === 'QUIT') this.socket.end('221 bye\r\n');
    else this.write('250 2.0.0 ok');
  }

  /** Answers as the recipient's domain does; says whether that was another than the proper answer. */
  private async answerTo(at: 'rcpt' | 'data' | 'body', proper: string | null): Promise<boolean> {
    const wrong = misdeed(at, this.to);
    if (wrong === null) {
      if (proper === null) return false;
      if (troubleOf(this.to)?.do === 'wait') await sleep(SLOW_MS);
      this.write(proper);
      return false;
    }
    const { to } = this;
    if (typeof wrong === 'object' && wrong.thenDrop !== true) {
      note(troubles, { trouble: `${at} ${wrong.reply.slice(0, 3)}`, to });
      this.write(wrong.reply);
    } else if (typeof wrong === 'object') this.end(`${at} ${wrong.reply.slice(0, 3)}`, wrong.reply);
    else this.fallSilent(`${at} ${wrong}`);
    return true;
  }

  private async take(text: string): Promise<void> {
    this.inBody = false;
    this.watchBody();
    const { to } = this;
    const messageId = /^message-id:\s*(<[^>]+>)/im.exec(text)?.[1] ?? '';
    const wrong = misdeed('dot', to);
    if (typeof wrong === 'object' && wrong !== null) {
      note(troubles, { trouble: `dot ${wrong.reply.slice(0, 3)}`, to, messageId });
      return this.write(wrong.reply);
    }
    if (wrong !== null) note(troubles, { trouble: `dot ${wrong}`, to, messageId });
    if (wrong === 'drop') {
      this.silent = true;
      this.socket.destroy();
      return;
    }
    note(mails, { to, messageId });
    say({ at: 'taken', to });
    if (wrong !== null) this.silent = true;
    if (wrong === 'take-and-drop') this.socket.destroy();
    if (wrong !== null) return;
    await sleep(troubleOf(to)?.do === 'wait' ? SLOW_MS : random() * 15);
    this.write('250 2.0.0 kept');
  }
}

let connections = 0;
const server: Server = createServer((socket) => {
  connections += 1;
  const strikes = connections > 8 && random() < DOOR_SHARE;
  new Conversation(socket, strikes ? (DOOR_TROUBLES[Math.floor(random() * DOOR_TROUBLES.length)] ?? null) : null);
});
let port = 0;
let shutUntil = 0;
/** Another process may have been given the port meanwhile; it lets it go soon. */
server.on('error', () => setTimeout(reopen, 200));
function reopen(): void {
  if (Date.now() < shutUntil) setTimeout(reopen, shutUntil - Date.now());
  else if (!server.listening) server.listen(port, '127.0.0.1');
}
server.listen(0, '127.0.0.1');
server.once('listening', () => {
  const address = server.address();
  port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  say({ port });
});
process.stdin.on('end', () => process.exit(0));
process.stdin.on('data', (chunk) => {
  const ms = Number(/^shut (\d+)/.exec(String(chunk))?.[1] ?? 0);
  if (ms === 0) return;
  note(troubles, { trouble: 'refused connections', to: '' });
  shutUntil = Math.max(shutUntil, Date.now() + ms);
  server.close();
  setTimeout(reopen, ms);
});

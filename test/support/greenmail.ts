import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ImapFlow } from 'imapflow';
import { inject } from 'vitest';
import type { ImapServer } from '../../src/activities/inbound-ports.js';
import { answers, freePort } from '../../src/dev/ports.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the jar of GreenMail, a server for SMTP and IMAP. */
    readonly greenMail: string;
  }
}

const HOST = '127.0.0.1';
const PASSWORD = 'a secret';
const MAILBOXES = 40;

/** A real server for mail in and out, in memory: what it keeps is gone when it stops. */
export class GreenMail {
  private next = 0;
  private constructor(
    private process: ChildProcess,
    private readonly ports: { readonly smtp: number; readonly imap: number; readonly imaps: number },
  ) {}

  static async start(): Promise<GreenMail> {
    const ports = { smtp: await freePort(), imap: await freePort(), imaps: await freePort() };
    return new GreenMail(await launch(ports), ports);
  }

  /** A mailbox that no other test has. */
  mailbox(): TestMailbox {
    const address = `box${this.next++}@ours.example`;
    if (this.next > MAILBOXES) throw new Error(`a test wants more than the ${MAILBOXES} mailboxes that there are`);
    return new TestMailbox(address, this.server(address), this.server(address, 'implicit'));
  }

  private server(user: string, tls: 'none' | 'implicit' = 'none'): ImapServer {
    const port = tls === 'none' ? this.ports.imap : this.ports.imaps;
    return { host: HOST, port, tls, user, password: PASSWORD };
  }

  /** It dies, and comes back with nothing in it and other UIDs. */
  async startAnew(): Promise<void> {
    await this.stop();
    this.process = await launch(this.ports);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
  }
}

async function launch({ smtp, imap, imaps }: { smtp: number; imap: number; imaps: number }): Promise<ChildProcess> {
  const users = Array.from({ length: MAILBOXES }, (_, n) => `box${n}:${PASSWORD}@ours.example`);
  const settings = {
    users: users.join(','),
    'users.login': 'email',
    ...{ 'smtp.hostname': HOST, 'smtp.port': smtp },
    ...{ 'imap.hostname': HOST, 'imap.port': imap },
    ...{ 'imaps.hostname': HOST, 'imaps.port': imaps },
  };
  const flags = Object.entries(settings).map(([name, value]) => `-Dgreenmail.${name}=${value}`);
  const java = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', ...flags, '-jar', inject('greenMail')];
  const child = spawn('java', java, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-2_000);
  });
  const isUp = async () => (await answers(imap)) && (await answers(imaps)) && (await answers(smtp));
  for (let attempt = 0; attempt < 600 && child.exitCode === null; attempt += 1) {
    if (await isUp()) return child;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  throw new Error(`GreenMail did not start: ${said}`);
}

/** A mailbox as its owner's mail program sees it. */
export class TestMailbox {
  constructor(
    readonly address: string,
    readonly server: ImapServer,
    readonly overTls: ImapServer,
  ) {}

  /** A mail arrives in a folder, which is made if there is none. */
  put(raw: Buffer | string, folder = 'INBOX'): Promise<void> {
    return this.open(async (client) => {
      if (folder !== 'INBOX') await client.mailboxCreate(folder);
      await client.append(folder, Buffer.from(raw));
    });
  }

  /** Its owner throws everything away. */
  empty(): Promise<void> {
    return this.open(async (client) => {
      await client.mailboxOpen('INBOX');
      await client.messageDelete('1:*');
    });
  }

  /** How many mails there are, and how many of them nobody has read. */
  counts(): Promise<{ readonly all: number; readonly unread: number }> {
    return this.open(async (client) => {
      const status = await client.status('INBOX', { messages: true, unseen: true });
      if (status === false) throw new Error('the mailbox has no INBOX');
      return { all: status.messages ?? 0, unread: status.unseen ?? 0 };
    });
  }

  private async open<T>(work: (client: ImapFlow) => Promise<T>): Promise<T> {
    const { host, port, user, password } = this.server;
    const client = new ImapFlow({
      host,
      port,
      secure: false,
      doSTARTTLS: false,
      auth: { user, pass: password },
      logger: false,
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      client.close();
    }
  }
}

import { createServer, type Server, type Socket } from 'node:net';

/** Where in the conversation, and what then happens in place of the proper answer. */
export interface Misdeed {
  readonly at: 'greeting' | 'ehlo' | 'mail' | 'rcpt' | 'data' | 'body' | 'dot' | 'rset';
  /** A reply (ending the lines is the server's work); `drop` the connection; `hang` without a word. */
  readonly do: 'drop' | 'hang' | { readonly reply: string; readonly thenDrop?: boolean };
  /** The misdeed happens at this occurrence only, counted from 1; always if left out. */
  readonly nth?: number;
}

export interface MisbehavingSmtp {
  readonly port: number;
  /** Messages whose final dot was read, in order, whatever was answered then. */
  readonly delivered: { readonly from: string; readonly to: readonly string[]; readonly data: string }[];
  readonly commands: string[];
  readonly connections: () => number;
  close(): Promise<void>;
}

/** A bare SMTP server on loopback that does one thing wrong, or nothing. */
export async function startMisbehavingSmtp(misdeed?: Misdeed): Promise<MisbehavingSmtp> {
  const sockets = new Set<Socket>();
  const delivered: MisbehavingSmtp['delivered'] = [];
  const commands: string[] = [];
  const counts = new Map<string, number>();
  let connections = 0;
  const answer = (socket: Socket, at: Misdeed['at'], proper: string): boolean => {
    const count = (counts.get(at) ?? 0) + 1;
    counts.set(at, count);
    if (misdeed?.at !== at || (misdeed.nth !== undefined && misdeed.nth !== count)) {
      socket.write(`${proper}\r\n`);
      return true;
    }
    if (misdeed.do === 'hang') return false;
    if (misdeed.do === 'drop') socket.destroy();
    else if (misdeed.do.thenDrop) socket.end(`${misdeed.do.reply}\r\n`);
    else socket.write(`${misdeed.do.reply}\r\n`);
    return false;
  };
  const server: Server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    converse(socket, { answer, delivered, commands, misdeed });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the test server has no port');
  return {
    port: address.port,
    delivered,
    commands,
    connections: () => connections,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

interface Talk {
  readonly answer: (socket: Socket, at: Misdeed['at'], proper: string) => boolean;
  readonly delivered: MisbehavingSmtp['delivered'];
  readonly commands: string[];
  readonly misdeed: Misdeed | undefined;
}

function converse(socket: Socket, { answer, delivered, commands, misdeed }: Talk): void {
  let buffer = '';
  let inBody = false;
  let from = '';
  let to: string[] = [];
  answer(socket, 'greeting', '220 test ESMTP');
  const onCommand = (line: string) => {
    commands.push(line);
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') answer(socket, 'ehlo', '250-test\r\n250 SIZE 1000000');
    else if (verb === 'HELO') answer(socket, 'ehlo', '250 test');
    else if (verb === 'MAIL') {
      from = line;
      to = [];
      answer(socket, 'mail', '250 2.1.0 ok');
    } else if (verb === 'RCPT') {
      if (answer(socket, 'rcpt', '250 2.1.5 ok')) to.push(line);
    } else if (verb === 'DATA') inBody = answer(socket, 'data', '354 go on');
    else if (verb === 'RSET') answer(socket, 'rset', '250 reset');
    else if (verb === 'QUIT') socket.end('221 bye\r\n');
    else socket.write('250 ok\r\n');
  };
  socket.on('data', (chunk) => {
    buffer += chunk.toString('latin1');
    for (;;) {
      if (inBody) {
        if (misdeed?.at === 'body') {
          inBody = false;
          answer(socket, 'body', '');
          return;
        }
        const end = buffer.indexOf('\r\n.\r\n');
        if (end < 0) return;
        delivered.push({ from, to: [...to], data: buffer.slice(0, end) });
        buffer = buffer.slice(end + 5);
        inBody = false;
        answer(socket, 'dot', '250 2.0.0 queued as 1');
      } else {
        const end = buffer.indexOf('\r\n');
        if (end < 0) return;
        onCommand(buffer.slice(0, end));
        buffer = buffer.slice(end + 2);
      }
    }
  });
}

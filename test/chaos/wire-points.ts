import { channel } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { WirePoint } from './points.js';

/**
 * Passes the points of each SMTP conversation of this process with the server on `port`. It looks at what the sockets
 * write and read, so the mailer is the one of production.
 */
export function watchWire(port: number, pass: (point: WirePoint) => void): void {
  channel('net.client.socket').subscribe((message) => {
    const { socket } = message as { readonly socket: Socket };
    const connect = socket.connect.bind(socket) as (...args: unknown[]) => Socket;
    Object.assign(socket, {
      connect(...args: unknown[]) {
        if (portOf(args) !== port) return connect(...args);
        pass('beforeConnect');
        socket.once('connect', () => pass('afterConnect'));
        const connecting = connect(...args);
        // Not before: connecting gives a socket its own `write` back.
        watch(socket, pass);
        return connecting;
      },
    });
  });
}

/** Within Node the arguments come normalised, as one list. */
function portOf(args: readonly unknown[]): number | null {
  const [first] = args;
  const options = Array.isArray(first) ? first[0] : first;
  return typeof options === 'object' && options !== null && 'port' in options ? Number(options.port) : null;
}

const COMMANDS: readonly (readonly [string, WirePoint])[] = [
  ['MAIL FROM', 'beforeMail'],
  ['RCPT TO', 'beforeRcpt'],
  ['DATA', 'beforeData'],
];

function watch(socket: Socket, pass: (point: WirePoint) => void): void {
  let stage: 'commands' | 'body' | 'ended' = 'commands';
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  const emit = socket.emit.bind(socket) as (...args: unknown[]) => boolean;
  Object.assign(socket, {
    write(chunk: unknown, ...rest: unknown[]) {
      const text = String(chunk);
      if (stage === 'body') {
        // The library writes the dot by itself, when the body's stream has ended.
        if (text !== '.\r\n' && text !== '\r\n.\r\n') {
          pass('inBody');
          return write(chunk, ...rest);
        }
        pass('beforeDot');
        stage = 'ended';
        const done = write(chunk, ...rest);
        write('', () => pass('afterDot'));
        return done;
      }
      const command = COMMANDS.find(([word]) => text.startsWith(word));
      if (command !== undefined) pass(command[1]);
      return write(chunk, ...rest);
    },
    emit(name: unknown, ...rest: unknown[]) {
      if (name === 'data') {
        const text = String(rest[0]);
        if (stage === 'commands' && text.startsWith('354')) stage = 'body';
        else if (stage === 'ended') {
          stage = 'commands';
          pass('replyRead');
        }
      }
      return emit(name, ...rest);
    },
  });
}

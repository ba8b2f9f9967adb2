import { connect, createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** Tries to listen on a loopback port; 0 asks for any free one. Resolves with the port, or undefined when taken. */
function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}

/** Whether something answers; a listener on 0.0.0.0 does not always stop a bind on 127.0.0.1. */
export function answers(port: number, host = LOOPBACK, timeoutMs = 500): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(timeoutMs, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

export async function isPortFree(port: number): Promise<boolean> {
  return (await tryListen(port)) !== undefined && !(await answers(port));
}

const handedOut = new Set<number>();

/**
 * The preferred loopback port if it is free, else any free one. A port is handed out once per process,
 * because the part that asked for it may not listen on it yet.
 */
export async function freePort(preferred = 0): Promise<number> {
  if (preferred !== 0 && !handedOut.has(preferred) && (await isPortFree(preferred))) {
    handedOut.add(preferred);
    return preferred;
  }
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = await tryListen(0);
    if (port !== undefined && !handedOut.has(port)) {
      handedOut.add(port);
      return port;
    }
  }
  throw new Error('no free port on 127.0.0.1 after 50 tries; expected one in the system range of temporary ports');
}

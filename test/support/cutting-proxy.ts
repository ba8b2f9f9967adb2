import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between a client and a server and breaks connections as a bad line would. */
export interface CuttingProxy {
  readonly port: number;
  /** Connections that were made through it. */
  readonly made: () => number;
  /** Cuts the next connection after so many bytes from the server. */
  cutAfter(bytes: number): void;
  /** Cuts what is open. */
  cutAll(): void;
  stop(): Promise<void>;
}

export async function startCuttingProxy(to: { readonly host: string; readonly port: number }): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  let made = 0;
  let limit: number | null = null;
  const server = createServer((client) => {
    made += 1;
    const upstream = connect(to);
    let left = limit;
    limit = null;
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        open.delete(socket);
        end();
      });
    }
    client.on('data', (chunk) => upstream.write(chunk));
    upstream.on('data', (chunk) => {
      client.write(left === null ? chunk : chunk.subarray(0, left));
      if (left === null) return;
      left -= chunk.length;
      if (left <= 0) end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    made: () => made,
    cutAfter: (bytes) => {
      limit = bytes;
    },
    cutAll: () => {
      for (const socket of open) socket.destroy();
    },
    stop: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

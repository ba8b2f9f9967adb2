import { createServer } from 'node:http';
import path from 'node:path';
import { startMailReceiver } from './mail-smtp.js';
import { openMailStore } from './mail-store.js';
import { createMailHandler } from './mail-web.js';
import { freePort, LOOPBACK } from './ports.js';

export interface MailCatcher {
  /** Address for SMTP_URL. */
  readonly smtpUrl: string;
  /** Address of the web inbox, and of its JSON API below /api. */
  readonly webUrl: string;
  stop(): Promise<void>;
}

export interface MailCatcherOptions {
  readonly dataDir: string;
  readonly smtpPort?: number;
  readonly webPort?: number;
}

/** Starts an SMTP server that keeps every mail below the data folder, and a page to read them. Loopback only. */
export async function startMailCatcher(options: MailCatcherOptions): Promise<MailCatcher> {
  const store = await openMailStore(path.join(options.dataDir, 'mail'));
  const receiver = await startMailReceiver(store, options.smtpPort ?? 4625);
  const webPort = await freePort(options.webPort ?? 4680);
  const handle = createMailHandler(store, webPort);
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(`The inbox failed: ${error instanceof Error ? error.message : String(error)}\n`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(webPort, LOOPBACK, resolve);
  });
  return {
    smtpUrl: `smtp://${LOOPBACK}:${receiver.port}`,
    webUrl: `http://${LOOPBACK}:${webPort}`,
    stop: async () => {
      await receiver.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await store.close();
    },
  };
}

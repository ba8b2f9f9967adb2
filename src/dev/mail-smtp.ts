import { SMTPServer } from 'smtp-server';
import type { MailStore } from './mail-store.js';
import { freePort, LOOPBACK } from './ports.js';

const MOST_BYTES = 30 * 1024 * 1024;

export interface MailReceiver {
  readonly port: number;
  stop(): Promise<void>;
}

/** An SMTP server on loopback that accepts everything, with or without a login, and answers 250 once it is kept. */
export async function startMailReceiver(store: MailStore, preferredPort: number): Promise<MailReceiver> {
  const port = await freePort(preferredPort);
  const server = new SMTPServer({
    banner: 'Followthrough mail catcher',
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    size: MOST_BYTES,
    closeTimeout: 500,
    onAuth: (_auth, _session, done) => done(null, { user: 'anybody' }),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(replyError(552, `more than ${MOST_BYTES} bytes`));
        const { mailFrom, rcptTo } = session.envelope;
        const envelope = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map((recipient) => recipient.address),
        };
        store.add(envelope, Buffer.concat(chunks)).then(
          (row) => done(null, `kept as ${row.id}`),
          (error: unknown) => done(replyError(451, `could not be kept: ${String(error)}`)),
        );
      });
    },
  });
  // A client that goes away in the middle is its own affair.
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => resolve());
  });
  return { port, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

function replyError(code: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code });
}

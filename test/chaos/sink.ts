import { appendFileSync } from 'node:fs';
import { SMTPServer } from 'smtp-server';

/*
 * A mail server as a process of its own. What it takes is in its file before it answers 250, and told on standard
 * output, with the recipient told already before the body ends. First argument: the file.
 */

const file = process.argv[2] ?? '';
const say = (line: { readonly [key: string]: unknown }) => process.stdout.write(`${JSON.stringify(line)}\n`);

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  // A body that stands still is given up soon; whoever looks for a mail in doubt looks later than this.
  socketTimeout: 5000,
  onRcptTo(address, _session, done) {
    say({ at: 'rcpt', to: address.address });
    done();
  },
  onData(stream, session, done) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const messageId = /^message-id:\s*(<[^>]+>)/im.exec(Buffer.concat(chunks).toString('latin1'))?.[1] ?? '';
      const to = session.envelope.rcptTo[0]?.address ?? '';
      appendFileSync(file, `${JSON.stringify({ to, messageId, at: Date.now() })}\n`);
      say({ at: 'taken', to });
      setTimeout(() => done(), Math.random() * 15);
    });
  },
});
server.on('error', () => undefined);
server.listen(0, '127.0.0.1', () => {
  const address = server.server.address();
  say({ port: typeof address === 'object' ? address?.port : 0 });
});
process.stdin.on('end', () => process.exit(0)).resume();

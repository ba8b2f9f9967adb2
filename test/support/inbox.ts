import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
}

/**
 * An SMTP server that keeps what it accepts. `named` may delay or refuse before any of the mail is taken, `before` when all of it
 * is; `after` acts between storing and the 250.
 */
export interface Inbox {
  readonly url: string;
  readonly mails: ReceivedMail[];
  named: (to: string) => Promise<void>;
  before: (to: string) => Promise<void>;
  after: (mail: ReceivedMail) => Promise<void>;
  stop(): Promise<void>;
}

interface InboxOptions {
  /** Only who logs in so may send; absent: everybody may. */
  readonly login?: { readonly user: string; readonly password: string };
}

export async function startInbox({ login }: InboxOptions = {}): Promise<Inbox> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: login === undefined,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === login?.user && password === login?.password
        ? done(null, { user: username })
        : done(new Error('Invalid username or password')),
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => void inbox.named(address).then(() => done(), done),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks);
        accept(raw, session.envelope)
          .then(() => done())
          .catch((error: Error) => done(error));
      });
    },
  });
  const accept = async (
    raw: Buffer,
    envelope: { mailFrom: false | { address: string }; rcptTo: { address: string }[] },
  ) => {
    const to = envelope.rcptTo.map((recipient) => recipient.address);
    await inbox.before(to[0] ?? '');
    const parsed = await simpleParser(raw);
    const mail: ReceivedMail = {
      from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
      to,
      raw,
      messageId: parsed.messageId ?? '',
      subject: parsed.subject ?? '',
      text: parsed.text ?? '',
    };
    mails.push(mail);
    await inbox.after(mail);
  };
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const inbox: Inbox = {
    url: `smtp://127.0.0.1:${port}?tls=off`,
    mails,
    named: async () => {},
    before: async () => {},
    after: async () => {},
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return inbox;
}

/** An error with which `before` makes the server answer a code, for example 451. */
export const smtpReply = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });

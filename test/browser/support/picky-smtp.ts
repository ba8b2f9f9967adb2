import nodemailer from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { freePort, LOOPBACK } from '../../../src/dev/ports.js';

/** Recipients of this domain are refused for good. */
export const REFUSED_DOMAIN = 'refused.example';

/** An SMTP server before the mail catcher that refuses some recipients: the catcher itself takes everything. */
export async function startPickySmtp(
  catcherUrl: string,
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const onwards = nodemailer.createTransport({ url: catcherUrl, pool: true });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 300,
    onRcptTo: ({ address }, _session, done) =>
      address.endsWith(`@${REFUSED_DOMAIN}`)
        ? done(Object.assign(new Error('5.1.1 no such mailbox'), { responseCode: 550 }))
        : done(),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const envelope = { from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map((to) => to.address) };
        onwards.sendMail({ envelope, raw: Buffer.concat(chunks) }).then(
          () => done(),
          (error: unknown) => done(Object.assign(new Error(String(error)), { responseCode: 451 })),
        );
      });
    },
  });
  server.on('error', () => undefined);
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, LOOPBACK, () => resolve()));
  return {
    url: `smtp://${LOOPBACK}:${port}?tls=off`,
    stop: async () => {
      onwards.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

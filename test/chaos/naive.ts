import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createSmtpMailer } from '../../src/mail/smtp-mailer.js';
import { parseSmtpUrl } from '../../src/mail/smtp-server.js';

/* The control: it sends what it has not marked as sent, and marks it after the 250. Arguments: SMTP URL, file, how many. */

const [url = '', file = '', most = '0'] = process.argv.slice(2);
const sent = new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);
const waiting = Array.from({ length: Number(most) }, (_, n) => `n${n}@naive.example`).filter((to) => !sent.has(to));
const mailer = createSmtpMailer({ server: parseSmtpUrl(url), maxConnections: 4 });
process.stdout.write('ready\n');
await Promise.all(
  Array.from({ length: 4 }, async () => {
    for (let to = waiting.shift(); to !== undefined; to = waiting.shift()) {
      const raw = Buffer.from(`Message-ID: <${to}>\r\nFrom: a@naive.example\r\nTo: ${to}\r\nSubject: hi\r\n\r\nhi\r\n`);
      await mailer.send(raw, { from: 'a@naive.example', to }, async () => true);
      appendFileSync(file, `${to}\n`);
    }
  }),
);
process.exit(0);

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import nodemailer from 'nodemailer';
import { createSmtpMailer } from '../src/mail/smtp-mailer.js';
import { parseSmtpUrl } from '../src/mail/smtp-server.js';
import { readNumbers } from './support/options.js';
import { median } from './support/statistics.js';

/*
 * Messages a second of our mailer (bytes composed once, checked against the one recipient, a question to the ledger before the
 * dot) against the bare pool of the mail library: the same mails to the same server over as many connections, in pairs that
 * take turns in who goes first. `npm run bench:mail -- --messages 2000 --rounds 5`. Nothing of the engine is in it.
 */

const { messages, rounds, connections } = readNumbers(process.argv.slice(2), {
  messages: 2000,
  rounds: 5,
  connections: 8,
});
/** More receiving domains than connections: one alone gets half of them (src/mail/turns.ts). */
const DOMAINS = 20;

const sink = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('support/sink.ts', import.meta.url))], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const [line] = (await once(sink.stdout, 'data')) as [Buffer];
const port = Number(String(line).trim());

const html = `<p>Dear Ada,</p>${'<p>A paragraph of a mail that is neither short nor long, with some words in it.</p>'.repeat(20)}`;
const text = html.replace(/<[^>]*>/g, ' ');
const mails = Array.from({ length: messages }, (_, n) => ({
  messageId: `<m${n}@bench.example>`,
  date: Date.UTC(2027, 0, 4, 9) + n,
  from: { name: 'David Love', address: 'david@bench.example' },
  to: { name: 'Ada Lovelace', address: `ada${n}@customer${n % DOMAINS}.example` },
  subject: `Offer ${n}`,
  ...{ html, text, references: [], attachments: [] },
}));

async function ours(): Promise<number> {
  const server = parseSmtpUrl(`smtp://127.0.0.1:${port}?tls=off`);
  const mailer = createSmtpMailer({ server, maxConnections: connections, deadlineMs: 600_000, patienceMs: 600_000 });
  const sent = await Promise.all(
    mails.map(async (mail) => {
      const envelope = { from: mail.from.address, to: mail.to.address };
      return await mailer.send(await mailer.compose(mail), envelope, async () => true);
    }),
  );
  mailer.close();
  return sent.filter(({ type }) => type === 'accepted').length;
}

async function bare(): Promise<number> {
  const pool = nodemailer.createTransport({
    ...{ pool: true, host: '127.0.0.1', port, ignoreTLS: true },
    ...{ maxConnections: connections, maxMessages: 50 },
  });
  const sent = await Promise.all(
    mails.map(({ date, references: _, ...mail }) => pool.sendMail({ ...mail, date: new Date(date) })),
  );
  pool.close();
  return sent.filter(({ response }) => response.startsWith('250')).length;
}

async function rateOf(send: () => Promise<number>): Promise<number> {
  const began = performance.now();
  const accepted = await send();
  if (accepted !== messages) throw new Error(`${accepted} of ${messages} mails were accepted`);
  return messages / ((performance.now() - began) / 1000);
}

const ratios: number[] = [];
for (let round = 0; round < rounds; round++) {
  const pair = { ours: 0, bare: 0 };
  const turns = round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const);
  for (const who of turns) pair[who] = await rateOf(who === 'ours' ? ours : bare);
  ratios.push(pair.ours / pair.bare);
  process.stdout.write(
    `${pair.ours.toFixed(0)} to ${pair.bare.toFixed(0)} messages a second: ${(pair.ours / pair.bare).toFixed(2)}\n`,
  );
}
process.stdout.write(
  `median of ${rounds} pairs of ${messages} over ${connections} connections: ${median(ratios).toFixed(2)}\n`,
);
sink.stdin.end();

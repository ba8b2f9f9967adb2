import { createTransport } from 'nodemailer';
import { z } from 'zod';

/*
 * The bare pool of the mail library in a process of its own. It is given the mails ready but for composing: of each language
 * one, in which only what is the receiver's own is put in.
 */

const options = z
  .strictObject({
    smtpUrl: z.string(),
    connections: z.number(),
    messages: z.number(),
    dkim: z.strictObject({ domainName: z.string(), keySelector: z.string(), privateKey: z.string() }).nullable(),
    mails: z.array(z.strictObject({ subject: z.string(), html: z.string(), text: z.string() })),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

const { hostname, port } = new URL(options.smtpUrl);
const pool = createTransport({
  ...{ host: hostname, port: Number(port), pool: true, maxConnections: options.connections, maxMessages: 500 },
  ...{ ignoreTLS: true, ...(options.dkim === null ? {} : { dkim: options.dkim }) },
});
const headers = { 'List-Id': '<greetings.sender.example>', 'Feedback-ID': 'bench:greetings:marketing:sender-example' };

async function send(n: number): Promise<void> {
  const mail = options.mails[n % options.mails.length];
  if (mail === undefined) throw new Error('a mail was expected');
  const unsubscribe = `https://mail.example.com/u/${String(n).padStart(40, 'x')}`;
  const own = (text: string) => text.replaceAll('{{n}}', String(n)).replaceAll('{{unsubscribe}}', unsubscribe);
  const { response } = await pool.sendMail({
    ...{ messageId: `<c.bench.${n}.0123456789ab@mail.example.com>`, date: new Date(), subject: mail.subject },
    from: { name: 'Marketing', address: 'marketing@sender.example' },
    to: { name: `Ada ${n}`, address: `ada${n}@customer-${n % 50}.example` },
    ...{ html: own(mail.html), text: own(mail.text) },
    headers: {
      ...{ ...headers, 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    },
  });
  if (!response.startsWith('250')) throw new Error('a mail was not accepted');
}

let peak = 0;
const watching = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 200);
process.stdin.on('end', () => process.exit(1)).resume();
process.stdout.write('ready\n');
process.stdin.once('data', async () => {
  const before = process.cpuUsage();
  let next = 0;
  const work = async () => {
    while (next < options.messages) {
      next += 1;
      await send(next);
    }
  };
  await Promise.all(Array.from({ length: options.connections * 2 }, work));
  clearInterval(watching);
  pool.close();
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${JSON.stringify({ settled: options.messages, peak, cpu: (user + system) / 1000 })}\n`, () =>
    process.exit(0),
  );
});

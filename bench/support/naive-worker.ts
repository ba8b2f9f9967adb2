import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createTransport } from 'nodemailer';
import pg from 'pg';
import { z } from 'zod';
import { quietRuntime } from '../../test/support/quiet-runtime.js';

/* The worker of the hand-written workflow: the SDK's own settings, mails by nodemailer's pool, a row in Postgres a step. */

const options = z
  .strictObject({
    databaseUrl: z.string(),
    smtpUrl: z.string(),
    address: z.string(),
    namespace: z.string(),
    taskQueue: z.string(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 10 });
const { hostname, port } = new URL(options.smtpUrl);
const mails = createTransport({ host: hostname, port: Number(port), pool: true, maxConnections: 8, ignoreTLS: true });
const log = (contactId: string, step: string) =>
  pool.query('insert into naive_log (contact_id, step, at) values ($1, $2, now())', [contactId, step]);

const activities = {
  async sendMail(contactId: string, step: string): Promise<void> {
    const { rows } = await pool.query('select name, email from contacts where id = $1', [contactId]);
    const { name, email } = rows[0] as { name: string; email: string };
    const words = `Dear ${name}, I look after new customers, and I will give you a ring in the next day or two.`;
    await mails.sendMail({
      ...{ from: 'rep@sender.example', to: email, subject: 'Your contact at our company' },
      ...{ text: words, html: `<p>${words}</p>` },
    });
    await log(contactId, step);
  },
  async createTask(contactId: string, step: string): Promise<void> {
    await pool.query(`insert into naive_tasks (contact_id, status) values ($1, 'open')`, [contactId]);
    await log(contactId, step);
  },
  async updateRecord(contactId: string, status: string): Promise<void> {
    await pool.query('update contacts set status = $2 where id = $1', [contactId, status]);
    await log(contactId, status);
  },
};
export type NaiveActivities = typeof activities;

quietRuntime();
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address: options.address }),
  namespace: options.namespace,
  taskQueue: options.taskQueue,
  workflowsPath: fileURLToPath(new URL('./naive-workflow.ts', import.meta.url)),
  activities,
});
process.on('SIGTERM', () => process.exit(0));
process.stdin.on('end', () => process.exit(1)).resume();
process.stdout.write('ready\n');
await worker.run();

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSeal } from '../../../src/db/seal.js';
import { AT, bounds, CampaignWorld } from '../../support/campaign-world.js';
import { MAILBOX_SECRET } from '../../support/mailbox-secret.js';

/* A campaign from each contact's owner, with a file of some megabytes: each over the owner's own mailbox, in bounded memory. */

const OWNERS = 30;
const PEOPLE = 60;
const FILE_BYTES = 3 * 2 ** 20;
const MOST_MB = 150;

interface Told {
  readonly user: string;
  readonly from: string;
  readonly to: string;
  readonly bytes: number;
}

/** A server that keeps nothing of a mail but who sent it as whom to whom, and how big it was. */
async function startSink(): Promise<{ readonly port: number; readonly told: Told[]; stop: () => Promise<void> }> {
  const told: Told[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    size: 64 * 2 ** 20,
    onAuth: ({ username = '', password }, _session, done) =>
      password === `secret of ${username}` ? done(null, { user: username }) : done(new Error('Invalid login')),
    onData(stream, { user, envelope }, done) {
      let bytes = 0;
      stream.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        told.push({ user: String(user), from, to: envelope.rcptTo[0]?.address ?? '', bytes });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return { port, told, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

let world: CampaignWorld;
let sink: Awaited<ReturnType<typeof startSink>>;
beforeEach(async () => {
  [world, sink] = await Promise.all([CampaignWorld.start(PEOPLE), startSink()]);
  mkdirSync(path.join(world.templates, 'attachments'));
  writeFileSync(path.join(world.templates, 'attachments/catalogue.pdf'), randomBytes(FILE_BYTES));
  const seal = createSeal(MAILBOX_SECRET);
  for (let n = 0; n < OWNERS; n++) {
    const [id, mailboxId] = [`usr_owner${n}`, `box-${n}`];
    const address = `owner${n}@sender.example`;
    await world.db.user.create({ data: { id, name: `Owner ${n}`, email: address, role: 'rep', createdAt: AT } });
    const smtpPassword = seal.seal(`secret of ${mailboxId}`, `mailboxes/${mailboxId}/smtp`);
    await world.db.mailbox.create({
      data: {
        ...{ id: mailboxId, kind: 'personal', ownerId: id, name: `Owner ${n}`, address },
        ...{ smtpHost: '127.0.0.1', smtpPort: sink.port, smtpTls: 'none', smtpUser: mailboxId, smtpPassword },
      },
    });
    await world.db.$executeRaw`
      UPDATE contacts SET "ownerId" = ${id} WHERE substr(id, 5)::int % ${OWNERS}::int = ${n}::int`;
  }
});
afterEach(async () => {
  await world.stop();
  await sink.stop();
});

/** The most that this process held of what can be freed while the work went on, in MB above what it held before. */
async function mostHeld(work: () => Promise<unknown>): Promise<number> {
  const held = () => {
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 2 ** 20;
  };
  const before = held();
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, held() - before);
  }, 20);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return most;
}

test('goes out over each owner’s own mailbox, and its file is held once, not once for each of them', async () => {
  await world.campaign({ recipients: PEOPLE, from: 'owner', email: ', attach: [catalogue.pdf]' });
  const lane = world.lane({ atOnce: 32, connections: { maxConnections: 16, deadlineMs: 60_000 } });
  const most = await mostHeld(() => lane.run('spring', bounds()));
  expect(await world.standings()).toEqual({ accepted: PEOPLE });
  expect(sink.told).toHaveLength(PEOPLE);
  expect(new Set(sink.told.map(({ to }) => to)).size).toBe(PEOPLE);
  for (const { user, from, to, bytes } of sink.told) {
    const owner = Number(/^ada(\d+)@/.exec(to)?.[1]) % OWNERS;
    expect({ user, from }).toEqual({ user: `box-${owner}`, from: `owner${owner}@sender.example` });
    expect(bytes).toBeGreaterThan((FILE_BYTES * 4) / 3);
  }
  // Encoded it is four megabytes: one for each of the owners would be that many times as much.
  expect(most).toBeLessThan(MOST_MB);
});

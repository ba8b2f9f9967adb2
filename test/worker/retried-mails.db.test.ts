import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createIncomingReads } from '../../src/db/inbound/incoming-reads.js';
import { createImapOpener } from '../../src/mail/inbound/imap-mailbox.js';
import { MOST_BROKEN_LINES } from '../../src/worker/mailboxes/read-folder.js';
import { mail } from '../mail/inbound/corpus/builders.js';
import { GreenMail } from '../support/greenmail.js';
import { ReadingWorld } from '../support/reading.js';
import { eventually } from '../support/system.js';

let nth = 0;

describe('a mail that could not be handled and is to be tried again', () => {
  let server: GreenMail;
  let world: ReadingWorld;

  beforeAll(async () => {
    server = await GreenMail.start();
    world = await ReadingWorld.start();
  });
  afterEach(() => world.rest());
  afterAll(async () => {
    await world?.stop();
    await server?.stop();
  });

  /** A mailbox with an answer that our own defect keeps from being handled, until it is mended. */
  async function defective() {
    nth += 1;
    const id = `again-${nth}`;
    const box = server.mailbox();
    const sent = await world.sent();
    await world.db.mailbox.create({ data: { id, name: id, address: box.address, imapHost: box.server.host } });
    const head = { From: sent.email, 'Message-ID': `<again.${nth}@customer.example>`, 'In-Reply-To': sent.messageId };
    await box.put(mail({ ...head, Subject: 'Re: The pumps we spoke about' }, 'Please call me.\n'));
    world.read([id, box.server]);
    const defect = { stands: true };
    const store = world.store();
    const readers = await world.readers({
      store: {
        ...store,
        take: async (taking) => {
          if (defect.stands) throw new RangeError('a defect');
          return await store.take(taking);
        },
      },
    });
    const [row] = await eventually(
      () => world.incoming(id),
      (rows) => rows.length === 1,
    );
    expect(row).toMatchObject({ kind: 'unhandled', why: 'RangeError' });
    return { box, sent, readers, defect, mailbox: id, id: row?.id ?? '' };
  }

  type Defective = Awaited<ReturnType<typeof defective>>;
  const by = { actorId: 'usr_ops', at: Date.now() };
  const ask = (id: string) => createIncomingReads(world.db).askAgain(id, by);
  const settled = ({ mailbox }: Defective) =>
    eventually(
      () => world.incoming(mailbox),
      ([row]) => row !== undefined && row.realAskedAt === null,
    );

  test('is fetched and handled by the reader that waits, under its id, and once', async () => {
    const kept = await defective();
    kept.defect.stands = false;
    expect(await ask(kept.id)).toMatchObject({ ok: true, value: { retry: 'asked', kind: 'unhandled' } });
    expect(await ask(kept.id)).toMatchObject({ ok: true, value: { retry: 'asked' } });
    await kept.readers.round();
    const rows = await settled(kept);
    expect(rows).toMatchObject([
      { id: kept.id, kind: 'reply', effect: 'replied', text: 'Please call me.', retried: null },
    ]);
    expect(await world.events(kept.sent.contactId)).toMatchObject([{ type: 'email.replied' }]);
    // Whoever asks once more is told what became of it.
    expect(await ask(kept.id)).toMatchObject({ ok: true, value: { kind: 'reply', retry: null } });
    await kept.readers.round();
    expect(await world.events(kept.sent.contactId)).toHaveLength(1);
    expect(await kept.box.counts()).toEqual({ all: 1, unread: 1 });
    expect(await world.db.audit.count({ where: { objectId: kept.id, action: 'incoming-mail.retried' } })).toBe(1);
  });

  test('that fails again says so, and waits for the next wish', async () => {
    const kept = await defective();
    await ask(kept.id);
    await kept.readers.round();
    expect(await settled(kept)).toMatchObject([
      { id: kept.id, kind: 'unhandled', why: 'RangeError', retried: 'failed' },
    ]);
    kept.defect.stands = false;
    await ask(kept.id);
    await kept.readers.round();
    expect(await settled(kept)).toMatchObject([{ id: kept.id, kind: 'reply' }]);
  });

  test('that ends the line each time keeps nobody else’s mail waiting, and is given up', async () => {
    const kept = await defective();
    await world.rest();
    await ask(kept.id);
    const other = await world.sent();
    const head = { From: other.email, 'Message-ID': `<other.${nth}@customer.example>`, 'In-Reply-To': other.messageId };
    const open = createImapOpener();
    const store = world.store();
    let broken = 0;
    const readers = await world.readers({
      // Without its pauses it would take minutes.
      pauseAfter: () => 10,
      open: async (server, signal) => {
        const connection = await open(server, signal);
        return {
          folders: () => connection.folders(),
          open: (folder) => connection.open(folder),
          uidsFrom: (uid) => connection.uidsFrom(uid),
          uidsSince: (at) => connection.uidsSince(at),
          wait: (ms, woken) => connection.wait(ms, woken),
          close: () => connection.close(),
          fetch: async (uid) => {
            const fetched = await connection.fetch(uid);
            if (fetched === null || !Buffer.from(fetched.bytes).includes(`<again.${nth}@`)) return fetched;
            broken += 1;
            connection.close();
            throw Object.assign(new Error('the line broke'), { name: 'MailboxError', trouble: 'broken-off' });
          },
        };
      },
      store,
    });
    await kept.box.put(mail({ ...head, Subject: 'Re: The pumps we spoke about' }, 'Yes.\n'));
    await readers.round();
    const rows = await eventually(
      () => world.incoming(kept.mailbox),
      (all) => all.length === 2 && all.every(({ realAskedAt }) => realAskedAt === null),
    );
    expect(rows.map(({ kind, retried }) => [kind, retried])).toEqual([
      ['unhandled', 'failed'],
      ['reply', null],
    ]);
    expect(broken).toBe(MOST_BROKEN_LINES);
  });

  test('that its server has no more says so', async () => {
    const kept = await defective();
    await kept.box.empty();
    kept.defect.stands = false;
    await ask(kept.id);
    await kept.readers.round();
    expect(await settled(kept)).toMatchObject([{ id: kept.id, kind: 'unhandled', retried: 'gone' }]);
  });

  test('is never taken for another, when its server has numbered its mails anew', async () => {
    const kept = await defective();
    await world.db.incomingMail.update({ where: { id: kept.id }, data: { uidValidity: 1n } });
    kept.defect.stands = false;
    await ask(kept.id);
    await kept.readers.round();
    expect(await settled(kept)).toMatchObject([{ id: kept.id, kind: 'unhandled', retried: 'renumbered' }]);
    expect(await world.events(kept.sent.contactId)).toEqual([]);
  });

  test('whose same mail was read from elsewhere meanwhile is that one, and does nothing again', async () => {
    const kept = await defective();
    kept.defect.stands = false;
    await world.rest();
    // Another reader, to which the mailbox is new, reads it from the beginning.
    await world.db.mailboxFolder.deleteMany({ where: { mailboxId: kept.mailbox } });
    const readers = await world.readers();
    await eventually(
      () => world.incoming(kept.mailbox),
      (rows) => rows.length === 2,
    );
    await ask(kept.id);
    await readers.round();
    const rows = await eventually(
      () => world.incoming(kept.mailbox),
      (left) => left.length === 1,
    );
    expect(rows).toMatchObject([{ kind: 'reply' }]);
    expect(await world.events(kept.sent.contactId)).toHaveLength(1);
  });
});

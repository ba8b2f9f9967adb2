import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { MailToTake } from '../../src/activities/inbound-ports.js';
import { createImapOpener } from '../../src/mail/inbound/imap-mailbox.js';
import { bytes, dsn, mail } from '../mail/inbound/corpus/builders.js';
import { startCuttingProxy } from '../support/cutting-proxy.js';
import { GreenMail, type TestMailbox } from '../support/greenmail.js';
import { ReadingWorld } from '../support/reading.js';
import { eventually } from '../support/system.js';

type Sent = Awaited<ReturnType<ReadingWorld['sent']>>;

let nth = 0;
/** An answer of the customer, as their mail program writes it. */
const answer = ({ email, messageId }: Sent, text = 'Yes, please call me.', headers = {}) =>
  mail(
    {
      From: `Wang Li <${email}>`,
      'Message-ID': `<answer.${++nth}@customer.example>`,
      'In-Reply-To': messageId,
      Subject: 'Re: The pumps we spoke about',
      ...headers,
    },
    `${text}\n`,
  );

describe('mailboxes are read', () => {
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

  const taken = (id: string, count: number) =>
    eventually(
      () => world.incoming(id),
      (rows) => rows.length >= count,
    );
  const kinds = async (sent: Sent) => (await world.events(sent.contactId)).map(({ type }) => type);

  test('what arrives while the reader waits is read at once, stays unread for its owner, and wakes who waits for it', async () => {
    const box = server.mailbox();
    const sent = await world.sent();
    world.read(['sales', box.server]);
    await world.readers();
    await eventually(
      () => world.reading('sales'),
      (row) => row?.realConnectedSince != null,
    );
    await box.put(answer(sent));
    const [row] = await taken('sales', 1);
    expect(row).toMatchObject({
      kind: 'reply',
      effect: 'replied',
      contactId: sent.contactId,
      journeyId: sent.journeyId,
      stepId: 'hello',
      matchedBy: 'thread',
      otherAddress: false,
      fromAddress: sent.email,
      subject: 'Re: The pumps we spoke about',
      text: 'Yes, please call me.',
    });
    expect(await world.events(sent.contactId)).toMatchObject([
      { type: 'email.replied', journeyId: sent.journeyId, fields: { step: 'hello', mail: row?.id } },
    ]);
    expect(await world.db.journey.findUnique({ where: { id: sent.journeyId } })).toMatchObject({ poked: true });
    expect(await world.db.message.findUnique({ where: { messageId: sent.messageId } })).toMatchObject({
      repliedAt: expect.any(Date),
    });
    expect(await box.counts()).toEqual({ all: 1, unread: 1 });
  });

  test('what arrives while nobody reads is read afterwards, once, and in its order', async () => {
    const box = server.mailbox();
    const sent = await world.sent();
    world.read(['down', box.server]);
    const first = await world.readers();
    await box.put(answer(sent, 'one'));
    await taken('down', 1);
    await first.stop();
    for (const text of ['two', 'three', 'four']) await box.put(answer(sent, text));
    await world.readers();
    const rows = await taken('down', 4);
    expect(rows.map(({ text }) => text)).toEqual(['one', 'two', 'three', 'four']);
    expect(rows.map(({ uid }) => Number(uid))).toEqual([1, 2, 3, 4]);
  });

  test('R-03: a server that comes back with other UIDs is read again, and nothing has its effect twice', async () => {
    const own = await GreenMail.start();
    try {
      const box = own.mailbox();
      const sent = await world.sent();
      const mails = ['one', 'two', 'three'].map((text) => answer(sent, text));
      world.read(['moved', box.server]);
      for (const raw of mails) await box.put(raw);
      await world.readers();
      await taken('moved', 3);
      const before = await world.store().cursor('moved', 'INBOX');
      await own.startAnew();
      await eventually(
        async () => world.troubles,
        (troubles) => troubles.includes('broken-off'),
      );
      await world.rest();
      // Among the old ones, in another order, is one that came while it was away.
      for (const raw of [mails[1], mails[2], answer(sent, 'four'), mails[0]]) await box.put(raw ?? '');
      await world.readers();
      const rows = await taken('moved', 4);
      await eventually(
        () => world.store().cursor('moved', 'INBOX'),
        (cursor) => cursor?.lastUid === 4 && cursor.uidValidity !== before?.uidValidity,
      );
      expect(rows.map(({ text }) => text)).toEqual(['one', 'two', 'three', 'four']);
      expect(await kinds(sent)).toEqual(Array.from({ length: 4 }, () => 'email.replied'));
    } finally {
      await own.stop();
    }
  });

  test('a connection that is cut in the middle of a mail loses nothing and doubles nothing', async () => {
    const box = server.mailbox();
    const sent = await world.sent();
    const proxy = await startCuttingProxy(box.server);
    try {
      const texts = Array.from({ length: 8 }, (_, n) => `${n} ${'long words '.repeat(20_000)}`);
      for (const text of texts) await box.put(answer(sent, text));
      world.read(['cut', { ...box.server, port: proxy.port }]);
      // Three of the mails' 220 kB come through.
      proxy.cutAfter(700_000);
      await world.readers();
      await eventually(
        async () => (await world.incoming('cut')).length,
        (count) => count >= 3,
      );
      proxy.cutAll();
      const rows = await taken('cut', 8);
      expect(rows.map(({ text }) => text?.slice(0, 2))).toEqual(texts.map((text) => text.slice(0, 2)));
      expect(proxy.made()).toBeGreaterThan(1);
      expect(await kinds(sent)).toHaveLength(8);
    } finally {
      await proxy.stop();
    }
  });

  test('a reader that dies after a commit leaves the rest to the next one, which begins behind it', async () => {
    const box = server.mailbox();
    const sent = await world.sent();
    for (const text of ['one', 'two', 'three']) await box.put(answer(sent, text));
    world.read(['dies', box.server]);
    const store = world.store();
    let left = 2;
    let bury = () => {};
    const killed = new Promise<boolean>((resolve) => {
      bury = () => resolve(true);
    });
    const dying = {
      ...store,
      take: async (taking: MailToTake) => {
        const isNew = await store.take(taking);
        left -= 1;
        // Killed: it never says so, and does nothing more.
        return left > 0 ? isNew : await killed;
      },
    };
    await world.readers({ store: dying });
    await taken('dies', 2);
    // Its lease runs out, as if it had been silent for long enough.
    await world.db.mailboxReading.update({
      where: { mailboxId: 'dies' },
      data: { realClaimedUntil: new Date(Date.now() - 1) },
    });
    const fetchedUids: number[] = [];
    const open = createImapOpener();
    await world.readers({
      open: async (to, signal) => {
        const connection = await open(to, signal);
        const fetch = connection.fetch.bind(connection);
        connection.fetch = (uid) => {
          fetchedUids.push(uid);
          return fetch(uid);
        };
        return connection;
      },
    });
    const rows = await taken('dies', 3);
    expect(rows.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    expect(fetchedUids).toEqual([3]);
    expect(await kinds(sent)).toHaveLength(3);
    bury();
  });

  test('two processes share the mailboxes: one reads, and the other takes over when it stops', async () => {
    const box = server.mailbox();
    const sent = await world.sent();
    world.read(['shared', box.server]);
    const proxy = await startCuttingProxy(box.server);
    try {
      world.read(['shared', { ...box.server, port: proxy.port }]);
      const first = await world.readers();
      await eventually(
        () => world.reading('shared'),
        (row) => row?.realConnectedSince != null,
      );
      const second = await world.readers();
      expect(proxy.made()).toBe(1);
      await first.stop();
      await second.round();
      await box.put(answer(sent));
      expect(await taken('shared', 1)).toHaveLength(1);
      expect(proxy.made()).toBe(2);
    } finally {
      await proxy.stop();
    }
  });

  test('even two that read one mailbox at once do everything once', async () => {
    const box = server.mailbox();
    const sent = await world.sent();
    for (let n = 0; n < 10; n += 1) await box.put(answer(sent, `answer ${n}`));
    world.read(['both', box.server]);
    const book = world.book();
    await world.readers();
    await world.readers({ book: { ...book, claim: async () => true } });
    expect(await taken('both', 10)).toHaveLength(10);
    await eventually(
      () => world.store().cursor('both', 'INBOX'),
      (cursor) => cursor?.lastUid === 10,
    );
    await world.rest();
    expect(await world.incoming('both')).toHaveLength(10);
    expect(await kinds(sent)).toHaveLength(10);
  });

  test('a wrong password is named, and the right one is tried as soon as it is set', async () => {
    const box = server.mailbox();
    const sent = await world.sent();
    await box.put(answer(sent));
    world.read(['locked', { ...box.server, password: 'another' }]);
    const readers = await world.readers();
    const row = await eventually(
      () => world.reading('locked'),
      (found) => found?.trouble != null,
    );
    expect(row).toMatchObject({ trouble: 'wrong-password', failures: 1, realConnectedSince: null });
    world.read(['locked', box.server]);
    await readers.round();
    await taken('locked', 1);
    expect(await world.reading('locked')).toMatchObject({ trouble: null, failures: 0 });
  });

  test.each([
    ['a certificate that nobody known has signed', 'certificate-not-trusted', (box: TestMailbox) => box.overTls],
    [
      'no TLS where it is asked for',
      'no-encryption',
      (box: TestMailbox) => ({ ...box.server, tls: 'implicit' as const }),
    ],
    [
      'no STARTTLS where it must be',
      'no-encryption',
      (box: TestMailbox) => ({ ...box.server, tls: 'required' as const }),
    ],
    ['nobody there', 'unreachable', (box: TestMailbox) => ({ ...box.server, port: 1 })],
    ['no such host', 'unreachable', (box: TestMailbox) => ({ ...box.server, host: 'imap.ours.invalid' })],
  ])('%s is named %s', async (_, code, of) => {
    world.read([code, of(server.mailbox())]);
    await world.readers();
    const row = await eventually(
      () => world.reading(code),
      (found) => found?.trouble != null,
    );
    expect(row?.trouble).toBe(code);
    await world.db.mailboxReading.delete({ where: { mailboxId: code } });
  });

  test('the junk folder is read as the inbox is', async () => {
    const box = server.mailbox();
    const sent = await world.sent();
    await box.put(answer(sent), 'Junk');
    world.read(['junk', box.server]);
    await world.readers();
    expect(await taken('junk', 1)).toMatchObject([{ folder: 'Junk', effect: 'replied' }]);
  });

  test('a mail of 30 MB is read by its beginning', async () => {
    const box = server.mailbox();
    const sent = await world.sent();
    const attached = Buffer.alloc(22 * 1024 * 1024, 7)
      .toString('base64')
      .replace(/.{76}/g, '$&\r\n');
    const head = [
      `From: <${sent.email}>`,
      'Message-ID: <large.1@customer.example>',
      `In-Reply-To: ${sent.messageId}`,
      'Subject: Re: the plans',
      'Content-Type: multipart/mixed; boundary="=_b"',
      '',
      '--=_b\nContent-Type: text/plain; charset=utf-8\n\nHere are the plans.',
      '--=_b\nContent-Type: application/zip; name=plans.zip\nContent-Transfer-Encoding: base64\n\n',
    ].join('\n');
    await box.put(Buffer.concat([bytes(head), Buffer.from(attached), bytes('\n--=_b--\n')]));
    world.read(['large', box.server]);
    await world.readers();
    const [row] = await taken('large', 1);
    expect(row).toMatchObject({ effect: 'replied', text: 'Here are the plans.' });
    expect(row?.size).toBeGreaterThan(30_000_000);
  });

  test.each([
    ['no boundary', 'Content-Type: multipart/mixed\n\nYes, call me'],
    ['a boundary that never comes', 'Content-Type: multipart/alternative; boundary="=_gone"\n\nYes, call me'],
    ['an unknown charset', 'Content-Type: text/plain; charset=x-klingon\n\nYes, call me'],
    [
      '400 levels',
      `Content-Type: multipart/mixed; boundary="b0"\n\n${Array.from({ length: 400 }, (_, n) => `--b${n}\nContent-Type: multipart/mixed; boundary="b${n + 1}"\n\n`).join('')}Yes, call me`,
    ],
    ['bytes that are no text', `Content-Type: text/plain; charset=utf-8\n\nYes, call me \u0000\u0001\u0002`],
  ])('a broken MIME tree (%s) is sorted as well as it can be, and what follows is read', async (name, rest) => {
    const box = server.mailbox();
    const sent = await world.sent();
    const head = `From: ${sent.email}\nMessage-ID: <broken.${++nth}@customer.example>\nIn-Reply-To: ${sent.messageId}\nSubject: Re: Hello\n`;
    await box.put(bytes(head + rest));
    await box.put(answer(sent, 'The next one'));
    world.read([`mime ${name}`, box.server]);
    await world.readers();
    const rows = await taken(`mime ${name}`, 2);
    expect(rows.map(({ effect }) => effect)).toEqual(['replied', 'replied']);
    expect(rows[1]?.text).toBe('The next one');
  });

  test('a mail that can not be handled is kept with its reason, and those behind it are read', async () => {
    const box = server.mailbox();
    const sent = await world.sent();
    await box.put(answer(sent, 'poison'));
    await box.put(answer(sent, 'good'));
    world.read(['poison', box.server]);
    const store = world.store();
    await world.readers({
      store: {
        ...store,
        take: async (taking) => {
          if (taking.mail.text === 'poison') throw new RangeError('something with wang.li@customer.example in it');
          return await store.take(taking);
        },
      },
    });
    const rows = await taken('poison', 2);
    expect(rows).toMatchObject([
      { kind: 'unhandled', why: 'RangeError', effect: 'none', text: null },
      { kind: 'reply', text: 'good' },
    ]);
    expect(await kinds(sent)).toEqual(['email.replied']);
  });

  test('the line drops again and again: no mail is lost, none counts twice', async () => {
    const box = server.mailbox();
    const sent = await world.sent();
    const proxy = await startCuttingProxy(box.server);
    try {
      world.read(['drops', { ...box.server, port: proxy.port }]);
      await world.readers();
      for (let n = 0; n < 6; n += 1) {
        await box.put(answer(sent, `answer ${n}`));
        await taken('drops', n);
        proxy.cutAll();
      }
      const rows = await taken('drops', 6);
      expect(rows.map(({ text }) => text)).toEqual(Array.from({ length: 6 }, (_, n) => `answer ${n}`));
      expect(await kinds(sent)).toHaveLength(6);
    } finally {
      await proxy.stop();
    }
  });

  test('what mails do: bounces, complaints, absences, wishes to stop, and none of it by a forger', async () => {
    const box = server.mailbox();
    world.read(['effects', box.server]);
    const [dead, full, late, angry, away, done, other, victim] = await Promise.all(
      Array.from({ length: 8 }, () => world.sent()),
    );
    if (!dead || !full || !late || !angry || !away || !done || !other || !victim) throw new Error('eight were sent');
    const report = (sent: Sent, status: string, action = 'failed') =>
      withId(dsn({ status, action, recipient: sent.email }), sent.messageId);
    await box.put(report(dead, '5.1.1'));
    await box.put(report(full, '4.2.2'));
    await box.put(report(late, '4.4.1', 'delayed'));
    await box.put(complaintOf(angry));
    await box.put(answer(away, 'I am out of the office until 12 January 2032.', AWAY));
    await box.put(answer(done, 'Please unsubscribe me.'));
    await box.put(answer(other, 'I answer for him.', { From: 'Boss <boss@elsewhere.example>' }));
    // Whose mail it is about was never sent to this address; and one about a mail that never was.
    await box.put(withId(dsn({ status: '5.1.1', recipient: victim.email }), dead.messageId));
    await box.put(withId(dsn({ status: '5.1.1', recipient: victim.email }), '<never.was@mail.followthrough.example>'));
    await world.readers();
    const rows = await taken('effects', 9);
    expect(rows.map(({ kind, effect, noEffect }) => [kind, noEffect ?? effect])).toEqual([
      ['hard-bounce', 'bounced'],
      ['soft-bounce', 'bounced'],
      ['soft-bounce', 'still-trying'],
      ['complaint', 'complained'],
      ['out-of-office', 'away'],
      ['unsubscribe', 'opted-out'],
      ['reply', 'replied'],
      ['hard-bounce', 'another-address'],
      // Its subject and address are all that speak for it.
      ['hard-bounce', expect.stringMatching(/bounced|no-mail-of-ours/)],
    ]);
    expect(await world.suppressed(dead.email)).toMatchObject({ reason: 'hard-bounce' });
    expect(await world.suppressed(full.email)).toBeNull();
    expect(await world.suppressed(late.email)).toBeNull();
    expect(await world.suppressed(angry.email)).toMatchObject({ reason: 'complaint' });
    expect(await world.suppressed(victim.email)).toBeNull();
    expect(await world.events(dead.contactId)).toMatchObject([{ type: 'email.bounced', fields: { hard: true } }]);
    expect(await world.events(full.contactId)).toMatchObject([{ type: 'email.bounced', fields: { hard: false } }]);
    expect(await world.events(away.contactId)).toMatchObject([
      { type: 'email.autoReplied', fields: { step: 'hello', returnsAt: '2032-01-12T00:00:00Z' } },
    ]);
    for (const { contactId } of [angry, done])
      expect(await world.db.optOut.findMany({ where: { contactId } })).toMatchObject([{ topic: '*', source: 'mail' }]);
    expect(rows[6]).toMatchObject({ otherAddress: true, fromAddress: 'boss@elsewhere.example' });
  });

  test('of a private mail only is kept that it came', async () => {
    const box = server.mailbox();
    await box.put(
      mail({ From: 'Mum <mum@family.example>', Subject: 'Dinner?', 'Message-ID': '<d@family.example>' }, 'At eight.'),
    );
    world.read(['private', box.server]);
    await world.readers();
    const [row] = await taken('private', 1);
    expect(row).toMatchObject({ kind: 'reply', effect: 'none', noEffect: 'no-mail-of-ours', contactId: null });
    expect(JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toMatch(
      /mum|Dinner|eight/,
    );
  });

  test('one mail to two of our mailboxes is one event', async () => {
    const [one, two] = [server.mailbox(), server.mailbox()];
    const sent = await world.sent();
    const raw = answer(sent, 'To both of you');
    await one.put(raw);
    await two.put(bytes(`Received: from elsewhere by another way; Tue, 24 Nov 2026 10:15:00 +0100\n${raw.toString()}`));
    world.read(['first', one.server], ['second', two.server]);
    await world.readers();
    await taken('first', 1);
    await taken('second', 1);
    expect(await kinds(sent)).toEqual(['email.replied']);
  });
});

const AWAY = { 'Auto-Submitted': 'auto-replied', Subject: 'Automatic reply: The pumps we spoke about' };

/** A report about the mail with this id. */
const withId = (raw: Buffer, id: string): Buffer =>
  Buffer.from(
    raw
      .toString()
      .replace(/Message-ID: <01jd[^>]*>/i, `Message-ID: ${id}`)
      .replace('<answer.1@', `<report.${++nth}@`),
  );

const complaintOf = ({ email, messageId }: Sent): Buffer =>
  bytes(
    [
      'From: <fbl@provider.example>',
      `Message-ID: <complaint.${++nth}@provider.example>`,
      'Subject: complaint about message',
      'Date: Tue, 24 Nov 2026 10:15:00 +0100',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=feedback-report; boundary="=_f"',
      '',
      '--=_f\nContent-Type: text/plain\n\nThis is an email abuse report.',
      `--=_f\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: Provider/1.0\nVersion: 1\nOriginal-Rcpt-To: <${email}>`,
      `--=_f\nContent-Type: message/rfc822\n\nFrom: <sales@followthrough.example>\nTo: <${email}>\nSubject: The pumps we spoke about\nMessage-ID: ${messageId}\n\nHello`,
      '--=_f--\n',
    ].join('\n'),
  );

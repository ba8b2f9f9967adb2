import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SendVerdict } from '../../src/activities/ports.js';
import { UnsafeMailError } from '../../src/mail/compose.js';
import { createSmtpMailer, type SmtpMailer, type SmtpMailerOptions } from '../../src/mail/smtp-mailer.js';
import { parseSmtpUrl } from '../../src/mail/smtp-server.js';
import { type MisbehavingSmtp, type Misdeed, startMisbehavingSmtp } from '../support/misbehaving-smtp.js';
import { outgoingMail } from './builders.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function smtp(misdeed?: Misdeed): Promise<MisbehavingSmtp> {
  const server = await startMisbehavingSmtp(misdeed);
  cleanups.push(() => server.close());
  return server;
}

function mailerFor(port: number, over: Partial<SmtpMailerOptions> = {}): SmtpMailer {
  const mailer = createSmtpMailer({
    server: parseSmtpUrl(`smtp://127.0.0.1:${port}`),
    deadlineMs: 700,
    // Of the waiting for turns slow-domain.test.ts tells.
    patienceMs: 60_000,
    handshakeMs: 300,
    ...over,
  });
  cleanups.push(() => mailer.close());
  return mailer;
}

const envelope = { from: 'david@example.com', to: 'gary@example.net' };
const yes = async () => true;
/** Small mails go in one piece, and their gate is asked first. */
const WHOLE = { wholeUpTo: 1_000_000 };
const sendOne = async (mailer: SmtpMailer, gate = yes, html = '<p>Hello</p>') =>
  mailer.send(await mailer.compose(outgoingMail({ html })), envelope, gate);

describe('sending over SMTP', () => {
  it('hands the composed bytes over to the one recipient', async () => {
    const server = await smtp();
    const mailer = mailerFor(server.port);
    const raw = await mailer.compose(outgoingMail());
    expect(await mailer.send(raw, envelope, yes)).toEqual({
      type: 'accepted',
      reply: '250 2.0.0 queued as 1',
      serverMessageId: null,
    });
    expect(server.delivered).toEqual([
      {
        from: expect.stringContaining('<david@example.com>'),
        to: ['RCPT TO:<gary@example.net>'],
        data: Buffer.from(raw).toString('latin1').trimEnd(),
      },
    ]);
  });

  it('is understood by an independent server, with login and line that begins with a dot', async () => {
    const received: string[] = [];
    const server = new SMTPServer({
      authMethods: ['PLAIN'],
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (auth, _session, callback) =>
        auth.password === 'p@ss' ? callback(null, { user: auth.username ?? '' }) : callback(new Error('no')),
      onData: (stream, _session, callback) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          received.push(Buffer.concat(chunks).toString('latin1'));
          callback();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const { port } = server.server.address() as { port: number };
    const good = mailerFor(port, { server: parseSmtpUrl(`smtp://david:p%40ss@127.0.0.1:${port}`) });
    const raw = await good.compose(outgoingMail({ text: '.a line\n..\n.\n' }));
    expect((await good.send(raw, envelope, yes)).type).toBe('accepted');
    expect(received).toEqual([Buffer.from(raw).toString('latin1')]);
    const bad = mailerFor(port, { server: parseSmtpUrl(`smtp://david:wrong@127.0.0.1:${port}`) });
    expect(await bad.send(raw, envelope, yes)).toMatchObject({ type: 'later', cause: 'auth' });
  });

  it('uses a connection again, resets it between messages, and opens no more than allowed', async () => {
    const server = await smtp();
    const mailer = mailerFor(server.port, { maxConnections: 2, maxMessages: 4 });
    const verdicts = await Promise.all(Array.from({ length: 12 }, () => sendOne(mailer)));
    expect(verdicts.every((verdict) => verdict.type === 'accepted')).toBe(true);
    expect(server.delivered).toHaveLength(12);
    expect(server.connections()).toBeGreaterThanOrEqual(3);
    expect(server.connections()).toBeLessThanOrEqual(5);
    expect(server.commands.filter((command) => command === 'RSET').length).toBe(12 - server.connections());
  });

  it('takes a new connection when a kept one has died', async () => {
    const server = await smtp({ at: 'mail', do: 'drop', nth: 2 });
    const mailer = mailerFor(server.port);
    expect((await sendOne(mailer)).type).toBe('accepted');
    expect((await sendOne(mailer)).type).toBe('accepted');
    expect(server.delivered).toHaveLength(2);
  });

  it('goes on over the same connection after a refused recipient', async () => {
    const server = await smtp({ at: 'rcpt', do: { reply: '550 5.1.1 unknown' }, nth: 1 });
    const mailer = mailerFor(server.port);
    expect((await sendOne(mailer)).type).toBe('refused');
    expect((await sendOne(mailer)).type).toBe('accepted');
    expect(server.connections()).toBe(1);
  });
});

describe('the gate before the final dot', () => {
  it('is asked once, after the whole body and before the dot', async () => {
    const server = await smtp();
    const mailer = mailerFor(server.port);
    let asked = 0;
    const verdict = await sendOne(mailer, async () => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(server.commands).toContain('DATA');
      expect(server.delivered).toEqual([]);
      return true;
    });
    expect([verdict.type, asked, server.delivered.length]).toEqual(['accepted', 1, 1]);
  });

  it('stops the message with a no: the server never sees its end', async () => {
    const server = await smtp();
    expect(await sendOne(mailerFor(server.port), async () => false)).toEqual({ type: 'stopped' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.delivered).toEqual([]);
  });

  it('stops the message when it throws, and the error comes out', async () => {
    const server = await smtp();
    const gate = async () => Promise.reject(new Error('database gone'));
    await expect(sendOne(mailerFor(server.port), gate)).rejects.toThrow('database gone');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.delivered).toEqual([]);
  });

  it('that answers too late for the deadline delivers nothing, and has answered before the verdict', async () => {
    const server = await smtp();
    let answered = false;
    const verdict = await sendOne(mailerFor(server.port, { deadlineMs: 100 }), async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      answered = true;
      return true;
    });
    expect([verdict.type, answered]).toEqual(['later', true]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.delivered).toEqual([]);
  });

  it('is never asked when the recipient was refused', async () => {
    const server = await smtp({ at: 'rcpt', do: { reply: '550 5.1.1 unknown' } });
    let asked = false;
    await sendOne(mailerFor(server.port), async () => {
      asked = true;
      return true;
    });
    expect(asked).toBe(false);
  });
});

describe('the gate of a mail that goes in one piece', () => {
  it('is asked once, before a word is said of the mail', async () => {
    const server = await smtp();
    let asked = 0;
    const verdict = await sendOne(mailerFor(server.port, WHOLE), async () => {
      asked += 1;
      expect(server.commands.some((command) => command.startsWith('MAIL'))).toBe(false);
      return true;
    });
    expect([verdict.type, asked, server.delivered.length]).toEqual(['accepted', 1, 1]);
  });

  it('leaves the connection to the next when it says no or throws', async () => {
    const server = await smtp();
    const mailer = mailerFor(server.port, WHOLE);
    expect(await sendOne(mailer, async () => false)).toEqual({ type: 'stopped' });
    await expect(sendOne(mailer, async () => Promise.reject(new Error('database gone')))).rejects.toThrow('gone');
    expect((await sendOne(mailer)).type).toBe('accepted');
    expect([server.connections(), server.delivered.length]).toEqual([1, 1]);
  });

  it('that answers too late for the deadline delivers nothing', async () => {
    const server = await smtp();
    const late = () => new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 200));
    expect(await sendOne(mailerFor(server.port, { ...WHOLE, deadlineMs: 100 }), late)).toMatchObject({
      ...{ type: 'later', cause: 'timeout' },
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.delivered).toEqual([]);
  });

  it('is not asked again when its kept connection had died and it goes over a new one', async () => {
    const server = await smtp({ at: 'mail', do: 'drop', nth: 2 });
    const mailer = mailerFor(server.port, { ...WHOLE, trustMs: 5_000 });
    let asked = 0;
    const gate = async () => {
      asked += 1;
      return true;
    };
    expect((await sendOne(mailer, gate)).type).toBe('accepted');
    expect((await sendOne(mailer, gate)).type).toBe('accepted');
    expect([asked, server.delivered.length]).toEqual([2, 2]);
  });

  it('and one that is longer than that is asked before its dot', async () => {
    const server = await smtp();
    const verdict = await sendOne(mailerFor(server.port, { wholeUpTo: 100 }), async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(server.commands).toContain('DATA');
      return true;
    });
    expect(verdict.type).toBe('accepted');
  });
});

describe('each way a server can fail', () => {
  const reply = (text: string, thenDrop = false) => ({ reply: text, thenDrop });
  const ways: readonly [Misdeed, object, number][] = [
    [{ at: 'greeting', do: 'drop' }, { type: 'later', cause: 'unreachable' }, 0],
    [{ at: 'greeting', do: 'hang' }, { type: 'later', cause: 'timeout' }, 0],
    [{ at: 'greeting', do: reply('421 busy', true) }, { type: 'later', cause: 'busy' }, 0],
    [{ at: 'greeting', do: reply('554 no') }, { type: 'later', cause: 'unreachable' }, 0],
    [{ at: 'ehlo', do: 'drop' }, { type: 'later', cause: 'unreachable' }, 0],
    [{ at: 'ehlo', do: 'hang' }, { type: 'later', cause: 'timeout' }, 0],
    [{ at: 'mail', do: 'drop' }, { type: 'later', cause: 'unreachable' }, 0],
    [{ at: 'mail', do: 'hang' }, { type: 'later', cause: 'timeout' }, 0],
    [{ at: 'mail', do: reply('451 4.3.0 not now') }, { type: 'later', cause: 'greylisted' }, 0],
    [{ at: 'mail', do: reply('553 sender unknown') }, { type: 'refused', suppress: false }, 0],
    [{ at: 'rcpt', do: 'drop' }, { type: 'later', cause: 'unreachable' }, 0],
    [{ at: 'rcpt', do: 'hang' }, { type: 'later', cause: 'timeout' }, 0],
    [
      { at: 'rcpt', do: reply('450 4.2.0 greylisted, try again in 90 seconds') },
      { type: 'later', cause: 'greylisted', retryAfterMs: 90_000 },
      0,
    ],
    [
      { at: 'rcpt', do: reply('550 5.1.1 <gary@example.net> unknown') },
      { type: 'refused', suppress: true, enhanced: '5.1.1', reply: '550 5.1.1 <(address)> unknown' },
      0,
    ],
    [{ at: 'rcpt', do: reply('550 Sender frequency limited') }, { type: 'later', cause: 'rate-limited' }, 0],
    [{ at: 'data', do: 'drop' }, { type: 'later', cause: 'unreachable' }, 0],
    [{ at: 'data', do: 'hang' }, { type: 'later', cause: 'timeout' }, 0],
    [{ at: 'data', do: reply('452 4.3.1 full') }, { type: 'later', cause: 'busy' }, 0],
    [{ at: 'data', do: reply('554 5.7.1 no') }, { type: 'refused', suppress: false }, 0],
    [{ at: 'dot', do: 'drop' }, { type: 'uncertain' }, 1],
    [{ at: 'dot', do: 'hang' }, { type: 'uncertain' }, 1],
    [{ at: 'dot', do: reply('2', true) }, { type: 'uncertain' }, 1],
    [{ at: 'dot', do: reply('451 4.7.1 later') }, { type: 'later', cause: 'greylisted' }, 1],
    [{ at: 'dot', do: reply('554 5.7.1 spam') }, { type: 'refused', suppress: false }, 1],
    [{ at: 'dot', do: reply('421 4.3.2 closing', true) }, { type: 'later', cause: 'busy' }, 1],
  ];
  it.each(ways)('%j gives %j', async (misdeed, expected, delivered) => {
    const server = await smtp(misdeed);
    expect(await sendOne(mailerFor(server.port))).toMatchObject(expected);
    expect(server.delivered).toHaveLength(delivered);
  });

  it.each(ways)('%j gives %j to a mail in one piece, too', async (misdeed, expected, delivered) => {
    const server = await smtp(misdeed);
    expect(await sendOne(mailerFor(server.port, WHOLE))).toMatchObject(expected);
    expect(server.delivered).toHaveLength(delivered);
  });

  it.each<[Misdeed, object]>([
    [
      { at: 'body', do: 'drop' },
      { type: 'later', cause: 'unreachable' },
    ],
    [
      { at: 'body', do: { reply: '552 5.3.4 too big' } },
      { type: 'refused', suppress: false },
    ],
    [{ at: 'body', do: { reply: '250 ok' } }, { type: 'later' }],
  ])('%j while the body runs and the gate is asked gives %j', async (misdeed, expected) => {
    const server = await smtp(misdeed);
    const gate = () => new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 200));
    expect(await sendOne(mailerFor(server.port), gate, `<p>${'x'.repeat(200_000)}</p>`)).toMatchObject(expected);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.delivered).toEqual([]);
  });

  it('nobody listening, or a queue for connections longer than the deadline, is later', async () => {
    const server = await smtp();
    await server.close();
    expect(await sendOne(mailerFor(server.port))).toMatchObject({ type: 'later', cause: 'unreachable' });
    const slow = await smtp({ at: 'rcpt', do: 'hang' });
    const mailer = mailerFor(slow.port, { maxConnections: 1, deadlineMs: 200 });
    const verdicts = await Promise.all([sendOne(mailer), sendOne(mailer), sendOne(mailer)]);
    expect(verdicts.map((verdict) => verdict.type)).toEqual(['later', 'later', 'later']);
  });

  it('where no connection comes about, those that would wait for one have that for their reason, not the turns of others', async () => {
    const silent = await smtp({ at: 'greeting', do: 'hang', nth: 1 });
    const mailer = mailerFor(silent.port, { maxConnections: 2, deadlineMs: 5000, patienceMs: 500, handshakeMs: 2000 });
    const causes = async (sends: Promise<SendVerdict>[]) =>
      (await Promise.all(sends)).map((verdict) => (verdict.type === 'later' ? verdict.cause : verdict.type));
    const first = sendOne(mailer);
    await vi.waitFor(() => expect(silent.connections()).toBe(1), 1500);
    expect(await causes([sendOne(mailer), sendOne(mailer)])).toEqual(['unreachable', 'unreachable']);
    expect(await causes([first])).toEqual(['timeout']);
    // The next one gets through, and is in nobody's way but by its turn.
    let release = () => {};
    const gate = vi.fn(() => new Promise<boolean>((resolve) => (release = () => resolve(true))));
    const held = sendOne(mailer, gate);
    // Before its connection has come about, a busy machine may keep the others waiting longer than they do.
    await vi.waitFor(() => expect(gate).toHaveBeenCalled(), 4000);
    expect(await causes([sendOne(mailer), sendOne(mailer)])).toEqual(['awaits-turn', 'awaits-turn']);
    release();
    expect(await causes([held])).toEqual(['accepted']);
  });

  it('those that wait behind a sign-in that is slow to fail are told of the sign-in', async () => {
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      onAuth: (_auth, _session, done) => setTimeout(() => done(new Error('no such user')), 800),
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const { port } = server.server.address() as AddressInfo;
    const url = `smtp://somebody:wrong@127.0.0.1:${port}`;
    const options = {
      server: parseSmtpUrl(url),
      maxConnections: 2,
      deadlineMs: 5000,
      patienceMs: 300,
      handshakeMs: 2000,
    };
    const mailer = mailerFor(port, options);
    expect(await sendOne(mailer)).toMatchObject({ type: 'later', cause: 'auth' });
    const [, second] = await Promise.all([sendOne(mailer), sendOne(mailer)]);
    expect(second).toMatchObject({ type: 'later', cause: 'auth' });
  });

  it('a message larger than the server takes is refused without a try', async () => {
    const server = await smtp();
    expect(await sendOne(mailerFor(server.port), yes, `<p>${'word '.repeat(300_000)}</p>`)).toMatchObject({
      type: 'refused',
      enhanced: '5.3.4',
      suppress: false,
    });
    expect(server.delivered).toEqual([]);
  });
});

describe('an envelope', () => {
  it.each([
    'x@y.com, z@y.com',
    'a@b.co\r\nBcc: evil@x.com',
    'a@b.co>\r\nRCPT TO:<evil@x.com',
    'friends: evil@x.com;',
    'Gary <gary@example.com>',
    '用户@example.com',
    '',
  ])('with %j for its recipient reaches no server', async (to) => {
    const server = await smtp();
    const mailer = mailerFor(server.port);
    const raw = await mailer.compose(outgoingMail());
    expect(await mailer.send(raw, { from: envelope.from, to }, yes)).toMatchObject({ type: 'refused', suppress: true });
    expect(server.connections()).toBe(0);
  });

  it('to another than the message is to is a fault of the program', async () => {
    const server = await smtp();
    const mailer = mailerFor(server.port);
    const raw = await mailer.compose(outgoingMail());
    await expect(mailer.send(raw, { from: envelope.from, to: 'evil@example.net' }, yes)).rejects.toThrow(
      UnsafeMailError,
    );
    expect(server.connections()).toBe(0);
  });
});

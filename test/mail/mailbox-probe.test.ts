import { createServer, type Server } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import type { MailServerAccess } from '../../src/domain/mail-server.js';
import { createMailboxProbe } from '../../src/mail/mailbox-probe.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const probe = createMailboxProbe({ patienceMs: 1500 });
const access = (over: Partial<MailServerAccess> & { port: number }): MailServerAccess => ({
  ...{ host: '127.0.0.1', tls: 'offered', user: 'news@us.example', password: 'right' },
  ...over,
});

/** Every address of 127/8 is this machine, but only the first may have a certificate of its own making. */
const ELSEWHERE = '127.0.0.2';

async function smtp(options: Partial<SMTPServerOptions> = {}): Promise<number> {
  const server = new SMTPServer({
    logger: false,
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth: (auth, _session, callback) =>
      auth.password === 'right'
        ? callback(null, { user: 'x' })
        : callback(Object.assign(new Error('5.7.8 news@us.example: bad credentials'), { responseCode: 535 })),
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  cleanups.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return (server.server.address() as { port: number }).port;
}

/** A server that says one line and then answers each by a function; null: not at all. */
async function speaks(greeting: string, answer: (line: string) => string | null): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (greeting !== '') socket.write(`${greeting}\r\n`);
    let rest = '';
    socket.on('data', (part) => {
      const lines = (rest + part.toString('latin1')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const said = answer(line);
        if (said !== null) socket.write(`${said}\r\n`);
      }
    });
    cleanups.push(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.unshift(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return (server.address() as { port: number }).port;
}

/** Just enough of IMAP to log in. */
const imap = () =>
  speaks('* OK [CAPABILITY IMAP4rev1] ready', (line) => {
    const [tag = '', verb = ''] = line.split(' ');
    switch (verb.toUpperCase()) {
      case 'LOGIN':
        return line.includes('right') ? `${tag} OK in` : `${tag} NO [AUTHENTICATIONFAILED] news@us.example: no`;
      case 'CAPABILITY':
        return `* CAPABILITY IMAP4rev1\r\n${tag} OK`;
      case 'NAMESPACE':
        return `* NAMESPACE (("" "/")) NIL NIL\r\n${tag} OK`;
      case 'LOGOUT':
        return `* BYE\r\n${tag} OK`;
      default:
        return `${tag} OK`;
    }
  });

describe('a look at a mailbox’s SMTP server', () => {
  it('finds one that lets in to be well, over STARTTLS and over TLS', async () => {
    expect(await probe.smtp(access({ port: await smtp() }))).toEqual({ code: 'ok', detail: '' });
    expect(await probe.smtp(access({ port: await smtp({ secure: true }), tls: 'implicit' }))).toMatchObject({
      code: 'ok',
    });
  });

  it('says that user or password is wrong, without the address that the server repeats', async () => {
    const found = await probe.smtp(access({ port: await smtp(), password: 'wrong' }));
    expect(found.code).toBe('wrong-login');
    expect(found.detail).toContain('bad credentials');
    expect(found.detail).not.toContain('news@us.example');
  });

  it('says that a certificate is not valid, wherever the server is not on this machine', async () => {
    expect(await probe.smtp(access({ port: await smtp(), host: ELSEWHERE }))).toMatchObject({ code: 'certificate' });
  });

  it('says that there is no TLS where it must be', async () => {
    const port = await smtp({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    expect(await probe.smtp(access({ port, tls: 'required' }))).toMatchObject({ code: 'no-tls' });
    expect(await probe.smtp(access({ port, tls: 'none' }))).toMatchObject({ code: 'ok' });
    expect(await probe.smtp(access({ port, tls: 'implicit' }))).toMatchObject({ code: 'no-tls' });
  });

  it('says that nobody is there, that there is no such host, that nobody answers', async () => {
    const port = await smtp();
    await cleanups.pop()?.();
    expect(await probe.smtp(access({ port }))).toMatchObject({ code: 'unreachable' });
    expect(await probe.smtp(access({ port: 25, host: 'nobody.invalid' }))).toMatchObject({ code: 'no-such-host' });
    expect(await probe.smtp(access({ port: await speaks('', () => null) }))).toMatchObject({ code: 'timeout' });
  });

  it('says that what answers is no mail server, or shows the door', async () => {
    expect(await probe.smtp(access({ port: await speaks('SSH-2.0-OpenSSH_9.2', () => null) }))).toMatchObject({
      code: expect.stringMatching(/not-a-server|refused|timeout/),
    });
    expect(await probe.smtp(access({ port: await speaks('554 go away', () => '554 no') }))).toMatchObject({
      code: 'refused',
    });
  });
});

describe('a look at a mailbox’s IMAP server', () => {
  it('logs in and out', async () => {
    expect(await probe.imap(access({ port: await imap(), tls: 'none' }))).toEqual({ code: 'ok', detail: '' });
  });

  it('says what is wrong', async () => {
    const port = await imap();
    const wrong = await probe.imap(access({ port, tls: 'none', password: 'wrong' }));
    expect(wrong.code).toBe('wrong-login');
    expect(wrong.detail).not.toContain('news@us.example');
    expect(await probe.imap(access({ port, tls: 'required' }))).toMatchObject({ code: 'no-tls' });
    expect(await probe.imap(access({ port, tls: 'implicit' }))).toMatchObject({ code: 'no-tls' });
    expect(await probe.imap(access({ port: await speaks('', () => null), tls: 'none' }))).toMatchObject({
      code: 'timeout',
    });
    const gone = await imap();
    for (const cleanup of cleanups.splice(0)) await cleanup();
    expect(await probe.imap(access({ port: gone, tls: 'none' }))).toMatchObject({ code: 'unreachable' });
  });
});

describe('a look for a signature’s record', () => {
  const record = { name: 'ft._domainkey.us.example', value: 'v=DKIM1; k=rsa; p=ABCD' };
  const finding = (resolveTxt: () => Promise<string[][]>) => createMailboxProbe({ resolveTxt }).dkim(record);

  it('finds it, however it is cut and spaced', async () => {
    expect(await finding(async () => [['other'], ['v=DKIM1; t=s; p=AB', ' CD;']])).toMatchObject({ code: 'ok' });
  });

  it('says that there is none, another one, or nobody to ask', async () => {
    const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));
    expect(await finding(failing('ENOTFOUND'))).toMatchObject({ code: 'no-record' });
    expect(await finding(async () => [['v=DKIM1; p=EFGH']])).toMatchObject({ code: 'other-key' });
    expect(await finding(failing('ETIMEOUT'))).toMatchObject({ code: 'unreachable' });
  });
});

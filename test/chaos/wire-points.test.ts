import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createSmtpMailer } from '../../src/mail/smtp-mailer.js';
import { parseSmtpUrl } from '../../src/mail/smtp-server.js';
import { startMisbehavingSmtp } from '../support/misbehaving-smtp.js';
import { WIRE } from './points.js';
import { watchWire } from './wire-points.js';

describe('the points of an SMTP conversation', () => {
  test('are passed in their order, the hand-over before the dot and the reply before anybody has it', async () => {
    const server = await startMisbehavingSmtp();
    const passed: string[] = [];
    watchWire(server.port, (point) => {
      if (passed.at(-1) !== point) passed.push(point);
    });
    const mailer = createSmtpMailer({ server: parseSmtpUrl(`smtp://127.0.0.1:${server.port}?tls=off`) });
    const send = async () => {
      const raw = Buffer.from('Message-ID: <a@b>\r\nFrom: a@b.example\r\nTo: c@d.example\r\nSubject: hi\r\n\r\nhi\r\n');
      const verdict = await mailer.send(raw, { from: 'a@b.example', to: 'c@d.example' }, async () => {
        // A commit takes a moment, in which the body is written.
        await sleep(20);
        passed.push('hand-over');
        return true;
      });
      passed.push(verdict.type);
      await sleep(20);
    };
    await send();
    const withoutDot = WIRE.filter((point) => point !== 'afterDot');
    const body = withoutDot.indexOf('beforeDot');
    const expected = [...withoutDot.slice(0, body), 'hand-over', ...withoutDot.slice(body), 'accepted'];
    expect(passed.filter((point) => point !== 'afterDot')).toEqual(expected);
    expect(passed).toContain('afterDot');
    // Over a kept connection there is no new one, and RSET is no point.
    passed.length = 0;
    await send();
    expect(passed.filter((point) => point !== 'afterDot')).toEqual(expected.slice(2));
    mailer.close();
    await server.close();
  });

  test('of other connections are none', async () => {
    const server = await startMisbehavingSmtp();
    const passed: string[] = [];
    watchWire(server.port + 1, (point) => passed.push(point));
    const mailer = createSmtpMailer({ server: parseSmtpUrl(`smtp://127.0.0.1:${server.port}?tls=off`) });
    const raw = Buffer.from('Message-ID: <a@b>\r\nFrom: a@b.example\r\nTo: c@d.example\r\nSubject: hi\r\n\r\nhi\r\n');
    await mailer.send(raw, { from: 'a@b.example', to: 'c@d.example' }, async () => true);
    expect(passed).toEqual([]);
    mailer.close();
    await server.close();
  });
});

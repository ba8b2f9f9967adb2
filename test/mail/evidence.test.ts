import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MailCatcher, startMailCatcher } from '../../src/dev/mail-catcher.js';
import { createCatcherEvidence } from '../../src/mail/evidence.js';
import { createSmtpMailer, type SmtpMailer } from '../../src/mail/smtp-mailer.js';
import { parseSmtpUrl } from '../../src/mail/smtp-server.js';

describe('the mail catcher, asked for a mail in doubt', () => {
  let folder: string;
  let catcher: MailCatcher;
  let mailer: SmtpMailer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'followthrough-test-evidence-'));
    catcher = await startMailCatcher({ dataDir: folder, smtpPort: 0, webPort: 0 });
    mailer = createSmtpMailer({ server: parseSmtpUrl(catcher.smtpUrl) });
  });

  afterAll(async () => {
    mailer?.close();
    await catcher?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const send = (messageId: string) =>
    mailer.send(
      Buffer.from(`Message-ID: ${messageId}\r\nFrom: a@b.example\r\nTo: c@d.example\r\nSubject: hi\r\n\r\nhi\r\n`),
      { from: 'a@b.example', to: 'c@d.example' },
      async () => true,
    );

  test('finds one that it has caught by its whole Message-ID, and no other', async () => {
    await send('<one@b.example>');
    const { look } = createCatcherEvidence(catcher.webUrl);
    expect(await look('<one@b.example>')).toBe('found');
    expect(await look('<on@b.example>')).toBe('not-found');
    expect(await look('')).toBe('not-found');
  });

  test('knows nothing of what it has not once its inbox was cleared', async () => {
    await fetch(new URL('/api/messages', catcher.webUrl), { method: 'DELETE' });
    const { look } = createCatcherEvidence(catcher.webUrl);
    expect(await look('<one@b.example>')).toBe('no-evidence');
    await send('<two@b.example>');
    expect(await look('<two@b.example>')).toBe('found');
  });

  test('is out of reach when nobody answers', async () => {
    expect(await createCatcherEvidence('http://127.0.0.1:9').look('<one@b.example>')).toBe('out-of-reach');
  });
});

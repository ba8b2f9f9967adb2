import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SendVerdict } from '../../src/activities/ports.js';
import { createSmtpMailer, type SmtpMailer } from '../../src/mail/smtp-mailer.js';
import { parseSmtpUrl } from '../../src/mail/smtp-server.js';
import { type Inbox, startInbox } from '../support/inbox.js';
import { outgoingMail } from './builders.js';

const SLOW = 'slow.example';
const OTHERS = ['one.example', 'two.example', 'three.example'];
const isTo = (domain: string) => (address: string) => address.endsWith(`@${domain}`);

describe('one slow domain among many', () => {
  let inbox: Inbox;
  let mailer: SmtpMailer;
  /** Lets the slow domain answer. */
  let answer: () => void = () => {};
  /** What the slow domain has been asked and has not answered, and the most that it was at once. */
  let asked = 0;
  let most = 0;

  beforeEach(async () => {
    inbox = await startInbox();
    const answering = new Promise<void>((resolve) => {
      answer = resolve;
    });
    inbox.before = async (to) => {
      if (!isTo(SLOW)(to.toLowerCase())) return;
      asked += 1;
      most = Math.max(most, asked);
      await answering;
      asked -= 1;
    };
    asked = 0;
    most = 0;
    mailer = createSmtpMailer({
      server: parseSmtpUrl(inbox.url),
      maxConnections: 8,
      deadlineMs: 30_000,
      patienceMs: 10_000,
    });
  });

  afterEach(async () => {
    answer();
    mailer.close();
    await inbox.stop();
  });

  async function send(to: string, onEnd: (verdict: SendVerdict) => void = () => {}): Promise<SendVerdict> {
    const mail = outgoingMail({ to: { name: 'Gary', address: to }, messageId: `<${to}>` });
    const raw = await mailer.compose(mail);
    const verdict = await mailer.send(raw, { from: 'david@example.com', to }, async () => true);
    onEnd(verdict);
    return verdict;
  }

  test('of 30 mails to it and 30 to others, all at once, all of the others are taken before it answers any', async () => {
    const slow = Array.from({ length: 30 }, (_, n) => send(`c${n}@${n % 2 === 0 ? SLOW : 'Slow.Example'}`));
    const others = await Promise.all(
      Array.from({ length: 30 }, (_, n) => send(`c${n}@${OTHERS[n % OTHERS.length] ?? ''}`)),
    );
    expect(others.map(({ type }) => type)).toEqual(Array(30).fill('accepted'));
    expect(inbox.mails).toHaveLength(30);
    // A domain that comes only now finds a connection free, too.
    expect(await send('late@four.example')).toMatchObject({ type: 'accepted' });
    expect([asked, most]).toEqual([4, 4]);
    answer();
    const ends = await Promise.all(slow);
    const accepted = ends.filter(({ type }) => type === 'accepted');
    const putOff = ends.filter((verdict) => verdict.type === 'later' && verdict.cause === 'awaits-turn');
    expect(accepted.length).toBeGreaterThanOrEqual(4);
    expect(accepted.length + putOff.length).toBe(30);
    expect(inbox.mails).toHaveLength(31 + accepted.length);
  });

  test('what is put off was never begun, and comes again one after the other', async () => {
    const began: string[] = [];
    const raw = async (to: string) => mailer.compose(outgoingMail({ to: { name: 'Gary', address: to } }));
    const sends = Array.from({ length: 20 }, async (_, n) => {
      const to = `c${n}@${SLOW}`;
      return mailer.send(await raw(to), { from: 'david@example.com', to }, async () => {
        began.push(to);
        return true;
      });
    });
    const waits: number[] = [];
    for (const ending of sends)
      void ending.then((verdict) => verdict.type === 'later' && waits.push(verdict.retryAfterMs));
    while (waits.length < 16) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(began).toHaveLength(4);
    expect(new Set(waits).size).toBeGreaterThan(8);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(15_000);
    answer();
    expect((await Promise.all(sends)).filter(({ type }) => type === 'accepted')).toHaveLength(4);
  });

  test('of those that wait, the one that was first to go goes first, though it came last', async () => {
    mailer.close();
    mailer = createSmtpMailer({ server: parseSmtpUrl(inbox.url), maxConnections: 2 });
    const sent = [30, 20, 10].map(async (since) => {
      const to = `since-${since}@${SLOW}`;
      const raw = await mailer.compose(outgoingMail({ to: { name: 'Gary', address: to } }));
      return mailer.send(raw, { from: 'david@example.com', to }, async () => true, since);
    });
    while (asked === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    answer();
    await Promise.all(sent);
    const order = inbox.mails.map(({ to }) => to[0]?.slice(0, 8));
    expect(order.slice(1)).toEqual(order.slice(1).toSorted());
    expect(order).toHaveLength(3);
  });

  test('a domain that answers quickly is put off nowhere, however many mails it gets at once', async () => {
    const verdicts = await Promise.all(Array.from({ length: 40 }, (_, n) => send(`c${n}@one.example`)));
    expect(verdicts.map(({ type }) => type)).toEqual(Array(40).fill('accepted'));
  });
});

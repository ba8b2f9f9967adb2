import { describe, expect, test } from 'vitest';
import type { MailboxSettingsView } from '../../../src/api/contracts/mailboxes.js';
import {
  changesOf,
  formOf,
  keepsPassword,
  newMailbox,
  wantsPassword,
  wrongOf,
} from '../../../src/web/mailboxes/form.js';

const TODAY = '2027-03-08';
const ZONE = 'Asia/Shanghai';

const known: MailboxSettingsView = {
  ...{ id: 'news', kind: 'marketing', name: 'News', address: 'news@us.example', ownerId: null, teamId: null },
  ...{ active: true, dailyQuota: 500, hourlyQuota: null, plusAddresses: true },
  smtp: { host: 'smtp.us.example', port: 465, tls: 'implicit', user: 'news', isPasswordSet: true },
  imap: null,
  warmUp: { from: '2027-03-07T16:00:00.000Z', first: 20, growth: 1.3 },
  dkim: { domain: 'us.example', selector: 'ft', record: { name: 'ft._domainkey.us.example', value: 'v=DKIM1' } },
  counted: { hour: 0, day: 0, today: 20 },
};
const before = formOf(known, TODAY, ZONE);
const smtp = (change: object) => ({ ...before, smtp: { ...before.smtp, ...change } });

describe('the form of a mailbox', () => {
  test('that nobody touched changes nothing', () => {
    expect(changesOf(before, formOf(known, '2027-05-01', ZONE), ZONE)).toEqual({});
    expect(wrongOf(before, false).size).toBe(0);
  });

  test('sends what was changed and nothing else, and a password only when one was typed', () => {
    expect(changesOf(before, { ...before, name: ' Our news ' }, ZONE)).toEqual({ name: 'Our news' });
    expect(changesOf(before, { ...before, dailyQuota: '' }, ZONE)).toEqual({ dailyQuota: null });
    const server = { host: 'smtp.us.example', port: 465, tls: 'implicit', user: 'news' };
    expect(changesOf(before, smtp({ password: ' spaced ' }), ZONE)).toEqual({
      smtp: { ...server, password: ' spaced ' },
    });
    expect(changesOf(before, smtp({ host: 'other.example' }), ZONE)).toEqual({
      smtp: { ...server, host: 'other.example' },
    });
    expect(changesOf(before, smtp({ isOwn: false }), ZONE)).toEqual({ smtp: null });
  });

  test('keeps the password of the same server, and wants it again for another', () => {
    expect(keepsPassword(known.smtp, before.smtp)).toBe(true);
    for (const change of [{ host: 'other.example' }, { port: '587' }, { tls: 'none' }, { user: 'x' }] as const) {
      const { smtp: changed } = smtp(change);
      expect([keepsPassword(known.smtp, changed), wantsPassword(known.smtp, changed)]).toEqual([false, true]);
    }
    expect(wantsPassword(known.smtp, smtp({ user: '' }).smtp)).toBe(false);
  });

  test('begins a warm-up with a day where the person is', () => {
    expect(before.from).toBe('2027-03-08');
    const { warmUp, dkim } = newMailbox({ ...before, from: '2027-03-10', privateKey: ' ' }, ZONE);
    expect(warmUp).toEqual({ from: '2027-03-09T16:00:00.000Z', first: 20, growth: 1.3 });
    expect(dkim).toEqual({ domain: 'us.example', selector: 'ft' });
  });

  test.each([
    ['/id', { id: 'two words' }],
    ['/name', { name: ' ' }],
    ['/address', { address: '' }],
    ['/smtp/host', { smtp: { ...before.smtp, host: '' } }],
    ['/smtp/port', { smtp: { ...before.smtp, port: '70000' } }],
    ['/dailyQuota', { dailyQuota: '0' }],
    ['/hourlyQuota', { hourlyQuota: '1.5' }],
    ['/warmUp/first', { first: '' }],
    ['/warmUp/growth', { growth: '11' }],
    ['/dkim/domain', { domain: '' }],
  ])('says at %s what is wrong with it', (pointer, change) => {
    expect([...wrongOf({ ...before, ...change }, true).keys()]).toEqual([pointer]);
  });

  test('says nothing of what is not asked', () => {
    const hidden = { ...before, isWarmedUp: false, first: '', isSigned: false, domain: '' };
    expect(wrongOf({ ...hidden, smtp: { ...before.smtp, isOwn: false, host: '' } }, false).size).toBe(0);
  });
});

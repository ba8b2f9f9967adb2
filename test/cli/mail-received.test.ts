import { describe, expect, it } from 'vitest';
import { anApi, followthrough, pageOf } from './support.js';

const aMail = (id: string) => ({
  ...{ id, at: '2027-01-05T10:30:00Z', channel: 'email', mailboxId: 'sales', kind: 'unhandled', why: 'unreadable' },
  ...{ effect: 'none', noEffect: null, retry: null, fromAddress: 'ada@example.com', otherAddress: false, step: null },
  ...{ text: 'Call me', subject: null },
});

describe('mail received', () => {
  const api = () => anApi({ listIncomingMails: pageOf(aMail('inm_1'), aMail('inm_2'), aMail('inm_3')) });

  it('says that there are more when it cuts the list, and how many there are when it does not', async () => {
    const cut = await followthrough(['mail', 'received', '--limit', '2'], { api: api() });
    expect(cut.out).toContain('\nThe first 2; there are more: --limit shows them.\n');
    expect(cut.out.match(/Call me/g)).toHaveLength(2);
    expect((await followthrough(['mail', 'received', '--limit', '3'], { api: api() })).out).toContain('\n3 mails.\n');
  });

  it('says so of mails that could not be handled, too', async () => {
    const { out } = await followthrough(['mail', 'received', '--unhandled', '--limit', '2'], { api: api() });
    expect(out).toContain('there are more: --limit shows them. followthrough mail retry <id>');
    expect(out).not.toContain('inm_3');
  });
});

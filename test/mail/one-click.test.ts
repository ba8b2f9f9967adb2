import { describe, expect, it } from 'vitest';
import { newId } from '../../src/db/new-id.js';
import { composeMail } from '../../src/mail/compose.js';
import { createLinks } from '../../src/mail/links.js';
import { oneClickFault } from '../../src/mail/one-click.js';
import { outgoingMail } from './builders.js';

const secret = 'only for the tests of the links';

describe('the addresses by which mail programs unsubscribe', () => {
  it.each([
    ['http://crm.example', null, 'PUBLIC_URL is http://crm.example; expected an https address'],
    ['https://crm.example', 'x'.repeat(90), 'Shorten PUBLIC_URL'],
  ])('can’t be those of %s for the topic %s, and the fault names the setting', async (baseUrl, topic, fault) => {
    expect(oneClickFault(createLinks({ baseUrl, secret }), topic)).toContain(fault);
  });

  it('are as the mail takes them wherever there is no fault, up to the last character', async () => {
    for (let length = 60; length < 120; length++) {
      const links = createLinks({ baseUrl: `https://${'a'.repeat(length)}`, secret });
      const sent = async () =>
        await composeMail(outgoingMail({ unsubscribeUrl: links.unsubscribe(newId('contact'), 'offers') }));
      const fault = oneClickFault(links, 'offers');
      if (fault === null) await expect(sent()).resolves.toBeInstanceOf(Uint8Array);
      else await expect(sent()).rejects.toThrow(/characters/);
    }
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sortRawMail } from '../../../src/mail/inbound/sort-mail.js';
import { confusionTable } from './confusion.js';
import { CORPUS } from './corpus/all.js';
import { mail, OUR_ID, thread } from './corpus/builders.js';

const sorted = await Promise.all(CORPUS.map(async (one) => ({ ...one, got: await sortRawMail(one.raw) })));
const page = readFileSync(new URL('../../../docs/mail-sorting.md', import.meta.url), 'utf8');

/** What Node writes in no charset but its own: each character is looked up in what it reads. */
function inGb(text: string): Buffer {
  const [known, decoder] = [new Map<string, Buffer>(), new TextDecoder('gb18030')];
  for (let high = 0x81; high <= 0xfe; high += 1)
    for (let low = 0x40; low <= 0xfe; low += 1) {
      const bytes = Buffer.from([high, low]);
      known.set(decoder.decode(bytes), bytes);
    }
  return Buffer.concat(
    [...text].map((char) => (char < '\x80' ? Buffer.from(char) : (known.get(char) ?? Buffer.from('?')))),
  );
}

describe('the sorter', () => {
  it.each(sorted)('knows $kind: $name', ({ kind, until, address, names, got }) => {
    expect(got.kind, got.why).toBe(kind);
    if (until !== undefined) expect(got.until).toBe(until);
    if (address !== undefined) expect(got.address).toBe(address);
    if (names === true) expect(got.references).toContain(OUR_ID);
    expect(got.why).not.toBe('');
  });

  it('is held against at least 200 mails, and the page shows how it does on them', () => {
    expect(CORPUS.length).toBeGreaterThanOrEqual(200);
    expect(new Set(CORPUS.map(({ kind, name }) => `${kind}: ${name}`)).size).toBe(CORPUS.length);
    expect(page).toContain(confusionTable(sorted.map(({ kind, got }) => ({ wanted: kind, got: got.kind }))));
    expect(page).toContain(`${CORPUS.length} mails`);
  });

  it.each([
    ['latin1', 'Ich bin bis zum 11. März 2032 nicht im Büro.', 'Abwesenheitsnotiz: Jürgen Größ', '2032-03-12'],
    [
      'latin1',
      'Je suis absente jusqu’à la fin; de retour le 3 août 2032.',
      'Réponse automatique : congés',
      '2032-08-03',
    ],
    ['gb18030', '您好，我正在休假，将于2032年5月12日返回工作岗位。', '自动回复：外出', '2032-05-12'],
  ])('reads 8-bit headers and text that say no charset (%s: %s)', async (charset, text, subject, until) => {
    const raw = `From: x@customer.example\r\nSubject: ${subject}\r\nAuto-Submitted: auto-replied\r\n\r\n${text}\r\n`;
    const bytes = charset === 'latin1' ? Buffer.from(raw.replaceAll('’', "'"), 'latin1') : inGb(raw);
    expect(await sortRawMail(bytes)).toMatchObject({ kind: 'out-of-office', until });
  });

  it('never takes a mail of a person for a bounce or a machine', () => {
    const people = sorted.filter(({ kind }) => kind === 'reply' || kind === 'unsubscribe');
    expect(people.filter(({ got }) => !['reply', 'unsubscribe'].includes(got.kind))).toEqual([]);
  });

  it('gives a day only for out of office, and an address only for bounces and complaints', () => {
    for (const { got } of sorted) {
      if (got.kind !== 'out-of-office') expect(got.until).toBeNull();
      if (!/bounce|complaint|unsubscribe/.test(got.kind)) expect(got.address).toBeNull();
    }
  });

  it('names the ids of the thread, the nearest first, and not the own one', async () => {
    const headers = { ...thread, References: `<first@followthrough.example>\n ${OUR_ID}` };
    const { references } = await sortRawMail(mail(headers, 'Fine'));
    expect(references).toEqual([OUR_ID, '<first@followthrough.example>']);
  });

  it('says nothing of what the person wrote in its reason', async () => {
    const { why } = await sortRawMail(mail({ ...thread, Subject: 'Secret plans' }, 'Secret words'));
    expect(why).not.toMatch(/secret/i);
  });
});

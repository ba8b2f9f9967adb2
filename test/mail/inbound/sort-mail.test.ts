import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sortRawMail } from '../../../src/mail/inbound/sort-mail.js';
import { confusionTable } from './confusion.js';
import { CORPUS } from './corpus/all.js';
import { mail, OUR_ID, thread } from './corpus/builders.js';

const sorted = await Promise.all(CORPUS.map(async (one) => ({ ...one, got: await sortRawMail(one.raw) })));
const page = readFileSync(new URL('../../../docs/mail-sorting.md', import.meta.url), 'utf8');

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

import { describe, expect, it } from 'vitest';
import { anApi, followthrough } from './support.js';

const SEGMENT = 'kind: segment\nid: s\nname: S\nif: { contact.country: DE }\n';
const contact = { id: 'con_1', name: 'Ada Lovelace' };
const explanation = { fits: false, lines: ['no   contact.country: asked to be "DE"; found nothing'] };

describe('segment', () => {
  it('counts by a condition, or by the one of a file', async () => {
    const asked: { operation: string; input: unknown }[] = [];
    const api = anApi({ countContacts: { fit: 3, of: 10 } }, asked);
    const readText = async () => SEGMENT;
    const given = await followthrough(['segment', 'count', '--if', '{ contact.country: DE }'], { api });
    const read = await followthrough(['segment', 'count', '--file', 's.yaml'], { api, readText });
    expect([given, read].map(({ exit, out }) => [exit, out])).toEqual([
      [0, '3 of 10 contacts fit.\n'],
      [0, '3 of 10 contacts fit.\n'],
    ]);
    expect(asked.map(({ input }) => input)).toEqual([1, 2].map(() => ({ body: { if: { 'contact.country': 'DE' } } })));
  });

  it('explains why a contact is in or out', async () => {
    const api = anApi({ getContact: contact, explainContact: explanation });
    const { exit, out } = await followthrough(['segment', 'explain', 'con_1', '--if', '{ contact.country: DE }'], {
      api,
    });
    expect({ exit, out }).toEqual({ exit: 0, out: `Ada Lovelace doesn't fit.\n${explanation.lines[0]}\n` });
  });

  it('takes exactly one condition, and a file with a segment in it', async () => {
    expect((await followthrough(['segment', 'count'])).exit).toBe(2);
    expect((await followthrough(['segment', 'count', '--if', '{}', '--file', 's.yaml'])).exit).toBe(2);
    const readText = async () => 'kind: journey\nid: a\nname: A\nsteps: []\n';
    const { exit, err } = await followthrough(['segment', 'count', '--file', 'a.yaml'], { readText });
    expect(exit).toBe(1);
    expect(err).toContain('a.yaml holds a journey, not a segment');
    const broken = await followthrough(['segment', 'count', '--file', 'a.yaml'], {
      readText: async () => SEGMENT.replace('kind', 'kin'),
    });
    expect(broken.err).toContain('a.yaml:1:1');
  });
});

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

  it('counts, explains and samples a published one', async () => {
    const asked: { operation: string; input: unknown }[] = [];
    const sampled = { contacts: [{ id: 'con_1', name: '王芳', company: null, email: null }] };
    const published = { condition: 'contact.country: DE\n' };
    const answers = { countSegment: { fit: 3, of: 10 }, getSegment: published, sampleWritten: sampled };
    const api = anApi({ ...answers, getContact: contact, explainContact: explanation }, asked);
    const run = async (...args: string[]) =>
      (await followthrough(['segment', ...args, '--segment', 'germans'], { api })).out;
    expect(await run('count')).toBe('3 of 10 contacts fit.\n');
    expect(await run('explain', 'con_1')).toContain("doesn't fit");
    expect(await run('sample')).toMatch(/^CONTACT +NAME +COMPANY +ADDRESS\ncon_1 +王芳 +- +-\n$/);
    expect(asked.map(({ operation }) => operation)).toEqual([
      'countSegment',
      ...['getSegment', 'getContact', 'explainContact'],
      ...['getSegment', 'sampleWritten'],
    ]);
    expect(asked.at(-1)?.input).toEqual({ body: { text: '{"contact.country":"DE"}', limit: 10 } });
  });

  it('lists segments with their sizes, and shows one with its condition', async () => {
    const last = { day: '2027-01-04', size: 412, of: 3900, version: 2, countedAt: '2027-01-04T09:00:00Z' };
    const one = { id: 'germans', version: 2, publishedAt: '2027-01-01T09:00:00Z', last };
    const page = { data: [one, { ...one, id: 'new', last: null }], nextCursor: null, hasMore: false };
    const api = anApi({ listSegments: page, getSegment: { ...one, condition: 'contact.country: DE\n' } });
    const { out } = await followthrough(['segment', 'list'], { api });
    expect(out.split('\n').slice(1, 3)).toEqual([
      'germans        2   412  3900  2027-01-04 09:00Z',
      'new            2     -     -  -',
    ]);
    const shown = await followthrough(['segment', 'show', 'germans'], { api });
    expect(shown.out).toBe(
      'germans, version 2, published 2027-01-01 09:00Z.\n412 of 3900 contacts, counted 2027-01-04 09:00Z.\n\ncontact.country: DE\n',
    );
  });

  it('says where the value classes begin, and that some have nobody', async () => {
    const classes = {
      recency: ['2027-01-04T09:00:00Z'],
      frequency: [2, 3],
      value: [100.5],
      buyers: 4,
      at: '2027-01-05T00:00:00Z',
    };
    const { out } = await followthrough(['segment', 'classes'], { api: anApi({ valueClasses: { classes } }) });
    expect(out.split('\n').slice(1, 4)).toEqual([
      expect.stringMatching(/^2 +2027-01-04 09:00Z +2 +100.5$/),
      expect.stringMatching(/^3 +- +3 +-$/),
      expect.stringMatching(/^4 +- +- +-$/),
    ]);
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

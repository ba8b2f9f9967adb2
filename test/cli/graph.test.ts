import { describe, expect, it } from 'vitest';
import { followthrough } from './support.js';

const TEXT = 'kind: journey\nid: j\nname: { en: Journey, zh-CN: 旅程 }\nsteps:\n  - { id: nap, wait: 2 days }\n';

describe('graph', () => {
  it('prints a picture, or writes it to a file', async () => {
    const written = new Map<string, string>();
    const world = {
      readText: async () => TEXT,
      writeText: async (file: string, text: unknown) => void written.set(file, String(text)),
    };
    const printed = await followthrough(['graph', 'j.yaml'], world);
    expect(printed.exit).toBe(0);
    expect(printed.out).toContain('data-step="nap"');
    expect(await followthrough(['graph', 'j.yaml', '--out', 'a/j.svg'], world)).toMatchObject({
      exit: 0,
      out: 'a/j.svg: j with 1 step\n',
    });
    expect(written.get('a/j.svg')).toBe(printed.out);
  });

  it('speaks the language that is asked for, in Mermaid too', async () => {
    const said = await followthrough(['graph', 'j.yaml', '--mermaid', '--language', 'zh-CN'], {
      readText: async () => TEXT,
    });
    expect(said.out).toContain('n0(["等待: 2 天"])');
  });

  it('prints findings for a file whose shape is wrong, and exits 1', async () => {
    const said = await followthrough(['graph', 'j.yaml'], { readText: async () => TEXT.replace('wait', 'wiat') });
    expect([said.exit, said.out]).toEqual([1, expect.stringMatching(/^j\.yaml:5:\d+ {2}error {2}unknown-key/)]);
  });

  it('has nothing to draw of a segment, and refuses two formats at once', async () => {
    const segment = 'kind: segment\nid: s\nname: S\nif: { contact.status: customer }\n';
    expect((await followthrough(['graph', 's.yaml'], { readText: async () => segment })).err).toContain(
      'nothing-to-draw',
    );
    expect((await followthrough(['graph', 'j.yaml', '--svg', '--mermaid'])).exit).toBe(2);
  });
});

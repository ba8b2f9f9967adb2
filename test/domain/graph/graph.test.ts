import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Definition } from '../../../src/domain/definition/definition.js';
import { parseDefinition } from '../../../src/domain/definition/parse.js';
import { stepsOf } from '../../../src/domain/definition/step-walk.js';
import { graphOf } from '../../../src/domain/graph/graph-of.js';
import { layOut, type Picture } from '../../../src/domain/graph/layout.js';
import { toMermaid } from '../../../src/domain/graph/mermaid.js';
import { type Graph, stepKeys } from '../../../src/domain/graph/model.js';
import type { Box } from '../../../src/domain/graph/shapes.js';
import { escapeXml, toSvg } from '../../../src/domain/graph/svg.js';
import { cutToWidth, textWidth, wrapToWidth } from '../../../src/domain/graph/text-width.js';
import { GRAPH_LANGUAGES, type GraphLanguage } from '../../../src/domain/graph/words.js';
import { compileProgram } from '../../../src/domain/journey/program.js';

function definitionOf(text: string): Definition {
  const { definition, findings } = parseDefinition({ file: 'test.yaml', text });
  if (definition === null) throw new Error(JSON.stringify(findings));
  return definition;
}

function graphIn(text: string, language: GraphLanguage = 'en'): Graph {
  const graph = graphOf(definitionOf(text), language);
  if (graph === null) throw new Error('nothing to draw');
  return graph;
}

const SHIPPED = readFileSync('definitions/lead-to-customer.yaml', 'utf8');

/** Sixty steps with Chinese titles: tasks with three outcomes each, waits with two ways, tracks beside. */
const SIXTY = `
kind: journey
id: sixty
name: 从首次接触到长期客户关怀的完整流程
stages:
  - id: first
    name: { zh-CN: 第一阶段 }
    steps:
${Array.from({ length: 12 }, (_, i) => chineseTask(i)).join('')}
    alongside:
      - { id: coach, steps: [ { wait: 2 business days }, { update: { contact.status: 已联系 } } ] }
  - id: last
    name: { zh-CN: 最后阶段 }
    steps: [ { id: ende, wait: 3 days } ]
throughout:
  - { id: birthdays, steps: [ { wait: { until: { date: contact.birthday, every: year } } }, { score: { add: 1, reason: 生日祝福 } } ] }
`;

function chineseTask(i: number): string {
  return `
      - id: task-${i}
        task: { kind: call, title: 致电客户并详细了解其第${i}项业务需求与预算情况, due: 1 days, outcomes: [reached, later, refused] }
        onOutcome:
          reached: [ { wait: 2 days }, { score: { add: 5, reason: 已取得联系 } } ]
          later: [ { id: back-${i}, goTo: task-${i} } ]
          refused: [ { moveTo: last } ]
`;
}

const inside = (inner: Box, outer: Pick<Picture, 'width' | 'height'>): boolean =>
  inner.x >= 0 && inner.y >= 0 && inner.x + inner.width <= outer.width && inner.y + inner.height <= outer.height;

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function overlaps(boxes: readonly Box[]): [number, number][] {
  return boxes.flatMap((a, i) =>
    boxes.slice(i + 1).flatMap((b, j): [number, number][] => (overlap(a, b) ? [[i, i + 1 + j]] : [])),
  );
}

describe.each([
  ['the shipped journey', SHIPPED],
  ['sixty steps in Chinese', SIXTY],
])('the picture of %s', (_, text) => {
  const definition = definitionOf(text);

  it.each(GRAPH_LANGUAGES)('in %s has every step once, none over another and all on the page', (language) => {
    const graph = graphIn(text, language);
    const picture = layOut(graph);
    expect(picture.cards.map((card) => card.step.key).sort()).toEqual(
      stepsOf(definition)
        .map((step) => step.id ?? step.path.join('.'))
        .sort(),
    );
    expect(overlaps([...picture.cards, ...picture.chips])).toEqual([]);
    for (const box of [...picture.cards, ...picture.chips, ...picture.panels]) expect(inside(box, picture)).toBe(true);
    for (const line of picture.lines)
      for (const { x, y } of line.points) expect(inside({ x, y, width: 0, height: 0 }, picture)).toBe(true);
  });

  it('names steps by the keys that journeys stand at', () => {
    if (definition.kind !== 'journey') throw new Error('expected a journey');
    expect(new Set(stepKeys(graphIn(text)))).toEqual(new Set(compileProgram(definition).nodes.keys()));
  });

  it('keeps every text within its card', () => {
    for (const card of layOut(graphIn(text, 'zh-CN')).cards)
      for (const line of card.texts)
        expect(textWidth(line.text, line.style === 'name' ? 13.5 : 11.5)).toBeLessThanOrEqual(card.width - 20);
  });

  it('is the same each time, and small enough to look at', () => {
    expect(toSvg(graphIn(text))).toBe(toSvg(graphIn(text)));
    expect(layOut(graphIn(text, 'zh-CN')).width).toBeLessThan(2400);
  });
});

describe('a picture', () => {
  const WILD = `kind: journey\nid: wild\nname: '<script>alert(1)</script> & "x"'\nsteps:\n  - id: a\n    task: { kind: call, title: "</text><b onload='x'>{{contact.name}}", due: 1 days, outcomes: [done] }\n    onOutcome: { done: [] }\n`;

  it('holds markup in names as text, and nothing from outside', () => {
    const svg = toSvg(graphIn(WILD));
    expect(svg).not.toMatch(/<script|<b |url\(|href|@import/);
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).toContain('&lt;/text&gt;&lt;b onload=&#39;x&#39;&gt;‹contact.name›');
  });

  it('has balanced elements whatever a title says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (title) => {
        const text = escapeXml(title);
        expect(text).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML can't hold
        expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/u);
      }),
    );
  });

  it('gives a title three lines at most', () => {
    const title = '致电客户并详细了解其业务需求'.repeat(20);
    const text = `kind: journey\nid: a\nname: A\nsteps: [ { id: t, task: { kind: call, title: ${title}, due: 1 days, outcomes: [ok] } } ]\n`;
    const names = layOut(graphIn(text)).cards[0]?.texts.filter(({ style }) => style === 'name');
    expect(names).toHaveLength(3);
    expect(names?.at(-1)?.text).toMatch(/…$/);
  });

  it('of a segment or a survey is none', () => {
    expect(graphOf(definitionOf('kind: segment\nid: s\nname: S\nif: { contact.status: customer }\n'), 'en')).toBeNull();
  });

  it('of a campaign has its one message and whom it is for', () => {
    const graph = graphIn(
      'kind: campaign\nid: c\nname: C\naudience: { segment: customers }\nsend: { email: { template: a/b, from: m, purpose: marketing } }\n',
    );
    expect(graph.rules).toContainEqual({ label: 'Audience', text: 'customers', stage: null });
    expect(stepKeys(graph)).toEqual(['send']);
  });

  it('draws moves between stages in the colour of the stage they lead to', () => {
    const picture = layOut(graphIn(SIXTY));
    const moves = picture.lines.filter((line) => line.kind === 'move');
    expect(moves.map((line) => line.hue)).toEqual([1]);
    expect(picture.cards.filter((card) => card.step.action === 'moveTo').every((card) => card.hue === 1)).toBe(true);
  });

  it('leads every goTo to its step', () => {
    const picture = layOut(graphIn(SIXTY));
    const jumps = picture.lines.filter((line) => line.kind === 'jump');
    expect(jumps).toHaveLength(12);
    for (const jump of jumps) {
      const end = jump.points.at(-1);
      expect(picture.cards.some((card) => card.x === end?.x && card.y + card.height / 2 === end.y)).toBe(true);
    }
  });

  it('puts tracks that are too many for one row into the next, and leaves empty ones out', () => {
    const track = (id: string) => `      - { id: ${id}, steps: [ { id: s-${id}, wait: 1 days } ] }\n`;
    const ids = Array.from({ length: 9 }, (_, i) => `t${i}`);
    const graph = graphIn(
      `kind: journey\nid: m\nname: M\nstages:\n  - id: one\n    alongside:\n${ids.map(track).join('')}`,
    );
    const picture = layOut(graph);
    expect(picture.width).toBeLessThan(1800);
    expect(overlaps(picture.cards)).toEqual([]);
    expect(new Set(picture.cards.map((card) => card.y)).size).toBe(2);
    expect(picture.texts.filter(({ style }) => style === 'track')).toHaveLength(ids.length);
  });

  it('leaves a loop that never ends without a way on', () => {
    const endless = graphIn(
      'kind: journey\nid: e\nname: E\nsteps:\n  - id: r\n    repeat: { every: 1 days, steps: [ { score: { add: 1, reason: x } } ] }\n',
    );
    expect(endless.stages[0]?.tracks[0]?.steps[0]?.goesOn).toBe(false);
  });
});

describe('a Mermaid flowchart', () => {
  it('has a node for each step and a subgraph for each stage', () => {
    const text = toMermaid(graphIn(SIXTY, 'zh-CN'));
    const nodes = new Set([...text.matchAll(/^ +(n\d+)[([{/]/gm)].map((match) => match[1]));
    expect(nodes.size).toBe(stepKeys(graphIn(SIXTY)).length);
    expect(text).toContain('subgraph stage0["第一阶段"]');
    expect([...text.matchAll(/^ *subgraph /gm)]).toHaveLength([...text.matchAll(/^ *end$/gm)].length);
  });

  it('keeps its own signs out of names', () => {
    const text = toMermaid(
      graphIn(
        'kind: journey\nid: w\nname: W\nsteps:\n  - id: a\n    task: { kind: call, title: \'say "hi"; <b>|x| #1 `y`\', due: 1 days, outcomes: [done] }\n    onOutcome: { done: [] }\n',
      ),
    );
    expect(text).toContain('say #quot;hi#quot;#59; #lt;b#gt;#124;x#124; #35;1 #96;y#96;');
  });
});

describe('text widths', () => {
  it('count an East Asian character as an em, a combining mark as nothing', () => {
    expect(textWidth('客户', 10)).toBe(20);
    expect(textWidth('ｗ', 10)).toBe(10);
    expect(textWidth('e\u0301', 10)).toBe(textWidth('e', 10));
    expect(textWidth('il', 10)).toBeLessThan(textWidth('MW', 10));
  });

  it.each([
    ['Hangul letters', 'ᄀᅟ', 'ჿᅠ'],
    ['angle brackets', '〈〉', '⌨⌫'],
    ['radicals and signs', '⺀〾', '⹿'],
    ['kana to Yi', 'ぁ꓏', 'ꓐ'],
    ['old Hangul letters', 'ꥠꥼ', '꥽'],
    ['Hangul syllables', '가힣', '\uabff\ud7a4'],
    ['compatible ideographs', '豈\ufaff', 'ﬀ'],
    ['vertical forms', '︐︙', '\ufe1a'],
    ['small forms', '︰\ufe6f', 'ﹰ'],
    ['full-width forms', '！｠', '｡'],
    ['full-width signs', '￠￦', '￟￧'],
    ['pictures and faces', '\u{1f300}\u{1f64f}', '\u{1f2ff}\u{1f650}'],
    ['vehicles and signs', '\u{1f680}\u{1faff}', '\u{1f67f}\u{1fb00}'],
    ['rare ideographs', '\u{20000}\u{3fffd}', '\u{1ffff}'],
  ])('count %s as an em each, and their neighbours as less', (_, wide, others) => {
    for (const char of wide) expect(textWidth(char, 10)).toBe(10);
    for (const char of others) expect(textWidth(char, 10)).toBeLessThan(10);
  });

  it('cuts a text that is too wide so that it fits with its ellipsis, and no shorter', () => {
    expect(cutToWidth('客户客户', 10, 40)).toBe('客户客户');
    expect(cutToWidth('客户客户', 10, 39.9)).toBe('客户客…');
    expect(cutToWidth('客户 客户', 10, 35)).toBe('客户…');
    expect(cutToWidth('客户客户', 10, 29.5)).toBe('客户…');
    expect(cutToWidth('客户客户', 10, 29.4)).toBe('客…');
  });

  it('breaks at the last place of a line for it, before a wide character, or in the middle of a word', () => {
    expect(wrapToWidth('aaaa bbbb cccc', 10, 60, 3)).toEqual(['aaaa bbbb', 'cccc']);
    expect(wrapToWidth('aaaa-bbbb', 10, 45, 3)).toEqual(['aaaa-', 'bbbb']);
    expect(wrapToWidth('aa客户客户', 10, 35, 3)).toEqual(['aa客户', '客户']);
    expect(wrapToWidth('客户客，户客户', 10, 35, 3)).toEqual(['客户', '客，户', '客户']);
    expect(wrapToWidth('aaaaaaaaaa', 10, 30, 3)).toEqual(['aaaaa', 'aaaaa']);
    expect(wrapToWidth('aaaa · bbbb', 10, 31, 3)).toEqual(['aaaa ·', 'bbbb']);
    expect(wrapToWidth('aaaa · bbbb', 10, 30, 3)).toEqual(['aaaa', 'bbbb']);
    expect(wrapToWidth('  ', 10, 30, 3)).toEqual([]);
    expect(wrapToWidth('W', 10, 1, 3)).toEqual(['W']);
  });

  it('breaks lines that fit, and loses no character but at the end', () => {
    const text = fc.string({ unit: fc.constantFrom('客', '户', 'a', 'W', ' ', '-', '，'), maxLength: 80 });
    fc.assert(
      fc.property(text, fc.integer({ min: 30, max: 200 }), (source, width) => {
        const lines = wrapToWidth(source, 12, width, 3);
        expect(lines.length).toBeLessThanOrEqual(3);
        for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(width);
        const all = lines.join('').replace(/…$/, '').replace(/\s/g, '');
        expect(source.replace(/\s/g, '').startsWith(all)).toBe(true);
      }),
    );
  });
});

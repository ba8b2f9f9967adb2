import type { GraphBranch, GraphStep } from './model.js';
import { type Canvas, flow, type Point, type TextLine } from './shapes.js';
import { textWidth, wrapToWidth } from './text-width.js';

/*
 * Places the steps of a track: top down, branches side by side, each list around an axis that its way runs along. A
 * block knows its size before it has a place; drawing it then is one walk.
 */

export interface Block {
  readonly width: number;
  readonly height: number;
  /** Where the way comes in and goes out, from the left edge. */
  readonly axis: number;
  /** False if the way ends inside. */
  readonly open: boolean;
  readonly draw: (at: Point, canvas: Canvas) => void;
}

/** What the steps' places depend on beside themselves. */
export interface StepPlaces {
  /** A stage's colour. */
  readonly hueOf: (stage: string) => number | null;
}

const CARD_WIDTH = 232;
const PAD = 12;
const GAP = 26;
const COLUMN_GAP = 22;
const FONT = { kind: 10.5, name: 13.5, detail: 11.5, label: 12 } as const;
const LINE = { kind: 15, name: 18, detail: 15, label: 16 } as const;
const EMPTY_WIDTH = 96;
const MOST_LABEL = 190;

const EMPTY: Block = { width: 0, height: 0, axis: 0, open: true, draw: () => undefined };

/** A list of steps, one under the other. */
export function listBlock(steps: readonly GraphStep[], places: StepPlaces): Block {
  if (steps.length === 0) return EMPTY;
  const blocks = steps.map((step) => stepBlock(step, places));
  const axis = Math.max(...blocks.map((block) => block.axis));
  return {
    width: axis + Math.max(...blocks.map((block) => block.width - block.axis)),
    height: blocks.reduce((sum, block) => sum + block.height, 0) + GAP * (blocks.length - 1),
    axis,
    open: blocks.at(-1)?.open ?? true,
    draw: ({ x, y }, canvas) => {
      let top = y;
      blocks.forEach((block, i) => {
        block.draw({ x: x + axis - block.axis, y: top }, canvas);
        const bottom = top + block.height;
        if (i < blocks.length - 1 && block.open)
          canvas.lines.push(flow({ x: x + axis, y: bottom }, { x: x + axis, y: bottom + GAP }));
        top = bottom + GAP;
      });
    },
  };
}

function stepBlock(step: GraphStep, places: StepPlaces): Block {
  const card = cardBlock(step, places);
  const [first] = step.branches;
  if (first === undefined) return card;
  return first.type === 'loop' ? loopBlock(card, listBlock(first.steps, places), step) : forkBlock(card, step, places);
}

function cardBlock(step: GraphStep, places: StepPlaces): Block {
  const round = step.jump !== null;
  const inner = CARD_WIDTH - 2 * PAD;
  const rows: { readonly style: TextLine['style']; readonly text: string; readonly height: number }[] = [];
  const add = (style: TextLine['style'], size: number, height: number, text: string, most: number): void => {
    for (const line of wrapToWidth(text, size, inner, most)) rows.push({ style, text: line, height });
  };
  if (round) add('name', FONT.name, LINE.name, `${step.kind}: ${step.title}`, 2);
  else {
    add('kind', FONT.kind, LINE.kind, step.kind, 1);
    add('name', FONT.name, LINE.name, step.title, 3);
    for (const detail of step.details) add('detail', FONT.detail, LINE.detail, detail, 3);
  }
  if (step.condition !== null) add('condition', FONT.detail, LINE.detail, step.condition, 3);
  const pad = round ? 7 : 10;
  const height = rows.reduce((sum, row) => sum + row.height, 0) + 2 * pad;
  const hue = step.jump?.type === 'stage' ? places.hueOf(step.jump.id) : null;
  return {
    width: CARD_WIDTH,
    height,
    axis: CARD_WIDTH / 2,
    open: step.goesOn,
    draw: ({ x, y }, canvas) => {
      let top = y + pad;
      const texts = rows.map((row): TextLine => {
        const middle = round;
        const line = { x: middle ? x + CARD_WIDTH / 2 : x + PAD + 2, y: top + row.height - 4, middle };
        top += row.height;
        return { ...line, text: row.text, style: row.style };
      });
      canvas.cards.push({ step, x, y, width: CARD_WIDTH, height, texts, round, hue });
    },
  };
}

const LOOP_PAD = 24;

/** A repeat: its card, and below it in a frame the body, from whose end a line leads back. */
function loopBlock(card: Block, body: Block, step: GraphStep): Block {
  const half = Math.max(card.axis, body.axis) + LOOP_PAD;
  const right = Math.max(card.width - card.axis, body.width - body.axis) + LOOP_PAD;
  const top = card.height / 2;
  const height = card.height + GAP + body.height + LOOP_PAD;
  return {
    width: half + right,
    height,
    axis: half,
    open: step.goesOn,
    draw: ({ x, y }, canvas) => {
      const axis = x + half;
      canvas.panels.push({
        id: null,
        label: step.title,
        x,
        y: y + top,
        width: half + right,
        height: height - top,
        texts: [],
        hue: null,
        look: 'loop',
      });
      card.draw({ x: axis - card.axis, y }, canvas);
      const inside = y + card.height + GAP;
      canvas.lines.push(flow({ x: axis, y: y + card.height }, { x: axis, y: inside }));
      body.draw({ x: axis - body.axis, y: inside }, canvas);
      if (!body.open) return;
      const end = inside + body.height;
      const back = x + LOOP_PAD / 2;
      const middle = y + card.height - 12;
      canvas.lines.push({
        kind: 'loop',
        points: [
          { x: axis, y: end },
          { x: axis, y: end + 12 },
          { x: back, y: end + 12 },
          { x: back, y: middle },
          { x: axis - card.axis, y: middle },
        ],
        arrow: true,
        hue: null,
      });
    },
  };
}

/** A step with ways side by side; those that go on come together again below. */
function forkBlock(card: Block, step: GraphStep, places: StepPlaces): Block {
  const columns = step.branches.map((branch) => columnBlock(branch, places));
  const starts = columns.map((_, i) =>
    columns.slice(0, i).reduce((sum, column) => sum + column.block.width + COLUMN_GAP, 0),
  );
  const axes = columns.map((column, i) => (starts[i] ?? 0) + column.block.axis);
  const ways = columns.flatMap((column, i) => (column.branch.type === 'way' ? [axes[i] ?? 0] : []));
  const middle = ((ways[0] ?? axes[0] ?? 0) + (ways.at(-1) ?? axes[0] ?? 0)) / 2;
  const total = columns.reduce((sum, column) => sum + column.block.width, 0) + COLUMN_GAP * (columns.length - 1);
  const axis = Math.max(middle, card.axis);
  const shift = axis - middle;
  const tallest = Math.max(...columns.map((column) => column.block.height));
  const below = card.height + GAP;
  const open = columns.some((column) => column.branch.type === 'way' && column.block.open) || step.condition !== null;
  return {
    width: Math.max(shift + total, axis + card.width - card.axis),
    height: below + tallest + (open ? GAP : 0),
    axis,
    open,
    draw: ({ x, y }, canvas) => {
      card.draw({ x: x + axis - card.axis, y }, canvas);
      const bus = y + card.height + GAP / 2;
      const merge = y + below + tallest + GAP / 2;
      const out = { x: x + axis, y: merge + GAP / 2 };
      columns.forEach(({ branch, block }, i) => {
        const at = x + shift + (axes[i] ?? 0);
        const kind = branch.type === 'aside' ? 'aside' : 'flow';
        const into = [
          { x: x + axis, y: y + card.height },
          { x: x + axis, y: bus },
          { x: at, y: bus },
        ];
        canvas.lines.push({ kind, points: [...into, { x: at, y: y + below }], arrow: true, hue: null });
        block.draw({ x: x + shift + (starts[i] ?? 0), y: y + below }, canvas);
        if (branch.type !== 'way' || !block.open) return;
        const end = { x: at, y: y + below + block.height };
        canvas.lines.push({
          kind: 'flow',
          points: [end, { x: at, y: merge }, { x: out.x, y: merge }, out],
          arrow: false,
          hue: null,
        });
      });
    },
  };
}

/** A branch: its label, and its steps below. */
function columnBlock(branch: GraphBranch, places: StepPlaces): { readonly branch: GraphBranch; readonly block: Block } {
  const body = listBlock(branch.steps, places);
  const room = Math.max(MOST_LABEL, body.width - 12) - 20;
  const lines = wrapToWidth(branch.label, FONT.label, Math.min(room, 260), 4);
  const textual = Math.max(...lines.map((line) => textWidth(line, FONT.label)), 0);
  const chipWidth = lines.length === 0 ? 0 : textual + 20;
  const chipHeight = lines.length * LINE.label + (lines.length === 0 ? 0 : 8);
  const gap = body.height === 0 ? 0 : GAP - 6;
  const axis = Math.max(chipWidth / 2, body.axis, branch.steps.length === 0 ? EMPTY_WIDTH / 2 : 0);
  const right = Math.max(chipWidth / 2, body.width - body.axis, branch.steps.length === 0 ? EMPTY_WIDTH / 2 : 0);
  const block: Block = {
    width: axis + right,
    height: chipHeight + gap + body.height,
    axis,
    open: body.open,
    draw: ({ x, y }, canvas) => {
      const middle = x + axis;
      if (lines.length > 0)
        canvas.chips.push({
          full: branch.label,
          x: middle - chipWidth / 2,
          y,
          width: chipWidth,
          height: chipHeight,
          aside: branch.type === 'aside',
          texts: lines.map((text, i) => ({
            text,
            style: 'label',
            x: middle,
            y: y + LINE.label * (i + 1) - 0,
            middle: true,
          })),
        });
      if (body.height === 0) return;
      canvas.lines.push(flow({ x: middle, y: y + chipHeight }, { x: middle, y: y + chipHeight + gap }));
      body.draw({ x: middle - body.axis, y: y + chipHeight + gap }, canvas);
    },
  };
  return { branch, block };
}

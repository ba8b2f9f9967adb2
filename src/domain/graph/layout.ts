import { type Block, listBlock, type StepPlaces } from './layout-steps.js';
import {
  everyGraphStep,
  type Graph,
  type GraphRule,
  type GraphStage,
  type GraphTrack,
  tracksOfGraph,
} from './model.js';
import { type Box, type Canvas, emptyCanvas, type Point, type TextLine } from './shapes.js';
import { textWidth, wrapToWidth } from './text-width.js';

/*
 * The whole picture: a header with what listens from outside the steps, the stages below each other, tracks as columns.
 * What moves from stage to stage runs in a gutter on the left, one lane for each stage that is moved to: a line for
 * each step that moves would cover the picture.
 */

export interface Picture extends Canvas {
  readonly width: number;
  readonly height: number;
}

const MARGIN = 24;
const LANE = 13;
const PANEL_PAD = 22;
const STAGE_GAP = 30;
const TRACK_GAP = 44;
const RULE = { size: 12.5, line: 18, label: 104 } as const;
const MOST_TEXT = 760;
/** How many lanes fit into the gap between two tracks. */
const JUMP_LANES = 4;
const MOST_TRACKS = 1500;
/** As many colours as there are for stages; see the styles. */
const HUES = 8;

export function layOut(graph: Graph): Picture {
  const canvas = emptyCanvas();
  const hues = new Map(graph.stages.map((stage, i) => [stage.id, i % HUES]));
  const places: StepPlaces = { hueOf: (stage) => hues.get(stage) ?? null };
  const sources = sourcesByTarget(graph);
  const targets = graph.stages.map((stage) => stage.id).filter((id) => sources.has(id));
  const left = MARGIN + (targets.length === 0 ? 0 : targets.length * LANE + 14);

  const stages = graph.stages.map((stage) => stagePanel(stage, places));
  const throughout = graph.throughout === null ? null : tracksPanel(graph.throughout, places);
  const stageWidth = Math.max(...stages.map((stage) => stage.width), 420);
  const headWidth = Math.min(MOST_TEXT, Math.max(stageWidth, 560));

  const head = drawHead(graph, { x: left, y: MARGIN }, headWidth, canvas);
  const top = MARGIN + head + STAGE_GAP;
  let y = top;
  const boxes = new Map<string, Box>();
  graph.stages.forEach((stage, i) => {
    const panel = stages[i];
    if (panel === undefined) return;
    const box = { x: left, y, width: stageWidth, height: panel.height };
    panel.draw(box, canvas);
    boxes.set(stage.id, box);
    y += panel.height + STAGE_GAP;
  });
  if (throughout !== null)
    throughout.draw(
      { x: left + stageWidth + STAGE_GAP, y: top, width: throughout.width, height: throughout.height },
      canvas,
    );
  drawMoves(sources, targets, boxes, left, canvas, places);
  drawJumps(graph, canvas);
  const right = left + stageWidth + (throughout === null ? 0 : STAGE_GAP + throughout.width);
  return {
    ...canvas,
    width: Math.ceil(Math.max(right, left + headWidth) + MARGIN),
    height: Math.ceil(Math.max(y - STAGE_GAP, top + (throughout?.height ?? 0)) + MARGIN),
  };
}

interface PanelPlan {
  readonly width: number;
  readonly height: number;
  readonly draw: (box: Box, canvas: Canvas) => void;
}

function stagePanel(stage: GraphStage, places: StepPlaces): PanelPlan {
  const tracks = trackColumns(stage.tracks, places);
  const hue = places.hueOf(stage.id);
  const rules = ruleRows(stage.rules, Math.max(tracks.width, 420));
  const headHeight = stage.label === '' ? 0 : 30;
  const rulesHeight = rules.height === 0 ? 0 : rules.height + 12;
  return {
    width: Math.max(tracks.width, rules.width) + 2 * PANEL_PAD,
    height: headHeight + rulesHeight + tracks.height + 2 * PANEL_PAD - (stage.label === '' ? 0 : 6),
    draw: (box, canvas) => {
      const x = box.x + PANEL_PAD;
      let y = box.y + PANEL_PAD;
      const label: TextLine[] = [];
      if (stage.label !== '') {
        label.push({ text: stage.label, style: 'stage', x, y: y + 6, middle: false });
        const beside = [stage.id === stage.label ? '' : stage.id, stage.final ? '◎' : ''].filter((text) => text !== '');
        if (beside.length > 0)
          label.push({
            text: beside.join('  '),
            style: 'subtitle',
            x: x + textWidth(stage.label, 17) + 12,
            y: y + 6,
            middle: false,
          });
        y += headHeight - 6;
      }
      const look = stage.label === '' ? 'plain' : 'stage';
      canvas.panels.push({ ...box, id: stage.id, label: stage.label, texts: label, hue, look });
      rules.draw({ x, y }, canvas);
      tracks.draw({ x: x + Math.max(0, (box.width - 2 * PANEL_PAD - tracks.width) / 2), y: y + rulesHeight }, canvas);
    },
  };
}

function tracksPanel(throughout: NonNullable<Graph['throughout']>, places: StepPlaces): PanelPlan {
  const tracks = trackColumns(throughout.tracks, places);
  return {
    width: tracks.width + 2 * PANEL_PAD,
    height: tracks.height + 2 * PANEL_PAD + 24,
    draw: (box, canvas) => {
      const x = box.x + PANEL_PAD;
      const texts: TextLine[] = [
        { text: throughout.label, style: 'stage', x, y: box.y + PANEL_PAD + 6, middle: false },
      ];
      canvas.panels.push({ ...box, id: null, label: throughout.label, texts, hue: null, look: 'stage' });
      tracks.draw({ x, y: box.y + PANEL_PAD + 24 }, canvas);
    },
  };
}

interface Columns {
  readonly width: number;
  readonly height: number;
  readonly draw: (at: Point, canvas: Canvas) => void;
}

interface Column {
  readonly label: string;
  readonly block: Block;
  readonly width: number;
}

/** Tracks side by side, each under its name if it has one; of many wide ones, some stand below. */
function trackColumns(tracks: readonly GraphTrack[], places: StepPlaces): Columns {
  const columns = tracks
    .filter((track) => track.steps.length > 0)
    .map((track): Column => {
      const block = listBlock(track.steps, places);
      return { label: track.label, block, width: Math.max(block.width, textWidth(track.label, 13)) };
    });
  const labelled = columns.some(({ label }) => label !== '') ? 26 : 0;
  const shelves = onShelves(columns).map((shelf) => ({
    columns: shelf,
    width: shelf.reduce((sum, { width }) => sum + width, 0) + TRACK_GAP * (shelf.length - 1),
    height: labelled + Math.max(...shelf.map(({ block }) => block.height)),
  }));
  return {
    width: Math.max(0, ...shelves.map(({ width }) => width)),
    height: shelves.reduce((sum, { height }) => sum + height, 0) + TRACK_GAP * Math.max(0, shelves.length - 1),
    draw: ({ x, y }, canvas) => {
      let top = y;
      for (const shelf of shelves) {
        let left = x;
        for (const { label, block, width } of shelf.columns) {
          if (label !== '') canvas.texts.push({ text: label, style: 'track', x: left, y: top + 12, middle: false });
          block.draw({ x: left, y: top + labelled }, canvas);
          left += width + TRACK_GAP;
        }
        top += shelf.height + TRACK_GAP;
      }
    },
  };
}

/** Columns in their order, each row as wide as a wide screen, or as its one column. */
function onShelves(columns: readonly Column[]): readonly (readonly Column[])[] {
  const shelves: Column[][] = [];
  let room = 0;
  for (const column of columns) {
    const shelf = shelves.at(-1);
    if (shelf !== undefined && column.width <= room) shelf.push(column);
    else {
      shelves.push([column]);
      room = MOST_TRACKS;
    }
    room -= column.width + TRACK_GAP;
  }
  return shelves;
}

/** Title and rules; their height. */
function drawHead(graph: Graph, at: Point, width: number, canvas: Canvas): number {
  const title = wrapToWidth(graph.title, 22, width, 2);
  title.forEach((text, i) => {
    canvas.texts.push({ text, style: 'title', x: at.x, y: at.y + 22 + i * 28, middle: false });
  });
  const below = title.length * 28 + 14;
  canvas.texts.push({ text: graph.subtitle, style: 'subtitle', x: at.x, y: at.y + below, middle: false });
  const rules = ruleRows(graph.rules, width);
  rules.draw({ x: at.x, y: at.y + below + 16 }, canvas);
  return below + 16 + rules.height;
}

/** Rules one under the other; a label that repeats is said once. */
function ruleRows(rules: readonly GraphRule[], width: number): Columns {
  const textual = Math.min(MOST_TEXT, width) - RULE.label;
  const rows = rules.flatMap((rule, i) =>
    wrapToWidth(rule.text, RULE.size, textual, 4).map((text, line) => ({
      label: line === 0 && rules[i - 1]?.label !== rule.label ? rule.label : '',
      text,
    })),
  );
  return {
    width: rows.length === 0 ? 0 : RULE.label + Math.max(...rows.map((row) => textWidth(row.text, RULE.size))),
    height: rows.length * RULE.line,
    draw: ({ x, y }, canvas) => {
      rows.forEach((row, i) => {
        const bottom = y + RULE.line * (i + 1) - 4;
        if (row.label !== '') canvas.texts.push({ text: row.label, style: 'kind', x, y: bottom, middle: false });
        canvas.texts.push({ text: row.text, style: 'rule', x: x + RULE.label, y: bottom, middle: false });
      });
    },
  };
}

/** By stage, those whose steps or moves lead to it. */
function sourcesByTarget(graph: Graph): ReadonlyMap<string, readonly GraphStage[]> {
  const sources = new Map<string, GraphStage[]>();
  for (const stage of graph.stages) {
    const jumps = stage.tracks.flatMap((track) => [...everyGraphStep(track.steps)].map(({ jump }) => jump));
    const targets = new Set([
      ...stage.rules.map((rule) => rule.stage),
      ...jumps.map((jump) => (jump?.type === 'stage' ? jump.id : null)),
    ]);
    for (const target of targets) if (target !== null) sources.set(target, [...(sources.get(target) ?? []), stage]);
  }
  return sources;
}

function drawMoves(
  sources: ReadonlyMap<string, readonly GraphStage[]>,
  targets: readonly string[],
  boxes: ReadonlyMap<string, Box>,
  left: number,
  canvas: Canvas,
  places: StepPlaces,
): void {
  targets.forEach((target, lane) => {
    const to = boxes.get(target);
    if (to === undefined) return;
    const x = left - 14 - lane * LANE;
    const hue = places.hueOf(target);
    const into = { x: left, y: to.y + PANEL_PAD };
    for (const source of sources.get(target) ?? []) {
      const from = boxes.get(source.id);
      if (from === undefined) continue;
      // Each lane leaves at a height of its own, so that lines that cross are told apart.
      const out = from.y + from.height - 12 - (targets.length - 1 - lane) * 9;
      const points = [{ x: left, y: out }, { x, y: out }, { x, y: into.y }, into];
      canvas.lines.push({ kind: 'move', points, arrow: true, hue });
    }
  });
}

/** Lines of goTo, to their steps; on the left of what lies between. */
function drawJumps(graph: Graph, canvas: Canvas): void {
  const keys = new Set(
    tracksOfGraph(graph).flatMap((track) => [...everyGraphStep(track.steps)].map((step) => step.key)),
  );
  const cards = new Map(canvas.cards.map((card) => [card.step.key, card]));
  const lanes = new Map<string, number>();
  for (const card of canvas.cards) {
    const { jump } = card.step;
    if (jump?.type !== 'step' || !keys.has(jump.key)) continue;
    const to = cards.get(jump.key);
    if (to === undefined) continue;
    const between = canvas.cards.filter(
      (other) => other.y + other.height > Math.min(to.y, card.y) && other.y < Math.max(to.y, card.y),
    );
    const reach = between.filter(
      (other) => other.x < card.x + card.width && other.x + other.width > Math.min(card.x, to.x) - 30,
    );
    // Each step that is jumped to has a lane of its own.
    const nth = lanes.get(jump.key) ?? lanes.size;
    lanes.set(jump.key, nth);
    const lane = Math.min(card.x, to.x, ...reach.map((other) => other.x)) - 10 - (nth % JUMP_LANES) * 7;
    const out = { x: card.x, y: card.y + card.height / 2 };
    const into = { x: to.x, y: to.y + to.height / 2 };
    canvas.lines.push({
      kind: 'jump',
      points: [out, { x: lane, y: out.y }, { x: lane, y: into.y }, into],
      arrow: true,
      hue: null,
    });
  }
}

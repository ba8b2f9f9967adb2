import { layOut, type Picture } from './layout.js';
import type { Graph } from './model.js';
import type { Card, Chip, Line, Panel, Point, TextLine } from './shapes.js';
import { GRAPH_STYLE } from './svg-style.js';

/** How a picture is written. */
export interface SvgOptions {
  /** False: without its `<style>`, for a page that has the looks of the classes itself and forbids inline ones. */
  readonly styled: boolean;
}

/**
 * A picture as one SVG document without anything from outside: no fonts, no scripts, no links. Each step is a group
 * with `data-step` and an empty `<text class="count">`, where a page can put how many wait there.
 */
export function toSvg(graph: Graph, options: SvgOptions = { styled: true }): string {
  const picture = layOut(graph);
  const { width, height } = picture;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="ft-graph" role="img" aria-label="${escapeXml(graph.title)}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escapeXml(graph.title)}</title>`,
    ...(options.styled ? [`<style>${GRAPH_STYLE}</style>`] : []),
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...parts(picture),
    '</svg>',
    '',
  ].join('\n');
}

function* parts(picture: Picture): Generator<string> {
  for (const panel of picture.panels) yield panelSvg(panel);
  // Lines of stages last of the lines: they are what crosses.
  for (const line of picture.lines) yield lineSvg(line);
  for (const chip of picture.chips) yield chipSvg(chip);
  for (const card of picture.cards) yield cardSvg(card);
  for (const text of picture.texts) yield textSvg(text);
}

/** What XML cannot hold: control characters, halves of pairs, two code points that are none. */
const NEVER = /[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

/** Text as XML may hold it, in elements and in attributes. */
export const escapeXml = (text: string): string =>
  text
    .replace(NEVER, (char) => (char === '\n' || char === '\t' ? char : ''))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const n = (value: number): string => String(Math.round(value * 10) / 10);

const textSvg = ({ x, y, text, style, middle }: TextLine): string =>
  `<text class="${style}${middle ? ' mid' : ''}" x="${n(x)}" y="${n(y)}">${escapeXml(text)}</text>`;

function panelSvg(panel: Panel): string {
  const { x, y, width, height, id, hue, look, texts } = panel;
  const box = `x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"`;
  if (look === 'loop') return `<rect class="loop-frame" ${box} rx="12"/>`;
  const data = id === null ? '' : ` data-stage="${escapeXml(id)}"`;
  const bar =
    look === 'stage' && hue !== null
      ? `<rect class="bar" x="${n(x)}" y="${n(y + 10)}" width="4" height="28" rx="2"/>`
      : '';
  return `<g class="${hue === null ? 'panel-group' : `panel-group hue-${hue}`}"${data}><rect class="panel" ${box} rx="14"/>${bar}${texts.map(textSvg).join('')}</g>`;
}

function cardSvg(card: Card): string {
  const { x, y, width, height, step, texts, round, hue } = card;
  const classes = [
    `step step-${step.action}`,
    ...(round ? ['round'] : []),
    ...(hue === null ? [] : [`hued hue-${hue}`]),
  ];
  const told = [`${step.kind}: ${step.title}`, ...step.details, ...(step.condition === null ? [] : [step.condition])];
  const box = `x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"`;
  const bar = round
    ? ''
    : `<rect class="bar" x="${n(x)}" y="${n(y + 8)}" width="3.5" height="${n(height - 16)}" rx="1.7"/>`;
  const count = `<text class="count" x="${n(x + width - 10)}" y="${n(y + 20)}"></text>`;
  return `<g class="${classes.join(' ')}" data-step="${escapeXml(step.key)}"><title>${escapeXml(told.join('\n'))}</title><rect class="card" ${box} rx="${round ? n(Math.min(height / 2, 17)) : '8'}"/>${bar}${texts.map(textSvg).join('')}${count}</g>`;
}

const chipSvg = ({ x, y, width, height, texts, full, aside }: Chip): string =>
  `<g${aside ? ' class="aside"' : ''}><title>${escapeXml(full)}</title><rect class="chip" x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${n(Math.min(height / 2, 12))}"/>${texts.map(textSvg).join('')}</g>`;

function lineSvg({ points, kind, arrow, hue }: Line): string {
  const classes = kind === 'flow' ? 'way' : `way ${kind}`;
  const path = `<path class="${classes}" d="${pathOf(points)}"/>`;
  const tip = arrow ? tipSvg(points, kind) : '';
  return hue === null ? path + tip : `<g class="hue-${hue}">${path}${tip}</g>`;
}

const CORNER = 6;

/** Through all points, with rounded corners. */
function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points.filter((point, i) => {
    const before = points[i - 1];
    return before === undefined || before.x !== point.x || before.y !== point.y;
  });
  if (first === undefined) return '';
  let path = `M${n(first.x)} ${n(first.y)}`;
  rest.forEach((point, i) => {
    const before = i === 0 ? first : (rest[i - 1] ?? first);
    const after = rest[i + 1];
    if (after === undefined) {
      path += `L${n(point.x)} ${n(point.y)}`;
      return;
    }
    const start = towards(point, before);
    const end = towards(point, after);
    path += `L${n(start.x)} ${n(start.y)}Q${n(point.x)} ${n(point.y)} ${n(end.x)} ${n(end.y)}`;
  });
  return path;
}

/** A little way from a corner in the direction of another point. */
function towards(corner: Point, to: Point): Point {
  const length = Math.hypot(to.x - corner.x, to.y - corner.y);
  if (length === 0) return corner;
  const part = Math.min(CORNER, length / 2) / length;
  return { x: corner.x + (to.x - corner.x) * part, y: corner.y + (to.y - corner.y) * part };
}

/** The arrow's head, drawn and not a marker: markers need ids, and two pictures on a page would share them. */
function tipSvg(points: readonly Point[], kind: Line['kind']): string {
  const end = points.at(-1);
  const before = points.at(-2);
  if (end === undefined || before === undefined) return '';
  const angle = Math.atan2(end.y - before.y, end.x - before.x);
  const corner = (turn: number): string =>
    `${n(end.x - 7 * Math.cos(angle + turn))} ${n(end.y - 7 * Math.sin(angle + turn))}`;
  const classes = kind === 'move' ? 'tip move' : 'tip';
  return `<path class="${classes}" d="M${n(end.x)} ${n(end.y)}L${corner(0.45)}L${corner(-0.45)}Z"/>`;
}

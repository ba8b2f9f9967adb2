/*
 * The looks of a picture, light and dark. They name classes only below `.ft-graph`, so that a page can hold the picture
 * as it is, or bring looks of its own for the same classes.
 */

const FONTS =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif";

/** Stages' colours: strong enough on white and on near-black alike. */
const HUES = ['#2f6fde', '#0f8f83', '#b7791f', '#a24bc4', '#d0506e', '#2f8f3e', '#7a6a58', '#6478a0'] as const;
const ACTIONS: readonly (readonly [string, string])[] = [
  ['email sms notify', '#2f6fde'],
  ['task', '#c2611f'],
  ['wait', '#7d8590'],
  ['choose split repeat', '#8b5cd6'],
  ['update create score assign webhook start stop', '#0f8f83'],
  ['moveTo goTo end', '#7d8590'],
];

const DARK =
  '--ink:#e6e8eb;--soft:#a1a8b3;--line:#6b7480;--page:#14171a;--panel:#1a1e22;--card:#23282e;--edge:#3a424b;--tint:22%';
const LIGHT =
  '--ink:#1d2430;--soft:#5b6573;--line:#8d97a5;--page:#ffffff;--panel:#f6f8fa;--card:#ffffff;--edge:#d4dae1;--tint:12%';

export const GRAPH_STYLE = [
  `.ft-graph{${LIGHT};color-scheme:light dark;font-family:${FONTS}}`,
  `@media (prefers-color-scheme:dark){.ft-graph{${DARK}}}`,
  '.ft-graph .page{fill:var(--page)}',
  '.ft-graph text{fill:var(--ink);font-size:12.5px}',
  '.ft-graph .mid{text-anchor:middle}',
  '.ft-graph .title{font-size:22px;font-weight:650}',
  '.ft-graph .subtitle{fill:var(--soft);font-size:12.5px}',
  '.ft-graph .stage{font-size:17px;font-weight:650}',
  '.ft-graph .track{fill:var(--soft);font-size:13px;font-weight:600}',
  '.ft-graph .kind{fill:var(--soft);font-size:10.5px;font-weight:600;letter-spacing:.2px}',
  '.ft-graph .name{font-size:13.5px;font-weight:600}',
  '.ft-graph .detail{fill:var(--soft);font-size:11.5px}',
  '.ft-graph .condition{font-size:11.5px;font-style:italic}',
  '.ft-graph .label{font-size:12px}',
  '.ft-graph .count{font-size:12px;font-weight:700;text-anchor:end}',
  '.ft-graph .panel{fill:var(--panel);stroke:var(--edge)}',
  '.ft-graph .loop-frame{fill:none;stroke:var(--line);stroke-dasharray:3 4}',
  '.ft-graph .card{fill:var(--card);stroke:var(--edge)}',
  '.ft-graph .chip{fill:var(--panel);stroke:var(--edge)}',
  '.ft-graph .aside .chip{stroke-dasharray:3 3;stroke:var(--line)}',
  '.ft-graph .way{fill:none;stroke:var(--line);stroke-width:1.4;stroke-linejoin:round}',
  '.ft-graph .way.aside,.ft-graph .way.loop,.ft-graph .way.jump{stroke-dasharray:4 4}',
  '.ft-graph .way.move{stroke-width:1.6;stroke:var(--hue)}',
  '.ft-graph .tip{fill:var(--line)}',
  '.ft-graph .tip.move{fill:var(--hue)}',
  '.ft-graph .bar{fill:var(--hue)}',
  '.ft-graph .round .card{fill:var(--panel)}',
  '.ft-graph .round.hued .card{stroke:var(--hue);stroke-width:1.6}',
  ...HUES.map((colour, i) => `.ft-graph .hue-${i}{--hue:${colour}}`),
  ...ACTIONS.map(([names, colour]) => {
    const selectors = names.split(' ').map((name) => `.ft-graph .step-${name}:not(.hued)`);
    return `${selectors.join(',')}{--hue:${colour}}`;
  }),
].join('\n');

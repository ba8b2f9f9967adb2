import type { ImpactGroupView, ImpactView } from '../api/contracts/versions.js';
import { explainCode } from '../domain/errors.js';
import type { Style } from './style.js';
import { counted, table } from './table.js';

/* What a new version would do to those in flight, in English. */

/** The whole report. */
export function impactText(impact: ImpactView, style: Style): string {
  const { people, groups, unmapped, variables, target } = impact;
  if (people === 0) return `Nobody is in flight on another version than ${target}.`;
  const columns = [
    { title: 'VERSION', align: 'right' as const },
    { title: 'STANDS AT', atMost: 44 },
    { title: 'PEOPLE', align: 'right' as const },
    { title: 'GOES', atMost: 60 },
    { title: 'WAITS', atMost: 50 },
  ];
  const cells = groups.map((group) => [
    String(group.version),
    placeOf(group.stage, group.label),
    String(group.people),
    goesWords(group),
    waitsWords(group),
  ]);
  return [
    `${counted(people, 'journey')} in flight on other versions than ${target}.`,
    '',
    table(columns, cells, style),
    ...unmapped.flatMap(({ version, what, key, people: there }, i) => [
      ...(i === 0 ? ['', 'Gone, and no map says where they go on:'] : []),
      `  version ${version}, ${what} ${key}: ${there}   --map${what === 'stage' ? '-stage' : ''} ${key}=<${what}>`,
    ]),
    ...variables.flatMap(({ step, template, path, people: there }, i) => [
      ...(i === 0 ? ['', 'Messages ahead that lack a value, and would be left out:'] : []),
      `  ${step} (${template}): ${path} is empty for ${there}`,
    ]),
  ].join('\n');
}

const placeOf = (stage: string | null, label: string | null): string =>
  label === null ? (stage === null || stage === '' ? 'has not begun' : `${stage}, at no step`) : `${stage}, ${label}`;

function goesWords({ goes, code, stage, toStage, toLabel }: ImpactGroupView): string {
  const place = toStage === stage ? (toLabel ?? '') : placeOf(toStage, toLabel);
  switch (goes) {
    case 'same':
      return toStage === null || toStage === stage ? 'stays at it' : `stays at it, in stage ${toStage}`;
    case 'next':
      return `on to ${place}`;
    case 'mapped':
      return `by the map to ${place}`;
    case 'end':
      return 'to the end of its track';
    case 'stays':
      return `stays on version: ${explainCode(code ?? '')?.title ?? code}`;
  }
}

function waitsWords({ shorter, longer, atOnce }: ImpactGroupView): string {
  const sooner = shorter - atOnce;
  return [
    ...(atOnce > 0 ? [`${atOnce} over at once`] : []),
    ...(sooner > 0 ? [`${sooner} end earlier`] : []),
    ...(longer > 0 ? [`${longer} end later`] : []),
  ].join(', ');
}

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withAsides } from '../../../../src/domain/journey/state.js';
import { aJourney, type Walk } from '../../../support/walk.js';
import { EDITS, type Edit, edited, finish, outcomeOf, PLACES, type Place, POLICIES, standing } from './edits.js';

/* The table of docs/versions.md, held against the planner cell by cell; and the laws that hold in every cell. */

const CELLS = EDITS.flatMap((edit) => PLACES.map((place) => [edit.name, place, edit] as const));

const rowOf = (edit: Edit, place: Place): string =>
  `| ${[edit.name, place, ...POLICIES.map((policy) => outcomeOf(edit, place, policy))].join(' | ')} |`;

const LINES = readFileSync(new URL('../../../../docs/versions.md', import.meta.url), 'utf8').split('\n');

test.each(CELLS)('%s, %s the edited step: it is as the manual says', (_name, place, edit) => {
  expect(LINES).toContain(rowOf(edit, place));
});

test('the manual says of each edit what it is, and tells of no others', () => {
  for (const { name, what } of EDITS) expect(LINES).toContain(`| ${name} | ${what} |`);
  const rows = LINES.filter((line) => PLACES.some((place) => line.includes(`| ${place} |`)));
  expect(rows).toHaveLength(CELLS.length);
});

const doneTwice = (walk: Walk): string[] => {
  const done = [...walk.sent.map(({ stepId }) => stepId), ...walk.tasks.map(({ stepId }) => stepId)];
  return done.filter((step, i) => done.indexOf(step) !== i);
};

describe.each(POLICIES)('under the policy %s', (policy) => {
  test.each(CELLS)('%s, %s the edited step: nobody is lost, and nothing is done twice', (_name, place, edit) => {
    const walk = edited(edit, place, policy);
    expect([walk.refused, walk.defect]).toEqual([null, undefined]);
    for (const track of walk.state?.tracks ?? [])
      expect(track.at === null || walk.program.nodes.has(track.at)).toBe(true);
    finish(walk);
    expect(walk.state?.phase).toEqual({ type: 'ended', outcome: 'completed' });
    expect(doneTwice(walk)).toEqual([]);
  });
});

test.each(CELLS)(
  '%s, %s the edited step: there and back, those whose step both have stand where they stood',
  (_name, place, edit) => {
    // In a pause nothing moves on between the two changes.
    const walk = standing(edit, place).decide({ type: 'pause' });
    const stood = withAsides(walk.state?.tracks ?? []).map(({ id, at, wait }) => ({ id, at, wait }));
    walk.changeTo(aJourney(edit.is), edit.map).changeTo(aJourney(edit.was), inverse(edit));
    const stands = withAsides(walk.state?.tracks ?? []).map(({ id, at, wait }) => ({ id, at, wait }));
    if (edit.name === 'delete' && place === 'in') expect(stands[0]?.at).toBe('bye');
    else if (edit.name === 'condition' && place === 'in')
      expect(stands.map(({ at }) => at)).toEqual(stood.map(({ at }) => at));
    else if (edit.name === 'window' && place === 'in')
      expect(stands.map(({ at }) => at)).toEqual(stood.map(({ at }) => at));
    else expect(stands).toEqual(stood);
  },
);

const inverse = ({ map }: Edit) => ({
  stages: Object.fromEntries(Object.entries(map?.stages ?? {}).map(([old, now]) => [now, old])),
});

test.each(CELLS)('%s, %s the edited step: the same version again changes nothing', (_name, place, edit) => {
  const walk = standing(edit, place);
  const { version: _v, latest: _l, ...before } = walk.state ?? {};
  const lines = walk.lines.length;
  walk.changeTo(aJourney(edit.was));
  const { version: _w, latest: _m, ...after } = walk.state ?? {};
  expect(after).toEqual(before);
  expect(walk.lines.slice(lines).map((line) => line.split(' ').slice(2).join(' '))).toEqual(['version done 1-2']);
});

import { describe, expect, test } from 'vitest';
import { compileProgram } from '../../../../src/domain/journey/program.js';
import { ImpactTally } from '../../../../src/domain/journey/version/impact.js';
import { NO_MAP, type VersionMap } from '../../../../src/domain/journey/version/version-map.js';
import { aDeployment, aJourney, at, Walk } from '../../../support/walk.js';

/* What a new version would do to those in flight, counted before it is published. */

const MAIL = (template: string) => `{ template: ${template}, from: owner, purpose: service }`;
const WAS = aJourney(`
  stages:
    - id: talk
      steps: [ { id: rest, wait: 10 days }, { id: hello, email: ${MAIL('a/hello')} }, { id: think, wait: 5 days }, { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [ok] } } ]
    - id: old
      steps: [ { id: dust, wait: 9 days } ]
`);
const IS = aJourney(`
  stages:
    - id: talk
      steps: [ { id: rest, wait: 2 days }, { id: hello, email: ${MAIL('a/offer')} }, { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [ok] } } ]
`);
const NOW = at('2027-01-08T09:00:00Z');

function tally(map: VersionMap = NO_MAP) {
  return new ImpactTally({
    to: compileProgram(IS),
    versions: new Map([[1, compileProgram(WAS)]]),
    map,
    now: NOW,
    deployment: aDeployment(),
    needs: (template) => (template === 'a/offer' ? ['contact.firstName', 'deal.amount'] : []),
  });
}

/** Somebody in version 1 who began so many days before now. */
function someone(days: number, stage: string | null = null, contact: { [field: string]: string } = {}): Walk {
  const start = new Date(NOW - days * 86_400_000).toISOString();
  return new Walk(WAS, start, { id: 'con_1', ...contact }).start(stage).until('2027-01-08T09:00:00Z');
}

function impactOn(walks: readonly Walk[], map: VersionMap = NO_MAP) {
  const all = tally(map);
  for (const { state, facts } of walks) all.add({ version: 1, state, facts, subjectId: 'con_1' });
  return all.result();
}

const briefly = (impact: ReturnType<typeof impactOn>): string[] =>
  impact.groups.map(({ step, goes, toStage, toStep, code, people, shorter, longer, atOnce }) =>
    [
      step,
      goes,
      toStage,
      toStep,
      code,
      `people ${people}`,
      `shorter ${shorter}`,
      `longer ${longer}`,
      `now ${atOnce}`,
    ].join(' '),
  );

describe('the impact of a new version', () => {
  test('says of each step how many stand there, where they go, and whose wait ends earlier or at once', () => {
    const impact = impactOn([someone(1), someone(1), someone(3), someone(12), someone(16)]);
    expect(impact.people).toBe(5);
    expect(impact.versions).toEqual([{ version: 1, people: 5, stays: 0 }]);
    expect(briefly(impact)).toEqual([
      'rest same talk rest  people 3 shorter 3 longer 0 now 1',
      'think next talk call  people 1 shorter 1 longer 0 now 1',
      'call same talk call  people 1 shorter 0 longer 0 now 0',
    ]);
    expect(impact.unmapped).toEqual([{ version: 1, what: 'step', key: 'think', people: 1 }]);
  });

  test('says who stays, and why, until a map has a place for them', () => {
    const lost = impactOn([someone(1), someone(1, 'old')]);
    expect(lost.versions).toEqual([{ version: 1, people: 2, stays: 1 }]);
    expect(briefly(lost)).toContain('dust stays   stage-gone people 1 shorter 0 longer 0 now 0');
    expect(lost.unmapped).toEqual([
      { version: 1, what: 'stage', key: 'old', people: 1 },
      { version: 1, what: 'step', key: 'dust', people: 1 },
    ]);
    const mapped = impactOn([someone(1, 'old')], { steps: { dust: 'call' }, stages: {} });
    expect(briefly(mapped)).toEqual(['dust mapped talk call  people 1 shorter 1 longer 0 now 1']);
    expect(mapped.unmapped).toEqual([]);
  });

  test('a map of one version only says nothing of another', () => {
    const map = { steps: { '2/think': 'rest', '1/think': 'hello' }, stages: {} };
    expect(briefly(impactOn([someone(12)], map))).toEqual([
      'think mapped talk hello  people 1 shorter 1 longer 0 now 1',
    ]);
    expect(impactOn([someone(12)], { steps: { '2/think': 'rest' }, stages: {} }).unmapped).toHaveLength(1);
  });

  test('names the values that messages ahead need, and counts who has none', () => {
    const impact = impactOn([someone(1), someone(1, null, { firstName: 'Ada' }), someone(16)]);
    expect(impact.variables).toEqual([
      { step: 'hello', template: 'a/offer', path: 'deal.amount', people: 2 },
      { step: 'hello', template: 'a/offer', path: 'contact.firstName', people: 1 },
    ]);
  });

  test('counts those with a message in doubt as staying, and those who have not begun as nowhere yet', () => {
    const doubtful = new Walk(WAS, '2026-12-28T09:00:00Z');
    doubtful.onMessage = () => ({ type: 'uncertain' });
    doubtful.start().until('2027-01-08T09:00:00Z');
    const all = tally();
    all.add({ version: 1, state: doubtful.state, facts: doubtful.facts, subjectId: 'con_1' });
    all.add({ version: 1, state: null, facts: doubtful.facts, subjectId: 'con_2' });
    expect(all.result()).toMatchObject({ people: 2, versions: [{ version: 1, people: 2, stays: 1 }] });
  });

  test('tries only: the states of those in flight are left as they were', () => {
    const walks = [someone(1), someone(12), someone(1, 'old')];
    const before = JSON.stringify(walks.map(({ state }) => state));
    impactOn(walks);
    expect(JSON.stringify(walks.map(({ state }) => state))).toBe(before);
  });
});

import { expect, it } from 'vitest';
import type { ImpactGroupView, ImpactView } from '../../src/api/contracts/versions.js';
import { impactText } from '../../src/cli/impact-words.js';
import { styleOf } from '../../src/cli/style.js';

const group = (changes: Partial<ImpactGroupView>): ImpactGroupView => ({
  version: 1,
  stage: 'talk',
  step: 'rest',
  label: 'Wait: 10 days',
  goes: 'same',
  toStage: 'talk',
  toStep: 'rest',
  toLabel: 'Wait: 2 days',
  code: null,
  people: 5,
  shorter: 0,
  longer: 0,
  atOnce: 0,
  ...changes,
});

const impact = (changes: Partial<ImpactView>): ImpactView => ({
  id: 'moving',
  current: 1,
  target: 2,
  people: 9,
  versions: [],
  groups: [],
  unmapped: [],
  variables: [],
  places: { steps: [], stages: [] },
  token: null,
  ...changes,
});

it('says in a line for each step where people go, and what becomes of their waits', () => {
  const groups = [
    group({ shorter: 3, atOnce: 1, longer: 1 }),
    group({ goes: 'next', toStep: 'call', toLabel: 'Call: Ring' }),
    group({ goes: 'mapped', toStage: 'close', toLabel: 'Mail: bye' }),
    group({ goes: 'end', toStep: null, toLabel: null }),
    group({ goes: 'stays', code: 'stage-gone', toStage: null }),
    group({ stage: '', step: null, label: null }),
  ];
  const lines = impactText(impact({ groups }), styleOf(false)).split('\n');
  expect(lines.slice(3)).toEqual([
    expect.stringMatching(/talk, Wait: 10 days +5 {2}stays at it +1 over at once, 2 end earlier, 1 end later$/),
    expect.stringMatching(/on to Call: Ring$/),
    expect.stringMatching(/by the map to close, Mail: bye$/),
    expect.stringMatching(/to the end of its track$/),
    expect.stringMatching(/stays on version: The version has no place for the stage/),
    expect.stringMatching(/^ +1 {2}has not begun/),
  ]);
});

it('names what is gone with the option that says where it is now, and the values that are missing', () => {
  const unmapped = [
    { version: 3, what: 'step', key: 'call', people: 2 } as const,
    { version: 3, what: 'stage', key: 'old', people: 1 } as const,
  ];
  const variables = [{ step: 'hello', template: 'lead/hello', path: 'contact.firstName', people: 4 }];
  const text = impactText(impact({ unmapped, variables }), styleOf(false));
  expect(text).toContain('version 3, step call: 2   --map call=<step>');
  expect(text).toContain('version 3, stage old: 1   --map-stage old=<stage>');
  expect(text).toContain('hello (lead/hello): contact.firstName is empty for 4');
});

it('says so when nobody is in flight', () => {
  expect(impactText(impact({ people: 0 }), styleOf(false))).toBe('Nobody is in flight on another version than 2.');
});

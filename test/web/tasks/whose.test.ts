import { describe, expect, test } from 'vitest';
import { makeKeeper } from '../../../src/web/tasks/drafts.js';
import { whoseOf, whoseOfLink, whoseQuery } from '../../../src/web/tasks/whose.js';

describe('whose tasks', () => {
  test('are a rep’s own, whatever an address says', () => {
    expect(whoseOf('everybody', 'rep')).toEqual({ type: 'mine' });
    expect(whoseOf('usr_other', 'rep')).toEqual({ type: 'mine' });
  });

  test('are one’s own first for who works a desk, and everybody’s for who does not', () => {
    expect(whoseOf('', 'manager')).toEqual({ type: 'mine' });
    expect(whoseOf('', 'ops')).toEqual({ type: 'everybody' });
    expect(whoseOf('', 'viewer')).toEqual({ type: 'everybody' });
  });

  test('may be a person’s', () => {
    expect(whoseQuery(whoseOf('usr_1', 'manager'))).toEqual({ assignee: 'usr_1' });
    expect(whoseQuery(whoseOf('mine', 'ops'))).toEqual({ mine: 'true' });
    expect(whoseQuery(whoseOf('everybody', 'manager'))).toEqual({});
  });

  test('of somebody who is not here are everybody’s, and the link is named', () => {
    const isHere = (id: string) => id === 'usr_1';
    expect(whoseOfLink('usr_1', 'ops', isHere)).toEqual({ whose: { type: 'person', id: 'usr_1' }, faults: [] });
    expect(whoseOfLink('usr_gone', 'ops', null).faults).toEqual([]);
    expect(whoseOfLink('usr_gone', 'ops', isHere)).toEqual({
      whose: { type: 'everybody' },
      faults: [{ name: 'whose', value: 'usr_gone' }],
    });
  });
});

describe('the key of an act', () => {
  test('stays while the same is sent, and changes with it', () => {
    const made: string[] = [];
    const keyFor = makeKeeper(() => `key ${made.push('')}`);
    const first = keyFor({ outcome: 'reached' });
    expect(keyFor({ outcome: 'reached' })).toBe(first);
    const second = keyFor({ outcome: 'reached', note: 'after all' });
    expect(second).not.toBe(first);
    expect(keyFor({ outcome: 'reached', note: 'after all' })).toBe(second);
  });
});

import { describe, expect, test } from 'vitest';
import { ownerQuery, whoseVisits } from '../../../src/web/visits/address.js';
import { byPlace, placeWords } from '../../../src/web/visits/place.js';

describe('a place', () => {
  test('is written from the narrowest on, in Chinese from the widest', () => {
    const place = { country: 'CN', region: '浙江', city: '杭州' };
    expect(placeWords('en', place)).toBe('杭州, 浙江, China');
    expect(placeWords('zh-CN', place)).toBe('中国 浙江 杭州');
  });

  test('says a region that is the city once, and nothing of what is not known', () => {
    expect(placeWords('en', { country: null, region: 'Berlin', city: 'Berlin' })).toBe('Berlin');
    expect(placeWords('en', { country: null, region: null, city: null })).toBe('');
  });

  test('has its visits together, in the order in which they come', () => {
    const visit = (id: number, key: string) => ({ id, place: { key, country: null, region: null, city: key } });
    const groups = byPlace([visit(1, 'ulm'), visit(2, 'bern'), visit(3, 'ulm')]);
    expect(groups.map(({ key, visits }) => [key, visits.map(({ id }) => id)])).toEqual([
      ['ulm', [1, 3]],
      ['bern', [2]],
    ]);
  });
});

describe('whose visits are shown', () => {
  test('are everybody’s to begin with, and a rep’s own whatever the address says', () => {
    expect(whoseVisits('', 'manager', () => true).whose).toEqual({ type: 'everybody' });
    expect(whoseVisits('mine', 'manager', () => true).whose).toEqual({ type: 'mine' });
    expect(whoseVisits('everybody', 'rep', () => true).whose).toEqual({ type: 'mine' });
  });

  test('a rep’s are asked for without an owner, so that those nobody has taken are among them', () => {
    expect(ownerQuery({ type: 'mine' }, 'rep')).toEqual({});
    expect(ownerQuery({ type: 'mine' }, 'manager')).toEqual({ owner: 'me' });
    expect(ownerQuery({ type: 'person', id: 'usr_1' }, 'ops')).toEqual({ owner: 'usr_1' });
    expect(ownerQuery({ type: 'everybody' }, 'viewer')).toEqual({});
  });
});

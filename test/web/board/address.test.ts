import { describe, expect, test } from 'vitest';
import { firstChoice, journeysHref, SHAPE } from '../../../src/web/board/address.js';
import { peopleHref } from '../../../src/web/definitions/address.js';
import { SHAPE as JOURNEYS } from '../../../src/web/journeys/address.js';
import { parseAddress } from '../../../src/web/kit/address.js';

const definition = (id: string, openJourneys: number, kind = 'journey') => ({ id, kind, openJourneys });

describe('the board’s address', () => {
  test('says the definition and the view, and what it does not know', () => {
    const { values, faults } = parseAddress('definition=care-call&view=pie&stage=new', SHAPE);
    expect(values).toEqual({ definition: 'care-call', view: 'columns' });
    expect(faults.map(({ name }) => name)).toEqual(['view', 'stage']);
  });

  test.each([
    journeysHref('care-call'),
    journeysHref('线索到客户', { stage: '新线索' }),
    journeysHref('a&b', { stage: 'c=d', phase: 'held' }),
    journeysHref('care-call', { stage: 'new', late: '1' }),
    peopleHref('care-call', 3),
  ])('leads to the list of journeys by filters that it knows: %s', (href) => {
    const { faults, values } = parseAddress(href.slice(href.indexOf('?')), JOURNEYS);
    expect(faults).toEqual([]);
    expect(values.status).toBe('open');
  });

  test('keeps ids as they are in a link', () => {
    const { values } = parseAddress(journeysHref('a&b', { stage: 'c=d' }).split('?')[1] ?? '', JOURNEYS);
    expect(values).toMatchObject({ definition: 'a&b', stage: 'c=d' });
  });
});

test('the board begins with the journey definition that most are in', () => {
  expect(firstChoice([definition('a', 2), definition('b', 9), definition('c', 9)])).toBe('b');
  expect(firstChoice([definition('news', 99, 'campaign'), definition('a', 0)])).toBe('a');
  expect(firstChoice([definition('news', 99, 'campaign')])).toBeNull();
});

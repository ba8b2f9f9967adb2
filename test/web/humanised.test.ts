import { describe, expect, test } from 'vitest';
import { humanised } from '../../src/web/texts/humanised.js';

describe('an id without words', () => {
  test.each([
    ['need-found', 'Need found'],
    ['call_back_later', 'Call back later'],
    ['reached', 'Reached'],
    ['deal.won', 'deal.won'],
    ['已联系', '已联系'],
    ['X-Y', 'X-Y'],
  ])('%s is shown as %s', (id, shown) => expect(humanised(id)).toBe(shown));
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCondition } from '../../../src/domain/condition/parse-condition.js';
import { pathsOf } from '../../../src/domain/condition/paths.js';

const read = (value: unknown) => parseCondition(value).condition;
const problems = (value: unknown) =>
  parseCondition(value).problems.map(({ code, path }) => `${code} /${path.join('/')}`);

describe('a condition', () => {
  test('of one path and a value is equality', () => {
    expect(read({ 'contact.status': 'x' })).toEqual({
      type: 'test',
      path: 'contact.status',
      test: { op: 'eq', value: 'x' },
    });
    expect(read({ 'contact.status': { eq: 'x' } })).toEqual(read({ 'contact.status': 'x' }));
  });

  test('of several paths, or several comparisons, means all', () => {
    const two = read({ 'contact.status': 'x', 'contact.score': { gt: 1, lt: 5 } });
    expect(two).toMatchObject({
      type: 'all',
      of: [{ path: 'contact.status' }, { type: 'all', of: [{ test: { op: 'gt' } }, { test: { op: 'lt' } }] }],
    });
    expect(read({ all: [{ 'contact.status': 'x' }], not: { 'contact.name': 'y' } })).toMatchObject({
      type: 'all',
      of: [{ type: 'all' }, { type: 'not' }],
    });
  });

  test('knows each path it looks at once', () => {
    expect(pathsOf(read({ any: [{ 'a.b': 1 }, { not: { 'c.d': 1, 'a.b': 2 } }] }))).toEqual(['a.b', 'c.d']);
  });

  test('counts events', () => {
    expect(read({ 'events.order.placed': { atLeast: 2, within: '1 years' } })).toEqual({
      type: 'test',
      path: 'events.order.placed',
      test: { op: 'atLeast', n: 2, within: { n: 1, unit: 'years' } },
    });
    expect(problems({ 'events.order.placed': 2 })).toEqual(['wrong-type /events.order.placed']);
    expect(problems({ 'events.order.placed': { atLeast: 1, witin: '1 days' } })).toEqual([
      'unknown-key /events.order.placed/witin',
    ]);
  });

  test.each([
    ['a list', [], 'wrong-type /'],
    ['nothing', null, 'wrong-type /'],
    ['an empty map', {}, 'wrong-type /'],
    ['an empty all', { all: [] }, 'wrong-type /all'],
    ['a map under any', { any: {} }, 'wrong-type /any'],
    ['no path', { status: 'x' }, 'unknown-path /status'],
    ['an unknown comparison', { 'contact.name': { equals: 'x' } }, 'unknown-key /contact.name/equals'],
    ['a comparison with nothing', { 'contact.name': null }, 'wrong-type /contact.name'],
    ['a list as value', { 'contact.name': ['a'] }, 'wrong-type /contact.name'],
    ['an empty in', { 'contact.name': { in: [] } }, 'wrong-type /contact.name/in'],
    ['exists of a text', { 'contact.name': { exists: 'yes' } }, 'wrong-type /contact.name/exists'],
    [
      'a moment that is none',
      { 'contact.createdAt': { before: '2027-02-30' } },
      'wrong-type /contact.createdAt/before',
    ],
    ['a duration that is none', { 'contact.createdAt': { within: '5' } }, 'bad-duration /contact.createdAt/within'],
    ['equality with a number without end', { 'contact.score': Number.POSITIVE_INFINITY }, 'wrong-type /contact.score'],
    ['a number that is none', { 'contact.score': { ne: Number.NaN } }, 'wrong-type /contact.score/ne'],
    ['more than a number without end', { 'a.b': { gt: Number.POSITIVE_INFINITY } }, 'wrong-type /a.b/gt'],
    ['less than true', { 'a.b': { lt: true } }, 'wrong-type /a.b/lt'],
    ['a list of lists', { 'a.b': { in: ['a', ['b']] } }, 'wrong-type /a.b/in'],
    ['a list of nothing', { 'a.b': { notIn: [null] } }, 'wrong-type /a.b/notIn'],
    ['a count of half an event', { 'events.a.b': { atLeast: 0.5 } }, 'wrong-type /events.a.b/atLeast'],
    ['a count below nothing', { 'events.a.b': { atLeast: -1 } }, 'wrong-type /events.a.b/atLeast'],
    ['a local time that is none', { 'a.b': { after: '2027-01-04T25:00' } }, 'wrong-type /a.b/after'],
    ['a birthday as a moment', { 'a.b': { before: '--05-17' } }, 'wrong-type /a.b/before'],
    ['a path that ends in a dot', { 'contact.': 'x' }, 'unknown-path /contact.'],
    [
      'a fault deep inside',
      { all: [{ 'a.b': 1 }, { not: { any: [{ 'a.b': { in: 5 } }] } }] },
      'wrong-type /all/1/not/any/0/a.b/in',
    ],
  ])('of %s is refused with its place', (_, value, expected) => expect(problems(value)).toEqual([expected]));

  test.each([
    { 'a.b': { eq: 0 } },
    { 'a.b': false },
    { 'a.b': '' },
    { 'a.b': { lt: 'x' } },
    { 'a.b': { in: [0] } },
    { 'a.b': { before: '2027-01-04' } },
    { 'a.b': { before: '2027-01-04T09:00' } },
    { 'a.b': { after: '2027-01-04T09:00:00Z' } },
    { 'events.a.b': { atLeast: 0 } },
  ])('may be %j', (value) => expect(problems(value)).toEqual([]));

  test('of anything gives a condition or problems, never a crash', () => {
    const ops = fc.constantFrom(
      'eq',
      'in',
      'gt',
      'exists',
      'before',
      'within',
      'contains',
      'atLeast',
      'all',
      'any',
      'not',
      'contact.name',
      'events.x.y',
      '',
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue({ maxDepth: 1 }),
        fc.dictionary(ops, tie('tree')),
        fc.array(tie('tree'), { maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const parsed = parseCondition(value);
        expect(parsed.problems.every(({ message }) => message.length > 0)).toBe(true);
      }),
    );
  });
});

import { describe, expect, test } from 'vitest';
import type { Condition } from '../../../src/domain/condition/condition.js';
import { type Explanation, explain, explanationLines } from '../../../src/domain/condition/explain.js';
import { matches } from '../../../src/domain/condition/matches.js';
import { parseCondition } from '../../../src/domain/condition/parse-condition.js';
import { randomCondition } from '../../db/condition/conditions.js';
import { NUMBERS, TAGS, TEXTS } from '../../db/condition/people.js';
import { Random } from '../definition/fuzz/random.js';

const NOW = Date.parse('2027-01-15T12:00:00Z');
const read = (value: unknown): Condition => parseCondition(value).condition;
const lines = (value: unknown, facts: { readonly [path: string]: unknown }): string[] =>
  explanationLines(explain(read(value), (path) => facts[path], NOW));

describe('an explanation', () => {
  test('says of every part whether it holds, what was asked and what was found', () => {
    const condition = {
      'contact.status': 'customer',
      any: [{ 'contact.score': { gt: 50 } }, { not: { 'account.industry': 'Steel' } }],
      'contact.lastOrderAt': { within: '90 days' },
    };
    const facts = {
      'contact.status': 'lead',
      'contact.score': 12,
      'account.industry': 'Steel',
      'contact.lastOrderAt': '2027-01-01T08:00:00Z',
    };
    expect(lines(condition, facts)).toEqual([
      'no   all of these',
      '  no   contact.status: asked to be "customer"; found the text "lead"',
      '  no   at least one of these',
      '    no   contact.score: asked to be more than 50; found the number 12',
      '    no   not this',
      '      yes  account.industry: asked to be "Steel"; found the text "Steel"',
      '  yes  contact.lastOrderAt: asked to be within the last 90 days; found 2027-01-01T08:00:00Z',
    ]);
  });

  test('leaves a text of sixty characters whole and cuts a longer one', () => {
    const said = (letters: number) => lines({ 'contact.city': 'Bern' }, { 'contact.city': 'x'.repeat(letters) })[0];
    expect(said(58)).toMatch(/found the text "x{58}"$/);
    expect(said(59)).toMatch(/found the text "x{59}…$/);
    expect(lines({ 'contact.city': 'Bern' }, { 'contact.city': '𠮷'.repeat(58) })[0]).not.toContain('…');
  });

  test.each([
    [{ 'contact.city': { ne: 'Bern' } }, undefined, 'to be anything but "Bern"; found nothing'],
    [{ 'contact.city': { in: ['Bern', 'Chur'] } }, 'Wil', 'to be one of "Bern", "Chur"; found the text "Wil"'],
    [{ 'contact.city': { notIn: ['Bern'] } }, '上海', 'to be none of "Bern"; found the text "上海"'],
    [{ 'contact.score': { gte: 1 } }, 1, 'to be at least 1; found the number 1'],
    [{ 'contact.score': { lt: 1 } }, null, 'to be less than 1; found nothing'],
    [{ 'contact.score': { lte: 1 } }, 2, 'to be at most 1; found the number 2'],
    [{ 'contact.tags': { contains: 'vip' } }, ['a', 'b'], 'to contain "vip"; found the list "a", "b"'],
    [{ 'contact.tags': { contains: 'vip' } }, [], 'to contain "vip"; found an empty list'],
    [{ 'contact.name': { startsWith: 'A' } }, 'Bo', 'to start with "A"; found the text "Bo"'],
    [{ 'contact.doNotContact': true }, false, 'to be true; found false'],
    [{ 'contact.email': { exists: true } }, undefined, 'to be there; found nothing'],
    [{ 'contact.email': { exists: false } }, 'x', 'to be missing; found the text "x"'],
    [
      { 'contact.createdAt': { before: '2027-01-01' } },
      '2027-01-10',
      'to be before 2027-01-01; found 2027-01-10T00:00:00Z',
    ],
    [{ 'contact.createdAt': { after: '2027-01-01' } }, 'soon', 'to be after 2027-01-01; found the text "soon"'],
    [{ 'contact.createdAt': { olderThan: '1 days' } }, NOW, 'to be longer ago than 1 day; found 2027-01-15T12:00:00Z'],
    [{ 'contact.birthday': { exists: true } }, { lunar: 1 }, 'to be there; found {"lunar":1}'],
    [{ 'events.order.placed': { atLeast: 2 } }, undefined, 'at least 2; found none'],
    [
      { 'events.order.placed': { atLeast: 2, within: '7 days' } },
      [NOW - 86_400_000, NOW + 1],
      'at least 2 within the last 7 days; found 2, the latest 2027-01-14T12:00:00Z',
    ],
    [
      { 'events.order.placed': { atLeast: 2 } },
      [NOW - 2 * 86_400_000, NOW - 86_400_000, NOW - 3 * 86_400_000],
      'at least 2; found 3, the latest 2027-01-14T12:00:00Z',
    ],
    [{ 'events.order.placed': { atLeast: 1 } }, [NOW], 'at least 1; found 1, the latest 2027-01-15T12:00:00Z'],
  ])('puts %j on %j in words', (condition, value, words) => {
    const [path = ''] = Object.keys(condition);
    expect(lines(condition, { [path]: value })[0]?.slice(5)).toBe(`${path}: asked ${words}`);
  });

  test('says of which kind each value is', () => {
    const kind = (test: object, value: unknown) => {
      const part = explain(read({ 'contact.x': test }), () => value, NOW);
      return part.type === 'test' && part.kind;
    };
    expect(kind({ eq: 'a' }, 'a')).toBe('text');
    expect(kind({ eq: 'a' }, 5)).toBe('number');
    expect(kind({ eq: 'a' }, false)).toBe('true or false');
    expect(kind({ eq: 'a' }, null)).toBe('missing');
    expect(kind({ contains: 'a' }, [])).toBe('list');
    expect(kind({ exists: true }, {})).toBe('map');
    expect(kind({ before: '2027-01-01' }, '2027-01-01')).toBe('instant');
  });

  test('keeps to one short line whatever it quotes', () => {
    const [line = ''] = lines({ 'contact.name': 'x' }, { 'contact.name': `a\n${'b'.repeat(500)}` });
    expect(line).not.toContain('\n');
    expect(line.length).toBeLessThan(150);
  });

  test('always comes to what the predicate says, in every part', () => {
    const random = new Random(7);
    for (let n = 0; n < 2_000; n++) {
      const condition = randomCondition(random);
      const known = new Map<string, unknown>();
      const lookup = (path: string): unknown => {
        if (!known.has(path))
          known.set(path, random.pick<unknown>([null, random.pick(TEXTS), random.pick(NUMBERS), TAGS, true]));
        return known.get(path);
      };
      const explanation = explain(condition, lookup, NOW);
      expect(explanation.holds).toBe(matches(condition, lookup, NOW));
      expect(leaves(explanation)).toBe(tests(condition));
    }
  });
});

const leaves = (each: Explanation): number => {
  if (each.type === 'test') return 1;
  return each.type === 'not' ? leaves(each.of) : each.of.reduce((sum, part) => sum + leaves(part), 0);
};
const tests = (each: Condition): number => {
  if (each.type === 'test') return 1;
  return each.type === 'not' ? tests(each.of) : each.of.reduce((sum, part) => sum + tests(part), 0);
};

import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { CommandFailure } from '../../src/cli/failure.js';
import {
  amount,
  answersOf,
  callLength,
  conditionOf,
  eventFields,
  instantText,
  wholeNumber,
} from '../../src/cli/option-values.js';

describe('the length of a call', () => {
  it.each([
    ['90s', 90],
    ['12m', 720],
    ['1h20m', 4_800],
    ['24h', 86_400],
  ])('of %s is %i seconds', (text, seconds) => {
    expect(callLength(text)).toBe(seconds);
  });

  it.each(['', '12', '12 m', 'm', '1d', '25h', '-5m', '5m!'])('is not "%s"', (text) => {
    expect(() => callLength(text)).toThrow(InvalidArgumentError);
  });
});

describe('numbers and instants', () => {
  it('are read whole or not at all', () => {
    expect(wholeNumber(1, 10)('10')).toBe(10);
    for (const text of ['0', '11', '1.5', '1e1', ' 3', 'x']) expect(() => wholeNumber(1, 10)(text)).toThrow();
    expect(amount('1200.50')).toBe(1200.5);
    for (const text of ['-1', '1,200', '12 EUR', '1e9', 'NaN']) expect(() => amount(text)).toThrow();
    expect(instantText('2027-01-04T09:00:00+08:00')).toBe('2027-01-04T09:00:00+08:00');
    for (const text of ['2027-01-04', '2027-01-04T09:00:00', 'tomorrow']) expect(() => instantText(text)).toThrow();
  });
});

describe('fields of an event', () => {
  it('are texts where their type says so, and otherwise what they look like', () => {
    expect(eventFields('order.placed', ['amount=120', 'express=true', 'code=007', 'note=a=b'])).toEqual({
      amount: 120,
      express: true,
      code: '007',
      note: 'a=b',
    });
    expect(eventFields('email.replied', ['step=42'])).toEqual({ step: '42' });
  });

  it('are JSON after :=', () => {
    expect(eventFields('contact.changed', ['set:={"status":"customer"}'])).toEqual({ set: { status: 'customer' } });
    expect(() => eventFields('contact.changed', ['set:={status}'])).toThrow(CommandFailure);
  });

  it('need a name', () => {
    for (const text of ['amount', '=5', '']) expect(() => eventFields('x.y', [text])).toThrow(/--field got/);
  });
});

describe('answers', () => {
  it('are absent when none was given', () => {
    expect(answersOf(undefined)).toBeUndefined();
    expect(answersOf(['budget=5000', 'name=Ada'])).toEqual({ budget: 5000, name: 'Ada' });
  });
});

describe('a condition', () => {
  it('is read as YAML or JSON', () => {
    expect(conditionOf('{ contact.country: DE }')).toEqual({ 'contact.country': 'DE' });
    expect(conditionOf('{"contact.score":{"gt":5}}')).toEqual({ 'contact.score': { gt: 5 } });
  });

  it.each([
    ['{ contact.country: DE', '1:'],
    ['{ contact.score: { gtt: 5 } }', 'did you mean "gt"?'],
    ['[]', 'expected a condition'],
    ['a: &a [*a]', '1:'],
  ])('that is faulty is told with its place: %s', (text, words) => {
    expect(() => conditionOf(text)).toThrow(words);
  });
});

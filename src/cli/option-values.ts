import { InvalidArgumentError } from 'commander';
import { parseCondition } from '../domain/condition/parse-condition.js';
import { readYaml } from '../domain/definition/read-yaml.js';
import { BUILT_IN_EVENTS } from '../domain/events.js';
import { parseInstant } from '../domain/instant.js';
import { wrongUse } from './failure.js';

/* How the texts given on the command line become values. What commander shows itself throws its InvalidArgumentError. */

/** Collects an option that may be given several times. */
export const collect = (text: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  text,
];

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
  };
}

/** An amount of money or the like: `1200`, `1200.50`. */
export function amount(text: string): number {
  if (/^\d{1,15}(\.\d{1,4})?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected an amount such as 1200 or 1200.50, without currency and thousands marks.');
}

export function instantText(text: string): string {
  if (parseInstant(text) !== undefined) return text;
  throw new InvalidArgumentError('Expected an instant with its offset, such as 2027-01-04T09:00:00Z.');
}

const SECONDS: { readonly [unit: string]: number } = { s: 1, m: 60, h: 3600 };

/** How long a call took, in seconds: `90s`, `12m`, `1h`, `1h20m`. */
export function callLength(text: string): number {
  const parts = [...text.matchAll(/(\d{1,5})([smh])/g)];
  const seconds = parts.reduce((sum, [, n, unit]) => sum + Number(n) * (SECONDS[unit ?? ''] ?? 0), 0);
  if (parts.length > 0 && parts.map(([whole]) => whole).join('') === text && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('Expected a length of at most a day, such as 90s, 12m or 1h20m.');
}

interface Pair {
  readonly key: string;
  readonly value: string;
  /** Written `key:=value`: the value is JSON. */
  readonly json: boolean;
}

function pairOf(text: string, option: string): Pair {
  const [, key, mark, value] = /^([A-Za-z_][\w.-]*)(:?=)(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined)
    throw wrongUse(
      `${option} got "${text}".`,
      `Write ${option} name=value, or ${option} 'name:=<JSON>' for lists and maps.`,
    );
  return { key, value, json: mark === ':=' };
}

function jsonOf({ key, value }: Pair, option: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    throw wrongUse(`${option} ${key}:= is not followed by JSON.`, `Write for example ${option} '${key}:=["a","b"]'.`);
  }
}

/** `--answer key=value`: texts, but numbers, true and false as such; `key:=json` for anything else. */
export function answersOf(pairs: readonly string[] | undefined): { readonly [key: string]: unknown } | undefined {
  if (pairs === undefined) return undefined;
  return Object.fromEntries(
    pairs
      .map((text) => pairOf(text, '--answer'))
      .map((pair) => [pair.key, pair.json ? jsonOf(pair, '--answer') : guessed(pair.value)]),
  );
}

/** `--field key=value` of an event. A field that its type declares as text stays one, `007` too. */
export function eventFields(type: string, pairs: readonly string[] | undefined): { readonly [key: string]: unknown } {
  const declared = BUILT_IN_EVENTS.get(type)?.fields;
  const read = (pair: Pair): unknown => {
    if (pair.json) return jsonOf(pair, '--field');
    return declared?.get(pair.key) === 'text' ? pair.value : guessed(pair.value);
  };
  return Object.fromEntries((pairs ?? []).map((text) => pairOf(text, '--field')).map((pair) => [pair.key, read(pair)]));
}

// A phone number or a code with a leading zero is a text, whatever its digits.
const NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$/;

function guessed(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return NUMBER.test(text) ? Number(text) : text;
}

/** A condition of the definition format, as YAML or JSON on the command line; all its faults at once. */
export function conditionOf(text: string): { readonly [key: string]: unknown } {
  const yaml = readYaml(text);
  const problems = yaml.problems.length > 0 ? yaml.problems : parseCondition(yaml.value).problems;
  if (problems.length > 0) {
    const faults = problems.map(({ message, suggestion, path, at }) => {
      const { line, column } = yaml.locate(path, at);
      return `${line}:${column} ${message}${suggestion === undefined ? '' : `; did you mean "${suggestion}"?`}`;
    });
    throw wrongUse(
      `The condition of --if is faulty: ${faults.join('; ')}.`,
      `Write for example --if '{ contact.country: DE }'.`,
    );
  }
  return yaml.value as { readonly [key: string]: unknown };
}

/** `old=new`, several: what each old step is now; `old=`: null, go on after it. */
export function stepMap(pairs: readonly string[], option: string): { [key: string]: string | null } {
  const map: { [key: string]: string | null } = {};
  for (const text of pairs) {
    const [, old, now] = /^([^=]+)=(.*)$/.exec(text) ?? [];
    if (old === undefined || now === undefined || old in map)
      throw wrongUse(`${option} got "${text}".`, `Write ${option} old=new, each old one once.`);
    map[old] = now === '' ? null : now;
  }
  return map;
}

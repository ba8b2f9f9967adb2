import { z } from 'zod';
import { parseLocalTime } from '../calendar/date-value.js';
import { isValidZone } from '../calendar/zone.js';
import type { DocPath, Finding, LintCode } from '../definition/finding.js';
import { sortFindings } from '../definition/finding.js';
import type { Source } from '../definition/parse.js';
import { type ParsedWith, parseWith } from '../definition/parse-with.js';
import { ACTION_KEYS } from '../definition/schema-steps.js';
import { name, strict } from '../definition/schema-values.js';
import { DAY, formatInstant, type Instant, parseInstant } from '../instant.js';
import { err, ok, type Result } from '../result.js';
import { definitionBeside, type Scenario, type ScenarioFile } from './scenario.js';

const record = z.record(z.string(), z.unknown());
const MOST_SCENARIOS = 500;

/** What stands in each scenario, and at the top of the file for all of them. */
const shared = {
  contact: record.optional(),
  account: record.optional(),
  deal: record.optional(),
  owner: record.optional(),
  start: z.string().optional(),
  until: z.string().optional(),
  days: z.number().positive().max(36_525).optional(),
  only: z.array(z.enum([...ACTION_KEYS, 'enter', 'stage', 'sla', 'exit', 'goal', 'pause', 'resume'])).optional(),
};

const scenario = strict({
  name,
  ...shared,
  events: z.array(z.looseObject({ at: z.string(), type: name })).optional(),
  expect: z.array(z.string()).optional(),
});

const file = strict({
  definition: name.optional(),
  ...shared,
  scenarios: z
    .array(scenario)
    .refine((scenarios) => scenarios.length > 0, { error: 'expected at least one scenario' })
    .refine((scenarios) => scenarios.length <= MOST_SCENARIOS, {
      error: `expected at most ${MOST_SCENARIOS} scenarios; make a second file`,
    }),
});

type RawFile = z.infer<typeof file>;
type RawScenario = z.infer<typeof scenario>;

/** A file of scenarios with the way back to its lines. */
export interface ParsedScenarios {
  readonly file: ScenarioFile;
  readonly find: (code: LintCode, path: DocPath, message: string) => Finding;
}

/**
 * Reads a file of scenarios; all faults at once. Times are instants, or `2027-01-04 09:00` on the contact's clock (UTC
 * if it has no zone).
 */
export function parseScenarios(source: Source): Result<ParsedScenarios, readonly Finding[]> {
  const parsed = parseWith(source, file);
  if (!parsed.ok) return parsed;
  const find = finder(parsed.value);
  const findings: Finding[] = [];
  const report: Report = (path, message, code = 'wrong-type') => void findings.push(find(code, path, message));
  const raw = parsed.value.value;
  const scenarios = raw.scenarios.flatMap((each, index) => scenarioOf(raw, each, index, report) ?? []);
  reportTwins(raw, report);
  if (findings.length > 0) return err(sortFindings(findings));
  return ok({ file: { definition: raw.definition ?? definitionBeside(source.file), scenarios }, find });
}

const finder =
  ({ find }: ParsedWith<RawFile>): ParsedScenarios['find'] =>
  (code, path, message) =>
    find({ code, path, message });

type Report = (path: DocPath, message: string, code?: LintCode) => void;

function scenarioOf(raw: RawFile, each: RawScenario, index: number, report: Report): Scenario | null {
  const path: DocPath = ['scenarios', index];
  const records = {
    ...mergedRecord('contact', raw, each),
    ...mergedRecord('account', raw, each),
    ...mergedRecord('deal', raw, each),
    ...mergedRecord('owner', raw, each),
  };
  if (records.contact === undefined) report(path, 'expected "contact", here or at the top of the file', 'missing-id');
  const { timezone } = records.contact ?? {};
  const zone = typeof timezone === 'string' && isValidZone(timezone) ? timezone : 'UTC';
  const time = (text: string, place: DocPath): Instant | undefined => {
    const at = parseInstant(text) ?? parseLocalTime(text.replace(/^(\S+) +(\S+)$/, '$1T$2'), zone);
    if (at === undefined)
      report(place, 'expected a time like "2027-01-04 09:00" (on the contact\'s clock) or "2027-01-04T09:00:00Z"');
    return at;
  };
  const own = (key: 'start' | 'until'): DocPath => (each[key] === undefined ? [key] : [...path, key]);
  const startText = each.start ?? raw.start;
  if (startText === undefined) report(path, 'expected "start", here or at the top of the file', 'missing-id');
  const start = startText === undefined ? undefined : time(startText, own('start'));
  const until = endOf(raw, each, path, start, (text) => time(text, own('until')), report);
  const events = (each.events ?? []).flatMap((event, i) => {
    const at = time(event.at, [...path, 'events', i, 'at']);
    return at === undefined ? [] : [{ ...event, at: formatInstant(at) }];
  });
  if (start === undefined || until === undefined) return null;
  const only = each.only ?? raw.only ?? null;
  return { name: each.name, index, records, start, until, events, only, expect: each.expect ?? [] };
}

/** A scenario's record: what the file says for all, and over it what the scenario says. */
function mergedRecord<K extends 'contact' | 'account' | 'deal' | 'owner'>(
  kind: K,
  raw: RawFile,
  each: RawScenario,
): { readonly [key in K]?: { readonly [field: string]: unknown } } {
  if (raw[kind] === undefined && each[kind] === undefined) return {};
  return { [kind]: { ...raw[kind], ...each[kind] } } as { readonly [key in K]: { readonly [field: string]: unknown } };
}

function endOf(
  raw: RawFile,
  each: RawScenario,
  path: DocPath,
  start: Instant | undefined,
  time: (text: string) => Instant | undefined,
  report: Report,
): Instant | undefined {
  const own = each.until !== undefined || each.days !== undefined;
  const { until, days } = own ? each : raw;
  if ((until === undefined) === (days === undefined)) {
    report(own ? path : [], 'expected one of "until" and "days", here or at the top of the file', 'missing-id');
    return undefined;
  }
  const end = until === undefined ? (start ?? 0) + (days ?? 0) * DAY : time(until);
  if (start !== undefined && end !== undefined && end <= start)
    report([...path, 'until'], 'the end is not after the start');
  return end;
}

function reportTwins(raw: RawFile, report: Report): void {
  const seen = new Set<string>();
  raw.scenarios.forEach(({ name: each }, i) => {
    if (seen.has(each)) report(['scenarios', i, 'name'], `"${each}" is the name of a scenario above`, 'duplicate-id');
    seen.add(each);
  });
}

import type { Condition } from '../../domain/condition/condition.js';
import { type Explanation, explain } from '../../domain/condition/explain.js';
import { pathsOf } from '../../domain/condition/paths.js';
import { conditionText } from '../../domain/definition/condition-text.js';
import type { Finding } from '../../domain/definition/finding.js';
import { formatInstant } from '../../domain/instant.js';
import {
  countSegment,
  countWritten,
  type ExplainedPart,
  explainWritten,
  getSegment,
  listSegments,
  type SegmentView,
  sampleWritten,
  segmentSizes,
  valueClasses,
} from '../contracts/segments.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { whenGone } from '../http/gone.js';
import { found, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import type { Scope } from '../store-ports.js';
import { answered } from '../unanswered.js';
import { readWritten } from '../written-condition.js';

/** Published segments, and conditions that are being written: whom they choose, how many, and why. */
export function segmentRoutes(routes: Routes, deps: AppDeps): void {
  const { segments, contacts } = deps.stores;

  routes.on(listSegments, async ({ query, scope }) => {
    const { rows, next } = await segments.list(pageRequest(query, 'segments'));
    return toPage({ rows: rows.map((segment) => sizedFor(scope, segment)), next }, 'segments');
  });

  routes.on(valueClasses, async () => ({ classes: await segments.valueClasses() }));

  routes.on(getSegment, async ({ params, scope }) => {
    const segment = sizedFor(scope, found(await segments.get(params.id), 'segment', params.id));
    return { ...segment, condition: conditionText(segment.text) };
  });

  routes.on(segmentSizes, async ({ params, query, scope }) => {
    found(await segments.get(params.id), 'segment', params.id);
    const list = `sizes:${params.id}`;
    if (scope.type !== 'all') return toPage({ rows: [], next: null }, list);
    return toPage(await segments.sizes(params.id, pageRequest(query, list, ['number'])), list);
  });

  routes.on(countSegment, async ({ params, scope, reply }) => {
    const segment = found(await segments.get(params.id), 'segment', params.id);
    const now = await deps.engine.now();
    const count = answered(await segments.count(scope, await conditionOf(deps, segment.text), now, whenGone(reply)));
    if (scope.type === 'all') await segments.keepSize(segment, count, now);
    return { ...count, countedAt: formatInstant(now) };
  });

  routes.on(countWritten, async ({ body, scope, reply }) => {
    const { condition, findings } = await readWritten(deps, body.text);
    if (condition === null) return { findings: [...findings], count: null, tooLong: false };
    const now = await deps.engine.now();
    const count = await segments.count(scope, condition, now, whenGone(reply));
    if (count === 'too-long') return { findings: [...findings], count: null, tooLong: true };
    return { findings: [...findings], count: { ...answered(count), countedAt: formatInstant(now) }, tooLong: false };
  });

  routes.on(sampleWritten, async ({ body, scope, reply }) => {
    const condition = await conditionOf(deps, body.text);
    const options = { limit: body.limit, signal: whenGone(reply) };
    return { contacts: [...answered(await segments.sample(scope, condition, await deps.engine.now(), options))] };
  });

  routes.on(explainWritten, async ({ body, scope }) => {
    const condition = await conditionOf(deps, body.text);
    const lookup = await contacts.lookup(scope, body.contactId, pathsOf(condition));
    if (lookup === null) throw unknownContact();
    const explanation = explain(condition, lookup, await deps.engine.now());
    return { fits: explanation.holds, parts: partsOf(explanation) };
  });
}

/** The kept sizes are of all contacts: who doesn't see them all counts among their own. */
const sizedFor = <S extends Pick<SegmentView, 'last' | 'sizes'>>(scope: Scope, segment: S): S =>
  scope.type === 'all' ? segment : { ...segment, last: null, sizes: [] };

/** A condition without errors; throws `bad-condition` with every finding and its place. */
async function conditionOf(deps: AppDeps, text: string): Promise<Condition> {
  const { condition, findings } = await readWritten(deps, text);
  if (condition === null) throw faulty(findings);
  return condition;
}

const faulty = (findings: readonly Finding[]): Problem =>
  new Problem(
    'bad-condition',
    findings.map(({ line, column, message }) => `${line}:${column} ${message}`).join('; '),
    findings.map(({ pointer, code, message, line, column }) => ({ pointer, code, message, line, column })),
  );

const unknownContact = (): Problem =>
  new Problem('unknown-contact', 'There is no such contact, or it is not yours.', [
    { pointer: '/contactId', code: 'unknown-contact', message: 'expected the id of a contact that exists' },
  ]);

function partsOf(explanation: Explanation, depth = 0): ExplainedPart[] {
  const { type, holds } = explanation;
  const words = { path: null, asked: null, found: null };
  switch (type) {
    case 'all':
    case 'any':
      return [{ depth, type, holds, ...words }, ...explanation.of.flatMap((each) => partsOf(each, depth + 1))];
    case 'not':
      return [{ depth, type, holds, ...words }, ...partsOf(explanation.of, depth + 1)];
    case 'test': {
      const { path, asked, found: value } = explanation;
      return [{ depth, type, holds, path, asked, found: value }];
    }
  }
}

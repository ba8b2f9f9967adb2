import type { Definition } from '../../domain/definition/definition.js';
import type { Finding } from '../../domain/definition/finding.js';
import { parseDefinition } from '../../domain/definition/parse.js';
import { graphOf } from '../../domain/graph/graph-of.js';
import { stepKeys } from '../../domain/graph/model.js';
import { toSvg } from '../../domain/graph/svg.js';
import type { GraphLanguage } from '../../domain/graph/words.js';
import { listening } from '../../domain/journey/listening.js';
import { NO_MAP } from '../../domain/journey/version/version-map.js';
import { sourceOf } from '../auth/actor.js';
import {
  type DefinitionGraph,
  definitionGraph,
  definitionPeople,
  getDefinition,
  getDefinitionVersion,
  listDefinitions,
  listDefinitionVersions,
  previewGraph,
  publishDefinition,
  validateDefinition,
} from '../contracts/definitions.js';
import { definitionImpact } from '../contracts/versions.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { found, notFound, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import { type Asked, fitsToken, impactView, judge } from '../version-impact.js';

const hasErrors = (findings: readonly Finding[]): boolean => findings.some((finding) => finding.severity === 'error');

export function definitionRoutes(routes: Routes, deps: AppDeps): void {
  const { definitions } = deps.stores;

  routes.on(validateDefinition, async ({ body }) => {
    const { definition, findings, notes } = await deps.checkDefinition(body);
    return {
      id: definition?.id ?? null,
      kind: definition?.kind ?? null,
      publishable: definition !== null && !hasErrors(findings),
      findings: [...findings],
      notes: [...notes],
    };
  });

  routes.on(publishDefinition, async ({ body, actor, reply }) => {
    const { definition, findings } = await deps.checkDefinition(body);
    if (definition === null || hasErrors(findings)) throw refused(findings);
    const { id, kind } = definition;
    if ((await deps.campaigns.state(id)) !== null)
      throw new Problem('campaign-exists', `${id} is a campaign; its text is changed as its draft.`);
    const { text, policy, map, token, ratePerMinute, note = null } = body;
    const current = policy === 'pin' ? null : await lookedAt(deps, { definition, text, policy, map }, token);
    const writer = { actorId: actor.user.userId, at: await deps.engine.now() };
    const move = { policy, map: map ?? NO_MAP, current, ratePerMinute, source: sourceOf(actor) };
    const published = await definitions.publish({ id, kind, text, note, ...listening(definition) }, move, writer);
    if (published === 'changed') throw impactChanged();
    if (published.created) reply.code(201);
    return { id, ...published, findings: [...findings] };
  });

  routes.on(definitionImpact, async ({ body }) => {
    const { definition, findings } = await deps.checkDefinition(body);
    if (definition === null || hasErrors(findings)) throw refused(findings, 'can’t be tried on those in flight');
    const { text, policy, map, language } = body;
    return impactView(definition.id, await judge(deps, { definition, text, policy, map }), language);
  });

  routes.on(listDefinitions, async ({ query }) =>
    toPage(await definitions.list(pageRequest(query, 'definitions')), 'definitions'),
  );

  routes.on(definitionPeople, async ({ params, scope }) => ({
    id: params.id,
    versions: [...found(await definitions.people(scope, params.id), 'definition', params.id)],
  }));

  routes.on(getDefinition, async ({ params }) => found(await definitions.get(params.id), 'definition', params.id));

  routes.on(listDefinitionVersions, async ({ params, query }) => {
    const list = `versions:${params.id}`;
    const rows = await definitions.versions(params.id, pageRequest(query, list, ['number']));
    if (rows.rows.length === 0 && query.cursor === undefined) throw notFound('definition', params.id);
    return toPage(rows, list);
  });

  routes.on(definitionGraph, async ({ params, query }) => {
    const { id, version } = params;
    const { text } = found(await definitions.get(id, version), 'version', `${id} ${version}`);
    const { draft } = parseDefinition({ file: id, text });
    return drawingOf(draft, query.language, query.styled === 'true');
  });

  routes.on(previewGraph, async ({ body }) => drawingOf(parseDefinition(body).draft, body.language, body.styled));

  routes.on(getDefinitionVersion, async ({ params }) =>
    found(await definitions.get(params.id, params.version), 'version', `${params.id} ${params.version}`),
  );
}

/** What a publish that moves people was looked at with: the version that was current. Throws why it may not go on. */
async function lookedAt(deps: AppDeps, asked: Asked, token: string | undefined): Promise<number | null> {
  const judged = await judge(deps, asked);
  const { people, unmapped } = judged.impact;
  if (asked.policy === 'migrate' && unmapped.length > 0)
    throw new Problem(
      'unmapped-step',
      `The map says nothing of ${unmapped.map(({ what, key }) => `${what} ${key}`).join(', ')}.`,
      unmapped.map(({ version, what, key, people: there }) => ({
        pointer: `/map/${what}s/${key}`,
        code: 'unmapped-step',
        message: `version ${version} has ${there} at the ${what} "${key}", which the new version has not got`,
      })),
    );
  if (judged.token === null) return judged.current;
  if (token === undefined)
    throw new Problem('impact', `${people} are in flight. Look at the impact, and publish with its token.`);
  if (!fitsToken(token, judged)) throw impactChanged();
  return judged.current;
}

const impactChanged = (): Problem =>
  new Problem('impact-changed', 'What the version does to those in flight is no longer what was looked at.');

function drawingOf(definition: Definition | null, language: GraphLanguage, styled: boolean): DefinitionGraph {
  const graph = definition === null ? null : graphOf(definition, language);
  return graph === null ? { svg: null, steps: [] } : { svg: toSvg(graph, { styled }), steps: stepKeys(graph) };
}

/** The definition of a check, unless it has errors.  */
export function runnable({ definition, findings }: Awaited<ReturnType<AppDeps['checkDefinition']>>): Definition {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (definition === null || errors.length > 0) throw refused(errors, 'can’t be simulated');
  return definition;
}

function refused(findings: readonly Finding[], so = 'was not published'): Problem {
  const errors = findings.filter((finding) => finding.severity === 'error');
  const first = errors[0];
  const where = first === undefined ? '' : ` The first is at ${first.line}:${first.column}: ${first.message}`;
  return new Problem(
    'definition-has-errors',
    `The definition has ${errors.length} ${errors.length === 1 ? 'error' : 'errors'} and ${so}.${where}`,
    findings.map(({ pointer, code, message, line, column }) => ({ pointer, code, message, line, column })),
  );
}

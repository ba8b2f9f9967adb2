import type { Definition } from '../../domain/definition/definition.js';
import type { Finding } from '../../domain/definition/finding.js';
import { parseDefinition } from '../../domain/definition/parse.js';
import { graphOf } from '../../domain/graph/graph-of.js';
import { stepKeys } from '../../domain/graph/model.js';
import { toSvg } from '../../domain/graph/svg.js';
import type { GraphLanguage } from '../../domain/graph/words.js';
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
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { found, notFound, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';

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
    const enterOn = definition.kind === 'journey' ? definition.enter.on : [];
    const { id, kind } = definition;
    const writer = { actorId: actor.user.userId, at: await deps.engine.now() };
    const published = await definitions.publish(
      { id, kind, text: body.text, enterOn, note: body.note ?? null },
      writer,
    );
    if (published.created) reply.code(201);
    return { id, ...published, findings: [...findings] };
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

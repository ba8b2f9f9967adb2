import type { Answer } from '../contracts/contract.js';
import {
  checkTemplate,
  getTemplateFile,
  listTemplates,
  listTemplateVersions,
  previewTemplate,
  publishTemplate,
  type TemplateProblemView,
  type TemplateView,
} from '../contracts/templates.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { changedMeanwhile } from '../http/etag.js';
import { found, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import type { FileReport, TemplateFault, TemplateShelf, TemplateVersionRow } from '../template-ports.js';
import { CLIPS_AT, previewOf, tooSlow } from '../template-preview.js';
import { createTemplateUses, type DefinitionInUse, newMisfits, type TemplateUses } from '../template-uses.js';
import { writerOf } from './people.js';

/** Somebody may publish another file while one is checked; so often it is checked again with it. */
const MOST_CHECKS = 5;

export function templateRoutes(routes: Routes, deps: AppDeps): void {
  const { templates: store } = deps.stores;
  const uses = createTemplateUses(deps.stores.definitions);

  routes.on(listTemplates, async () => {
    const [shelf, newest, inUse] = await Promise.all([deps.templates.shelf(), store.newest(), uses.inUse()]);
    return { data: viewsOf(shelf, newest, inUse) };
  });

  routes.on(getTemplateFile, async ({ query: { file, version } }) => {
    const entry = found(deps.templates.entry(file), 'template file', file);
    const newest = (await store.newest()).find((each) => each.file === file);
    const shown = await versionOf(deps, file, version ?? newest?.version ?? 0);
    const { head, reads, problems } = await checked(deps, uses, file, shown.source);
    return { ...entry, ...shown, current: newest?.version ?? 0, head, reads, problems };
  });

  routes.on(listTemplateVersions, async ({ query }) => {
    const { file } = query;
    const list = `template-versions:${file}`;
    const page = pageRequest(query, list, ['number']);
    const published = await store.versions(file, page);
    const inFolder = deps.templates.inFolder(file) !== null;
    if (published.rows.length === 0 && !inFolder) throw found(null, 'template file', file);
    const current = (await store.newest()).find((each) => each.file === file)?.version ?? 0;
    const rows = published.rows.map((row) => ({ ...row, current: row.version === current }));
    const isLast = published.next === null && inFolder;
    const own = { ...ownVersion, file, note: null, current: current === 0 };
    return toPage({ rows: isLast ? [...rows, own] : rows, next: published.next }, list);
  });

  routes.on(checkTemplate, async ({ body: { file, source } }) => {
    const { head, reads, problems, size } = await checked(deps, uses, file, source);
    return { publishable: problems.length === 0, head, reads, problems, size };
  });

  routes.on(previewTemplate, async ({ body, scope }) => {
    const { file, source, template: wanted } = body;
    const entry = found(deps.templates.entry(file), 'template file', file);
    const shelf = await deps.templates.shelf();
    const template = entry.kind === 'template' ? entry.name : (wanted ?? shelf.usersOf(file)[0]);
    if (template === undefined)
      throw new Problem('invalid', 'No template has this file in it yet. Name one to show it in.', [
        { pointer: '/template', code: 'required', message: 'expected the name of a template' },
      ]);
    const preview = await previewOf(deps, scope, body, { entry, template, inUse: await uses.inUse() });
    const problems = source === undefined ? [] : (await checked(deps, uses, file, source)).problems;
    return { ...preview, problems };
  });

  routes.on(publishTemplate, async ({ body, actor, reply }) => {
    const { file, expectedVersion, policy, note = null } = body;
    const source = asKept(body.source);
    const by = await writerOf(deps, { actor });
    if (expectedVersion === 0 && source === deps.templates.inFolder(file) && (await isUnpublished(deps, file)))
      return { file, version: 0, created: false };
    for (let n = 0; n < MOST_CHECKS; n++) {
      const { upTo } = await deps.templates.shelf();
      const { problems } = await checked(deps, uses, file, source);
      if (problems.length > 0) throw refused(problems);
      const version = { file, source, policy, note, expectedVersion, checkedUpTo: upTo };
      const published = await store.publish(version, by);
      if (published === 'changed') throw changedMeanwhile();
      if (published === 'stale') continue;
      if (published.created) reply.code(201);
      return { file, ...published };
    }
    throw changedMeanwhile();
  });
}

const ownVersion = { version: 0, policy: null, publishedAt: null, publishedBy: null };

const isUnpublished = async ({ stores }: AppDeps, file: string): Promise<boolean> =>
  (await stores.templates.version(file, 1)) === null;

/** As a file of the folder is read. */
const asKept = (source: string): string => source.replaceAll('\r\n', '\n').replace(/^\uFEFF/, '');

async function versionOf({ stores, templates }: AppDeps, file: string, version: number) {
  if (version > 0) return found(await stores.templates.version(file, version), 'version', `${file} ${version}`);
  const source = found(templates.inFolder(file), 'version', `${file} 0`);
  return { ...ownVersion, file, note: null, source };
}

/** The faults of a file, and what published definitions could not give it. */
async function checked(deps: AppDeps, uses: TemplateUses, file: string, source: string) {
  const [before, report, inUse] = await Promise.all([
    deps.templates.shelf(),
    deps.templates.report(file, asKept(source)),
    uses.inUse(),
  ]);
  if (report === 'too-slow') throw tooSlow();
  return {
    head: report.head === null ? null : { ...report.head, variables: [...report.head.variables] },
    reads: [...report.reads],
    problems: problemsOf(deps, file, before, report, inUse),
    size: report.size === null ? null : { ...report.size, clipsAt: CLIPS_AT },
  };
}

function problemsOf(
  { simulation: { fields, eventTypes, deployment }, tracking }: AppDeps,
  file: string,
  before: TemplateShelf,
  report: FileReport,
  inUse: readonly DefinitionInUse[],
): TemplateProblemView[] {
  const faults = report.faults.map(faultView);
  if (faults.length > 0) return faults;
  const world = { fields, eventTypes, tracking: tracking !== 'off', calendars: deployment.calendars };
  const lookups = { before: before.lookup, after: report.lookup };
  return newMisfits(inUse, world, new Set(report.templates), lookups).map(
    ({ at, code, message, definition, step }) => ({
      ...(at ?? { file, line: 1, column: 1 }),
      ...{ code, message, definition, step },
    }),
  );
}

const faultView = ({ file, line, column, code, message }: TemplateFault): TemplateProblemView => ({
  ...{ file, line, column, code, message },
  ...{ definition: null, step: null },
});

function refused(problems: readonly TemplateProblemView[]): Problem {
  const [first] = problems;
  const where =
    first === undefined ? '' : ` The first is at ${first.file}:${first.line}:${first.column}: ${first.message}`;
  return new Problem(
    'template-has-faults',
    `The template has ${problems.length} ${problems.length === 1 ? 'fault' : 'faults'} and was not published.${where}`,
    problems.map(({ file, code, message, line, column, definition, step }) => ({
      pointer: definition === null ? '/source' : `/definitions/${definition}/${step}`,
      ...{ code, message: `${file}: ${message}`, line, column },
    })),
  );
}

function viewsOf(
  shelf: TemplateShelf,
  newest: readonly TemplateVersionRow[],
  inUse: readonly DefinitionInUse[],
): TemplateView[] {
  const published = new Map(newest.map((version) => [version.file, version]));
  const names = [...new Set(shelf.files.map(({ name }) => name))].sort();
  const current = inUse.filter((definition) => definition.current).flatMap(({ uses }) => uses);
  return names.map((name) => {
    const files = shelf.files.filter((file) => file.name === name);
    const kind = files[0]?.kind ?? 'template';
    const usedBy = kind === 'template' ? [] : [...new Set(files.flatMap(({ file }) => shelf.usersOf(file)))].sort();
    const said = new Set(kind === 'template' ? [name] : usedBy);
    const faults = files.flatMap(({ file }) => shelf.faultsOf(file));
    return {
      ...{ name, kind, family: name.split('/')[0] ?? name, usedBy },
      purpose: kind === 'template' ? shelf.purposeOf(name) : null,
      files: files.map(({ file, locale, text }) => {
        const { version, policy, publishedAt, publishedBy } = published.get(file) ?? ownVersion;
        return { file, locale, text, version, policy, publishedAt, publishedBy, subject: shelf.subjectOf(file) };
      }),
      uses: current.filter(({ template }) => said.has(template)).map(({ template: _, ...use }) => use),
      problems: (kind === 'template' ? (shelf.lookup.facts(name)?.problems ?? []) : faults).map((fault) =>
        faultView({ code: 'bad-template', ...fault }),
      ),
    } satisfies Answer<typeof listTemplates>['data'][number];
  });
}

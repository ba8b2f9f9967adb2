import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { IMPORT_TABLE, type ImportRule } from './import-table.js';

export const SRC = fileURLToPath(new URL('../../src', import.meta.url));

/** A source file: its path below src, with `/`, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

/** All files of ours below src; what is generated is nobody's to read. */
export function readSources(root = SRC): SourceFile[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(`${sep}generated${sep}`))
    .map((file) => ({ path: relative(root, file).split(sep).join('/'), text: readFileSync(file, 'utf8') }));
}

/** Every import of a file: static, re-exported and dynamic. */
export function importsOf(file: SourceFile): Import[] {
  const { module, errors } = parseSync(file.path, file.text);
  if (errors.length > 0) throw new Error(`${file.path} does not parse: ${errors[0]?.message}`);
  const statics = module.staticImports.map((found) => ({
    target: found.moduleRequest.value,
    typeOnly: found.entries.length > 0 && found.entries.every((entry) => entry.isType),
  }));
  const exported = module.staticExports.flatMap((found) =>
    found.entries.flatMap((entry) =>
      entry.moduleRequest == null ? [] : [{ target: entry.moduleRequest.value, typeOnly: entry.isType }],
    ),
  );
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const literal = /^['"](.+)['"]$/.exec(file.text.slice(start, end))?.[1];
    // An address made at run time is the database adapter's way to its WebAssembly; its package is named beside it.
    return literal === undefined ? [] : [{ target: literal, typeOnly: false }];
  });
  return [...statics, ...exported, ...dynamic];
}

const isEntry = (path: string): boolean => posix.basename(path) === 'main.ts';

/** The row of the table for a file: its own, its subfolder's or its folder's. */
function ruleFor(path: string): ImportRule | undefined {
  const [folder = '', second = ''] = path.split('/');
  return IMPORT_TABLE[path] ?? IMPORT_TABLE[`${folder}/${second}`] ?? IMPORT_TABLE[folder];
}

const within = (path: string, places: readonly string[]): boolean =>
  places.some((place) => path === place || path.startsWith(`${place}/`));

/** What is wrong with the imports of these files, a line each. `exists` says whether a file of src is there. */
export function violations(
  files: readonly SourceFile[],
  exists = (path: string): boolean => statSync(join(SRC, path), { throwIfNoEntry: false })?.isFile() ?? false,
): string[] {
  const known = new Set(files.map((file) => file.path));
  return files.flatMap((file) => {
    const rule = ruleFor(file.path);
    if (rule === undefined) return [`${file.path}: its folder is not in the import table`];
    return importsOf(file).flatMap((found) => {
      const fault = faultOf(file, found, rule, (path) => known.has(path) || exists(path));
      return fault === null ? [] : [`${file.path}: ${fault}`];
    });
  });
}

function faultOf(
  file: SourceFile,
  { target, typeOnly }: Import,
  rule: ImportRule,
  exists: (path: string) => boolean,
): string | null {
  if (!target.startsWith('.')) return isEntry(file.path) ? null : packageFault(target, rule);
  const path = posix.normalize(posix.join(posix.dirname(file.path), target)).replace(/\.js$/, '.ts');
  if (path.startsWith('..')) return `${target} leads out of src`;
  if (path.includes('/generated/')) return file.path.startsWith('db/') ? null : `${target} is the database adapter's`;
  if (!exists(path) && !exists(path.replace(/\.ts$/, '.tsx'))) return `${target} can't be resolved`;
  if (isEntry(path)) return `${target} is an entry file`;
  if (isEntry(file.path)) return null;
  const own = file.path.split('/')[0] ?? '';
  if (own !== 'domain' && within(path, [own])) return null;
  if (own === 'domain' && within(path, ['domain'])) return null;
  if (within(path, rule.folders) || (typeOnly && within(path, rule.types))) return null;
  return `${own} may not import ${typeOnly ? 'types of ' : ''}${path}`;
}

function packageFault(target: string, rule: ImportRule): string | null {
  if (target.startsWith('node:')) return rule.node ? null : `may not import ${target}`;
  const allowed = rule.packages.some((name) => (name.endsWith('/') ? `${target}/`.startsWith(name) : target === name));
  return allowed ? null : `may not import the package ${target}`;
}

/** Rings of value imports, each as the files that lie on it. Types vanish and make no ring. */
export function cycles(files: readonly SourceFile[]): string[] {
  const edges = new Map(
    files.map((file) => [
      file.path,
      importsOf(file)
        .filter((found) => !found.typeOnly && found.target.startsWith('.'))
        .map((found) => posix.normalize(posix.join(dirname(file.path), found.target)).replace(/\.js$/, '.ts')),
    ]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      found.push([...trail.slice(at), path].join(' -> '));
      return;
    }
    if (done.has(path)) return;
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return found;
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One Handlebars file of the templates folder. */
export interface TemplateFile {
  /** Relative to the folder, with `/`. */
  readonly file: string;
  /** `lead/hello`, `layouts/letter`, `partials/signature`. */
  readonly name: string;
  /** null: the file serves every locale (layouts and partials only). */
  readonly locale: string | null;
  readonly kind: 'template' | 'layout' | 'partial';
  readonly text: boolean;
  readonly source: string;
}

// <family>/<name>[.<locale>][.txt].hbs, each part kebab-case.
const FILE = /^([a-z0-9][a-z0-9-]*(?:\/[a-z0-9][a-z0-9-]*)*)(?:\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))?(\.txt)?\.hbs$/;

/** Reads every `.hbs` file below the folder, in a stable order; files named otherwise than the format says are apart. */
export function readTemplateFiles(folder: string): { files: TemplateFile[]; misnamed: string[] } {
  const files: TemplateFile[] = [];
  const misnamed: string[] = [];
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!entry.endsWith('.hbs')) continue;
    const file = entry.split(path.sep).join('/');
    const named = templateFile(file, readFileSync(path.join(folder, entry), 'utf8'));
    if (named === null) misnamed.push(file);
    else files.push(named);
  }
  return { files, misnamed };
}

/** A file of this path, or null: no file of the folder is called so. */
export function templateFile(file: string, source: string): TemplateFile | null {
  const parts = namedParts(file);
  return parts === null ? null : { ...parts, file, source: withoutMarks(source) };
}

function namedParts(file: string): Pick<TemplateFile, 'name' | 'locale' | 'kind' | 'text'> | null {
  const match = FILE.exec(file);
  if (match === null) return null;
  const [, name = '', rawLocale, txt] = match;
  // `hello.txt.hbs` of a shared layout: "txt" would pass for a language.
  const onlyText = rawLocale === 'txt';
  const locale = onlyText ? null : (rawLocale ?? null);
  const kind = name.startsWith('layouts/') ? 'layout' : name.startsWith('partials/') ? 'partial' : 'template';
  if (kind === 'template' && (locale === null || !name.includes('/'))) return null;
  return { name, locale, kind, text: txt !== undefined || onlyText };
}

/** As editors of other systems write it, and the same file. */
function withoutMarks(text: string): string {
  const source = text.replaceAll('\r\n', '\n');
  return source.startsWith('\uFEFF') ? source.slice(1) : source;
}

import { modeField, textField } from '../kit/address.js';

/* What the pages of templates show is said by their addresses, and what a file's path says. Pure. */

export const PARTS = ['preview', 'versions', 'uses'] as const;
export type PartId = (typeof PARTS)[number];

/** The list, and what it is searched by. */
export const LIST_SHAPE = { q: textField() };

/** One template: which of its files (none: the first), and what stands beside it. */
export const ONE_SHAPE = { file: textField(), part: modeField(PARTS) };

export const templateHref = (name: string, file?: string): string =>
  `/templates/${name}${file === undefined ? '' : `?${new URLSearchParams({ file })}`}`;

/** A file of a template, by what it is for. `locale` null: it serves every language. */
export interface FileParts {
  readonly locale: string | null;
  readonly text: boolean;
}

/** `lead/hello`, `en`, HTML → `lead/hello.en.hbs`. */
export const fileOf = (name: string, { locale, text }: FileParts): string =>
  `${name}${locale === null ? '' : `.${locale}`}${text ? '.txt' : ''}.hbs`;

/** What the path of a file of this template says; null: it is none of it. */
export function partsOf(name: string, file: string): FileParts | null {
  if (!file.startsWith(`${name}.`)) return null;
  const match = /^(?:\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))??(\.txt)?\.hbs$/.exec(file.slice(name.length));
  return match === null ? null : { locale: match[1] ?? null, text: match[2] !== undefined };
}

export const isName = (name: string): boolean => /^[a-z0-9][a-z0-9-]*(?:\/[a-z0-9][a-z0-9-]*)+$/.test(name);
export const isLocale = (locale: string): boolean => /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(locale);

/** Files in the order of their tabs: by language, the plain text behind its HTML. */
export const inTabOrder = <F extends FileParts>(files: readonly F[]): readonly F[] =>
  [...files].sort((a, b) => (a.locale ?? '').localeCompare(b.locale ?? '', 'en') || Number(a.text) - Number(b.text));

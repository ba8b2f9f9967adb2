import type { Instant } from '../instant.js';

/*
 * Which version of a template's file a mail is made from. The folder's own file is version 0; what is published since
 * goes before it, either for everybody or for those only who begin from then on, so that nobody in flight is surprised.
 */

export const TEMPLATE_POLICIES = ['follow', 'pin'] as const;
/** `follow`: the version holds for every journey. `pin`: for those that begin when it is published, or later. */
export type TemplatePolicy = (typeof TEMPLATE_POLICIES)[number];

/** A published version, as far as the rule goes. */
export interface TemplateVersionFacts {
  /** `lead/hello.en.hbs` */
  readonly file: string;
  /** From 1. */
  readonly version: number;
  readonly policy: TemplatePolicy;
  /** Business time. */
  readonly publishedAt: Instant;
}

/** What a version is asked for: a journey by when it began; null: a preview, a test or a simulation, which see the newest. */
export type BegunAt = Instant | null;

const holds = ({ policy, publishedAt }: TemplateVersionFacts, begunAt: BegunAt): boolean =>
  begunAt === null || policy === 'follow' || begunAt >= publishedAt;

/**
 * The version of one file; null: none of the published ones, so the folder's own file if it has one. `versions` are of that
 * file, in any order.
 */
export function versionFor<V extends TemplateVersionFacts>(versions: readonly V[], begunAt: BegunAt): V | null {
  let chosen: V | null = null;
  for (const version of versions)
    if (holds(version, begunAt) && (chosen === null || version.version > chosen.version)) chosen = version;
  return chosen;
}

/** A file, by what mails call it: the files of all locales and parts of a template have one name. */
export interface NamedFile {
  readonly file: string;
  readonly name: string;
}

/**
 * The published versions that hold, by file. What nobody could have been surprised by holds for everybody: of a name that
 * otherwise had no file at all, the first version of each of its files.
 */
export function versionsFor<V extends TemplateVersionFacts & NamedFile>(
  folder: readonly NamedFile[],
  versions: readonly V[],
  begunAt: BegunAt,
): ReadonlyMap<string, V> {
  const chosen = new Map<string, V>();
  const names = new Set(folder.map(({ name }) => name));
  const byFile = groupByFile(versions);
  for (const [file, ofFile] of byFile) {
    const version = versionFor(ofFile, begunAt);
    if (version === null) continue;
    chosen.set(file, version);
    names.add(version.name);
  }
  for (const [file, ofFile] of byFile) {
    const [first] = [...ofFile].sort((a, b) => a.version - b.version);
    if (first !== undefined && !names.has(first.name)) chosen.set(file, first);
  }
  return chosen;
}

function groupByFile<V extends NamedFile>(versions: readonly V[]): Map<string, V[]> {
  const byFile = new Map<string, V[]>();
  for (const version of versions) byFile.set(version.file, [...(byFile.get(version.file) ?? []), version]);
  return byFile;
}

/**
 * Of the versions of a file those that a journey can still be of: the newest, and back to the newest that holds for
 * everybody; and the first, which holds where there was nothing before it.
 */
export function stillChosen<V extends TemplateVersionFacts>(versions: readonly V[]): V[] {
  const newestFirst = [...versions].sort((a, b) => b.version - a.version);
  const floor = newestFirst.find(({ policy }) => policy === 'follow')?.version ?? 0;
  return newestFirst.filter(({ version }) => version >= floor || version === newestFirst.at(-1)?.version);
}

/** A published version as it is kept. */
export interface PublishedTemplate extends TemplateVersionFacts {
  /** In the order of publication over all files. */
  readonly id: number;
  readonly source: string;
}

/** The published versions that journeys can still be of, read once and then only what is new. */
export interface PublishedTemplates {
  /** At least those up to an id. The same list as long as nothing is new. */
  upTo(id: number): Promise<readonly PublishedTemplate[]>;
}

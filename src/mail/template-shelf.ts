import type { Attachment, Renderer, RenderRequest } from '../activities/ports.js';
import {
  type BegunAt,
  type PublishedTemplate,
  type PublishedTemplates,
  versionsFor,
} from '../domain/template/versions.js';
import { readAttachments } from './attachment-files.js';
import { createRenderer } from './renderer.js';
import { readTemplateFiles, type TemplateFile, templateFile } from './template-files.js';
import { libraryOf, type TemplateLibrary } from './template-source.js';

/*
 * The templates folder, and what was published since. Mails are rendered from a small library of the files that one template
 * can have a part of, in the versions that its journey is of: such a set is parsed when it is first asked for, and few are kept.
 */

const MOST_SETS = 200;

export interface TemplateFolder {
  readonly files: readonly TemplateFile[];
  readonly misnamed: readonly string[];
  readonly attachments: ReadonlyMap<string, Attachment> | null;
}

export const readTemplateFolder = (folder: string): TemplateFolder => ({
  ...readTemplateFiles(folder),
  attachments: readAttachments(folder),
});

/** A set of files with the versions that are other than the folder's. */
export interface TemplateSet {
  readonly files: readonly TemplateFile[];
  readonly versions: ReadonlyMap<string, number>;
}

type NamedVersion = PublishedTemplate & Pick<TemplateFile, 'name'>;

/** What is published under a name that this build doesn't take is in no mail. */
const named = (published: readonly PublishedTemplate[]): NamedVersion[] =>
  published.flatMap((version) => {
    const file = templateFile(version.file, '');
    return file === null ? [] : [{ ...version, name: file.name }];
  });

/** The folder's files, with those versions in their places that hold. */
export function templateSet(
  folder: readonly TemplateFile[],
  published: readonly PublishedTemplate[],
  begunAt: BegunAt,
): TemplateSet {
  const chosen = versionsFor(folder, named(published), begunAt);
  const added = [...chosen.values()].flatMap(({ file, source }) => templateFile(file, source) ?? []);
  const files = [...folder.filter(({ file }) => !chosen.has(file)), ...added];
  return {
    // As the folder is read: which of several files of a name goes first must not depend on who published last.
    files: files.sort((a, b) => (a.file < b.file ? -1 : 1)),
    versions: new Map([...chosen.values()].map(({ file, version }) => [file, version])),
  };
}

export const isShared = ({ kind }: Pick<TemplateFile, 'kind'>): boolean => kind !== 'template';

/** The files that a template's mails can have a part of. */
export const filesFor = (files: readonly TemplateFile[], template: string): TemplateFile[] =>
  files.filter((file) => isShared(file) || file.name === template);

/** Parsed templates that a mail is made of, and which of its files were published since the folder's. */
export interface VersionedLibrary {
  readonly library: TemplateLibrary;
  versionOf(file: string): number;
}

/** The library that holds for a template at a moment. */
export type Libraries = (template: string, versions: RenderRequest['versions']) => Promise<VersionedLibrary>;

/** Of the folder and of what was published since; the few that were asked for last are kept. */
export function createLibraries(
  { files, attachments }: TemplateFolder,
  published: PublishedTemplates,
  language: string,
): Libraries {
  const unpublished = { library: { ...libraryOf(files, language), attachments }, versionOf: () => 0 };
  const sets = new Map<string, VersionedLibrary>();

  function libraryFor(versions: readonly PublishedTemplate[], template: string, begunAt: BegunAt): VersionedLibrary {
    const chosen = [...versionsFor(files, named(versions), begunAt).values()];
    const concerned = chosen.filter(({ name }) => name === template || /^(layouts|partials)\//.test(name));
    if (concerned.length === 0) return unpublished;
    const key = [template, ...concerned.map(({ id }) => id).sort((a, b) => a - b)].join(' ');
    const library = sets.get(key) ?? makeLibrary(versions, template, begunAt);
    // Those that were asked for last stay.
    sets.delete(key);
    sets.set(key, library);
    const [oldest] = sets.keys();
    if (sets.size > MOST_SETS && oldest !== undefined) sets.delete(oldest);
    return library;
  }

  function makeLibrary(versions: readonly PublishedTemplate[], template: string, begunAt: BegunAt): VersionedLibrary {
    const set = templateSet(files, versions, begunAt);
    const library = { ...libraryOf(filesFor(set.files, template), language), attachments };
    return { library, versionOf: (file) => set.versions.get(file) ?? 0 };
  }

  return async (template, moment) => {
    const versions = await published.upTo(moment?.upTo ?? 0);
    return versions.length === 0 ? unpublished : libraryFor(versions, template, moment?.begunAt ?? null);
  };
}

/** Renders from the folder and from what was published since, each mail from the versions that its journey is of. */
export function createVersionedRenderer(libraries: Libraries, language: string): Renderer {
  const renderers = new WeakMap<VersionedLibrary, Renderer>();
  const rendererOf = (versioned: VersionedLibrary): Renderer => {
    const known = renderers.get(versioned) ?? createRenderer(versioned.library, language, versioned.versionOf);
    renderers.set(versioned, known);
    return known;
  };
  const titles = createRenderer(libraryOf([], language), language);
  return {
    renderTitle: titles.renderTitle,
    render: async (request) => await rendererOf(await libraries(request.template, request.versions)).render(request),
  };
}

/** The newest of every file, parsed. */
export interface Shelf extends TemplateSet {
  /** The newest version there is; 0: none. */
  readonly upTo: number;
  readonly library: TemplateLibrary;
}

export interface TemplateShelf {
  readonly folder: TemplateFolder;
  newest(): Promise<Shelf>;
}

/** What previews, tests and publishing see. Parsed again when something was published. */
export function createTemplateShelf(
  folder: TemplateFolder,
  published: PublishedTemplates,
  newestId: () => Promise<number>,
  language: string,
): TemplateShelf {
  let shelf: Shelf | null = null;
  return {
    folder,
    async newest() {
      const versions = await published.upTo(await newestId());
      const upTo = Math.max(0, ...versions.map(({ id }) => id));
      if (shelf === null || shelf.upTo < upTo) {
        const set = templateSet(folder.files, versions, null);
        shelf = {
          ...set,
          upTo,
          library: { ...libraryOf(set.files, language, folder.misnamed), attachments: folder.attachments },
        };
      }
      return shelf;
    },
  };
}

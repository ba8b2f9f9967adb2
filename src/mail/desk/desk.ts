import type { MailToPreview, PreviewedMail } from '../../domain/template/preview.js';
import { type TemplateFacts, templateFacts, titleFacts } from '../template-facts.js';
import { type TemplateFile, templateFile } from '../template-files.js';
import { isShared, type Shelf, type TemplateShelf } from '../template-shelf.js';
import type { TemplateProblem } from '../template-tree.js';
import { faultKey } from './report-file.js';
import type { TemplateThread } from './thread.js';

/** Templates as ops read, check and preview them. What is published is read here; what isn't yet, in a thread. */
export function createTemplateDesk(shelves: TemplateShelf, thread: TemplateThread, language: string) {
  const views = new WeakMap<Shelf, ShelfView>();

  async function shelf(): Promise<ShelfView> {
    const newest = await shelves.newest();
    const view = views.get(newest) ?? shelfView(newest);
    views.set(newest, view);
    return view;
  }

  return {
    shelf,
    inFolder: (file: string) => shelves.folder.files.find((each) => each.file === file)?.source ?? null,
    entry: (file: string) => templateFile(file, ''),

    async report(path: string, source: string) {
      const { files, lookup } = await shelf();
      const file = templateFile(path, source);
      if (file === null) return misnamed(path, lookup);
      const reported = await thread.ask({ type: 'report', files: withFile(files, file), file, language });
      if (reported === 'too-slow') return reported;
      const { head, reads, size, facts } = reported;
      // Another file's fault that was there before is not this one's.
      const before = new Set(facts.flatMap(({ name }) => lookup.facts(name)?.problems.map(faultKey) ?? []));
      const faults = reported.faults.filter((fault) => fault.file === path || !before.has(faultKey(fault)));
      const changed = new Map(facts.map((each) => [each.name, each]));
      return {
        ...{ head, reads, size, faults },
        templates: facts.map(({ name }) => name),
        lookup: { ...lookup, facts: (name: string) => changed.get(name) ?? lookup.facts(name) },
      };
    },

    async preview({
      changed,
      ...mail
    }: MailToPreview & { readonly changed: Changed | null }): Promise<PreviewedMail | 'too-slow'> {
      const { files } = await shelf();
      const file = changed === null ? null : templateFile(changed.file, changed.source);
      const all = file === null ? files : withFile(files, file);
      // Layouts and partials of others are none of its parts.
      const parts = all.filter((each) => isShared(each) || each.name === mail.template);
      return await thread.ask({ type: 'preview', files: parts, mail, language });
    },
  };
}

interface Changed {
  readonly file: string;
  readonly source: string;
}

type ShelfView = ReturnType<typeof shelfView>;

function shelfView({ upTo, files, library }: Shelf) {
  const names = [...library.templates.keys()].sort();
  const known = new Map<string, TemplateFacts | null>();
  const facts = (name: string): TemplateFacts | null => {
    const read = known.has(name) ? (known.get(name) ?? null) : templateFacts(library, name);
    known.set(name, read);
    return read;
  };
  const variants = [...library.templates.values()].flatMap((locales) => [...locales.values()]);
  return {
    ...{ upTo, files },
    usersOf: (file: string) => names.filter((name) => facts(name)?.files.includes(file)),
    lookup: { names, facts, title: titleFacts, attachments: [...(library.attachments?.keys() ?? [])] },
    subjectOf: (file: string) => variants.find((variant) => variant.file === file)?.head.subject ?? null,
    purposeOf: (template: string) => facts(template)?.purpose ?? null,
    faultsOf: (file: string): readonly TemplateProblem[] => library.problems.filter((problem) => problem.file === file),
  };
}

const withFile = (files: readonly TemplateFile[], file: TemplateFile): TemplateFile[] =>
  [...files.filter((each) => each.file !== file.file), file].sort((a, b) => (a.file < b.file ? -1 : 1));

function misnamed(file: string, lookup: ShelfView['lookup']) {
  const message =
    'expected <family>/<name>.<locale>.hbs or <family>/<name>.<locale>.txt.hbs, in lower case; of layouts and partials the locale may be left out';
  const fault: TemplateProblem = { file, line: 1, column: 1, code: 'template-name', message };
  return { head: null, reads: [], faults: [fault], templates: [], lookup, size: null };
}

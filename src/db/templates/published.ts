import {
  type PublishedTemplate,
  type PublishedTemplates,
  stillChosen,
  type TemplatePolicy,
} from '../../domain/template/versions.js';
import type { Db } from '../client.js';

/**
 * Published versions of templates, in the memory of a process: as many as can still be chosen, and read again only from
 * the newest known one on. Nothing is asked as long as nobody has published anything.
 */
export function createPublishedTemplates(db: Db): PublishedTemplates {
  let known: readonly PublishedTemplate[] = [];
  let newest = 0;
  let reading: Promise<void> | null = null;

  async function read(): Promise<void> {
    const rows = await db.templateVersion.findMany({ where: { id: { gt: newest } }, orderBy: { id: 'asc' } });
    const read = rows.map(
      ({ id, file, version, source, policy, publishedAt }): PublishedTemplate => ({
        ...{ id, file, version, source },
        policy: policy as TemplatePolicy,
        publishedAt: publishedAt.getTime(),
      }),
    );
    const files = new Set(read.map(({ file }) => file));
    const all = [...known, ...read];
    if (read.length > 0)
      known = [
        ...known.filter(({ file }) => !files.has(file)),
        ...[...files].flatMap((file) => stillChosen(all.filter((version) => version.file === file))),
      ];
    newest = read.at(-1)?.id ?? newest;
  }

  return {
    async upTo(id) {
      // Whoever comes while it is read may want what was published since that began.
      while (newest < id) {
        reading ??= read().finally(() => {
          reading = null;
        });
        const before: number = newest;
        await reading;
        if (newest === before && reading === null && newest < id) throw new Error(`there is no template version ${id}`);
      }
      return known;
    },
  };
}

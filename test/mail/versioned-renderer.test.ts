import { describe, expect, test } from 'vitest';
import type { PublishedTemplate } from '../../src/domain/template/versions.js';
import { createLibraries, createVersionedRenderer, readTemplateFolder } from '../../src/mail/template-shelf.js';
import { renderRequest, templatesFolder } from './builders.js';

const FILE = 'lead/hello.en.hbs';
const aSource = (subject: string) => `---\nsubject: ${subject}\n---\n<p>{{> sign}}</p>`;
const published = (versions: readonly Omit<PublishedTemplate, 'id'>[]) => ({
  upTo: async () => versions.map((version, index) => ({ ...version, id: index + 1 })),
});
const FOLDER = readTemplateFolder(templatesFolder({ [FILE]: aSource('Folder'), 'partials/sign.hbs': 'Old sign' }));

describe('mails of a folder and of what was published since', () => {
  const versions = [
    { file: FILE, version: 1, policy: 'pin', publishedAt: 100, source: aSource('Pinned') },
    { file: 'partials/sign.hbs', version: 1, policy: 'follow', publishedAt: 200, source: 'New sign' },
  ] as const;
  const renderer = createVersionedRenderer(createLibraries(FOLDER, published(versions), 'en'), 'en');
  const mailOf = (begunAt: number) =>
    renderer.render({ ...renderRequest('lead/hello'), versions: { upTo: 2, begunAt } });

  test('are of the versions that their journey is of, layouts and partials counted in, and say which', async () => {
    const sign = { file: 'partials/sign.hbs', version: 1 };
    const before = await mailOf(50);
    expect(before).toMatchObject({ ok: true, subject: 'Folder', versions: [sign] });
    const after = await mailOf(100);
    expect(after).toMatchObject({ ok: true, subject: 'Pinned', versions: [{ file: FILE, version: 1 }, sign] });
    expect(after).toMatchObject({ html: expect.stringContaining('New sign') });
    expect(await mailOf(50)).toEqual(before);
  });

  test('are the same after a start in between', async () => {
    const again = createVersionedRenderer(createLibraries(FOLDER, published(versions), 'en'), 'en');
    const request = { ...renderRequest('lead/hello'), versions: { upTo: 2, begunAt: 50 } };
    expect(await again.render(request)).toEqual(await renderer.render(request));
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  stillChosen,
  type TemplateVersionFacts,
  versionFor,
  versionsFor,
} from '../../../src/domain/template/versions.js';

const FILE = 'lead/hello.en.hbs';
const aVersion = (version: number, policy: 'follow' | 'pin', publishedAt: number, file = FILE) => ({
  file,
  name: file.split('.')[0] ?? '',
  version,
  policy,
  publishedAt,
});

const histories = fc
  .array(fc.record({ policy: fc.constantFrom('follow', 'pin'), later: fc.integer({ min: 0, max: 5 }) }), {
    maxLength: 8,
  })
  .map((steps) => {
    let at = 0;
    return steps.map(({ policy, later }, index): TemplateVersionFacts => {
      at += later;
      return { file: FILE, version: index + 1, policy: policy as 'follow' | 'pin', publishedAt: at };
    });
  });
const begun = fc.integer({ min: -2, max: 45 });

describe('which version of a file a mail is made from', () => {
  test('without any published one it is the folder’s', () => {
    expect(versionFor([], 0)).toBeNull();
    expect(versionFor([], null)).toBeNull();
  });

  test('one that is published to follow holds for who is in flight, one that is pinned only for who begins later', () => {
    expect(versionFor([aVersion(1, 'follow', 100)], 50)?.version).toBe(1);
    expect(versionFor([aVersion(1, 'pin', 100)], 50)).toBeNull();
    expect(versionFor([aVersion(1, 'pin', 100)], 100)?.version).toBe(1);
  });

  test('below a pinned one the one before it goes on holding, and a later one that follows ends that', () => {
    const versions = [aVersion(1, 'follow', 10), aVersion(2, 'pin', 20)];
    expect(versionFor(versions, 15)?.version).toBe(1);
    expect(versionFor([...versions, aVersion(3, 'follow', 30)], 15)?.version).toBe(3);
  });

  test('a preview sees the newest, whatever its policy', () => {
    expect(versionFor([aVersion(1, 'follow', 10), aVersion(2, 'pin', 20)], null)?.version).toBe(2);
  });

  test('of a new template the first versions hold for everybody: there was nothing that could surprise', () => {
    const versions = [aVersion(1, 'pin', 100), aVersion(2, 'pin', 200)];
    expect(versionsFor([], versions, 50).get(FILE)?.version).toBe(1);
    expect(versionsFor([], versions, 200).get(FILE)?.version).toBe(2);
  });

  test('a new language of a template that others have got already is pinned as told', () => {
    const folder = [{ file: 'lead/hello.zh-CN.hbs', name: 'lead/hello' }];
    expect(versionsFor(folder, [aVersion(1, 'pin', 100)], 50).size).toBe(0);
    expect(versionsFor(folder, [aVersion(1, 'pin', 100)], 150).get(FILE)?.version).toBe(1);
  });
});

describe('whatever was published', () => {
  test('is chosen only if it holds, and nothing newer does', () => {
    fc.assert(
      fc.property(histories, begun, (versions, at) => {
        const chosen = versionFor(versions, at);
        const holding = versions.filter(({ policy, publishedAt }) => policy === 'follow' || at >= publishedAt);
        expect(chosen?.version ?? 0).toBe(Math.max(0, ...holding.map(({ version }) => version)));
      }),
    );
  });

  test('who begins later has no older version than who begins sooner', () => {
    fc.assert(
      fc.property(histories, begun, begun, (versions, a, b) => {
        const at = (begunAt: number) => versionFor(versions, begunAt)?.version ?? 0;
        expect(at(Math.min(a, b))).toBeLessThanOrEqual(at(Math.max(a, b)));
      }),
    );
  });

  test('publishing a pinned version changes nothing for who has begun before', () => {
    fc.assert(
      fc.property(histories, begun, fc.integer({ min: 1, max: 9 }), (versions, at, later) => {
        const publishedAt = Math.max(at, versions.at(-1)?.publishedAt ?? 0) + later;
        const more = [...versions, aVersion(versions.length + 1, 'pin', publishedAt)];
        expect(versionFor(more, at)?.version).toBe(versionFor(versions, at)?.version);
      }),
    );
  });

  test('and in whatever order it is read, the same is chosen, also from those only that can still be', () => {
    fc.assert(
      fc.property(histories, fc.option(begun), fc.boolean(), (versions, at, hasFolder) => {
        const named = versions.map((version) => ({ ...version, name: 'lead/hello' }));
        const folder = hasFolder ? [{ file: FILE, name: 'lead/hello' }] : [];
        const chosen = versionsFor(folder, named, at).get(FILE)?.version;
        expect(versionsFor(folder, named.toReversed(), at).get(FILE)?.version).toBe(chosen);
        expect(versionsFor(folder, stillChosen(named), at).get(FILE)?.version).toBe(chosen);
      }),
    );
  });
});

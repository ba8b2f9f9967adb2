import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const WEB = fileURLToPath(new URL('../../src/web', import.meta.url));

type Text = string | ((...args: unknown[]) => string);
type Dictionary = Readonly<Record<string, Text>>;
type Texts = Readonly<Record<'en' | 'zh-CN', Dictionary>>;

const isTexts = (value: unknown): value is Texts =>
  typeof value === 'object' && value !== null && 'en' in value && 'zh-CN' in value;

/** Every value of a file of texts that holds texts. */
async function textsOf(file: string): Promise<[string, Texts][]> {
  const module = (await import(`${WEB}/${file}`)) as Record<string, unknown>;
  return Object.entries(module).flatMap(([name, value]) =>
    isTexts(value) ? [[`${file} ${name}`, value] as [string, Texts]] : [],
  );
}

const files = readdirSync(WEB, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /texts\.ts$/.test(file) && file !== 'texts/texts.ts');
const all = (await Promise.all(files.map(textsOf))).flat();

/** A text with something in each of its places: a number where it counts, a word where it names. */
function written(text: Text): string {
  if (typeof text === 'string') return text;
  for (const filler of [3, 'Ada', new Date(0), [], { count: 3 }]) {
    try {
      return text(...Array.from({ length: text.length }, () => filler));
    } catch {
      // It takes something of another kind.
    }
  }
  return text.toString();
}

/** Words that are the same in both languages: names, and what has no words. */
const isNameOrSign = (text: string): boolean =>
  /^[^\p{Ll}]*$/u.test(text) || /^(Followthrough|Temporal|API|SendGrid|Mailgun)\b/.test(text);

const HAN = /\p{Script=Han}/u;

describe('the texts of the page', () => {
  test('are found, of every page', () => {
    const folders = new Set(files.map((file) => file.split('/')[0]));
    for (const page of ['home', 'board', 'journeys', 'journey', 'tasks', 'contacts', 'messages', 'inbox', 'sign-in']) {
      expect(folders).toContain(page);
    }
    expect(all.length).toBeGreaterThan(10);
  });

  test.each(all)('%s has the same keys in both languages', (_name, texts) => {
    expect(Object.keys(texts['zh-CN']).sort()).toEqual(Object.keys(texts.en).sort());
  });

  test.each(all)('%s has no empty text, and no other kind of text in Chinese', (_name, texts) => {
    for (const [key, text] of Object.entries(texts.en)) {
      const chinese = texts['zh-CN'][key];
      expect([key, typeof chinese]).toEqual([key, typeof text]);
      expect([key, written(text).trim()]).not.toEqual([key, '']);
      if (chinese !== undefined) expect([key, written(chinese).trim()]).not.toEqual([key, '']);
    }
  });

  test.each(all)('%s leaves nothing untranslated', (_name, texts) => {
    const same = Object.entries(texts.en).filter(([key, text]) => {
      const [english, chinese] = [written(text), written(texts['zh-CN'][key] ?? '')];
      return !HAN.test(chinese) && !isNameOrSign(english) && english === chinese;
    });
    expect(same.map(([key]) => key)).toEqual([]);
    const stray = Object.entries(texts.en).filter(([, text]) => HAN.test(written(text)));
    expect(stray.map(([key]) => key)).toEqual([]);
  });

  test.each(all)('%s writes Chinese with Chinese punctuation', (_name, texts) => {
    const wrong = Object.entries(texts['zh-CN'])
      .map(([key, text]) => [key, written(text)] as const)
      .filter(([, text]) =>
        /\p{Script=Han}[,;?!](\s|$|\p{Script=Han})|\p{Script=Han}:(\s|$|\p{Script=Han})/u.test(text),
      );
    expect(wrong).toEqual([]);
  });
});

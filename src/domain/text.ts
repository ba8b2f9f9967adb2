import type { Text } from './definition/definition.js';

/** A title in a reader's language: that locale, its language, English, or the first there is. */
export function pickText(source: Text, language: string | null): string {
  if (typeof source === 'string') return source;
  const short = language?.split('-')[0];
  const locales = Object.keys(source);
  const near =
    locales.find((locale) => locale === language) ?? locales.find((locale) => locale.split('-')[0] === short);
  return source[near ?? 'en'] ?? Object.values(source)[0] ?? '';
}

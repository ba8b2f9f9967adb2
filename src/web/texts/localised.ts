import type { Localised } from '../../api/contracts/common.js';
import { type Language, languageOf } from './language.js';

/** A definition's name in the person's language, else in English, else in whatever language it has; else the fallback. */
export function localise(language: Language, name: Localised | null | undefined, fallback: string): string {
  if (name == null) return fallback;
  if (typeof name === 'string') return name;
  const entries = Object.entries(name);
  const by = (wanted: Language) => entries.find(([tag]) => languageOf(tag) === wanted)?.[1];
  return by(language) ?? by('en') ?? entries[0]?.[1] ?? fallback;
}

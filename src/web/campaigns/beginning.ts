import type { Language } from '../texts/language.js';

export interface Beginning {
  readonly id: string;
  readonly name: string;
  readonly language: Language;
  /** The campaign it is a copy of. */
  readonly copied: string | null;
  /** The published campaign it begins with. */
  readonly basis: string | null;
}

/** What a new draft is asked for with: a text is of a kind, an id and a name, and lacks all else. */
export function beginning({ id, name, language, copied, basis }: Beginning) {
  if (copied !== null) return { copyOf: copied, id };
  if (basis !== null) return { definition: basis };
  const named = JSON.stringify(name.trim());
  return { text: `kind: campaign\nid: ${id}\nname: ${language === 'en' ? named : `{ zh-CN: ${named} }`}\n` };
}

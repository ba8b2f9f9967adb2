import { useMemo } from 'react';
import { humanised } from './humanised.js';
import {
  contactStatusTexts,
  dealStatusTexts,
  eventTexts,
  fieldTexts,
  messageStateTexts,
  outcomeTexts,
  phaseTexts,
  stageTexts,
  taskKindTexts,
} from './record-texts.js';
import type { Texts } from './texts.js';
import { useLanguage } from './use-texts.js';

const ALL = {
  stage: stageTexts,
  contactStatus: contactStatusTexts,
  outcome: outcomeTexts,
  taskKind: taskKindTexts,
  messageState: messageStateTexts,
  phase: phaseTexts,
  dealStatus: dealStatusTexts,
  event: eventTexts,
  field: fieldTexts,
} satisfies Readonly<Record<string, Texts<Readonly<Record<string, string>>>>>;

export type Words = { readonly [kind in keyof typeof ALL]: (id: string) => string };

/** Words for the ids that records carry: `useWords().outcome('no-answer')`. One without words is shown readably. */
export function useWords(): Words {
  const { language } = useLanguage();
  return useMemo(() => {
    const entries = Object.entries(ALL).map(([kind, texts]) => {
      const words: Readonly<Record<string, string>> = texts[language];
      return [kind, (id: string) => (Object.hasOwn(words, id) ? words[id] : undefined) ?? humanised(id)];
    });
    return Object.fromEntries(entries) as Words;
  }, [language]);
}

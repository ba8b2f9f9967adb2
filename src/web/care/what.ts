import type { CareItemView, CarePartView } from '../../api/contracts/care.js';
import { localise } from '../texts/localised.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { festivalTexts, kindTexts } from './occasion-texts.js';
import { careTexts } from './texts.js';

type What = Pick<CarePartView, 'kind' | 'about'>;

/** What an occasion is called: a festival by its name. */
export function useOccasionWords(): (what: What) => string {
  const kinds = useTexts(kindTexts);
  const festival = useFestivalWords();
  return ({ kind, about }) => (kind === 'festival' && about !== null ? festival(about) : kinds[kind]);
}

/** The name of a festival; one that there is no word for is shown as it is written. */
export function useFestivalWords(): (id: string) => string {
  const names: Readonly<Record<string, string>> = useTexts(festivalTexts);
  return (id) => names[id] ?? id;
}

/** What is done: a task by its title, a message by its kind. */
export function useActWords(): (item: CareItemView) => string {
  const t = useTexts(careTexts);
  const { language } = useLanguage();
  return ({ action, title }) => {
    if (action === 'task') return localise(language, title, t.task);
    return action === 'email' ? t.mail : t.sms;
  };
}

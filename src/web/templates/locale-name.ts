import { useLanguage } from '../texts/use-texts.js';

/** What languages are called in the person's own. A tag that is none stays as it is. */
export function useLocaleName(): (locale: string) => string {
  const { language } = useLanguage();
  return (locale) => {
    try {
      return new Intl.DisplayNames(language, { type: 'language' }).of(locale) ?? locale;
    } catch {
      return locale;
    }
  };
}

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { readChoice, writeChoice } from './kept-choice.js';
import { chooseLanguage, isLanguage, type Language } from './language.js';
import type { Texts, TextsOf } from './texts.js';

interface LanguageChoice {
  readonly language: Language;
  /** Takes effect at once and is kept by this browser; the session tells the server. */
  readonly choose: (language: Language) => void;
}

const Context = createContext<LanguageChoice | null>(null);
const KEPT = 'ft.language';

const firstLanguage = (): Language => chooseLanguage([readChoice(KEPT, isLanguage), ...navigator.languages]);

/** Holds the language of everything inside. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage);
  const choose = useCallback((next: Language) => {
    writeChoice(KEPT, next);
    setLanguage(next);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo(() => ({ language, choose }), [language, choose]);
  return (
    <Context.Provider value={value}>
      <I18nProvider locale={language === 'en' ? 'en-GB' : language}>{children}</I18nProvider>
    </Context.Provider>
  );
}

export function useLanguage(): LanguageChoice {
  const value = useContext(Context);
  if (value === null) throw new Error('useLanguage outside of LanguageProvider');
  return value;
}

/** The texts in the person's language: `const t = useTexts(homeTexts)`, then `t.title` or `t.waiting(3)`. */
export const useTexts = <D,>(all: Texts<D>): TextsOf<D> => all[useLanguage().language];

import { useMemo } from 'react';
import {
  formatDuration,
  formatInstant,
  formatList,
  formatMoney,
  formatNumber,
  formatRelative,
  formatShare,
  type InstantStyle,
  ownZone,
} from './formats.js';
import { useLanguage } from './use-texts.js';

/** The formats in the person's language. Without a zone, instants are shown in the browser's. */
export function useFormats() {
  const { language } = useLanguage();
  return useMemo(
    () => ({
      instant: (iso: string, zone: string = ownZone(), style?: InstantStyle) =>
        formatInstant(language, iso, zone, style),
      relative: (iso: string, now: number) => formatRelative(language, iso, now),
      duration: (milliseconds: number) => formatDuration(language, milliseconds),
      number: (value: number) => formatNumber(language, value),
      share: (value: number) => formatShare(language, value),
      money: (amount: number, currency: string | null) => formatMoney(language, amount, currency),
      list: (items: readonly string[]) => formatList(language, items),
    }),
    [language],
  );
}

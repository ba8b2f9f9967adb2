import { getCountries } from 'libphonenumber-js';
import { isCountry } from './phone-text.js';

const LANGUAGES = ['en', 'zh-Hans', 'zh-Hant', 'de', 'fr', 'es'];
const ALIASES: { readonly [name: string]: string } = {
  usa: 'US',
  'united states of america': 'US',
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  prc: 'CN',
  'p.r. china': 'CN',
  'mainland china': 'CN',
  中国大陆: 'CN',
  中华人民共和国: 'CN',
  香港: 'HK',
  'hong kong': 'HK',
  澳门: 'MO',
  macau: 'MO',
  台湾: 'TW',
  korea: 'KR',
  'south korea': 'KR',
  holland: 'NL',
  uae: 'AE',
};

let names: ReadonlyMap<string, string> | undefined;

/** Names of countries in the languages lists come in; built once, on first need. */
function countryNames(): ReadonlyMap<string, string> {
  if (names) return names;
  const made = new Map(Object.entries(ALIASES));
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames([language], { type: 'region' });
    for (const code of getCountries()) {
      const name = display.of(code)?.toLowerCase();
      if (name && !made.has(name)) made.set(name, code);
    }
  }
  names = made;
  return made;
}

/** The ISO 3166 code of a country written as code or name in English, Chinese, German, French or Spanish; else undefined. */
export function parseCountryText(text: string): string | undefined {
  const trimmed = text.normalize('NFC').trim();
  const code = trimmed.toUpperCase();
  return isCountry(code) ? code : countryNames().get(trimmed.toLowerCase());
}

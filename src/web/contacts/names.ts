/** What a language calls a language: "German", whatever country its tag names. The tag where it has no word. */
export function languageName(language: string, tag: string): string {
  return named(() => new Intl.DisplayNames(language, { type: 'language' }).of(new Intl.Locale(tag).language)) ?? tag;
}

/** What a language calls a country of ISO 3166. */
export function countryName(language: string, code: string): string {
  return named(() => new Intl.DisplayNames(language, { type: 'region' }).of(code)) ?? code;
}

function named(find: () => string | undefined): string | undefined {
  try {
    return find();
  } catch {
    // No tag or code at all: imports bring what people once typed.
    return undefined;
  }
}

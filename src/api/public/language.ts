/** The languages that the public pages have. */
export type PageLanguage = 'en' | 'zh';

/** The contact's own language if there is a page in it, else the browser's, else English. */
export function pageLanguage(contactLanguage: string | null, acceptLanguage: string | undefined): PageLanguage {
  return known(contactLanguage ?? '') ?? accepted(acceptLanguage ?? '') ?? 'en';
}

function known(tag: string): PageLanguage | null {
  const language = tag.trim().toLowerCase().split(/[-_]/, 1)[0];
  return language === 'en' || language === 'zh' ? language : null;
}

/** The best of an Accept-Language header (RFC 9110 12.5.4) that there is a page in. */
function accepted(header: string): PageLanguage | null {
  let best: PageLanguage | null = null;
  let bestWeight = 0;
  for (const part of header.slice(0, 500).split(',')) {
    const [tag = '', ...settings] = part.split(';');
    const weight = Number(settings.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean) ?? 1);
    const language = known(tag);
    // The first of equals is the one that its sender put first.
    if (language !== null && weight > bestWeight) [best, bestWeight] = [language, weight];
  }
  return best;
}

/*
 * Which of a template's locales a contact gets: the very one, else the nearest, else the deployment's, else the only
 * one there is.
 */

interface Parts {
  readonly language: string;
  readonly script: string | null;
  readonly region: string | null;
}

/**
 * The member of `available` for a wanted language tag. Without any kin of the wanted or the fallback language it is
 * the only one there is, or else the first in alphabetical order, so that the same input always gives the same mail.
 * null only when `available` is empty.
 */
export function nearestLocale(wanted: string | null, available: readonly string[], fallback: string): string | null {
  return kin(wanted, available) ?? kin(fallback, available) ?? [...available].sort()[0] ?? null;
}

function kin(wanted: string | null, available: readonly string[]): string | null {
  if (wanted === null || wanted.trim() === '') return null;
  const want = partsOf(wanted);
  let best: string | null = null;
  let bestScore = 0;
  for (const candidate of [...available].sort()) {
    const score = closeness(want, partsOf(candidate));
    if (score > bestScore) [best, bestScore] = [candidate, score];
  }
  return best;
}

function closeness(want: Parts, have: Parts): number {
  if (want.language !== have.language) return 0;
  if (want.region === have.region && want.script === have.script) return 5;
  if (want.region !== null && want.region === have.region) return 4;
  // zh-HK reads zh-TW more easily than zh-CN.
  if (scriptOf(want) === scriptOf(have)) return have.region === null ? 3 : 2;
  return 1;
}

function scriptOf(parts: Parts): string | null {
  if (parts.script !== null || parts.language !== 'zh') return parts.script;
  return ['tw', 'hk', 'mo'].includes(parts.region ?? '') ? 'hant' : 'hans';
}

function partsOf(tag: string): Parts {
  const [language = '', ...rest] = tag.trim().toLowerCase().replaceAll('_', '-').split('-');
  return {
    language,
    script: rest.find((part) => part.length === 4) ?? null,
    region: rest.find((part) => part.length === 2 || /^\d{3}$/.test(part)) ?? null,
  };
}

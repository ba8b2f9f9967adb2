/**
 * A phone number as gateways take it: a `+` with country code and number (E.164), or the digits of a national number;
 * undefined for what can't be one. Blanks, hyphens, dots, slashes and brackets between digits are left out.
 */
export function parsePhone(text: string): string | undefined {
  const compact = text.trim().replace(/(?<=[\d)])[ ./()-]+(?=[\d(])|[()]/g, '');
  return /^(\+[1-9]\d{6,14}|\d{5,15})$/.test(compact) ? compact : undefined;
}

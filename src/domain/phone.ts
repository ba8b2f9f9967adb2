/**
 * A phone number as gateways take it: a `+` with country code and number (E.164), or the digits of a national number;
 * undefined for what can't be one. Blanks, hyphens, dots, slashes and brackets between digits are left out.
 */
export function parsePhone(text: string): string | undefined {
  const compact = text.trim().replace(/(?<=[\d)])[ ./()-]+(?=[\d(])|[()]/g, '');
  return /^(\+[1-9]\d{6,14}|\d{5,15})$/.test(compact) ? compact : undefined;
}

/**
 * Every form in which records may have a number that a gateway tells: gateways leave out the `+`, those of the mainland of
 * China their own country too. None for what can't be a number.
 */
export function phoneForms(text: string): readonly string[] {
  const phone = parsePhone(text);
  if (phone === undefined) return [];
  const digits = phone.replace(/^\+/, '').replace(/^00/, '');
  const mainland = /^(?:86)?(1[3-9]\d{9})$/.exec(digits)?.[1];
  if (mainland === undefined) return [digits, `+${digits}`, `00${digits}`];
  // Eleven digits without a country could be one of North America too (its exchanges begin with 2 to 9).
  const elsewhere = /^1[2-9]\d{2}[2-9]\d{6}$/.test(digits) ? [`+${digits}`] : [];
  return [mainland, `86${mainland}`, `+86${mainland}`, `0086${mainland}`, ...elsewhere];
}
